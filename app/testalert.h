// SPDX-License-Identifier: GPL-3.0-or-later
// An alert of our own, sent the way a monitoring system sends one, so that people see that the way in is open. It must
// wake nobody: it is silenced before it leaves, and ends as soon as it has arrived.
#pragma once

#include "models/catalog/session.h"
#include "models/net/httpclient.h"

#include <QObject>

namespace onlyonce {

struct AlertRow;

class TestAlert final : public QObject
{
    Q_OBJECT

public:
    //! `address`: where alerts come in, "http://127.0.0.1:8642".
    TestAlert(const Session &session, const QString &address, QObject *parent = nullptr);

    //! `token` for an intake that asks for one; else empty. Answered by sent(). One at a time.
    void send(const QByteArray &token);

    [[nodiscard]] static bool isOne(const AlertRow &alert);

Q_SIGNALS:
    //! Empty when it was taken in, else why not, and what to do.
    void sent(const QString &problem);

private:
    void post(const QByteArray &token, Instant from);
    [[nodiscard]] HttpRequest request(const QByteArray &token, Instant from, Instant until) const;

    Session m_session;
    QString m_address;
    HttpClient m_client;
};

}  // namespace onlyonce
