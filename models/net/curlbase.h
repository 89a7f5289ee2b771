// SPDX-License-Identifier: GPL-3.0-or-later
// What every use of libcurl has in common, HTTP and mail alike: owning handles, and TLS that cannot be weakened.
#pragma once

#include "models/base/result.h"

#include <QByteArray>

#include <curl/curl.h>

#include <memory>

namespace onlyonce {

struct CurlFree
{
    void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

using CurlHandle = std::unique_ptr<CURL, CurlFree>;
using CurlList = std::unique_ptr<curl_slist, CurlFree>;

//! Before anything else here. Unavailable: there is no libcurl.
[[nodiscard]] Result<> loadCurl();

//! A new handle, libcurl itself initialised with the first. It raises no signals, and does not wait for a slow name
//! server when it is thrown away.
[[nodiscard]] CurlHandle newCurlHandle();

//! `list` with one more text, which is copied.
void append(CurlList &list, const QByteArray &text);

//! Certificate and host name are verified, TLS is 1.2 or later; `caPem` is trusted besides the system's authorities.
void requireTls(CURL *handle, const QByteArray &caPem);

//! Invalid if `caPem` is neither empty nor certificates in PEM form.
[[nodiscard]] Result<> checkCa(const QByteArray &caPem);

//! A failure to agree on TLS: then no byte of the request has been sent.
[[nodiscard]] bool isTlsFailure(CURLcode code);

//! "localhost", or an address of the loopback device.
[[nodiscard]] bool isThisMachine(const QString &host);

}  // namespace onlyonce
