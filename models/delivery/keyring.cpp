// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/keyring.h"

#include "models/base/log.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! How often a store that held nothing is asked again.
constexpr milliseconds askAgainAfter{10'000};

bool hasSecretFields(const Adapter &adapter)
{
    const auto fields = adapter.fields();
    return std::ranges::any_of(fields,
                               [](const SettingField &field) { return field.kind == SettingField::Kind::Secret; });
}

}  // namespace

Keyring::Keyring(Database &database, Adapters adapters, SecretStore &secrets, Side side, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_adapters(std::move(adapters))
    , m_secrets(secrets)
    , m_side(side)
{
}

std::shared_ptr<const Adapter> Keyring::adapter(const QString &id) const
{
    const auto found = std::ranges::find_if(m_adapters, [&](const auto &each) { return each->id() == id; });
    return found == m_adapters.end() ? nullptr : *found;
}

const Keyring::Key *Keyring::known(ConnectionId id) const
{
    const auto found = std::ranges::find_if(m_keys, [id](const Key &key) { return key.row.id == id; });
    return found == m_keys.end() ? nullptr : &*found;
}

const Keyring::Key *Keyring::usable(ConnectionId id) const
{
    const Key *key = known(id);
    return key && key->trouble.isEmpty() ? key : nullptr;
}

void Keyring::forget(ConnectionId id)
{
    if (!m_forgotten.contains(id.value)) {
        m_forgotten += id.value;
    }
    reload();
}

void Keyring::reload()
{
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_database.read([](Transaction &transaction) { return connectionsOf(transaction); })
        .then(this, [this](const Result<std::vector<ConnectionRow>> &rows) {
            if (rows) {
                rowsRead(*rows);
                return;
            }
            qCWarning(logDelivery) << "the connections cannot be read:" << rows.error().message << rows.error().detail;
            m_loading = false;
            m_again = false;  // the next look comes soon enough
        });
}

void Keyring::rowsRead(const std::vector<ConnectionRow> &rows)
{
    auto fresh = std::make_shared<std::vector<Key>>();
    for (const ConnectionRow &row : rows) {
        const bool isSource = row.kind == QStringLiteral("source");
        const auto known = adapter(row.adapter);
        // A source that sends by itself is not asked, and few are told anything: neither is a trouble.
        const bool concerns = m_side == Side::Sources ? isSource && known
                            : isSource                ? known && known->takesIntents(row.settings)
                                                      : true;
        if (row.enabled && concerns) {
            fresh->push_back({.row = row, .adapter = known});
        }
    }
    fetch(std::move(fresh), 0);
}

void Keyring::fetch(std::shared_ptr<std::vector<Key>> fresh, size_t index)
{
    for (; index < fresh->size(); ++index) {
        Key &key = fresh->at(index);
        if (!key.adapter) {
            key.trouble = tr("This version of the program does not know “%1”.").arg(key.row.adapter);
            continue;
        }
        if (!hasSecretFields(*key.adapter)) {
            continue;
        }
        const Instant now = m_database.clock().now();
        const Key *before = known(key.row.id);
        const bool forgotten = m_forgotten.removeOne(key.row.id.value);
        if (before && before->row.version == key.row.version && !forgotten) {
            const milliseconds since = now - before->askedAt;
            if (before->trouble.isEmpty() || before->refused || (since >= milliseconds{0} && since < askAgainAfter)) {
                key.secrets = before->secrets;
                key.trouble = before->trouble;
                key.refused = before->refused;
                key.askedAt = before->askedAt;
                continue;
            }
        }
        key.askedAt = now;
        m_secrets.read(secretsKey(m_database.uuid(), key.row.id))
            .then(this, [this, fresh, index](const Result<QJsonObject> &secrets) {
                judge(fresh->at(index), secrets);
                fetch(fresh, index + 1);
            });
        return;
    }
    m_keys = std::move(*fresh);
    m_loading = false;
    Q_EMIT changed();
    if (std::exchange(m_again, false)) {
        reload();
    }
}

void Keyring::judge(Key &key, const Result<QJsonObject> &secrets) const
{
    if (!secrets) {
        key.trouble = secrets.error().message;
        key.refused = secrets.error().code == ErrorCode::Denied;
        qCWarning(logDelivery) << "no secrets for" << key.row.name << ":" << secrets.error().message
                               << secrets.error().detail;
        return;
    }
    key.secrets = *secrets;
    if (!key.adapter->holdsSecrets(key.row.settings, key.secrets)) {
        key.trouble = tr("This machine holds no password or key for it. Enter it in the connection's settings.");
    }
}

}  // namespace onlyonce
