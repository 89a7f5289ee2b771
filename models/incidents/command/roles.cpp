// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/roles.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/commandtable.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/timeline.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

Result<QString> nameOf(Transaction &transaction, PersonId id)
{
    if (!id) {
        return QString();
    }
    const auto found = person(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("This person is not in the catalogue any more. Choose another one."));
    }
    return (*found)->name;
}

QString changeText(const QString &role, const QString &from, const QString &to)
{
    const QString what = QStringLiteral("**%1**").arg(escapeMarkdown(roleLabel(role)));
    if (to.isEmpty()) {
        return tr("%1: nobody, after %2").arg(what, escapeMarkdown(from));
    }
    return from.isEmpty() ? tr("%1: %2").arg(what, escapeMarkdown(to))
                          : tr("%1: %2 → %3").arg(what, escapeMarkdown(from), escapeMarkdown(to));
}

//! A null person: nobody.
Result<> give(Transaction &transaction, IncidentId id, const QString &wanted, PersonId to,
              const std::optional<PersonId> &seen)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto incident = incidenttable::byId(transaction, id);
    const auto roles = rolesOf(transaction, id);
    if (!incident || !roles) {
        return incident ? failure(roles) : failure(incident);
    }
    if (!*incident) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    const auto role = roleMeant(wanted, *roles);
    if (!role) {
        return failure(role);
    }
    const auto held = std::ranges::find(*roles, *role, &RoleHolder::role);
    const RoleHolder before = held == roles->end() ? RoleHolder{} : *held;
    if (before.person == to) {
        return {};
    }
    if (seen && *seen != before.person) {
        return fail(
            ErrorCode::Conflict,
            before.person
                ? tr("%1 is %2 meanwhile. Look again, then repeat your change.").arg(before.name, roleLabel(*role))
                : tr("Nobody is %1 any more. Look again, then repeat your change.").arg(roleLabel(*role)));
    }
    const auto name = nameOf(transaction, to);
    if (!name) {
        return failure(name);
    }
    ONLYONCE_TRY(admitReader(transaction, id, to, roleLabel(*role)));
    ONLYONCE_TRY(to ? commandtable::setRole(transaction, id, *role, to, transaction.now())
                    : commandtable::clearRole(transaction, id, *role));
    transaction.touch(QStringLiteral("incident"), id);
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("incident"),
                                            .entityId = id.value,
                                            .field = QStringLiteral("role ") + *role,
                                            .oldValue = before.name,
                                            .newValue = *name}));
    const auto told = append(transaction, {.incident = id,
                                           .kind = TimelineKind::RoleChanged,
                                           .body = changeText(*role, before.name, *name),
                                           .data = {{QStringLiteral("role"), *role},
                                                    {QStringLiteral("from"), before.name},
                                                    {QStringLiteral("to"), *name}}});
    return told ? Result<>() : failure(told);
}

}  // namespace

QString commanderRole()
{
    return QStringLiteral("commander");
}

const QStringList &usualRoles()
{
    static const QStringList roles{commanderRole(), QStringLiteral("deputy"), QStringLiteral("communications"),
                                   QStringLiteral("scribe"), QStringLiteral("operations")};
    return roles;
}

QString roleLabel(const QString &role)
{
    switch (usualRoles().indexOf(role)) {
    case 0:
        return tr("Commander");
    case 1:
        return tr("Deputy");
    case 2:
        return tr("Communications");
    case 3:
        return tr("Scribe");
    case 4:
        return tr("Operations");
    default:
        return role;
    }
}

Result<QString> roleMeant(const QString &text, const std::vector<RoleHolder> &roles)
{
    const QString role = visibleLine(text).simplified();
    if (role.isEmpty() || role.size() > 40) {
        return fail(ErrorCode::Invalid, tr("A role needs a name of 1 to 40 characters, like commander or scribe."));
    }
    for (const QString &usual : usualRoles()) {
        if (role.compare(usual, Qt::CaseInsensitive) == 0 || role.compare(roleLabel(usual), Qt::CaseInsensitive) == 0) {
            return usual;
        }
    }
    const auto same = [&](const RoleHolder &each) { return each.role.compare(role, Qt::CaseInsensitive) == 0; };
    const auto known = std::ranges::find_if(roles, same);
    return known == roles.end() ? role : known->role;
}

Result<std::vector<RoleHolder>> rolesOf(Transaction &transaction, IncidentId id)
{
    auto roles = commandtable::roles(transaction, id);
    if (roles) {
        std::ranges::stable_sort(*roles, {}, [](const RoleHolder &each) {
            const qsizetype place = usualRoles().indexOf(each.role);
            return place < 0 ? usualRoles().size() : place;
        });
    }
    return roles;
}

Result<> assignRole(Transaction &transaction, IncidentId id, const QString &role, PersonId person,
                    std::optional<PersonId> seen)
{
    if (!person) {
        return fail(ErrorCode::Invalid, tr("Who? Choose a person."));
    }
    return give(transaction, id, role, person, seen);
}

Result<> releaseRole(Transaction &transaction, IncidentId id, const QString &role, std::optional<PersonId> seen)
{
    return give(transaction, id, role, {}, seen);
}

Result<> takeRole(Transaction &transaction, IncidentId id, const QString &role, std::optional<PersonId> seen)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto me = personOfActor(transaction);
    return me ? give(transaction, id, role, me->id, seen) : failure(me);
}

QJsonArray toJson(const std::vector<RoleHolder> &roles)
{
    QJsonArray array;
    for (const RoleHolder &each : roles) {
        array.append(QJsonObject{{QStringLiteral("role"), each.role},
                                 {QStringLiteral("person"), each.name},
                                 {QStringLiteral("since"), toIso(each.since)}});
    }
    return array;
}

}  // namespace onlyonce
