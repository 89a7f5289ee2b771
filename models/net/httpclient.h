// SPDX-License-Identifier: GPL-3.0-or-later
// The only HTTP client of the app. It sends each write once and says honestly whether it may have arrived;
// it must not follow a redirect to another origin, keep cookies, answer log-in prompts, or trust a bad certificate.
#pragma once

#include "models/base/answer.h"
#include "models/base/result.h"
#include "models/net/http.h"

#include <QObject>

#include <functional>
#include <memory>

namespace onlyonce {

class HttpClient : public QObject
{
    Q_OBJECT

public:
    explicit HttpClient(QObject *parent = nullptr);
    ~HttpClient() override;  //!< as cancelAll()

    //! Call it on the thread that this object lives on; the future is completed there, and always completed.
    //! Any HTTP status is a reply, except a redirect that may not be followed (unless followRedirects is off). Errors:
    //! - Unavailable: nothing happened at the far side. Name not found, refused, TLS not trusted, timed out before the
    //!   request left; or a GET or HEAD got no full answer. May be sent again.
    //! - Uncertain: a write left, but its answer did not arrive in full. It may have been done.
    //! - Invalid: the request is malformed (URL, header, certificate), or the answer is: longer than maxReplyBytes,
    //!   compressed unasked, a redirect of a write, to another origin, or the sixth in a row.
    //! - Cancelled: by cancelAll() before the request left, or a GET or HEAD at any time.
    [[nodiscard]] Answer<Result<HttpReply>> send(HttpRequest request);

    //! An answer that does not end by itself: every line of it is handed to `line` as it comes. HttpRequest::timeout is for
    //! reaching the far side, maxReplyBytes for a line; whatever is silent for longer than `idle` has gone. The reply comes
    //! when the far side ends it: with a body only if it was no success. Errors as of send().
    struct Stream
    {
        std::function<void()> opened;                  //!< it answers, with a success
        std::function<void(const QByteArray &)> line;  //!< without its end; never an empty one
        milliseconds idle{600'000};                    //!< whole seconds
    };
    //! `opened` and `line` may take notes, but neither send nor cancel anything here.
    [[nodiscard]] Answer<Result<HttpReply>> listen(HttpRequest request, Stream stream);

    //! Ends every request now: Cancelled, or Uncertain for a write that has left.
    void cancelAll();

private:
    Answer<Result<HttpReply>> begin(HttpRequest request, std::optional<Stream> stream);

    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace onlyonce
