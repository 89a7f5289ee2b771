// SPDX-License-Identifier: GPL-3.0-or-later
// Hands mails to a submission server, one connection per mail, on threads of its own.
// It must never speak in clear text to another machine, and never claim to know what became of a mail when it does not.
#pragma once

#include "models/base/answer.h"
#include "models/base/result.h"
#include "models/net/mail.h"

#include <QString>

#include <memory>

namespace onlyonce {

enum class SmtpSecurity {
    Tls,       //!< from the first byte, port 465 (RFC 8314)
    StartTls,  //!< required: a server that does not offer it is refused; port 587
    None,      //!< only to this machine itself (localhost, 127.0.0.0/8, ::1)
};

struct SmtpServer
{
    QString host;
    quint16 port = 465;
    SmtpSecurity security = SmtpSecurity::Tls;
    QString user;  //!< empty: no log-in
    QString password;
    QByteArray caPem;  //!< certificates trusted besides the system's; empty for none
    QString heloName;  //!< how this machine calls itself; empty: its full name, else the sender's domain
    milliseconds connectTimeout{15'000};
    milliseconds timeout{60'000};          //!< from the first byte until the text has been handed over
    milliseconds verdictTimeout{600'000};  //!< from then on until the server says what it does with it (RFC 5321)
};

//! The server has taken responsibility for the mail.
struct SmtpReceipt
{
    QString messageId;
    QString serverReply;  //!< "250 2.0.0 Ok: queued as 4A1B2C"

    friend bool operator==(const SmtpReceipt &, const SmtpReceipt &) = default;
};

class SmtpClient
{
public:
    //! At most `parallel` mails at the same time; others wait in line.
    explicit SmtpClient(int parallel = 2);
    ~SmtpClient();  //!< as cancelAll()

    SmtpClient(const SmtpClient &) = delete;
    SmtpClient &operator=(const SmtpClient &) = delete;

    //! Callable from any thread; the future is completed on a mail thread, and always completed. Errors:
    //! - Invalid: the mail or the settings are wrong (see compose()), or the server refused sender, recipient or
    //!   text for good (5yz). Sending the same again is useless.
    //! - Denied: the server refused user name or password. Do not hammer: accounts get locked.
    //! - Busy: the server put us off (4yz). Later.
    //! - Unavailable: surely not sent: no connection, certificate not trusted, no STARTTLS, lost before the text ended.
    //! - Uncertain: lost after the text's final dot. The same mail with the same message id may be sent again.
    //! - Cancelled: by cancelAll(), surely not sent.
    [[nodiscard]] Answer<Result<SmtpReceipt>> send(SmtpServer server, const Mail &mail, Instant date);

    //! Ends every mail, those waiting in line included, and returns when their futures are completed (about a second).
    void cancelAll();

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace onlyonce
