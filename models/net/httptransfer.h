// SPDX-License-Identifier: GPL-3.0-or-later
// One request of HttpClient from start to end, redirects included; deletes itself when its future is completed.
// It must never repeat a write, and must know whether the write had left when something breaks.
#pragma once

#include "models/base/result.h"
#include "models/net/http.h"

#include <QFuture>
#include <QNetworkReply>
#include <QObject>
#include <QPromise>
#include <QSslConfiguration>
#include <QTimer>

class QNetworkAccessManager;

namespace onlyonce {

class OneShotBody;

class HttpTransfer final : public QObject
{
    Q_OBJECT

public:
    //! `request` has been checked. Belongs to `manager`, which must outlive it.
    HttpTransfer(QNetworkAccessManager &manager, HttpRequest request, QSslConfiguration trust);
    ~HttpTransfer() override;

    [[nodiscard]] QFuture<Result<HttpReply>> future() { return m_promise.future(); }
    void start();
    void cancel();

private:
    void sendTo(const QUrl &url);
    [[nodiscard]] QNetworkRequest networkRequest(const QUrl &url) const;
    void readHead();
    void readBody();
    void replyFinished();
    void expired();
    [[nodiscard]] bool hasLeft() const;
    [[nodiscard]] bool isComplete(const HttpReply &reply) const;
    [[nodiscard]] Error brokenError() const;
    [[nodiscard]] Error interruptedError(ErrorCode ifHarmless, const QString &what) const;
    void followOrFinish(HttpReply reply);
    void finish(Result<HttpReply> result);
    void dropReply();

    QNetworkAccessManager &m_manager;
    const HttpRequest m_request;
    const QSslConfiguration m_trust;
    QPromise<Result<HttpReply>> m_promise;
    QTimer m_deadline;
    QNetworkReply *m_reply = nullptr;
    OneShotBody *m_upload = nullptr;
    QUrl m_url;
    QByteArray m_body;
    QStringList m_tlsErrors;
    int m_redirects = 0;
    bool m_connecting = false;
    bool m_encrypted = false;
    bool m_requestSent = false;
    bool m_finished = false;
};

}  // namespace onlyonce
