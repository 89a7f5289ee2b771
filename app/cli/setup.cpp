// SPDX-License-Identifier: GPL-3.0-or-later
// People and roles.
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/catalog/people.h"

#include <algorithm>

namespace onlyonce {

namespace {

QJsonObject toJson(const Person &person)
{
    return {{QStringLiteral("id"), person.id.value},       {QStringLiteral("name"), person.name},
            {QStringLiteral("email"), person.email},       {QStringLiteral("phone"), person.phone},
            {QStringLiteral("timeZone"), person.timeZone}, {QStringLiteral("onCall"), person.onCall}};
}

Result<> listPeople(Invocation &call)
{
    auto people = call.ask([](Transaction &transaction) { return allPeople(transaction); });
    if (!people) {
        return failure(people);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Person &person : *people) {
        array.append(toJson(person));
        rows.append(
            {QString::number(person.id.value), person.name, person.email, person.onCall ? tr("on call") : QString()});
    }
    call.answer(array, rows.isEmpty() ? tr("Nobody yet.") : table(rows));
    return {};
}

Result<> addPerson(Invocation &call)
{
    Person person{.name = call.argument(0),
                  .email = call.option(QStringLiteral("email")),
                  .phone = call.option(QStringLiteral("phone")),
                  .timeZone = call.option(QStringLiteral("zone")),
                  .onCall = call.has(QStringLiteral("on-call"))};
    auto saved = call.change([&](Transaction &transaction) { return savePerson(transaction, person); });
    if (!saved) {
        return failure(saved);
    }
    person.id = *saved;
    call.answer(toJson(person), tr("Person %1: %2.").arg(saved->value).arg(person.name));
    return {};
}

Result<> giveRole(Invocation &call)
{
    auto role = roleFrom(call.argument(1));
    if (!role) {
        return usage(role.error().message);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        auto everybody = allActors(transaction);
        if (!everybody) {
            return failure(everybody);
        }
        const auto found = std::ranges::find(*everybody, call.argument(0), &Actor::login);
        if (found == everybody->end() || call.argument(0).isEmpty()) {
            return fail(ErrorCode::NotFound, tr("“%1” has never opened this database.").arg(call.argument(0)));
        }
        return setRole(transaction, found->id, *role);
    }));
    call.answer(QJsonObject{{QStringLiteral("login"), call.argument(0)}, {QStringLiteral("role"), toText(*role)}},
                tr("%1 is %2 now.").arg(call.argument(0), toText(*role)));
    return {};
}

}  // namespace

Commands setupCommands()
{
    return {
        {.name = QStringLiteral("person list"),
         .summary = tr("Who can be reached."),
         .run = listPeople,
         .jsonHelp = tr("an array of {id, name, email, phone, timeZone, onCall}")},
        {.name = QStringLiteral("person add"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Adds somebody who can be reached."),
         .options = {{QStringLiteral("email"), tr("The mail address."), tr("ADDRESS")},
                     {QStringLiteral("phone"), tr("Like +4915112345678."), tr("NUMBER")},
                     {QStringLiteral("zone"), tr("Like Europe/Berlin."), tr("ZONE")},
                     {QStringLiteral("on-call"), tr("Is told of every new incident.")}},
         .run = addPerson,
         .jsonHelp = tr("the person"),
         .missing = Missing::Make},
        {.name = QStringLiteral("role"),
         .arguments = QStringLiteral("LOGIN ROLE"),
         .summary = tr("Gives somebody a role: viewer, support, responder, commander, administrator."),
         .run = giveRole,
         .jsonHelp = tr("{login, role}")},
    };
}

}  // namespace onlyonce
