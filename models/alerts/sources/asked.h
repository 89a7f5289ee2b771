// SPDX-License-Identifier: GPL-3.0-or-later
// What asking a monitoring system takes, whichever it is: where it is and how to log in, as a connection's settings say
// it, the requests, and what an answer means before anybody reads it. Pure; every poller beside it begins here.
#pragma once

#include "models/delivery/adapter.h"

#include <expected>

namespace onlyonce::asked {

//! Where it is. How to log in, each system says itself.
[[nodiscard]] SettingField addressField(const QString &help, const QString &placeholder);
[[nodiscard]] SettingField certificateField();

struct Server
{
    QString system;            //!< "Zabbix"
    QUrl base;                 //!< without a slash at its end
    QByteArray authorization;  //!< value of that header; empty for none
    QByteArray caPem;
    Instant now;
    bool changes = false;  //!< what is sent changes something there: without an answer it is uncertain whether it has

    //! The settings "url" and "caCertificate". What a browser shows behind the address is cut off: query, fragment, and
    //! the first of `pages` ("/zabbix.php") that the path ends in. Invalid names the setting that is missing or wrong.
    [[nodiscard]] static Result<Server> from(const QString &system, const DeliveryState &state,
                                             const QStringList &pages = {});

    [[nodiscard]] HttpRequest get(const QString &path, const QByteArray &encodedQuery = {}) const;
    [[nodiscard]] HttpRequest post(const QString &path, const QJsonObject &body) const;

    //! The answer, if it is a success or `expected`; else what becomes of the attempt.
    [[nodiscard]] std::expected<HttpReply, Step> read(const DeliveryReply &reply, int expected = 200) const;

    [[nodiscard]] QString host() const { return base.host(); }
    //! Something else answers there.
    [[nodiscard]] Step stranger(const HttpReply &reply) const;
    //! The log-in or the key is not taken. `words` are the system's own, or empty.
    [[nodiscard]] Step denied(const QString &words, const QString &detail) const;
    //! For the end of what a test found: nothing, or a warning that others can read the log-in on its way.
    [[nodiscard]] QString plainTextWarning() const;
};

[[nodiscard]] QByteArray basicLogin(const QString &user, const QString &password);
//! 0 when there is no answer.
[[nodiscard]] int statusOf(const DeliveryReply &reply);
//! The silence that was to be told of is over.
[[nodiscard]] Step tooLate();
//! Of an answer, for the log.
[[nodiscard]] QString detailOf(const HttpReply &reply);

}  // namespace onlyonce::asked
