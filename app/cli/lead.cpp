// SPDX-License-Identifier: GPL-3.0-or-later
// Who leads an incident, what is hit, what was promised, where people meet, and how a role goes to somebody else.
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/nextupdate.h"
#include "models/incidents/command/references.h"

#include <algorithm>

namespace onlyonce {

namespace {

QString localTime(Instant at)
{
    return toDateTime(at, QTimeZone::systemTimeZone()).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

Result<> answerRoles(Invocation &call, IncidentId id)
{
    const auto roles = call.ask([id](Transaction &transaction) { return rolesOf(transaction, id); });
    if (!roles) {
        return failure(roles);
    }
    QList<QStringList> rows;
    for (const RoleHolder &each : *roles) {
        rows.append({roleLabel(each.role), each.name, tr("since %1").arg(localTime(each.since))});
    }
    call.answer(toJson(*roles), rows.isEmpty() ? tr("Nobody has a role yet.") : table(rows));
    return {};
}

Result<> role(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString role = call.argument(1);
    const QString name = call.argument(2);
    const bool releases = call.has(QStringLiteral("release"));
    if (role.isEmpty() ? releases : releases != name.isEmpty()) {
        return usage(tr("Which role, and who? Give ROLE PERSON, or ROLE --release."));
    }
    if (!role.isEmpty()) {
        ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
            if (releases) {
                return releaseRole(transaction, incident->id, role);
            }
            const auto person = personMeant(transaction, name);
            return person ? assignRole(transaction, incident->id, role, person->id) : failure(person);
        }));
    }
    return answerRoles(call, incident->id);
}

Result<> promise(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    std::optional<Instant> due;
    if (call.argument(1) != QStringLiteral("none")) {
        const auto time = dueTimeFrom(call.argument(1), QTimeZone::systemTimeZone(), SystemClock().now());
        if (!time) {
            return usage(time.error().message);
        }
        due = *time;
    }
    ONLYONCE_TRY(call.change(
        [&](Transaction &transaction) { return setNextUpdate(transaction, incident->id, due, incident->version); }));
    incident->nextUpdateAt = due;
    call.answer(toJson(*incident), due ? tr("The next update for customers is due at %1.").arg(localTime(*due))
                                       : tr("No next update is promised."));
    return {};
}

Result<> answerImpact(Invocation &call, IncidentId id)
{
    const auto impact = call.ask([id](Transaction &transaction) { return impactOf(transaction, id); });
    if (!impact) {
        return failure(impact);
    }
    QList<QStringList> rows;
    for (const ImpactCell &each : impact->cells) {
        QString about = each.since ? tr("since %1, %2").arg(localTime(*each.since), each.by) : QString();
        if (each.firing > 0) {
            about = (each.firing == 1 ? tr("one alert fires") : tr("%1 alerts fire").arg(each.firing))
                  + (about.isEmpty() ? QString() : QStringLiteral("; ") + about);
        }
        rows.append({each.service, each.dataCentre, label(each.level), about});
    }
    call.answer(toJson(*impact), rows.isEmpty() ? tr("The incident names no service yet.") : table(rows));
    return {};
}

Result<> impact(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString where = call.argument(1);
    if (call.has(QStringLiteral("remove"))) {
        if (where.isEmpty() || !call.argument(2).isEmpty()) {
            return usage(tr("What does it not concern? Give a service or a place, and no level."));
        }
        const bool isPlace = incident->dataCentres.contains(where) && !incident->services.contains(where);
        ONLYONCE_TRY(call.change([&](Transaction &transaction) {
            return removeAffected(transaction, incident->id, isPlace ? QString() : where, isPlace ? where : QString());
        }));
    } else if (!where.isEmpty()) {
        const auto level = impactLevelFrom(call.argument(2));
        if (!level) {
            return usage(level.error().message);
        }
        ONLYONCE_TRY(
            call.change([&](Transaction &transaction) { return setImpact(transaction, incident->id, where, *level); }));
    }
    return answerImpact(call, incident->id);
}

