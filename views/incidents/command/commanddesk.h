// SPDX-License-Identifier: GPL-3.0-or-later
// What a commander has at hand on an incident's page: roles, impact, the promise to customers, links, handover. It reads
// all of it with one question, hands it to its panels, and carries out what is chosen there. The page places the panels.
#pragma once

#include "models/catalog/places.h"
#include "models/catalog/session.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/references.h"
#include "views/incidents/command/chooser.h"
#include "views/widgets/refresh.h"

#include <QSet>

namespace onlyonce::ui {

class AskForm;
class DueClock;
class HandoverForm;
class ImpactPanel;
class LinksBar;
class LinksForm;
class MessageStack;
class RolesPanel;

class CommandDesk final : public QObject
{
    Q_OBJECT

public:
    CommandDesk(Session &session, MessageStack &messages, QWidget *page);

    //! Always the same one, once there is one.
    void setIncident(const Incident &incident);
    //! @name Placed by the page.
    //! @{
    [[nodiscard]] QWidget *bar() const { return m_bar; }  //!< below the head
    [[nodiscard]] QWidget *forms() const { return m_forms; }
    [[nodiscard]] RolesPanel *roles() const { return m_roles; }
    [[nodiscard]] ImpactPanel *impact() const { return m_impact; }
    //! @}

    //! A further form that takes the place of the page's parts while it is seen; it hides itself.
    void place(QWidget *form);

    //! @name Actions.
    //! @{
    void takeCommand();
    void changeRole(const QString &role = {});  //!< empty: asks which one
    void promise();
    void changeImpact();
    void changeAffected();  //!< which services and data centres it concerns
    void openBridge();
    void changeLinks();
    void handOver();
    //! @}

    //! What is written or changed below the head goes out of sight, and is not lost.
    void putAside();
    [[nodiscard]] bool hasDraft() const;

Q_SIGNALS:
    void sideWanted();               //!< the panels beside are to be seen
    void formsShown(bool anything);  //!< they take the place of the page's parts
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Known
    {
        std::vector<RoleHolder> roles;
        Impact impact;
        std::vector<Reference> links;
        std::vector<Handover> handovers;
        QSet<qint64> answerable;  //!< offers that whoever sits here may answer
        std::vector<Person> people;
        QStringList services;
        QStringList places;
    };
    [[nodiscard]] static Result<Known> read(Transaction &transaction, IncidentId id, ActorId actor);

    void reload();
    void show(Known known);
    void showOffers();
    void closeLinks();
    void askLevel(const ImpactCell &cell);
    void askPerson(const QString &role);
    void askReceiver(const QString &role);
    void offer(const QString &role, const Person &to);
    void answer(const Handover &offer);
    [[nodiscard]] QList<PaletteItem> peopleFor(const QString &role);
    [[nodiscard]] std::optional<RoleHolder> holder(const QString &role) const;
    void change(const std::function<Result<>(Transaction &)> &work);

    Session &m_session;
    Incident m_incident;
    MessageStack &m_messages;
    QWidget *m_page;
    Known m_known;
    Chooser *m_chooser;
    QWidget *m_bar;
    DueClock *m_due;
    LinksBar *m_links;
    QWidget *m_forms;
    QWidget *m_linksHolder = nullptr;  //!< once somebody has looked at it
    LinksForm *m_linksForm = nullptr;
    QPointer<QWidget> m_cameFrom;  //!< to the links
    HandoverForm *m_handover;
    QPointer<QWidget> m_placed;  //!< a form of somebody else
    AskForm *m_ask;
    RolesPanel *m_roles;
    ImpactPanel *m_impact;
    Refresh m_refresh;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
