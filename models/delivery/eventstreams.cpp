// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/eventstreams.h"

#include "models/base/log.h"
#include "models/delivery/backoff.h"
#include "models/delivery/polltable.h"
#include "models/net/httpclient.h"

#include <QRandomGenerator>
#include <QTimer>
#include <QUuid>

#include <algorithm>
#include <map>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! What held for so long was well: the next pause is the first again.
constexpr milliseconds heldWell = 60s;

}  // namespace

class EventStreams::Private : public QObject
{
public:
    Private(Database &database, const Keyring &keyring, Options options, Rang rang)
        : m_database(database)
        , m_keyring(keyring)
        , m_options(std::move(options))
        , m_rang(std::move(rang))
    {
        if (m_options.pauses.empty()) {
            m_options.pauses = usualPauses();
        }
        m_renew.setInterval(m_options.lease / 3);
        connect(&m_renew, &QTimer::timeout, this, [this] { renew(); });
        m_renew.start();
    }

    void look()
    {
        std::vector<ConnectionId> wanted;
        for (const Keyring::Key &key : m_keyring.keys()) {
            const Ear &ear = m_ears[key.row.id.value];
            if (m_keyring.usable(key.row.id) && !ear.isOpen && ear.notBefore <= now() && requestFor(key)) {
                wanted.push_back(key.row.id);
            }
        }
        if (m_stopped || m_claiming || wanted.empty()) {
            return;
        }
        m_claiming = true;
        m_database
            .write(m_options.program,
                   [wanted, token = m_token, lease = m_options.lease](Transaction &transaction) {
                       return polltable::claimStreams(transaction, wanted, token, lease);
                   })
            .then(this, [this, wanted](const Result<std::vector<ConnectionId>> &mine) {
                m_claiming = false;
                for (const ConnectionId id : wanted) {
                    if (mine && std::ranges::find(*mine, id) != mine->end()) {
                        open(id);
                    } else {
                        m_ears[id.value].notBefore = now() + m_options.lease / 3;  // another process listens
                    }
                }
            });
    }

    void stop()
    {
        m_stopped = true;
        m_renew.stop();
        m_http.clear();
    }

private:
    using Steady = std::chrono::steady_clock::time_point;

    struct Ear
    {
        bool isOpen = false;
        int version = 0;  //!< of the connection that it listens to
        int failures = 0;
        Steady since;
        Steady notBefore;
        Steady lastRang;
        bool rings = false;  //!< a bell is on its way
    };

    static Steady now() { return std::chrono::steady_clock::now(); }

    [[nodiscard]] std::optional<HttpRequest> requestFor(const Keyring::Key &key) const
    {
        return key.adapter->eventStream(
            {.settings = key.row.settings, .secrets = key.secrets, .now = m_database.clock().now()});
    }

    void open(ConnectionId id)
    {
        const Keyring::Key *key = m_keyring.usable(id);
        const auto request = key ? requestFor(*key) : std::nullopt;
        Ear &ear = m_ears[id.value];
        if (!request || ear.isOpen || m_stopped) {
            return;
        }
        ear.isOpen = true;
        ear.version = key->row.version;
        ear.since = now();
        const auto heard = [this, id, adapter = key->adapter](const QByteArray &line) {
            if (adapter->isEvent(line)) {
                ring(id);
            }
        };
        m_http[id.value] = std::make_unique<HttpClient>();
        m_http[id.value]
            ->listen(*request, {.opened = [this, id] { ring(id); }, .line = heard, .idle = m_options.idle})
            .then(this, [this, id, name = key->row.name](const Result<HttpReply> &end) { closed(id, name, end); });
    }

    void closed(ConnectionId id, const QString &name, const Result<HttpReply> &end)
    {
        Ear &ear = m_ears[id.value];
        const bool held = now() - ear.since >= heldWell;
        ear.isOpen = false;
        ear.failures = held ? 1 : ear.failures + 1;
        ear.notBefore =
            now() + pauseAfter(ear.failures, m_options.pauses, QRandomGenerator::global()->generateDouble());
        if (end && !end->isSuccess() && ear.failures == 1) {
            qCWarning(logDelivery) << name << "does not let us listen to its event stream: HTTP" << end->status
                                   << "It is asked at its interval all the same.";
        } else {
            qCDebug(logDelivery) << "the event stream of" << name << "has ended";  // the poller says what is wrong
        }
    }

    void ring(ConnectionId id)
    {
        Ear &ear = m_ears[id.value];
        if (std::exchange(ear.rings, true)) {
            return;
        }
        const auto rest = std::chrono::ceil<milliseconds>(ear.lastRang + m_options.rest - now());
        QTimer::singleShot(std::max(m_options.soon, rest), this, [this, id] {
            Ear &rung = m_ears[id.value];
            rung.rings = false;
            rung.lastRang = now();
            m_rang(id);
        });
    }

    //! Keeps what is ours, and lets go of what is not any more, or was changed.
    void renew()
    {
        std::vector<ConnectionId> listening;
        for (const auto &[id, ear] : m_ears) {
            const Keyring::Key *key = m_keyring.usable(ConnectionId{id});
            if (ear.isOpen && (!key || key->row.version != ear.version)) {
                m_http[id]->cancelAll();
            } else if (ear.isOpen) {
                listening.push_back(ConnectionId{id});
            }
        }
        if (listening.empty()) {
            return;
        }
        m_database
            .write(m_options.program,
                   [listening, token = m_token, lease = m_options.lease](Transaction &transaction) {
                       return polltable::claimStreams(transaction, listening, token, lease);
                   })
            .then(this, [this, listening](const Result<std::vector<ConnectionId>> &kept) {
                for (const ConnectionId id : listening) {
                    if (kept && std::ranges::find(*kept, id) == kept->end() && m_http[id.value]) {
                        m_http[id.value]->cancelAll();
                    }
                }
            });
    }

    Database &m_database;
    const Keyring &m_keyring;
    Options m_options;
    Rang m_rang;
    const QString m_token = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QTimer m_renew;
    std::map<qint64, Ear> m_ears;  // by connection
    std::map<qint64, std::unique_ptr<HttpClient>> m_http;
    bool m_claiming = false;
    bool m_stopped = false;
};

EventStreams::EventStreams(Database &database, const Keyring &keyring, Options options, Rang rang, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(database, keyring, std::move(options), std::move(rang)))
{
}

EventStreams::~EventStreams() = default;

void EventStreams::look()
{
    d->look();
}

void EventStreams::stop()
{
    d->stop();
}

}  // namespace onlyonce
