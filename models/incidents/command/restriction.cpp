// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/restriction.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/restrictiontable.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/incidents/timeline.h"
#include "models/storage/journal.h"

#include <QJsonArray>

#include <algorithm>

namespace onlyonce {

namespace {

QStringList namesOf(const QList<Person> &people)
{
    QStringList names;
    for (const Person &each : people) {
        names << each.name;
    }
    return names;
}

//! Whoever may change it, and the incident as it is.
Result<Incident> changeable(Transaction &transaction, IncidentId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto found = incidenttable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    return **found;
}

Result<> setVisibility(Transaction &transaction, Incident &incident, Visibility visibility, const QString &reason)
{
    const QString before = toText(std::exchange(incident.visibility, visibility));
    const auto updated = incidenttable::update(transaction, incident);
    if (!updated) {
        return failure(updated);
    }
    return recordChange(transaction, {.entity = QStringLiteral("incident"),
                                      .entityId = incident.id.value,
                                      .field = QStringLiteral("visibility"),
                                      .oldValue = before,
                                      .newValue = toText(visibility),
                                      .reason = reason});
}

Result<> recordReaders(Transaction &transaction, IncidentId id, const QStringList &before, const QStringList &after)
{
    return recordChange(transaction, {.entity = QStringLiteral("incident"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("readers"),
                                      .oldValue = before.join(QStringLiteral(", ")),
                                      .newValue = after.join(QStringLiteral(", "))});
}

Result<> tell(Transaction &transaction, IncidentId id, const QString &body, const QStringList &readers)
{
    const auto told = append(transaction, {.incident = id,
                                           .kind = TimelineKind::Other,
                                           .body = body,
                                           .data = {{QStringLiteral("readers"), QJsonArray::fromStringList(readers)}}});
    return told ? Result<>() : failure(told);
}

//! One yes was enough before: what has not gone out yet needs its second one.
Result<HeldBack> holdBack(Transaction &transaction, const Incident &incident)
{
    const auto words = holdBackWords(transaction, incident.id.value,
                                     tr("%1 became restricted before it went out: what it says is for those who may "
                                        "see it.")
                                         .arg(incident.reference()));
    if (!words) {
        return failure(words);
    }
    const auto held = holdBackPublic(transaction, incident.id.value,
                                     tr("%1 became restricted before it went out. Approve it again where it was "
                                        "written: two people have to.")
                                         .arg(incident.reference()));
    const QString text = held ? toText(*held) : QString();
    if (text.isEmpty()) {
        return held;
    }
    const auto told = append(transaction, {.incident = incident.id,
                                           .kind = TimelineKind::Other,
                                           .body = text,
                                           .data = {{QStringLiteral("heldBack"), held->held},
                                                    {QStringLiteral("beingSent"), held->underWay},
                                                    {QStringLiteral("goneOut"), held->gone}}});
    return told ? held : failure(told);
}

//! Only who is known by name can be recognised at a window. PostgreSQL lets administrators alone say so; to be named is
//! right all the same.
void makeKnown(Transaction &transaction, PersonId person)
{
    (void)transaction.attempt([person](Transaction &part) { return linkByName(part, person); });
}

//! Whoever does this comes first: with anybody else's name alone the rest would be out of their own sight.
Result<QList<PersonId>> wantedReaders(Transaction &transaction, IncidentId id, const QList<PersonId> &named)
{
    const auto me = personOfActor(transaction);
    const auto roles = rolesOf(transaction, id);
    if (!me || !roles) {
        return me ? failure(roles) : failure(me);
    }
    QList<PersonId> wanted{me->id};
    const auto want = [&wanted](PersonId person) {
        if (!wanted.contains(person)) {
            wanted << person;
        }
    };
    for (const PersonId person : named) {
        const auto known = onlyonce::person(transaction, person);
        if (!known) {
            return failure(known);
        }
        if (!*known) {
            return fail(ErrorCode::NotFound, tr("This person is not in the catalogue any more. Choose another one."));
        }
        want(person);
    }
    for (const RoleHolder &each : *roles) {
        want(each.person);
    }
    return wanted;
}

}  // namespace

Result<> detail::nameReaders(Transaction &transaction, const Incident &incident, const QList<PersonId> &readers)
{
    const auto before = restrictiontable::readers(transaction, incident.id);
    const auto wanted = wantedReaders(transaction, incident.id, readers);
    if (!before || !wanted) {
        return before ? failure(wanted) : failure(before);
    }
    for (const PersonId person : *wanted) {
        if (const auto added = restrictiontable::add(transaction, incident.id, person); !added) {
            return failure(added);
        }
        makeKnown(transaction, person);
    }
    for (const Person &each : *before) {
        if (!wanted->contains(each.id)) {
            ONLYONCE_TRY(restrictiontable::remove(transaction, incident.id, each.id));
        }
    }
    ONLYONCE_TRY(restrictiontable::keepNumber(transaction, incident.number));
    const auto now = restrictiontable::readers(transaction, incident.id);
    if (!now) {
        return failure(now);
    }
    const QStringList names = namesOf(*now);
    if (names == namesOf(*before)) {
        return {};
    }
    ONLYONCE_TRY(recordReaders(transaction, incident.id, namesOf(*before), names));
    transaction.touch(QStringLiteral("incident"), incident.id);
    return tell(transaction, incident.id,
                tr("Restricted: only %1 can see it").arg(escapeMarkdown(names.join(tr(", ")))), names);
}

QString toText(const HeldBack &held)
{
    QStringList sentences;
    if (held.held > 0) {
        sentences << (held.held == 1 ? tr("Held back until two people have approved it: one post for customers, and "
                                          "whatever waits behind it.")
                                     : tr("Held back until two people have approved them: %1 posts for customers, and "
                                          "whatever waits behind them.")
                                           .arg(held.held));
    }
    if (held.underWay > 0) {
        sentences << (held.underWay == 1
                          ? tr("One post is being sent at this moment and may still arrive.")
                          : tr("%1 posts are being sent at this moment and may still arrive.").arg(held.underWay));
    }
    if (held.gone > 0) {
        sentences << (held.gone == 1
                          ? tr("What customers have been told before stays in the forum: one post or edit.")
                          : tr("What customers have been told before stays in the forum: %1 posts and edits.")
                                .arg(held.gone));
    }
    return sentences.join(QLatin1Char(' '));
}

Result<HeldBack> restrictIncident(Transaction &transaction, IncidentId id, const QList<PersonId> &readers)
{
    auto incident = changeable(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    const bool isNew = incident->visibility != Visibility::Restricted;
    if (isNew) {
        if (const auto me = personOfActor(transaction); !me) {
            return failure(me);
        }
        ONLYONCE_TRY(setVisibility(transaction, *incident, Visibility::Restricted, {}));
        ONLYONCE_TRY(forgetIndexed(transaction, id));
    }
    ONLYONCE_TRY(detail::nameReaders(transaction, *incident, readers));
    return isNew ? holdBack(transaction, *incident) : HeldBack();
}

Result<> liftRestriction(Transaction &transaction, IncidentId id, const QString &reason)
{
    auto incident = changeable(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    if (incident->visibility != Visibility::Restricted) {
        return {};
    }
    const QString why = shortLine(reason, 500);
    if (why.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Say why everybody may see %1 again.").arg(incident->reference()));
    }
    const auto readers = restrictiontable::readers(transaction, id);
    if (!readers) {
        return failure(readers);
    }
    ONLYONCE_TRY(setVisibility(transaction, *incident, Visibility::Internal, why));
    ONLYONCE_TRY(recordReaders(transaction, id, namesOf(*readers), {}));
    // Myself last, for who is not named among others does not see what is left to remove.
    const auto me = personOfActor(transaction);
    if (!me) {
        return failure(me);
    }
    for (const Person &each : *readers) {
        if (each.id != me->id) {
            ONLYONCE_TRY(restrictiontable::remove(transaction, id, each.id));
        }
    }
    ONLYONCE_TRY(restrictiontable::remove(transaction, id, me->id));
    ONLYONCE_TRY(indexAnew(transaction, id));
    return tell(transaction, id, tr("No longer restricted: everybody can see it — %1").arg(escapeMarkdown(why)), {});
}

Result<QList<Person>> incidentReaders(Transaction &transaction, IncidentId id)
{
    return restrictiontable::readers(transaction, id);
}

Result<bool> withAllInSight(Transaction &transaction, const std::function<Result<>(Transaction &)> &work)
{
    const auto before = restrictiontable::readAs(transaction, 0);
    const auto now = before ? restrictiontable::reader(transaction) : before;
    if (!now) {
        return failure(now);
    }
    const bool all = *now == 0;
    const auto done = all ? work(transaction) : Result<>();
    if (!done) {
        return failure(done);  // which takes the whole call back, and who reads with it
    }
    const auto back = restrictiontable::readAs(transaction, *before);
    return back ? Result<bool>(all) : failure(back);
}

Result<QString> restrictionProblem(Transaction &transaction)
{
    const auto role = restrictiontable::unboundRole(transaction);
    const auto any = role ? restrictiontable::isAnyRestricted(transaction) : failure(role);
    if (!any) {
        return failure(any);
    }
    return *any && !role->isEmpty() ? tr("PostgreSQL hides nothing from the role %1: with it, everybody reads "
                                         "restricted incidents. Work with a "
                                         "role that is no superuser and has no BYPASSRLS.")
                                          .arg(*role)
                                    : QString();
}

Result<> requireSight(Transaction &transaction, const Incident &incident)
{
    if (incident.visibility != Visibility::Restricted) {
        return {};
    }
    const auto sees = restrictiontable::sees(transaction, incident.id);
    if (!sees) {
        return failure(sees);
    }
    return *sees ? Result<>() : fail(ErrorCode::NotFound, tr("There is no such incident."));
}

Result<> admitReader(Transaction &transaction, IncidentId id, PersonId person, const QString &why)
{
    const auto found = person ? incidenttable::byId(transaction, id) : Result<std::optional<Incident>>(std::nullopt);
    if (!found) {
        return failure(found);
    }
    if (!*found || (*found)->visibility != Visibility::Restricted) {
        return {};
    }
    const auto added = restrictiontable::add(transaction, id, person);
    const auto who = onlyonce::person(transaction, person);
    if (!added || !who) {
        return added ? failure(who) : failure(added);
    }
    if (!*added || !*who) {
        return {};
    }
    makeKnown(transaction, person);
    const auto readers = restrictiontable::readers(transaction, id);
    if (!readers) {
        return failure(readers);
    }
    QStringList before = namesOf(*readers);
    before.removeOne((*who)->name);
    ONLYONCE_TRY(recordReaders(transaction, id, before, namesOf(*readers)));
    transaction.touch(QStringLiteral("incident"), id);
    return tell(transaction, id, tr("%1 can see it, too: %2").arg(escapeMarkdown((*who)->name), why),
                namesOf(*readers));
}

}  // namespace onlyonce
