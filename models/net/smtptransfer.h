// SPDX-License-Identifier: GPL-3.0-or-later
// One mail over one SMTP connection, by libcurl, blocking. It follows the conversation closely enough to say what a
// failure means for the mail. It must not keep or log what it sends: passwords pass through here.
#pragma once

#include "models/base/result.h"
#include "models/net/smtp.h"

#include <QByteArray>

#include <functional>

namespace onlyonce {

struct SmtpEnvelope
{
    QByteArray from;
    QByteArray to;
    QByteArray message;  //!< as compose() makes it
};

//! What curl needs of the settings, or Invalid: no host, clear text to another machine, odd names, a CA that is none.
[[nodiscard]] Result<> checkSmtpServer(const SmtpServer &server);

//! The server's last line. Blocks until the server has decided, a time-out has passed, or `cancelled` says true
//! (asked about once a second). Errors as of SmtpClient::send().
[[nodiscard]] Result<QString> transferMail(const SmtpServer &server, const SmtpEnvelope &envelope,
                                           const std::function<bool()> &cancelled);

}  // namespace onlyonce
