// SPDX-License-Identifier: GPL-3.0-or-later
// People, roles, and the far sides: what the first-run pages of the window do, for a machine without one.
#include "app/adapters.h"
#include "app/cli/common.h"
#include "models/catalog/deliverydesk.h"
#include "models/catalog/people.h"
#include "models/delivery/secrets.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

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
    call.json() ? call.print(array) : call.print(rows.isEmpty() ? tr("Nobody yet.") : table(rows));
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
    call.json() ? call.print(toJson(person)) : call.print(tr("Person %1: %2.").arg(saved->value).arg(person.name));
    return {};
}

Result<> giveRole(Invocation &call)
{
    auto role = roleFrom(call.argument(1));
    if (!role) {
        return usage(role.error().message);
    }
    return call.change([&](Transaction &transaction) -> Result<> {
        auto everybody = allActors(transaction);
        if (!everybody) {
            return failure(everybody);
        }
        const auto found = std::ranges::find(*everybody, call.argument(0), &Actor::login);
        if (found == everybody->end() || call.argument(0).isEmpty()) {
            return fail(ErrorCode::NotFound, tr("“%1” has never opened this database.").arg(call.argument(0)));
        }
        return setRole(transaction, found->id, *role);
    });
}

Result<> listConnections(Invocation &call)
{
    auto connections = call.ask([](Transaction &transaction) { return connectionsOf(transaction); });
    if (!connections) {
        return failure(connections);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const ConnectionRow &row : *connections) {
        array.append(QJsonObject{{QStringLiteral("id"), row.id.value},
                                 {QStringLiteral("kind"), row.kind},
                                 {QStringLiteral("adapter"), row.adapter},
                                 {QStringLiteral("name"), row.name},
                                 {QStringLiteral("settings"), row.settings},
                                 {QStringLiteral("enabled"), row.enabled}});
        rows.append(
            {QString::number(row.id.value), row.kind, row.adapter, row.name, row.enabled ? QString() : tr("off")});
    }
    call.json() ? call.print(array) : call.print(rows.isEmpty() ? tr("No connections.") : table(rows));
    return {};
}

//! "key=value" or, so that a secret stands in no process list, "key=@file".
Result<QJsonObject> valuesMeant(const QStringList &pairs, const std::vector<SettingField> &fields, bool secret)
{
    QJsonObject values;
    for (const QString &pair : pairs) {
        const QString key = pair.section(QLatin1Char('='), 0, 0);
        QString value = pair.section(QLatin1Char('='), 1);
        const auto field = std::ranges::find(fields, key, &SettingField::key);
        if (field == fields.end() || (field->kind == SettingField::Kind::Secret) != secret) {
            QStringList known;
            for (const SettingField &candidate : fields) {
                if ((candidate.kind == SettingField::Kind::Secret) == secret) {
                    known.append(candidate.key);
                }
            }
            return usage(tr("“%1” is not one of: %2.").arg(key, known.join(QStringLiteral(", "))));
        }
        if (value.startsWith(QLatin1Char('@'))) {
            auto content = readInput(value.mid(1), 1024LL * 1024);
            if (!content) {
                return failure(content);
            }
            value = QString::fromUtf8(*content);
            if (secret) {
                value = value.trimmed();
            }
        }
        values.insert(key, value);
    }
    return values;
}

Result<> connectFarSide(Invocation &call)
{
    const Adapters adapters = allAdapters();
    const auto adapter = std::ranges::find_if(adapters, [&](const auto &a) { return a->id() == call.argument(0); });
    if (adapter == adapters.end()) {
        QStringList known;
        for (const auto &candidate : adapters) {
            known.append(candidate->id());
        }
        return usage(tr("Connect what? One of: %1.").arg(known.join(QStringLiteral(", "))));
    }
    auto settings = valuesMeant(call.options(QStringLiteral("set")), (*adapter)->fields(), false);
    if (!settings) {
        return failure(settings);
    }
    auto secrets = valuesMeant(call.options(QStringLiteral("secret")), (*adapter)->fields(), true);
    if (!secrets) {
        return failure(secrets);
    }
    auto database = call.database();
    if (!database) {
        return failure(database);
    }
    ConnectionRow row{
        .kind = connectionKindOf((*adapter)->id()), .adapter = (*adapter)->id(), .name = (*adapter)->name()};
    auto existing = call.ask([&](Transaction &transaction) { return connectionsOf(transaction, row.kind); });
    if (!existing) {
        return failure(existing);
    }
    if (const auto known = std::ranges::find(*existing, row.adapter, &ConnectionRow::adapter);
        known != existing->end()) {
        row = *known;  // said again: changed, not doubled
    }
    row.settings = *settings;
    QString secretText;
    if (!secrets->isEmpty()) {
        if (!row.id) {  // the secret's place is named by the row, which is switched on when the secret is there
            row.enabled = false;
            auto made = call.change([&](Transaction &transaction) { return setUpConnection(transaction, row); });
            if (!made) {
                return failure(made);
            }
            row.id = *made;
            row.version = 1;
            row.enabled = true;
        }
        const auto store = makeKeychainStore(call.environment().secretsPath());
        ONLYONCE_TRY(waitFor(store->write(secretsKey((*database)->uuid(), row.id), *secrets)));
        secretText = tr(" The secret is %1.").arg(store->whereText());
    }
    auto saved = call.change([&](Transaction &transaction) { return setUpConnection(transaction, row); });
    if (!saved) {
        return failure(saved);
    }
    call.print(tr("Connected.") + secretText);
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
         .jsonHelp = tr("the person")},
        {.name = QStringLiteral("role"),
         .arguments = QStringLiteral("LOGIN ROLE"),
         .summary = tr("Gives somebody a role: viewer, support, responder, commander, administrator."),
         .run = giveRole},
        {.name = QStringLiteral("connection list"),
         .summary = tr("The mail server, the forum."),
         .run = listConnections,
         .jsonHelp = tr("an array of {id, kind, adapter, name, settings, enabled}")},
        {.name = QStringLiteral("connect"),
         .arguments = QStringLiteral("ADAPTER"),
         .summary = tr("Connects a far side: smtp, discourse. Said again, changes it."),
         .options = {{QStringLiteral("set"), tr("A setting; @FILE reads a file; may be given again."), tr("KEY=VALUE")},
                     {QStringLiteral("secret"), tr("A secret; @FILE reads it from a file, @- from standard input."),
                      tr("KEY=@FILE")}},
         .run = connectFarSide},
    };
}

}  // namespace onlyonce
