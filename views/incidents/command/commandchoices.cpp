// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked at the commander's desk (commanddesk.h): whom, what, when, and how a role is handed over.
#include "models/incidents/command/nextupdate.h"
#include "views/incidents/command/commanddesk.h"
#include "views/incidents/command/handoverform.h"
#include "views/incidents/command/impactpanel.h"
#include "views/widgets/words.h"

#include <algorithm>

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

QString placeText(const ImpactCell &cell)
{
    return cell.dataCentre.isEmpty() ? cell.service : CommandDesk::tr("%1 at %2").arg(cell.service, cell.dataCentre);
}

}  // namespace

void CommandDesk::changeRole(const QString &role)
{
    if (!role.isEmpty()) {
        askPerson(role);
        return;
    }
    m_chooser->ask(tr("Which role of %1? Or a word of your own …").arg(m_incident.reference()),
                   [this](const QString &pattern) {
                       QStringList roles = usualRoles();
                       for (const RoleHolder &each : m_known.roles) {
                           if (!roles.contains(each.role)) {
                               roles << each.role;
                           }
                       }
                       if (const auto own = roleMeant(pattern, m_known.roles); own && !roles.contains(*own)) {
                           roles << *own;
                       }
                       QList<PaletteItem> items;
                       for (const QString &each : std::as_const(roles)) {
                           const auto held = holder(each);
                           items.append({.text = roleLabel(each),
                                         .detail = held ? held->name : QString(),
                                         .icon = QStringLiteral("user"),
                                         .run = [this, each] { askPerson(each); }});
                       }
                       return items;
                   });
}

void CommandDesk::askPerson(const QString &role)
{
    m_chooser->ask(tr("Who is %1 of %2?").arg(roleLabel(role), m_incident.reference()),
                   [this, role](const QString &) { return peopleFor(role); });
}

QList<PaletteItem> CommandDesk::peopleFor(const QString &role)
{
    QList<PaletteItem> items;
    const auto held = holder(role);
    const PersonId seen = held ? held->person : PersonId{};
    const IncidentId id = m_incident.id;
    const auto add = [&](const QString &text, const QString &detail, const QString &icon, auto work) {
        items.append({.text = text, .detail = detail, .icon = icon, .run = [this, work] { change(work); }});
    };
    add(tr("Me"), tr("takes it"), QStringLiteral("star"),
        [id, role, seen](Transaction &transaction) { return takeRole(transaction, id, role, seen); });
    for (const Person &each : m_known.people) {
        if (each.id != seen) {
            add(each.name, each.onCall ? tr("on call") : QString(), QStringLiteral("user"),
                [id, role, seen, person = each.id](Transaction &transaction) {
                    return assignRole(transaction, id, role, person, seen);
                });
        }
    }
    if (held) {
        items.append({.text = tr("Hand over with a brief …"),
                      .detail = tr("moves when it is accepted"),
                      .icon = QStringLiteral("handover"),
                      .run = [this, role] { askReceiver(role); }});
        add(tr("Nobody"), tr("%1 gives it up").arg(held->name), QStringLiteral("minus"),
            [id, role, seen](Transaction &transaction) { return releaseRole(transaction, id, role, seen); });
    }
    return items;
}

void CommandDesk::handOver()
{
    const auto isCommander = [](const RoleHolder &each) { return each.role == commanderRole(); };
    const bool isLed = std::ranges::any_of(m_known.roles, isCommander);
    askReceiver(isLed || m_known.roles.empty() ? commanderRole() : m_known.roles.front().role);
}

void CommandDesk::askReceiver(const QString &role)
{
    if (m_handover->hasDraft()) {  // one at a time
        closeLinks();
        m_handover->resume();
        return;
    }
    const auto mayTake = [held = holder(role)](const Person &each) { return !held || each.id != held->person; };
    if (std::ranges::none_of(m_known.people, mayTake)) {
        Q_EMIT failed({ErrorCode::Invalid, tr("Nobody else is known here. Add people under Settings → People."), {}});
        return;
    }
    m_chooser->ask(tr("Hand over %1 of %2 to whom?").arg(roleLabel(role), m_incident.reference()),
                   [this, role, mayTake](const QString &) {
                       QList<PaletteItem> items;
                       for (const Person &each : m_known.people) {
                           if (mayTake(each)) {
                               items.append({.text = each.name,
                                             .detail = each.onCall ? tr("on call") : QString(),
                                             .icon = QStringLiteral("user"),
                                             .run = [this, role, each] { offer(role, each); }});
                           }
                       }
                       return items;
                   });
}

