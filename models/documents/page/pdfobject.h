// SPDX-License-Identifier: GPL-3.0-or-later
// A PDF and what is in it, by libqpdf's C interface, which is loaded when the first PDF is made. The C++ one can only be
// linked, and then every start of the program looks for it, and for the dozen libraries that it needs.
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

#include <qpdf/qpdf-c.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace onlyonce::page {

//! A handle, valid as long as its Pdf. What goes wrong with it is kept there, and comes out when that is written.
class PdfObject
{
public:
    PdfObject() = default;
    PdfObject(qpdf_data pdf, qpdf_oh handle)
        : m_pdf(pdf)
        , m_handle(handle)
    {
    }
    [[nodiscard]] qpdf_oh handle() const { return m_handle; }

    [[nodiscard]] bool isDictionary() const { return qpdf_oh_is_dictionary(m_pdf, m_handle); }
    [[nodiscard]] bool isStream() const { return qpdf_oh_is_stream(m_pdf, m_handle); }
    [[nodiscard]] bool isArray() const { return qpdf_oh_is_array(m_pdf, m_handle); }
    [[nodiscard]] bool isName(const char *name) const { return qpdf_oh_is_name_and_equals(m_pdf, m_handle, name); }
    [[nodiscard]] std::string name() const { return qpdf_oh_get_name(m_pdf, m_handle); }
    [[nodiscard]] double number() const { return qpdf_oh_get_numeric_value(m_pdf, m_handle); }

    [[nodiscard]] PdfObject key(const char *key) const { return {m_pdf, qpdf_oh_get_key(m_pdf, m_handle, key)}; }
    void setKey(const char *key, const PdfObject &value) { qpdf_oh_replace_key(m_pdf, m_handle, key, value.m_handle); }
    void removeKey(const char *key) { qpdf_oh_remove_key(m_pdf, m_handle, key); }

    [[nodiscard]] int size() const { return qpdf_oh_get_array_n_items(m_pdf, m_handle); }
    [[nodiscard]] PdfObject at(int index) const { return {m_pdf, qpdf_oh_get_array_item(m_pdf, m_handle, index)}; }
    void append(const PdfObject &item) { qpdf_oh_append_item(m_pdf, m_handle, item.m_handle); }

    //! Uncompressed.
    [[nodiscard]] QByteArray streamData() const;
    void setStreamData(const QByteArray &data);

private:
    qpdf_data m_pdf = nullptr;
    qpdf_oh m_handle = 0;
};

class Pdf
{
public:
    //! `bytes` outlive it. Unavailable without libqpdf; Internal when they are no PDF.
    [[nodiscard]] static Result<Pdf> read(const QByteArray &bytes);
    //! The same bytes for the same objects.
    [[nodiscard]] Result<QByteArray> write();

    [[nodiscard]] PdfObject trailer() { return {get(), qpdf_get_trailer(get())}; }
    [[nodiscard]] PdfObject root() { return {get(), qpdf_get_root(get())}; }
    [[nodiscard]] std::vector<PdfObject> pages();
    //! What had a number when it was read.
    [[nodiscard]] std::vector<PdfObject> objects();

    [[nodiscard]] PdfObject text(const QString &value);
    [[nodiscard]] PdfObject bytes(const std::string &value)
    {
        return {get(), qpdf_oh_new_string(get(), value.c_str())};
    }
    [[nodiscard]] PdfObject name(const std::string &value) { return {get(), qpdf_oh_new_name(get(), value.c_str())}; }
    //! `places` behind the point; 0 is as many as it takes.
    [[nodiscard]] PdfObject number(double value, int places);
    [[nodiscard]] PdfObject integer(int value) { return {get(), qpdf_oh_new_integer(get(), value)}; }
    [[nodiscard]] PdfObject yes() { return {get(), qpdf_oh_new_bool(get(), QPDF_TRUE)}; }
    [[nodiscard]] PdfObject null() { return {get(), qpdf_oh_new_null(get())}; }
    [[nodiscard]] PdfObject dictionary() { return {get(), qpdf_oh_new_dictionary(get())}; }
    [[nodiscard]] PdfObject array(std::initializer_list<PdfObject> items);
    //! Gets a number, so that others can point to it.
    [[nodiscard]] PdfObject indirect(const PdfObject &object);

private:
    struct Cleanup
    {
        void operator()(qpdf_data pdf) const { qpdf_cleanup(&pdf); }
    };

    explicit Pdf(qpdf_data pdf)
        : m_pdf(pdf)
    {
    }
    [[nodiscard]] qpdf_data get() const { return m_pdf.get(); }
    //! What went wrong first.
    [[nodiscard]] std::unexpected<Error> problem() const;

    std::unique_ptr<_qpdf_data, Cleanup> m_pdf;
};

}  // namespace onlyonce::page
