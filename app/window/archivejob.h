// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents leave and enter by the window: the form for an export, which is written while one works on, says above every page
// how far it is, and can be cancelled there; and the page where a company's history comes in.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/incident.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <functional>

namespace onlyonce {

struct ArchiveWish;
struct ArchiveWritten;
class WholeArchive;
namespace ui {
class ExportPage;
class ImportPage;
class MainWindow;
}  // namespace ui

class ArchiveJob : public QObject
{
    Q_OBJECT

public:
    using InSight = std::function<std::optional<Incident>()>;

    //! With the actions and the pages for it. `inSight`: the incident that can be exported alone.
    ArchiveJob(Session &session, ui::MainWindow &frame, InSight inSight, QObject *parent);

    //! Shows the form. With an incident, that one alone is chosen.
    void askAbout(const std::optional<Incident> &incident);
    //! The page where it comes in; with files, what they would bring.
    void askForHistory(const QStringList &files = {});
    //! In the wish's folder, one of its own is made.
    void begin(ArchiveWish wish);
    void cancel();

Q_SIGNALS:
    void incidentWanted(onlyonce::IncidentId incident);
    void failed(const onlyonce::Error &error);

private:
    void addActions();
    void showForm(const std::optional<Incident> &incident, bool alone);
    void makeForm();
    void setBusy(bool busy);
    void goBack();
    void tellProgress(int done, int all);
    void tellEnd(const Result<ArchiveWritten> &written, bool isOne);

    Session &m_session;
    ui::MainWindow &m_frame;
    InSight m_inSight;
    ui::ExportPage *m_export = nullptr;
    ui::ImportPage *m_import = nullptr;
    WholeArchive *m_archive = nullptr;  //!< while one is being written
    QElapsedTimer m_told;
};

}  // namespace onlyonce