void CommandDesk::offer(const QString &role, const Person &to)
{
    m_session.read([id = m_incident.id](Transaction &transaction) { return handoverBrief(transaction, id); })
        .then(this, [this, role, to](const Result<QString> &brief) {
            if (!brief) {
                Q_EMIT failed(brief.error());
                return;
            }
            closeLinks();
            m_handover->write(tr("%1 of %2 goes to %3").arg(roleLabel(role), m_incident.reference(), to.name), *brief,
                              [this, role, to](const QString &text) {
                                  return m_session.write([id = m_incident.id, role, to = to.id,
                                                          text](Transaction &transaction) -> Result<> {
                                      const auto made = offerHandover(transaction, id, role, to, text);
                                      return made ? Result<>() : failure(made);
                                  });
                              });
        });
}

void CommandDesk::answer(const Handover &offer)
{
    closeLinks();
    m_handover->read(tr("%1 of %2, for %3").arg(roleLabel(offer.role), m_incident.reference(), offer.toName), offer,
                     [this, id = offer.id](const QString &) {
                         return m_session.write(
                             [id](Transaction &transaction) { return acceptHandover(transaction, id); });
                     });
}

void CommandDesk::promise()
{
    m_chooser->ask(
        tr("When do the customers of %1 hear again? Minutes, or a time like 14:35 …").arg(m_incident.reference()),
        [this](const QString &pattern) {
            QList<PaletteItem> items;
            const Instant now = m_session.now();
            const auto add = [&](const QString &text, std::optional<Instant> at, const QString &icon) {
                items.append({.text = text,
                              .detail = at ? momentInText(*at, now) : QString(),
                              .icon = icon,
                              .keywords = pattern,  // it was made from what was typed
                              .run = [this, at] {
                                  change(
                                      [id = m_incident.id, at, version = m_incident.version](Transaction &transaction) {
                                          return setNextUpdate(transaction, id, at, version);
                                      });
                              }});
            };
            if (const auto typed = dueTimeFrom(pattern, QTimeZone::systemTimeZone(), now);
                typed && !pattern.isEmpty()) {
                add(tr("In %1").arg(durationText(*typed - now)), *typed, QStringLiteral("timer"));
                return items;
            }
            for (const auto each : {15min, 30min, 60min}) {
                add(tr("In %1 minutes").arg(each.count()), now + each, QStringLiteral("timer"));
            }
            if (m_incident.nextUpdateAt) {
                add(tr("No update is promised"), std::nullopt, QStringLiteral("minus"));
            }
            return items;
        });
}

void CommandDesk::askLevel(const ImpactCell &cell)
{
    m_chooser->ask(tr("How is %1? (%2)").arg(placeText(cell), m_incident.reference()), [this, cell](const QString &) {
        QList<PaletteItem> items;
        for (const ImpactLevel level : allImpactLevels) {
            items.append({.text = label(level),
                          .shortcut = QString::number(int(level)),
                          .icon = impactPill(level).icon,
                          .keywords = QString::number(int(level)),
                          .run = [this, cell, level] { Q_EMIT m_impact->said(cell, level); }});
        }
        return items;
    });
}

void CommandDesk::changeAffected()
{
    m_chooser->ask(
        tr("What does %1 concern, or not after all? A service or a data centre …").arg(m_incident.reference()),
        [this](const QString &pattern) {
            QList<PaletteItem> items;
            const auto add = [&](const QString &name, const QString &detail, const QString &icon,
                                 const QString &service, const QString &place) {
                items.append({.text = name, .detail = detail, .icon = icon, .run = [this, service, place] {
                                  change([id = m_incident.id, service, place](Transaction &transaction) {
                                      return addAffected(transaction, id, service, place);
                                  });
                              }});
            };
            for (const QString &each : std::as_const(m_known.services)) {
                if (!m_known.impact.services.contains(each)) {
                    add(each, tr("service"), QStringLiteral("server"), each, {});
                }
            }
            for (const QString &each : std::as_const(m_known.places)) {
                if (!m_known.impact.dataCentres.contains(each)) {
                    add(each, tr("data centre"), QStringLiteral("datacentre"), {}, each);
                }
            }
            const auto remove = [&](const QString &name, const QString &service, const QString &place) {
                items.append({.text = tr("Not %1 after all").arg(name),
                              .detail = tr("taken off"),
                              .icon = QStringLiteral("minus"),
                              .run = [this, service, place] {
                                  change([id = m_incident.id, service, place](Transaction &transaction) {
                                      return removeAffected(transaction, id, service, place);
                                  });
                              }});
            };
            for (const QString &each : std::as_const(m_known.impact.services)) {
                remove(each, each, {});
            }
            for (const QString &each : std::as_const(m_known.impact.dataCentres)) {
                if (!each.isEmpty()) {  // that column is the service as a whole
                    remove(each, {}, each);
                }
            }
            if (!pattern.isEmpty()) {
                add(pattern, tr("as a new service"), QStringLiteral("plus"), pattern, {});
                add(pattern, tr("as a new place"), QStringLiteral("plus"), {}, pattern);
            }
            return items;
        });
}

}  // namespace onlyonce::ui
