// SPDX-License-Identifier: GPL-3.0-or-later
// What is called of libmicrohttpd, forwarded to it (see LateLibrary).
#include "models/base/latelibrary.h"
#include "models/net/httpexchange.h"

#include <cstdarg>

namespace {

onlyonce::LateLibrary &library()
{
    static onlyonce::LateLibrary microhttpd(ONLYONCE_LIBMICROHTTPD);
    return microhttpd;
}

}  // namespace

namespace onlyonce {

Result<> loadMicrohttpd()
{
    return library().load();
}

}  // namespace onlyonce

ONLYONCE_FORWARD(void, MHD_stop_daemon, (MHD_Daemon * daemon), (daemon))
ONLYONCE_FORWARD(void, MHD_suspend_connection, (MHD_Connection * connection), (connection))
ONLYONCE_FORWARD(void, MHD_resume_connection, (MHD_Connection * connection), (connection))
ONLYONCE_FORWARD(int, MHD_get_connection_values_n,
                 (MHD_Connection * connection, MHD_ValueKind kind, MHD_KeyValueIteratorN each, void *context),
                 (connection, kind, each, context))
ONLYONCE_FORWARD(MHD_Response *, MHD_create_response_from_buffer_with_free_callback_cls,
                 (size_t size, void *bytes, MHD_ContentReaderFreeCallback release, void *context),
                 (size, bytes, release, context))
ONLYONCE_FORWARD(MHD_Result, MHD_add_response_header, (MHD_Response * response, const char *name, const char *value),
                 (response, name, value))
ONLYONCE_FORWARD(MHD_Result, MHD_queue_response,
                 (MHD_Connection * connection, unsigned int status, MHD_Response *response),
                 (connection, status, response))
ONLYONCE_FORWARD(void, MHD_destroy_response, (MHD_Response * response), (response))

MHD_Daemon *MHD_start_daemon(unsigned int flags, uint16_t port, MHD_AcceptPolicyCallback accepts, void *acceptsContext,
                             MHD_AccessHandlerCallback handler, void *handlerContext, ...)
{
    static const auto real = library().find<decltype(MHD_start_daemon_va)>("MHD_start_daemon_va");
    va_list options;
    va_start(options, handlerContext);
    MHD_Daemon *daemon = real(flags, port, accepts, acceptsContext, handler, handlerContext, options);
    va_end(options);
    return daemon;
}

const MHD_ConnectionInfo *MHD_get_connection_info(MHD_Connection *connection, MHD_ConnectionInfoType type, ...)
{
    // None of the types that are asked for takes anything more.
    static const auto real = library().find<decltype(MHD_get_connection_info)>("MHD_get_connection_info");
    return real(connection, type);
}
