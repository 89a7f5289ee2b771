// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of a monitoring system's adapter: bytes in, signals out. Pure, so that recorded payloads test it.
#pragma once

#include "models/alerts/alert.h"
#include "models/delivery/adapter.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <memory>
#include <vector>

namespace onlyonce {

class WriteBack;

//! The sender asks whether it may send alerts here, or tells that it does not any more. Whoever takes the payload in asks a
//! person; only one who agrees lets it GET the address.
struct Subscription
{
    QString subject;        //!< what would be sent: a topic's name
    QUrl confirm;           //!< checked by the source to be the sender's own
    bool hasEnded = false;  //!< it was ended at the far side; to agree takes it up again
};

struct Parsed
{
    std::vector<Signal> alerts;
    int truncated = 0;                 //!< how many the sender says it left out
    std::optional<Subscription> asks;  //!< then there are no alerts
};

//! How a payload came in.
struct Receipt
{
    Instant at;
    QJsonObject settings = {};  //!< of the source's connection, by the keys of fields(); empty when it has none
    QByteArray signingCertificate = {};  //!< PEM, what lies at Source::signedWith(); empty when it was not fetched
};

class Source
{
public:
    virtual ~Source() = default;
    [[nodiscard]] virtual QString id() const = 0;    //!< "alertmanager": the last part of the intake's path
    [[nodiscard]] virtual QString name() const = 0;  //!< for people
    //! How to point the system here, for its page in the settings: a few sentences of Markdown, in which %1 stands for the
    //! address to send to, and what a machine behind NAT can do. Empty when it cannot send.
    [[nodiscard]] virtual QString guide() const = 0;
    //! Invalid, with the path of the wrong field ("alerts[2].labels is not an object"), takes nothing of the payload in.
    //! Unknown fields never fail. A payload that tells of nothing that fires or recovers (a test, a comment) is empty.
    [[nodiscard]] virtual Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const = 0;

    //! What parse() wants to be told of besides; none for most.
    [[nodiscard]] virtual std::vector<SettingField> fields() const { return {}; }
    //! Invalid, naming the field, unless parse() can work with these settings.
    [[nodiscard]] virtual Result<> check(const QJsonObject & /*settings*/) const { return {}; }
    //! Where the certificate lies by which the sender signed this payload: whoever takes it in fetches it (by verified TLS,
    //! without redirects; it may be kept by its address) and hands it to parse(), which refuses what nothing proves. Empty
    //! for what is not signed; Invalid, as parse() would say it, for a payload that need not be fetched for.
    [[nodiscard]] virtual Result<QUrl> signedWith(const QByteArray & /*payload*/) const { return QUrl(); }
    //! For a system that can be asked: an adapter whose step() ends in Delivered{{"payload": text}}, the text being what
    //! parse() takes, and all that fires at present: whatever is open and not in it has recovered. Or in messages out of a
    //! queue, each of which parse() takes and which tell of themselves alone (see Poller::Hand). nullptr when it cannot be
    //! asked.
    [[nodiscard]] virtual std::shared_ptr<const Adapter> poller() const { return nullptr; }
    //! For a system that can be told what people do here, under the settings by which it is asked. nullptr when it cannot.
    [[nodiscard]] virtual std::shared_ptr<const WriteBack> writeBack() const { return nullptr; }
};

using Sources = std::vector<std::shared_ptr<const Source>>;

//! Every source that the program knows, in the order in which people see them (sources/registry.cpp).
[[nodiscard]] const Sources &allSources();
[[nodiscard]] std::shared_ptr<const Source> sourceNamed(const QString &id);

}  // namespace onlyonce
