// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/curlbase.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QSslCertificate>

#include <mutex>

namespace onlyonce {

CurlHandle newCurlHandle()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    CurlHandle handle(curl_easy_init());
    Q_CHECK_PTR(handle.get());
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_QUICK_EXIT, 1L);
    return handle;
}

void append(CurlList &list, const QByteArray &text)
{
    curl_slist *front = list.release();  // stays the front of the longer one
    list.reset(curl_slist_append(front, text.constData()));
    Q_CHECK_PTR(list.get());
}

void requireTls(CURL *handle, const QByteArray &caPem)
{
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!caPem.isEmpty()) {
        // Takes the place of the system's file of authorities, but the system's folder of the same ones stays.
        curl_blob ca{const_cast<char *>(caPem.constData()), static_cast<size_t>(caPem.size()), CURL_BLOB_COPY};
        curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &ca);
    }
}

Result<> checkCa(const QByteArray &caPem)
{
    if (!caPem.isEmpty() && QSslCertificate::fromData(caPem, QSsl::Pem).isEmpty()) {
        return fail(ErrorCode::Invalid,
                    QCoreApplication::translate("onlyonce::Net", "The additional certificate authority is not a "
                                                                 "certificate in PEM form."));
    }
    return {};
}

bool isTlsFailure(CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CERTPROBLEM
        || code == CURLE_SSL_CIPHER || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
}

bool isThisMachine(const QString &host)
{
    return host.compare(u"localhost", Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

}  // namespace onlyonce