Result<> answerLinks(Invocation &call, IncidentId id)
{
    const auto links = call.ask([id](Transaction &transaction) { return referencesOf(transaction, id); });
    if (!links) {
        return failure(links);
    }
    QList<QStringList> rows;
    for (const Reference &each : *links) {
        rows.append({QString::number(each.id.value), label(each.kind), each.shownTitle(), each.url});
    }
    call.answer(toJson(*links), rows.isEmpty() ? tr("No links.") : table(rows));
    return {};
}

Result<> link(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    if (call.has(QStringLiteral("remove"))) {
        const auto id = numberMeant(call.option(QStringLiteral("remove")),
                                    tr("Which link? Give its number, as “onlyonce incident link N” shows."));
        if (!id) {
            return failure(id);
        }
        ONLYONCE_TRY(call.change(
            [&](Transaction &transaction) { return removeReference(transaction, incident->id, ReferenceId{*id}); }));
    }
    if (!call.argument(1).isEmpty()) {
        const QString kind = call.option(QStringLiteral("kind"));
        const auto wanted = referenceKindFrom(kind.isEmpty() ? toText(ReferenceKind::Link) : kind);
        if (!wanted) {
            return usage(wanted.error().message);
        }
        ONLYONCE_TRY(call.change([&](Transaction &transaction) {
            return addReference(
                transaction, incident->id,
                {.kind = *wanted, .title = call.option(QStringLiteral("title")), .url = call.argument(1)});
        }));
    }
    return answerLinks(call, incident->id);
}

Result<> brief(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto text = call.ask([&](Transaction &transaction) { return handoverBrief(transaction, incident->id); });
    if (!text) {
        return failure(text);
    }
    call.answer(QJsonObject{{QStringLiteral("brief"), *text}}, text->trimmed());
    return {};
}

//! The one that waits for an answer, of that role where one is named.
Result<HandoverId> offerMeant(Transaction &transaction, IncidentId id, const QString &role)
{
    const auto all = handoversOf(transaction, id);
    if (!all) {
        return failure(all);
    }
    std::vector<HandoverId> open;
    for (const Handover &each : *all) {
        if (each.state == HandoverState::Offered
            && (role.isEmpty() || each.role.compare(role, Qt::CaseInsensitive) == 0)) {
            open.push_back(each.id);
        }
    }
    if (open.empty()) {
        return fail(ErrorCode::NotFound, tr("No role is offered to anybody here."));
    }
    if (open.size() > 1) {
        return fail(ErrorCode::Invalid, tr("Several roles are offered. Say which one with --role."));
    }
    return open.front();
}

Result<> answerHandovers(Invocation &call, IncidentId id)
{
    const auto all = call.ask([id](Transaction &transaction) { return handoversOf(transaction, id); });
    if (!all) {
        return failure(all);
    }
    const Instant now = SystemClock().now();
    QJsonArray array;
    QList<QStringList> rows;
    for (const Handover &each : *all) {
        array.append(toJson(each, now));
        rows.append({roleLabel(each.role), each.toName, toText(each.state), durationText(each.waited(now))});
    }
    call.answer(array, rows.isEmpty() ? tr("Nothing was handed over.") : table(rows));
    return {};
}

Result<> handover(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString name = call.argument(1);
    const QString wanted = call.option(QStringLiteral("role"));
    const bool accepts = call.has(QStringLiteral("accept"));
    const bool declines = call.has(QStringLiteral("decline"));
    const bool withdraws = call.has(QStringLiteral("withdraw"));
    if (int(accepts) + int(declines) + int(withdraws) + int(!name.isEmpty()) > 1) {
        return usage(tr("One at a time: PERSON, --accept, --decline or --withdraw."));
    }
    QByteArray text;
    if (const QString path = call.option(QStringLiteral("brief")); !path.isEmpty()) {
        const auto content = readInput(path, 1024LL * 1024);
        if (!content) {
            return failure(content);
        }
        text = *content;
    }
    const bool changes = accepts || declines || withdraws || !name.isEmpty();
    const auto work = [&](Transaction &transaction) -> Result<> {
        if (!name.isEmpty()) {
            const auto person = personMeant(transaction, name);
            const auto made =
                !text.isEmpty() ? Result<QString>(QString::fromUtf8(text)) : handoverBrief(transaction, incident->id);
            if (!person || !made) {
                return person ? failure(made) : failure(person);
            }
            const auto offered = offerHandover(transaction, incident->id, wanted.isEmpty() ? commanderRole() : wanted,
                                               person->id, *made);
            return offered ? Result<>() : failure(offered);
        }
        const auto offer = offerMeant(transaction, incident->id, wanted);
        if (!offer) {
            return failure(offer);
        }
        return accepts  ? acceptHandover(transaction, *offer)
             : declines ? declineHandover(transaction, *offer, call.option(QStringLiteral("reason")))
                        : withdrawHandover(transaction, *offer);
    };
    if (changes) {
        ONLYONCE_TRY(call.change(work));
    }
    return answerHandovers(call, incident->id);
}

}  // namespace

