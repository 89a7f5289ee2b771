// SPDX-License-Identifier: GPL-3.0-or-later
// One request of HttpClient from start to end, redirects included. It must never send a write twice, and must know
// whether the write had left when something breaks.
#pragma once

#include "models/base/answer.h"
#include "models/base/result.h"
#include "models/net/curlbase.h"
#include "models/net/http.h"
#include "models/net/httpclient.h"

#include <QCoreApplication>

#include <array>
#include <chrono>
#include <functional>
#include <optional>

namespace onlyonce {

class CurlLoop;

class HttpTransfer
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::HttpClient)

public:
    //! `request` has been checked; with a stream the answer is handed over line by line. `ended` is called once, just before
    //! the answer, and may delete this.
    HttpTransfer(CurlLoop &loop, HttpRequest request, std::optional<HttpClient::Stream> stream,
                 std::function<void(HttpTransfer *)> ended);
    ~HttpTransfer();

    HttpTransfer(const HttpTransfer &) = delete;
    HttpTransfer &operator=(const HttpTransfer &) = delete;

    [[nodiscard]] Answer<Result<HttpReply>> answer() const { return m_question->answer(); }
    void start();
    void cancel();

private:
    static size_t bodyRead(char *data, size_t size, size_t count, void *self);
    static size_t headerRead(char *data, size_t size, size_t count, void *self);
    static int watched(CURL *handle, curl_infotype type, char *data, size_t size, void *self);

    [[nodiscard]] CurlList headerLines() const;
    void prepare();
    [[nodiscard]] bool isStreaming() const;
    void handOver(QByteArrayView latest);
    void sendTo(const QUrl &url);
    void finished(CURLcode code);
    [[nodiscard]] Error failureOf(CURLcode code) const;
    [[nodiscard]] Error interrupted(ErrorCode ifHarmless, const QString &what, const QString &detail) const;
    [[nodiscard]] Error redirectRefused(const QUrl &target) const;
    void complete(Result<HttpReply> result);

    CurlLoop &m_loop;
    const HttpRequest m_request;
    const std::optional<HttpClient::Stream> m_stream;
    const std::function<void(HttpTransfer *)> m_ended;
    std::unique_ptr<Question<Result<HttpReply>>> m_question = std::make_unique<Question<Result<HttpReply>>>();
    std::chrono::steady_clock::time_point m_deadline;
    CurlList m_headerLines;
    CurlHandle m_handle;  // after what it points to
    std::array<char, CURL_ERROR_SIZE> m_curlText{};

    QUrl m_url;  //!< of this step
    HttpReply m_reply;
    int m_redirects = 0;
    qint64 m_headerBytes = 0;
    bool m_hasLeft = false;  //!< bytes of the request are on their way
    bool m_headDone = false;
    bool m_tooLong = false;
};

}  // namespace onlyonce
