// SPDX-License-Identifier: GPL-3.0-or-later
// Which connections this process can deliver for: switched on, spoken by one of its adapters, and with the secrets that
// this machine holds. Reads the connections when they change, and asks the secret store no more often than it must.
#pragma once

#include "models/delivery/adapter.h"
#include "models/delivery/connections.h"
#include "models/delivery/secrets.h"
#include "models/storage/database.h"

#include <QHash>
#include <QObject>

namespace onlyonce {

class Keyring : public QObject
{
    Q_OBJECT

public:
    struct Key
    {
        ConnectionRow row;
        std::shared_ptr<const Adapter> adapter;  //!< nullptr when this program does not know it
        QJsonObject secrets;
        QString trouble;       //!< why it is of no use here; empty when it is
        bool refused = false;  //!< a person said no to the keychain: not asked again until the connection changes
        Instant askedAt;
    };

    //! Where the outbox goes to (which sources are, too, if they take intents or some wait for them), or what is asked
    //! for alerts.
    enum class Side { Deliveries, Sources };

    //! All references outlive the keyring.
    Keyring(Database &database, Adapters adapters, SecretStore &secrets, Side side, QObject *parent = nullptr);

    [[nodiscard]] const Adapters &adapters() const { return m_adapters; }
    [[nodiscard]] std::shared_ptr<const Adapter> adapter(const QString &id) const;
    //! In the order of their ids; those with a trouble too.
    [[nodiscard]] const std::vector<Key> &keys() const { return m_keys; }
    //! nullptr unless it can be delivered for.
    [[nodiscard]] const Key *usable(ConnectionId id) const;

    //! Reads the connections, and the secrets that are new, missing or forgotten.
    void reload();
    //! The secrets of this connection were refused: perhaps somebody has put right ones into the store since.
    void forget(ConnectionId id);

Q_SIGNALS:
    void changed();

private:
    struct Found
    {
        std::vector<ConnectionRow> rows;
        std::vector<ConnectionId> awaited;  //!< something waits to be sent to them
    };
    void rowsRead(const Found &found);
    void fetch(std::shared_ptr<std::vector<Key>> fresh, size_t index);
    void judge(Key &key, const Result<QJsonObject> &secrets) const;
    [[nodiscard]] const Key *known(ConnectionId id) const;

    Database &m_database;
    Adapters m_adapters;
    SecretStore &m_secrets;
    Side m_side;
    std::vector<Key> m_keys;
    QList<qint64> m_forgotten;
    bool m_loading = false;
    bool m_again = false;
};

}  // namespace onlyonce
