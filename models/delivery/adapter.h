// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of everything that speaks to a far side: a mail server, a forum, later SMS and voice. An adapter is pure:
// told what has come back, it says what to send next, that it is done, or what is wrong. It holds no socket, no clock and
// no QObject; the runner does the I/O, the retries and the bookkeeping.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"
#include "models/net/http.h"
#include "models/net/mail.h"
#include "models/net/smtp.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace onlyonce {

//! One setting that an adapter needs. Settings pages are drawn from these, so that a new adapter needs no new page.
struct SettingField
{
    enum class Kind { Text, Secret, Url, Number, Flag, Choice, Certificate };

    QString key;
    QString label;
    Kind kind = Kind::Text;
    QString help;  //!< one sentence; what to write and where to find it
    QString placeholder;
    QString defaultValue;
    QStringList choices;            //!< Kind::Choice: the values, in order
    QStringList choiceLabels = {};  //!< what people read instead, in the same order
    bool required = false;
};

struct DeliveryState
{
    QString key;           //!< the intent's key, unique for ever: what a far side can be asked for
    QJsonObject intent;    //!< what shall happen; its shape is the adapter family's contract
    QJsonObject settings;  //!< the connection's, without secrets
    QJsonObject secrets;   //!< the values of the Secret fields
    QJsonObject progress;  //!< what this adapter itself said with its last step, kept over attempts and restarts; a
                           //!< new attempt is told from a reply by `reply` being nullptr, never by this being empty
    bool resumed = false;  //!< an earlier attempt may have reached the far side: ask before sending again
    Instant now;
};

using DeliveryReply = std::variant<Result<HttpReply>, Result<SmtpReceipt>>;

struct SendHttp
{
    HttpRequest request;
    QJsonObject progress = {};
};

struct SendMail
{
    SmtpServer server;
    Mail mail;
    QJsonObject progress = {};
};

//! It is there. `result` is kept with the row (remote ids, addresses). After Adapter::test(): {"text": what was found,
//! for people}.
struct Delivered
{
    QJsonObject result = {};
};

//! Not now: tried again after `wait`, or after the runner's own growing pause. `uncertain`: it may have arrived; the
//! next attempt is told so by DeliveryState::resumed.
struct Postponed
{
    Error error;
    std::optional<milliseconds> wait = {};
    bool uncertain = false;
    bool wholeConnection = false;  //!< the far side asks for silence: nothing else goes out on this connection either
};

//! Never like this: a person must change something. The row shows why and can be retried by hand.
struct Refused
{
    Error error;
    std::optional<milliseconds> pauseConnection = {};  //!< spare the far side meanwhile: it locks accounts that hammer
};

using Step = std::variant<SendHttp, SendMail, Delivered, Postponed, Refused>;

//! What most adapters say when a request or mail itself failed (see httpclient.h and smtp.h): later, later and perhaps
//! there already, or never.
[[nodiscard]] Step afterFailure(const Error &error);

class Adapter
{
public:
    virtual ~Adapter() = default;

    [[nodiscard]] virtual QString id() const = 0;    //!< "discourse", "smtp": stored, never translated
    [[nodiscard]] virtual QString name() const = 0;  //!< for people
    [[nodiscard]] virtual std::vector<SettingField> fields() const = 0;
    //! True when a send that was interrupted midway may be tried again (with DeliveryState::resumed): the far side can be
    //! asked for our key first, or a second copy does no harm and is known for one (a mail with the same Message-ID).
    //! When false, such a row is marked uncertain and waits for a person.
    [[nodiscard]] virtual bool mayResume() const = 0;
    //! Whether this process can deliver with the secrets that it holds; if not, rows are left to one that can. Unless an
    //! adapter says otherwise: when no required Secret field is empty.
    [[nodiscard]] virtual bool holdsSecrets(const QJsonObject &settings, const QJsonObject &secrets) const;

    //! Whether rows of the outbox may go to a connection with these settings; false where something is only asked.
    [[nodiscard]] virtual bool takesIntents(const QJsonObject & /*settings*/) const { return true; }

    //! For what is asked at an interval: a request whose answer does not end and has a line for whatever happens there, so
    //! that it can be asked at once. Nothing where there is none, or the settings do not want it.
    [[nodiscard]] virtual std::optional<HttpRequest> eventStream(const DeliveryState & /*state*/) const { return {}; }
    //! Whether such a line tells of something that step() would see.
    [[nodiscard]] virtual bool isEvent(const QByteArray & /*line*/) const { return true; }

    //! The next step. `reply` is nullptr at the beginning of an attempt.
    [[nodiscard]] virtual Step step(const DeliveryState &state, const DeliveryReply *reply) const = 0;
    //! The settings page's "Test": reaches the far side without changing anything there.
    [[nodiscard]] virtual Step test(const DeliveryState &state, const DeliveryReply *reply) const = 0;
};

//! Invalid, naming what is missing or wrong, unless an attempt could begin with these. Sends nothing.
[[nodiscard]] Result<> checkSettings(const Adapter &adapter, const QJsonObject &settings, const QJsonObject &secrets);

//! In the order in which people see them.
using Adapters = std::vector<std::shared_ptr<const Adapter>>;

}  // namespace onlyonce
