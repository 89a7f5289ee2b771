// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/page/pdfobject.h"

#include "models/documents/page/lateqpdf.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdlib>

namespace onlyonce::page {

QByteArray PdfObject::streamData() const
{
    QPDF_BOOL isFiltered = QPDF_FALSE;
    unsigned char *bytes = nullptr;
    size_t size = 0;
    qpdf_oh_get_stream_data(m_pdf, m_handle, qpdf_dl_generalized, &isFiltered, &bytes, &size);
    const std::unique_ptr<unsigned char, decltype([](unsigned char *taken) { std::free(taken); })> owner(bytes);
    return {reinterpret_cast<const char *>(bytes), static_cast<qsizetype>(size)};
}

void PdfObject::setStreamData(const QByteArray &data)
{
    qpdf_oh_replace_stream_data(m_pdf, m_handle, reinterpret_cast<const unsigned char *>(data.constData()),
                                static_cast<size_t>(data.size()), qpdf_oh_new_null(m_pdf), qpdf_oh_new_null(m_pdf));
}

Result<Pdf> Pdf::read(const QByteArray &bytes)
{
    ONLYONCE_TRY(loadQpdf());
    Pdf pdf(qpdf_init());
    qpdf_silence_errors(pdf.get());
    qpdf_set_suppress_warnings(pdf.get(), QPDF_TRUE);
    const auto size = static_cast<unsigned long long>(bytes.size());
    if (qpdf_read_memory(pdf.get(), "document", bytes.constData(), size, nullptr) & QPDF_ERRORS) {
        return pdf.problem();
    }
    return pdf;
}

Result<QByteArray> Pdf::write()
{
    if (qpdf_has_error(get()) || qpdf_init_write_memory(get()) & QPDF_ERRORS) {
        return problem();
    }
    qpdf_set_deterministic_ID(get(), QPDF_TRUE);
    // Else objects would be grouped by their old numbers, which vary.
    qpdf_set_object_stream_mode(get(), qpdf_o_disable);
    if (qpdf_write(get()) & QPDF_ERRORS) {
        return problem();
    }
    const auto size = static_cast<qsizetype>(qpdf_get_buffer_length(get()));
    return QByteArray(reinterpret_cast<const char *>(qpdf_get_buffer(get())), size);
}

std::vector<PdfObject> Pdf::pages()
{
    std::vector<PdfObject> pages;
    const int count = qpdf_get_num_pages(get());
    pages.reserve(static_cast<size_t>(std::max(count, 0)));
    for (int page = 0; page < count; ++page) {
        pages.emplace_back(get(), qpdf_get_page_n(get(), static_cast<size_t>(page)));
    }
    return pages;
}

std::vector<PdfObject> Pdf::objects()
{
    std::vector<PdfObject> objects;
    const int count = static_cast<int>(trailer().key("/Size").number());
    objects.reserve(static_cast<size_t>(std::max(count, 0)));
    for (int id = 1; id < count; ++id) {
        objects.emplace_back(get(), qpdf_get_object_by_id(get(), id, 0));
    }
    return objects;
}

PdfObject Pdf::text(const QString &value)
{
    return {get(), qpdf_oh_new_unicode_string(get(), value.toUtf8().constData())};
}

PdfObject Pdf::number(double value, int places)
{
    return {get(), qpdf_oh_new_real_from_double(get(), value, places)};
}

PdfObject Pdf::array(std::initializer_list<PdfObject> items)
{
    PdfObject array(get(), qpdf_oh_new_array(get()));
    for (const PdfObject &item : items) {
        array.append(item);
    }
    return array;
}

PdfObject Pdf::indirect(const PdfObject &object)
{
    return {get(), qpdf_make_indirect_object(get(), object.handle())};
}

std::unexpected<Error> Pdf::problem() const
{
    const char *detail = qpdf_has_error(get()) ? qpdf_get_error_full_text(get(), qpdf_get_error(get())) : "";
    return fail(ErrorCode::Internal, QCoreApplication::translate("Document", "The PDF could not be completed."),
                QString::fromUtf8(detail));
}

}  // namespace onlyonce::page
