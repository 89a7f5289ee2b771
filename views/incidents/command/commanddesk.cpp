// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/commanddesk.h"

#include "models/incidents/command/nextupdate.h"
#include "views/incidents/command/dueclock.h"
#include "views/incidents/command/handoverform.h"
#include "views/incidents/command/impactpanel.h"
#include "views/incidents/command/linksbar.h"
#include "views/incidents/command/linksform.h"
#include "views/incidents/command/rolespanel.h"
#include "views/widgets/askform.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QString messageOf(const Handover &offer)
{
    return QStringLiteral("handover/%1").arg(offer.id.value);
}

}  // namespace

CommandDesk::CommandDesk(Session &session, MessageStack &messages, QWidget *page)
    : QObject(page)
    , m_session(session)
    , m_messages(messages)
    , m_page(page)
    , m_chooser(new Chooser(page))
    , m_bar(new QWidget)
    , m_due(new DueClock(session.database.clock()))
    , m_links(new LinksBar)
    , m_forms(new QWidget)
    , m_handover(new HandoverForm)
    , m_ask(new AskForm)
    , m_roles(new RolesPanel)
    , m_impact(new ImpactPanel)
    , m_refresh([this] { reload(); })
{
    auto *line = new QHBoxLayout(m_bar);
    line->setContentsMargins({});
    line->setSpacing(space::m);
    line->addWidget(m_due);
    line->addWidget(m_links, 1);
    auto *forms = new QVBoxLayout(m_forms);
    forms->setContentsMargins({});
    forms->setSpacing(0);
    forms->addWidget(m_handover);
    forms->addWidget(m_ask);
    m_handover->installEventFilter(this);

    connect(m_due, &DueClock::clicked, this, &CommandDesk::promise);
    connect(m_links, &LinksBar::editWanted, this, &CommandDesk::changeLinks);
    connect(m_links, &LinksBar::failed, this, &CommandDesk::failed);
    connect(m_roles, &RolesPanel::takeWanted, this, &CommandDesk::takeCommand);
    connect(m_roles, &RolesPanel::roleWanted, this, &CommandDesk::changeRole);
    connect(m_roles, &RolesPanel::withdrawn, this, [this](HandoverId offer) {
        change([offer](Transaction &transaction) { return withdrawHandover(transaction, offer); });
    });
    connect(m_impact, &ImpactPanel::addWanted, this, &CommandDesk::changeAffected);
    connect(m_impact, &ImpactPanel::cellWanted, this, &CommandDesk::askLevel);
    connect(m_impact, &ImpactPanel::said, this, [this](const ImpactCell &cell, ImpactLevel level) {
        change([id = m_incident.id, cell, level](Transaction &transaction) {
            return setImpact(transaction, id, cell.service, cell.dataCentre, level);
        });
    });
    connect(m_handover, &HandoverForm::declineWanted, this, [this](const Handover &offer) {
        m_ask->ask({.title = tr("Decline: %1 of %2").arg(roleLabel(offer.role), m_incident.reference()),
                    .text = tr("It stays with %1.").arg(offer.from.isEmpty() ? tr("nobody") : offer.from),
                    .submit = tr("Decline")},
                   [this, id = offer.id](const QString &reason) {
                       return m_session.write(
                           [id, reason](Transaction &transaction) { return declineHandover(transaction, id, reason); });
                   });
    });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        const qint64 id = m_incident.id.value;
        if (!m_incident.id) {
            return;
        }
        if (changes.touches(QLatin1StringView("reference"), id) || changes.touches(QLatin1StringView("handover"), id)
            || changes.touches(QLatin1StringView("person"))) {
            m_refresh.want();
        }
    });
}

void CommandDesk::place(QWidget *form)
{
    m_placed = form;
    m_forms->layout()->addWidget(form);
    form->installEventFilter(this);
}

void CommandDesk::setIncident(const Incident &incident)
{
    m_incident = incident;
    m_due->setDue(incident.nextUpdateAt);
    m_due->setVisible(incident.isOpen());
    m_refresh.want();
}

Result<CommandDesk::Known> CommandDesk::read(Transaction &transaction, IncidentId id, ActorId actor)
{
    auto roles = rolesOf(transaction, id);
    auto impact = impactOf(transaction, id);
    auto links = referencesOf(transaction, id);
    auto handovers = handoversOf(transaction, id);
    auto people = allPeople(transaction);
    const auto services = allServices(transaction);
    const auto known = places(transaction);
    if (!roles || !impact || !links || !handovers) {
        return !roles ? failure(roles) : !impact ? failure(impact) : !links ? failure(links) : failure(handovers);
    }
    if (!people || !services || !known) {
        return !people ? failure(people) : !services ? failure(services) : failure(known);
    }
    Known all{.roles = std::move(*roles),
              .impact = std::move(*impact),
              .links = std::move(*links),
              .handovers = std::move(*handovers)};
    for (const Handover &each : all.handovers) {
        if (each.state == HandoverState::Offered) {
            const auto may = mayAnswerFor(transaction, actor, each.to);
            if (!may) {
                return failure(may);
            }
            if (*may) {
                all.answerable.insert(each.id.value);
            }
        }
    }
    std::erase_if(*people, [](const Person &each) { return !each.active; });
    all.people = std::move(*people);
    for (const Service &each : *services) {
        all.services << each.name;
    }
    for (const DataCentre &each : known->dataCentres) {
        all.places << each.name;
    }
    return all;
}

