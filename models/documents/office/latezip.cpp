// SPDX-License-Identifier: GPL-3.0-or-later
// What is called of libzip, forwarded to it (see LateLibrary).
#include "models/documents/office/latezip.h"

#include "models/base/latelibrary.h"

#include <zip.h>

namespace {

onlyonce::LateLibrary &library()
{
    static onlyonce::LateLibrary zip(ONLYONCE_LIBZIP);
    return zip;
}

}  // namespace

namespace onlyonce::office {

Result<> loadZip()
{
    return library().load();
}

}  // namespace onlyonce::office

ONLYONCE_FORWARD(zip_t *, zip_open_from_source, (zip_source_t * source, int flags, zip_error_t *error),
                 (source, flags, error))
ONLYONCE_FORWARD(int, zip_close, (zip_t * archive), (archive))
ONLYONCE_FORWARD(void, zip_discard, (zip_t * archive), (archive))
ONLYONCE_FORWARD(const char *, zip_strerror, (zip_t * archive), (archive))
ONLYONCE_FORWARD(zip_int64_t, zip_file_add,
                 (zip_t * archive, const char *name, zip_source_t *source, zip_flags_t flags),
                 (archive, name, source, flags))
ONLYONCE_FORWARD(int, zip_set_file_compression,
                 (zip_t * archive, zip_uint64_t index, zip_int32_t method, zip_uint32_t flags),
                 (archive, index, method, flags))
ONLYONCE_FORWARD(int, zip_file_set_dostime,
                 (zip_t * archive, zip_uint64_t index, zip_uint16_t time, zip_uint16_t date, zip_flags_t flags),
                 (archive, index, time, date, flags))
ONLYONCE_FORWARD(void, zip_error_init, (zip_error_t * error), (error))
ONLYONCE_FORWARD(const char *, zip_error_strerror, (zip_error_t * error), (error))

ONLYONCE_FORWARD(zip_source_t *, zip_source_buffer,
                 (zip_t * archive, const void *bytes, zip_uint64_t size, int isFreed), (archive, bytes, size, isFreed))
ONLYONCE_FORWARD(zip_source_t *, zip_source_buffer_create,
                 (const void *bytes, zip_uint64_t size, int isFreed, zip_error_t *error), (bytes, size, isFreed, error))
ONLYONCE_FORWARD(void, zip_source_keep, (zip_source_t * source), (source))
ONLYONCE_FORWARD(void, zip_source_free, (zip_source_t * source), (source))
ONLYONCE_FORWARD(int, zip_source_stat, (zip_source_t * source, zip_stat_t *stat), (source, stat))
ONLYONCE_FORWARD(int, zip_source_open, (zip_source_t * source), (source))
ONLYONCE_FORWARD(zip_int64_t, zip_source_read, (zip_source_t * source, void *bytes, zip_uint64_t size),
                 (source, bytes, size))
ONLYONCE_FORWARD(int, zip_source_close, (zip_source_t * source), (source))
ONLYONCE_FORWARD(zip_error_t *, zip_source_error, (zip_source_t * source), (source))
