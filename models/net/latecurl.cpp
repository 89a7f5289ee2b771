// SPDX-License-Identifier: GPL-3.0-or-later
// What is called of libcurl, forwarded to it (see LateLibrary).
#include "models/base/latelibrary.h"
#include "models/net/curlbase.h"

#include <cstdarg>

// libcurl's header wraps them in macros that check what they are given, at the places that call them.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

namespace {

onlyonce::LateLibrary &library()
{
    static onlyonce::LateLibrary curl(ONLYONCE_LIBCURL);
    return curl;
}

//! Calls with the one argument that follows, read as what the option's number says that it is.
template <typename Call>
auto withArgument(int option, va_list arguments, Call call)
{
    constexpr int kindSize = CURLOPTTYPE_OBJECTPOINT;  // thousands of numbers each: long, pointers, curl_off_t, a blob
    switch (option / kindSize * kindSize) {
    case CURLOPTTYPE_LONG:
        return call(va_arg(arguments, long));
    case CURLOPTTYPE_OFF_T:
        return call(va_arg(arguments, curl_off_t));
    default:
        return call(va_arg(arguments, void *));
    }
}

}  // namespace

namespace onlyonce {

Result<> loadCurl()
{
    return library().load();
}

}  // namespace onlyonce

ONLYONCE_FORWARD(CURLcode, curl_global_init, (long flags), (flags))
ONLYONCE_FORWARD(CURL *, curl_easy_init, (), ())
ONLYONCE_FORWARD(void, curl_easy_cleanup, (CURL * handle), (handle))
ONLYONCE_FORWARD(CURLcode, curl_easy_perform, (CURL * handle), (handle))
ONLYONCE_FORWARD(const char *, curl_easy_strerror, (CURLcode code), (code))
ONLYONCE_FORWARD(curl_slist *, curl_slist_append, (curl_slist * list, const char *text), (list, text))
ONLYONCE_FORWARD(void, curl_slist_free_all, (curl_slist * list), (list))
ONLYONCE_FORWARD(CURLM *, curl_multi_init, (), ())
ONLYONCE_FORWARD(CURLMcode, curl_multi_cleanup, (CURLM * multi), (multi))
ONLYONCE_FORWARD(CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL *handle), (multi, handle))
ONLYONCE_FORWARD(CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL *handle), (multi, handle))
ONLYONCE_FORWARD(CURLMcode, curl_multi_socket_action, (CURLM * multi, curl_socket_t socket, int events, int *running),
                 (multi, socket, events, running))
ONLYONCE_FORWARD(CURLMsg *, curl_multi_info_read, (CURLM * multi, int *left), (multi, left))

CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...)
{
    static const auto real = library().find<decltype(curl_easy_setopt)>("curl_easy_setopt");
    va_list arguments;
    va_start(arguments, option);
    const CURLcode code = withArgument(option, arguments, [=](auto value) { return real(handle, option, value); });
    va_end(arguments);
    return code;
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...)
{
    static const auto real = library().find<decltype(curl_multi_setopt)>("curl_multi_setopt");
    va_list arguments;
    va_start(arguments, option);
    const CURLMcode code = withArgument(option, arguments, [=](auto value) { return real(multi, option, value); });
    va_end(arguments);
    return code;
}

CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...)
{
    static const auto real = library().find<decltype(curl_easy_getinfo)>("curl_easy_getinfo");
    va_list arguments;
    va_start(arguments, info);
    const CURLcode code = real(handle, info, va_arg(arguments, void *));  // always where it is to be written
    va_end(arguments);
    return code;
}