void CommandDesk::reload()
{
    m_session
        .read([id = m_incident.id, actor = m_session.actor](Transaction &transaction) {
            return read(transaction, id, actor);
        })
        .then(this, [this](const Result<Known> &known) {
            m_refresh.answered();
            if (known) {
                show(*known);
            } else {
                Q_EMIT failed(known.error());
            }
        });
}

void CommandDesk::show(Known known)
{
    m_known = std::move(known);
    const Instant now = m_session.now();
    m_roles->show(m_incident, m_known.roles, m_known.handovers, now);
    m_impact->show(m_known.impact, now);
    m_links->show(m_known.links);
    showOffers();
}

//! For whoever is to accept; the others see it among the roles.
void CommandDesk::showOffers()
{
    for (const Handover &each : m_known.handovers) {
        if (!m_known.answerable.contains(each.id.value)) {
            m_messages.dismiss(messageOf(each));
            continue;
        }
        m_messages.add({.id = messageOf(each),
                        .tone = Tone::Accent,
                        .text = tr("%1 of %2 is offered to %3 by %4.")
                                    .arg(roleLabel(each.role), m_incident.reference(), each.toName, each.offeredByName),
                        .buttons = {{tr("Read the brief"), [this, each] { answer(each); }, false}},
                        .closable = false});
    }
}

void CommandDesk::change(const std::function<Result<>(Transaction &)> &work)
{
    if (std::exchange(m_busy, true)) {
        return;  // a key pressed twice does it once
    }
    m_session.write(work).then(this, [this](const Result<> &done) {
        m_busy = false;
        if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

std::optional<RoleHolder> CommandDesk::holder(const QString &role) const
{
    const auto found = std::ranges::find(m_known.roles, role, &RoleHolder::role);
    return found == m_known.roles.end() ? std::nullopt : std::optional(*found);
}

void CommandDesk::takeCommand()
{
    const auto now = holder(commanderRole());
    change([id = m_incident.id, seen = now ? now->person : PersonId{}](Transaction &transaction) {
        return takeRole(transaction, id, commanderRole(), seen);
    });
}

void CommandDesk::changeImpact()
{
    Q_EMIT sideWanted();
    m_impact->visit();
}

void CommandDesk::openBridge()
{
    if (!m_links->open(ReferenceKind::Bridge)) {
        changeLinks();
    }
}

void CommandDesk::changeLinks()
{
    if (!m_linksForm) {
        m_linksForm = new LinksForm(m_session, m_incident.id);
        connect(m_linksForm, &LinksForm::failed, this, &CommandDesk::failed);
        auto *close = makeIconButton(QStringLiteral("close"), tr("Close"));
        m_linksForm->panel()->addAction(close);
        m_linksForm->panel()->setMaximumWidth(scaled(metric::column));
        m_linksHolder = new QWidget;
        auto *layout = new QVBoxLayout(m_linksHolder);
        layout->setContentsMargins(space::xl, space::l, space::xl, space::l);
        layout->addWidget(m_linksForm);
        layout->addStretch();
        auto *area = makeScrollArea(m_linksHolder);
        m_linksHolder = area;
        area->installEventFilter(this);
        m_forms->layout()->addWidget(area);
        connect(close, &QToolButton::clicked, this, &CommandDesk::closeLinks);
    }
    if (!m_linksHolder->isVisible()) {
        m_cameFrom = m_page->focusWidget();
    }
    m_handover->putAside();
    m_linksHolder->setVisible(true);
    m_linksForm->begin();
}

void CommandDesk::closeLinks()
{
    if (!m_linksHolder || m_linksHolder->isHidden()) {
        return;
    }
    m_linksHolder->hide();
    if (m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
}

void CommandDesk::putAside()
{
    if (m_linksHolder) {
        m_linksHolder->hide();
    }
    if (m_handover->isVisible() && m_handover->hasDraft()) {
        m_messages.add({.id = QStringLiteral("brief"),
                        .tone = Tone::Accent,
                        .text = tr("%1: the brief is not offered yet.").arg(m_handover->title()),
                        .buttons = {{tr("Go on"), [this] { m_handover->resume(); }}},
                        .closable = false});
    }
    m_handover->putAside();
    if (m_placed) {
        m_placed->hide();
    }
}

bool CommandDesk::hasDraft() const
{
    return m_handover->hasDraft();
}

bool CommandDesk::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShowToParent && watched == m_placed) {  // one of them at a time
        closeLinks();
        m_handover->putAside();
    } else if (event->type() == QEvent::ShowToParent && m_placed) {
        m_placed->hide();
    }
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        const bool writes = !m_handover->isHidden();
        if (writes || !m_handover->hasDraft()) {
            m_messages.dismiss(QStringLiteral("brief"));
        }
        Q_EMIT formsShown(writes || (m_linksHolder && !m_linksHolder->isHidden())
                          || (m_placed && !m_placed->isHidden()));
    }
    if (watched == m_linksHolder && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        closeLinks();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace onlyonce::ui
