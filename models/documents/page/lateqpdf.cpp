// SPDX-License-Identifier: GPL-3.0-or-later
// What is called of libqpdf, forwarded to it (see LateLibrary).
#include "models/documents/page/lateqpdf.h"

#include "models/base/latelibrary.h"

#include <qpdf/qpdf-c.h>

namespace {

onlyonce::LateLibrary &library()
{
    static onlyonce::LateLibrary qpdf(ONLYONCE_LIBQPDF);
    return qpdf;
}

}  // namespace

namespace onlyonce::page {

Result<> loadQpdf()
{
    return library().load();
}

}  // namespace onlyonce::page

ONLYONCE_FORWARD(qpdf_data, qpdf_init, (), ())
ONLYONCE_FORWARD(void, qpdf_cleanup, (qpdf_data * pdf), (pdf))
ONLYONCE_FORWARD(void, qpdf_silence_errors, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(void, qpdf_set_suppress_warnings, (qpdf_data pdf, QPDF_BOOL value), (pdf, value))
ONLYONCE_FORWARD(QPDF_BOOL, qpdf_has_error, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(qpdf_error, qpdf_get_error, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(const char *, qpdf_get_error_full_text, (qpdf_data pdf, qpdf_error error), (pdf, error))
ONLYONCE_FORWARD(QPDF_ERROR_CODE, qpdf_read_memory,
                 (qpdf_data pdf, const char *what, const char *bytes, unsigned long long size, const char *password),
                 (pdf, what, bytes, size, password))
ONLYONCE_FORWARD(QPDF_ERROR_CODE, qpdf_init_write_memory, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(void, qpdf_set_deterministic_ID, (qpdf_data pdf, QPDF_BOOL value), (pdf, value))
ONLYONCE_FORWARD(void, qpdf_set_object_stream_mode, (qpdf_data pdf, qpdf_object_stream_e mode), (pdf, mode))
ONLYONCE_FORWARD(QPDF_ERROR_CODE, qpdf_write, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(size_t, qpdf_get_buffer_length, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(const unsigned char *, qpdf_get_buffer, (qpdf_data pdf), (pdf))

ONLYONCE_FORWARD(int, qpdf_get_num_pages, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(qpdf_oh, qpdf_get_page_n, (qpdf_data pdf, size_t page), (pdf, page))
ONLYONCE_FORWARD(qpdf_oh, qpdf_get_trailer, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(qpdf_oh, qpdf_get_root, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(qpdf_oh, qpdf_get_object_by_id, (qpdf_data pdf, int id, int generation), (pdf, id, generation))
ONLYONCE_FORWARD(qpdf_oh, qpdf_make_indirect_object, (qpdf_data pdf, qpdf_oh object), (pdf, object))

ONLYONCE_FORWARD(QPDF_BOOL, qpdf_oh_is_dictionary, (qpdf_data pdf, qpdf_oh object), (pdf, object))
ONLYONCE_FORWARD(QPDF_BOOL, qpdf_oh_is_stream, (qpdf_data pdf, qpdf_oh object), (pdf, object))
ONLYONCE_FORWARD(QPDF_BOOL, qpdf_oh_is_array, (qpdf_data pdf, qpdf_oh object), (pdf, object))
ONLYONCE_FORWARD(QPDF_BOOL, qpdf_oh_is_name_and_equals, (qpdf_data pdf, qpdf_oh object, const char *name),
                 (pdf, object, name))
ONLYONCE_FORWARD(const char *, qpdf_oh_get_name, (qpdf_data pdf, qpdf_oh object), (pdf, object))
ONLYONCE_FORWARD(double, qpdf_oh_get_numeric_value, (qpdf_data pdf, qpdf_oh object), (pdf, object))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_get_key, (qpdf_data pdf, qpdf_oh object, const char *key), (pdf, object, key))
ONLYONCE_FORWARD(void, qpdf_oh_replace_key, (qpdf_data pdf, qpdf_oh object, const char *key, qpdf_oh value),
                 (pdf, object, key, value))
ONLYONCE_FORWARD(void, qpdf_oh_remove_key, (qpdf_data pdf, qpdf_oh object, const char *key), (pdf, object, key))
ONLYONCE_FORWARD(int, qpdf_oh_get_array_n_items, (qpdf_data pdf, qpdf_oh object), (pdf, object))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_get_array_item, (qpdf_data pdf, qpdf_oh object, int index), (pdf, object, index))
ONLYONCE_FORWARD(void, qpdf_oh_append_item, (qpdf_data pdf, qpdf_oh object, qpdf_oh item), (pdf, object, item))
ONLYONCE_FORWARD(QPDF_ERROR_CODE, qpdf_oh_get_stream_data,
                 (qpdf_data pdf, qpdf_oh stream, qpdf_stream_decode_level_e level, QPDF_BOOL *isFiltered,
                  unsigned char **bytes, size_t *size),
                 (pdf, stream, level, isFiltered, bytes, size))
ONLYONCE_FORWARD(void, qpdf_oh_replace_stream_data,
                 (qpdf_data pdf, qpdf_oh stream, const unsigned char *bytes, size_t size, qpdf_oh filter,
                  qpdf_oh parameters),
                 (pdf, stream, bytes, size, filter, parameters))

ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_unicode_string, (qpdf_data pdf, const char *text), (pdf, text))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_string, (qpdf_data pdf, const char *bytes), (pdf, bytes))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_name, (qpdf_data pdf, const char *name), (pdf, name))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_real_from_double, (qpdf_data pdf, double value, int places), (pdf, value, places))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_integer, (qpdf_data pdf, long long value), (pdf, value))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_bool, (qpdf_data pdf, QPDF_BOOL value), (pdf, value))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_null, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_dictionary, (qpdf_data pdf), (pdf))
ONLYONCE_FORWARD(qpdf_oh, qpdf_oh_new_array, (qpdf_data pdf), (pdf))