Commands leadCommands()
{
    return {
        {.name = QStringLiteral("incident role"),
         .arguments = QStringLiteral("N [ROLE] [PERSON]"),
         .summary = tr("Who leads and who does what; ROLE is commander, deputy, communications, scribe, operations, or "
                       "a word of your own."),
         .options = {{QStringLiteral("release"), tr("Nobody has the role any more.")}},
         .run = role,
         .jsonHelp = tr("the roles, [{role, person, since}]")},
        {.name = QStringLiteral("incident promise"),
         .arguments = QStringLiteral("N WHEN"),
         .summary = tr("When customers hear again: minutes from now (30), 2h, 14:05; “none” takes it back."),
         .run = promise,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident impact"),
         .arguments = QStringLiteral("N [WHERE] [LEVEL]"),
         .summary = tr("What is hit, and how: SERVICE, SERVICE@PLACE or PLACE, then unknown, none, degraded, partial, "
                       "full or recovered."),
         .options = {{QStringLiteral("remove"), tr("It does not concern this service or place after all.")}},
         .run = impact,
         .jsonHelp = tr("[{service, datacentre (null: the service as a whole), level (unknown, none, degraded, partial "
                        "outage, full outage, recovered), since, by, firing (how many alerts)}]")},
        {.name = QStringLiteral("incident link"),
         .arguments = QStringLiteral("N [URL]"),
         .summary = tr("Where people meet and look: shows the links of an incident, or adds one."),
         .options = {{QStringLiteral("kind"), tr("bridge, chat, dashboard, runbook or link."), tr("KIND")},
                     {QStringLiteral("title"), tr("What it is called."), tr("TEXT")},
                     {QStringLiteral("remove"), tr("Removes the link of that number."), tr("ID")}},
         .run = link,
         .jsonHelp = tr("the links, [{id, kind, title, url}]")},
        {.name = QStringLiteral("incident brief"),
         .arguments = QStringLiteral("N"),
         .summary = tr("One page for whoever takes over: state, hypothesis, what was tried, tasks, promises."),
         .run = brief,
         .jsonHelp = tr("{brief (Markdown)}")},
        {.name = QStringLiteral("incident handover"),
         .arguments = QStringLiteral("N [PERSON]"),
         .summary = tr("Offers a role to somebody with a brief; it moves when they accept."),
         .options = {{QStringLiteral("role"), tr("Which one; else the command."), tr("ROLE")},
                     {QStringLiteral("brief"), tr("A Markdown file in place of the brief that is made."), tr("FILE")},
                     {QStringLiteral("accept"), tr("Takes over what is offered.")},
                     {QStringLiteral("decline"), tr("Does not.")},
                     {QStringLiteral("reason"), tr("Why it is declined."), tr("TEXT")},
                     {QStringLiteral("withdraw"), tr("Takes the offer back.")}},
         .run = handover,
         .jsonHelp =
             tr("all handovers of the incident, the newest first: [{id, role, from (or null), to, state (offered, "
                "accepted, declined, withdrawn), brief, offeredAt, offeredBy, endedAt, waitedSeconds}]")},
    };
}

}  // namespace onlyonce
