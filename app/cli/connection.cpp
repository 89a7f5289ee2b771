// SPDX-License-Identifier: GPL-3.0-or-later
// The far sides: what the settings page of the window does, for a machine without one.
#include "app/adapters.h"
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/catalog/deliverydesk.h"
#include "models/delivery/secrets.h"

#include <algorithm>

namespace onlyonce {

namespace {

bool isSecret(const SettingField &field)
{
    return field.kind == SettingField::Kind::Secret;
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
    call.answer(array, rows.isEmpty() ? tr("No connections.") : table(rows));
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
        if (field == fields.end() || isSecret(*field) != secret) {
            QStringList known;
            for (const SettingField &candidate : fields) {
                if (isSecret(candidate) == secret) {
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

QString adapterNames()
{
    QStringList names;
    for (const auto &adapter : allAdapters()) {
        names.append(adapter->id());
    }
    return names.join(QStringLiteral(", "));
}

std::shared_ptr<const Adapter> adapterMeant(const QString &id)
{
    const Adapters &adapters = allAdapters();
    const auto found = std::ranges::find_if(adapters, [&](const auto &adapter) { return adapter->id() == id; });
    return found == adapters.end() ? nullptr : *found;
}

QString fieldsText(const Adapter &adapter, bool secrets)
{
    QList<QStringList> rows;
    for (const SettingField &field : adapter.fields()) {
        if (isSecret(field) != secrets) {
            continue;
        }
        QString text = field.label + QStringLiteral(". ") + field.help;
        if (!field.defaultValue.isEmpty()) {
            text += QLatin1Char(' ') + tr("(%1 if nothing is said)").arg(field.defaultValue);
        } else if (field.required) {
            text += QLatin1Char(' ') + tr("(needed)");
        }
        rows.append({QString(), field.key, text});
    }
    return table(rows);
}

QString help(const QStringList &arguments)
{
    const auto adapter = adapterMeant(arguments.value(0));
    if (!adapter) {
        return tr("“onlyonce connect ADAPTER --help” names what one takes. ADAPTER is one of: %1.").arg(adapterNames());
    }
    return tr("--set of %1:\n%2\n\n--secret of %1:\n%3")
        .arg(adapter->id(), fieldsText(*adapter, false), fieldsText(*adapter, true));
}

//! What was said goes over what is there; "key=" alone takes a value away.
QJsonObject merged(QJsonObject values, const QJsonObject &said)
{
    for (const QString &key : said.keys()) {
        if (said.value(key).toString().isEmpty()) {
            values.remove(key);
        } else {
            values.insert(key, said.value(key));
        }
    }
    return values;
}

//! The connection as it is, by its name if one is said; one that is new has no id and the adapter's defaults.
Result<ConnectionRow> connectionMeant(Invocation &call, const Adapter &adapter)
{
    const QString kind = connectionKindOf(adapter.id());
    auto existing = call.ask([&](Transaction &transaction) { return connectionsOf(transaction, kind); });
    if (!existing) {
        return failure(existing);
    }
    const QString name = call.option(QStringLiteral("name"));
    const auto known = std::ranges::find_if(*existing, [&](const ConnectionRow &row) {
        return row.adapter == adapter.id() && (name.isEmpty() || row.name == name);
    });
    if (known != existing->end()) {
        return *known;
    }
    const QString usual = kind == QStringLiteral("source") ? adapter.id() : adapter.name();
    ConnectionRow row{.kind = kind, .adapter = adapter.id(), .name = name.isEmpty() ? usual : name};
    for (const SettingField &field : adapter.fields()) {
        if (!isSecret(field) && !field.defaultValue.isEmpty()) {
            row.settings.insert(field.key, field.defaultValue);
        }
    }
    return row;
}

//! Secrets first, then the row that makes every runner look at them.
Result<ConnectionId> save(Invocation &call, ConnectionRow row, SecretStore &store, const QJsonObject &secrets)
{
    const auto write = [&call](const ConnectionRow &wanted) {
        return call.change([&](Transaction &transaction) { return setUpConnection(transaction, wanted); });
    };
    auto database = call.database();
    if (!database) {
        return failure(database);
    }
    if (!secrets.isEmpty()) {
        if (!row.id) {  // the secrets' place is named by the row, which is switched on when they are there
            row.enabled = false;
            auto made = write(row);
            if (!made) {
                return made;
            }
            row.id = *made;
            row.version = 1;
            row.enabled = true;
        }
        ONLYONCE_TRY(waitFor(store.write(secretsKey((*database)->uuid(), row.id), secrets)));
    }
    return write(row);
}

Result<> connectFarSide(Invocation &call)
{
    const auto adapter = adapterMeant(call.argument(0));
    if (!adapter) {
        return usage(tr("Connect what? One of: %1.").arg(adapterNames()));
    }
    auto settings = valuesMeant(call.options(QStringLiteral("set")), adapter->fields(), false);
    auto secrets = valuesMeant(call.options(QStringLiteral("secret")), adapter->fields(), true);
    if (!settings || !secrets) {
        return settings ? failure(secrets) : failure(settings);
    }
    auto row = connectionMeant(call, *adapter);
    auto database = call.database();
    if (!row || !database) {
        return row ? failure(database) : failure(row);
    }
    const auto store = makeKeychainStore(call.environment().secretsPath());
    Result<QJsonObject> kept;
    if (row->id) {
        kept = waitFor(store->read(secretsKey((*database)->uuid(), row->id)));
        if (!kept) {
            return failure(kept);
        }
    }
    row->settings = merged(row->settings, *settings);
    const QJsonObject allSecrets = merged(*kept, *secrets);
    if (const auto well = checkSettings(*adapter, row->settings, allSecrets); !well) {
        return usage(tr("%1 “onlyonce connect %2 --help” explains them.").arg(well.error().message, adapter->id()));
    }
    auto saved = save(call, *row, *store, allSecrets == *kept ? QJsonObject() : allSecrets);
    if (!saved) {
        return failure(saved);
    }
    const QString where = allSecrets.isEmpty() ? QString() : store->whereText();
    call.answer(QJsonObject{{QStringLiteral("id"), saved->value},
                            {QStringLiteral("adapter"), adapter->id()},
                            {QStringLiteral("secrets"), where}},
                where.isEmpty() ? tr("Connected.") : tr("Connected. The secret is %1.").arg(where));
    return {};
}

}  // namespace

Commands connectionCommands()
{
    return {
        {.name = QStringLiteral("connection list"),
         .summary = tr("The mail server, the forum, the monitoring systems."),
         .run = listConnections,
         .jsonHelp = tr("an array of {id, kind, adapter, name, settings, enabled}")},
        {.name = QStringLiteral("connect"),
         .arguments = QStringLiteral("ADAPTER"),
         .summary = tr("Connects a far side: %1. Said again, changes what is named.").arg(adapterNames()),
         .options = {{QStringLiteral("name"),
                      tr("Of several of its kind: which. A source's name is the end of its intake's address."),
                      tr("NAME")},
                     {QStringLiteral("set"),
                      tr("A setting; @FILE reads a file, nothing takes it away; may be given again."), tr("KEY=VALUE")},
                     {QStringLiteral("secret"), tr("A secret; @FILE reads it from a file, @- from standard input."),
                      tr("KEY=@FILE")}},
         .run = connectFarSide,
         .jsonHelp = tr("{id, adapter, secrets: where they are kept, or empty}"),
         .moreHelp = help,
         .missing = Missing::Make},
    };
}

}  // namespace onlyonce
