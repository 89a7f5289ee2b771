// SPDX-License-Identifier: GPL-3.0-or-later
// The certificates by which senders sign what they send (Source::signedWith): fetched once, kept in memory. However many
// payloads wait for the same one, it is asked for once; the source decides from where one may be fetched at all.
#pragma once

#include "models/base/answer.h"
#include "models/net/httpclient.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QThreadPool>

#include <map>
#include <mutex>
#include <vector>

namespace onlyonce {

class Certificates : public QObject
{
    Q_OBJECT

public:
    using Send = std::function<Answer<Result<HttpReply>>(const HttpRequest &)>;

    //! It lives on the main thread, whose event loop must run while something is fetched.
    explicit Certificates(QObject *parent = nullptr);
    //! Sends by this instead of a client of its own, from the main thread.
    explicit Certificates(Send send, QObject *parent = nullptr);
    ~Certificates() override;  //!< what still waits is answered Cancelled

    //! PEM. From any thread; answered at once for one that is known, else on a thread of its own. Errors: Invalid (there is
    //! no certificate at that address), and what may be better soon: Unavailable, Busy (too many different ones are being
    //! fetched), Cancelled.
    [[nodiscard]] Answer<Result<QByteArray>> fetch(const QUrl &url);

private:
    using Pem = Result<QByteArray>;
    struct Known
    {
        Pem pem;
        QDeadlineTimer until;
    };
    using Waiting = std::vector<std::shared_ptr<Question<Pem>>>;

    void ask(const QUrl &url);
    void came(const QUrl &url, const Result<HttpReply> &reply);
    void remember(const QUrl &url, const Pem &pem);

    HttpClient m_http;
    Send m_send;
    std::mutex m_mutex;
    std::map<QUrl, Known> m_known;
    std::map<QUrl, Waiting> m_waiting;
    QThreadPool m_answers;  //!< parsing what waited must not stop the window
};

}  // namespace onlyonce
