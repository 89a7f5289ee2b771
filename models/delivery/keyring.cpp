// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/keyring.h"

#include "models/base/log.h"
#include "models/delivery/outboxtable.h"

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
    const auto question = [](Transaction &transaction) -> Result<Found> {
        auto rows = connectionsOf(transaction);
        auto awaited = outboxtable::awaited(transaction);
        return !rows    ? failure(rows)
             : !awaited ? failure(awaited)
                        : Result<Found>({std::move(*rows), std::move(*awaited)});
    };
    m_database.read(question).then(this, [this](const Result<Found> &found) {
        if (found) {
            rowsRead(*found);
            return;
        }
        qCWarning(logDelivery) << "the connections cannot be read:" << found.error().message << found.error().detail;
        m_loading = false;
        m_again = false;  // the next look comes soon enough
    });
}

void Keyring::rowsRead(const Found &found)
{
    auto fresh = std::make_shared<std::vector<Key>>();
    for (const ConnectionRow &row : found.rows) {
        const bool isSource = row.kind == QStringLiteral("source");
        const auto known = adapter(row.adapter);
        // A source that sends by itself is not asked, and few are told anything: neither is a trouble. What was told
        // while it was wanted may have to be taken back.
        const bool isTold =
            isSource && known
            && (known->takesIntents(row.settings) || std::ranges::find(found.awaited, row.id) != found.awaited.end());
        const bool concerns = m_side == Side::Sources ? isSource && known : !isSource || isTold;
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
