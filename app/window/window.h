// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root of the window: pages, panels and actions are made and connected here, and only here.
#pragma once

#include "app/services.h"
#include "app/window/desktop.h"
#include "models/alerts/silences.h"
#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "models/incidents/lists/savedviews.h"
#include "models/incidents/lists/search.h"
#include "models/incidents/timeline/say.h"
#include "views/alerts/intakeplace.h"
#include "views/shell/mainwindow.h"
#include "views/widgets/drafts.h"
#include "views/widgets/refresh.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QWidget>

namespace onlyonce {

class ArchiveJob;
namespace ui {
class AlertsPage;
class ConnectionForm;
class DeliveriesPage;
class FacetBar;
class IncidentListPage;
class IncidentPage;
class PageWindow;
class PeoplePanel;
class PostMortemMemory;
class Regrouping;
class SectionedPage;
class SetupPage;
class SilencesPanel;
class SourcesPanel;
class TokensPanel;
}  // namespace ui

class Window : public QObject
{
    Q_OBJECT

public:
    Window(Opened &opened, Services &services, const Environment &environment);
    ~Window() override;

    void show();
    //! To the front, wherever it was, and out of the tray.
    void raise();
    //! From now on the window is at home on the desktop: the tray, notices, the alarm.
    void startDesktop();
    [[nodiscard]] Desktop &desktop() { return m_desktop; }
    [[nodiscard]] ui::MainWindow &frame() { return m_frame; }
    //! Shows how to begin, unless somebody has begun already or has put that away.
    void offerSetup();
    //! Where the window stands and what is open in it, for the next time.
    void savePlace();
    //! Opens the incident's page when it has been read.
    void openIncident(IncidentId id);
    //! For pictures and for links: a page ("incidents", "alerts", …), an incident by its number ("incident/17") and one
    //! of its panels ("incident/17/3"), a slide of its post-mortem ("incident.present/wentWell"), a panel of the settings ("settings/3"), a step of the set-up ("setup/mail"), what a file would bring in ("import/FILE"), or an action ("incident.declare"). A place
    //! that does not exist is said in the window, too.
    Answer<Result<>> go(const QString &place);

Q_SIGNALS:
    //! Another page is in sight, or another window has the keyboard: what can be done may have changed.
    void placeChanged();

private:
    void addPages(const Environment &environment);
    [[nodiscard]] QWidget *makeCountermeasures();
    void nameSettings();  // this and the next ones: windowsettings.cpp
    [[nodiscard]] QWidget *makeSettings(const QString &about);
    [[nodiscard]] ui::ConnectionForm *makeForm(const std::shared_ptr<const Adapter> &adapter);
    [[nodiscard]] QWidget *makeSourceForm(const std::shared_ptr<const Adapter> &adapter);
    [[nodiscard]] QWidget *makeResponseSettings();
    [[nodiscard]] ui::PeoplePanel *makePeople();
    [[nodiscard]] ui::SourcesPanel *makeSources();
    [[nodiscard]] ui::TokensPanel *makeTokens();
    void showPanelOfSettings(const QString &name);
    [[nodiscard]] ui::IntakePlace intakePlace() const;
    struct SetUp;
    void addSetup();  // this and the next ones: windowsetup.cpp
    [[nodiscard]] QWidget *makeSetup();
    [[nodiscard]] QWidget *makeDataStep();
    [[nodiscard]] QWidget *makeForms(const QString &kind);
    void showStepOfSetup(const QString &step);
    void keepSetup(const std::function<void(QJsonObject &)> &change);
    void readSetup();
    void tellSetup(const SetUp &found);
    void addActions();  // and the next ones: windowactions.cpp
    void addListActions();
    void addKeptViews();  // and the next ones: keptviews.cpp
    [[nodiscard]] static QKeySequence keyOfView(size_t at);
    void listViews();
    void showKept(const SavedView &view);
    void showNarrowed(const IncidentFilter &filter);
    [[nodiscard]] const SavedView *viewInSight() const;
    void markView();
    [[nodiscard]] ui::FacetBar *currentFilter() const;
    void addIncidentActions();
    void addDeliveryActions();
    [[nodiscard]] QWidget *makeAlerts(qint64 incident);  // this and the next ones: windowalerts.cpp
    void addAlertActions();
    void addRegrouping();
    void showSilence(SilenceId silence);
    [[nodiscard]] ui::AlertsPage *currentAlerts() const;
    struct LastMove
    {
        TimelineId entry;
        Instant at;
    };
    void addUndo();  // and the next ones: undo.cpp
    void enableUndo();
    void undoLast();
    void setLastMove(std::optional<LastMove> move);
    void addPalette();
    [[nodiscard]] QList<ui::PaletteItem> changesOfIncident();
    [[nodiscard]] QList<ui::PaletteItem> incidentsNamed(const QString &pattern);
    void openFound(const Incident &incident);
    ui::IncidentPage *addFound(const Incident &incident);
    [[nodiscard]] ui::IncidentPage *makePage();
    void makeNextPage();
    void addOpenIncidents();  // this and the next ones: windowincidents.cpp
    [[nodiscard]] ui::PageWindow *activeOut() const;
    [[nodiscard]] ui::IncidentPage *incidentPage(const QString &id) const;
    bool showOpen(const QString &id);
    void stepThroughOpen(int by);
    void putAside(const QString &id);
    void moveOut(const QString &id);
    void bringBack(const QString &id);
    void dropPage(const QString &id);
    void nameOpen();
    [[nodiscard]] QString nameOf(const ui::IncidentPage &page) const;
    void restoreOpen();
    void say(const ui::Message &message);
    void addPanels(ui::IncidentPage *page);
    void addTimeline(ui::IncidentPage *page);  // this and the next ones: windowtimeline.cpp
    void addTimelineActions();
    void showTimesIn(bool utc);
    [[nodiscard]] QString draftsFolder() const;
    [[nodiscard]] QWidget *makeTemplateSettings();
    [[nodiscard]] QWidget *makeDocumentSettings();
    [[nodiscard]] const Incident &knownOf(const ui::IncidentPage &page) const;
    Answer<Result<>> goToIncident(qint64 number, std::optional<int> panel);
    [[nodiscard]] QString titleOf(const ui::IncidentPage &page) const;
    void closeLongUnseen();
    [[nodiscard]] bool unsavedOn(const QString &pageId) const;
    [[nodiscard]] bool mayClose();
    [[nodiscard]] bool hasWarnedOfEnd();
    [[nodiscard]] QWidget *makeDesktopSettings();
    void quit();
    void tellTimer(const EndedTimer &timer);
    void tellReach();  // and the next ones: windowmessages.cpp
    void fail(const Error &error);
    void tellDone(const QString &text);
    void tellWritten(const QString &path);
    void countDeliveries(int troubled, int waiting, const QString &heldReason);
    void tellHeld();
    void tellLimits();
    void tellTroubles();
    void tellCopies();
    void tellRequests();
    void countOpenIncidents();
    [[nodiscard]] ui::IncidentPage *currentIncident() const;

