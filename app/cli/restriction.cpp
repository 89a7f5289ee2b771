// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see an incident.
#include "models/incidents/command/restriction.h"

#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/catalog/people.h"

namespace onlyonce {

namespace {

Result<> answerReaders(Invocation &call, IncidentId id, const std::optional<HeldBack> &held = {})
{
    const auto incident = call.ask([id](Transaction &transaction) { return onlyonce::incident(transaction, id); });
    const auto readers = call.ask([id](Transaction &transaction) { return incidentReaders(transaction, id); });
    if (!incident || !readers) {
        return incident ? failure(readers) : failure(incident);
    }
    if (!*incident) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    const bool restricted = (*incident)->visibility == Visibility::Restricted;
    QStringList names;
    for (const Person &each : *readers) {
        names << each.name;
    }
    QJsonObject answer{{QStringLiteral("number"), (*incident)->number},
                       {QStringLiteral("restricted"), restricted},
                       {QStringLiteral("readers"), QJsonArray::fromStringList(names)}};
    if (held) {
        answer.insert(QStringLiteral("heldBack"), held->held);
        answer.insert(QStringLiteral("beingSent"), held->underWay);
        answer.insert(QStringLiteral("goneOut"), held->gone);
    }
    const QString said = restricted ? tr("%1 is restricted to %2.").arg((*incident)->reference(), names.join(tr(", ")))
                                    : tr("Everybody can see %1.").arg((*incident)->reference());
    call.answer(answer, QStringList{said, held ? toText(*held) : QString()}.join(QLatin1Char(' ')).trimmed());
    return {};
}

Result<> restrict(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    ONLYONCE_TRY(call.becomeKnown());
    const auto readers = readersMeant(call);
    if (!readers) {
        return failure(readers);
    }
    const auto held =
        call.change([&](Transaction &transaction) { return restrictIncident(transaction, incident->id, *readers); });
    return held ? answerReaders(call, incident->id, *held) : failure(held);
}

Result<> unrestrict(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString reason = call.option(QStringLiteral("reason"));
    if (reason.trimmed().isEmpty()) {
        return usage(tr("Say why everybody may see it again: --reason TEXT."));
    }
    ONLYONCE_TRY(
        call.change([&](Transaction &transaction) { return liftRestriction(transaction, incident->id, reason); }));
    return answerReaders(call, incident->id);
}

}  // namespace

QCommandLineOption readersOption()
{
    return {QStringLiteral("to"), tr("Somebody who sees it, too; may be given again."), tr("PERSON")};
}

Result<QList<PersonId>> readersMeant(Invocation &call)
{
    QList<PersonId> people;
    for (const QString &name : call.options(QStringLiteral("to"))) {
        const auto person = call.ask([&name](Transaction &transaction) { return personMeant(transaction, name); });
        if (!person) {
            return failure(person);
        }
        people << person->id;
    }
    return people;
}

Commands restrictionCommands()
{
    const QString shape = tr("{number, restricted, readers: [names]}");
    return {
        {.name = QStringLiteral("incident restrict"),
         .arguments = QStringLiteral("N"),
         .summary = tr("From now on only you see the incident, those whom --to names, and who has a role in it or is "
                       "called for it. Again changes who is named. What customers have not read yet is held back."),
         .options = {readersOption()},
         .run = restrict,
         .jsonHelp = tr("{number, restricted, readers: [names], heldBack, beingSent, goneOut: posts for customers}")},
        {.name = QStringLiteral("incident unrestrict"),
         .arguments = QStringLiteral("N"),
         .summary = tr("Everybody sees the incident again."),
         .options = {{QStringLiteral("reason"), tr("Why; the timeline keeps it."), tr("TEXT")}},
         .run = unrestrict,
         .jsonHelp = shape},
    };
}

}  // namespace onlyonce