    Opened &m_opened;
    void tellHidden(const Incident &last);
    Services &m_services;
    Session m_session;
    SettingsFile m_settingsFile;
    std::shared_ptr<const SayCommands> m_sayings;  //!< all that can be said to an incident
    ui::Drafts m_drafts;                           //!< before the pages that write into it
    ui::MainWindow m_frame;
    ui::IncidentListPage *m_incidents = nullptr;
    ui::AlertsPage *m_alerts = nullptr;  //!< once somebody has looked at it
    ui::DeliveriesPage *m_deliveries = nullptr;
    ui::SilencesPanel *m_silences = nullptr;  //!< once somebody has looked at the settings
    ui::Regrouping *m_regrouping = nullptr;
    ui::PostMortemMemory *m_postMortems;
    ArchiveJob *m_archive = nullptr;
    std::function<void()> m_enableAlerts;     //!< the actions of alerts, where there are any in sight
    QStringList m_settingsNames;              //!< of their sections
    ui::SectionedPage *m_settings = nullptr;  //!< once somebody has looked at them
    ui::SetupPage *m_setup = nullptr;         //!< likewise
    QSet<QString> m_seenToWork;               //!< kinds of connections whose test went well
    ui::Refresh m_setupRefresh;
    QList<std::pair<QString, QString>> m_listedViews;  //!< in the sidebar: id and name
    QStringList m_pages;                               //!< of incidents, the latest last
    QHash<QString, ui::PageWindow *> m_out;            //!< those of them that have a window of their own
    QWidget m_shelf;                                   //!< never shown; holds the next page
    ui::IncidentPage *m_nextPage = nullptr;            //!< of whatever incident is opened next; made ahead
    QString m_copies;                                  //!< the folder of the nightly copies
    Desktop m_desktop;
    bool m_atHome = false;  //!< on the desktop
    bool m_quits = false;
    bool m_closesAnyway = false;
    std::optional<LastMove> m_lastMove;  //!< of alerts, by this window
    QString m_heldReason;                //!< why deliveries are held; empty when they are not
    int m_waiting = 0;                   //!< how many wait
    ui::Refresh m_count;
    std::vector<Incident> m_recent;       //!< for the palette
    std::vector<ListedIncident> m_found;  //!< by what was typed there last
    QString m_foundBy;
    QString m_sought;
    CancelTokenPtr m_seeking;
};

}  // namespace onlyonce
