// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/office/zip.h"

#include "models/documents/office/latezip.h"

#include <QCoreApplication>
#include <QDateTime>

#include <zip.h>

#include <algorithm>
#include <memory>

namespace onlyonce::office {

namespace {

std::unexpected<Error> zipFailure(const char *detail)
{
    return fail(ErrorCode::Internal, QCoreApplication::translate("Document", "The document could not be packed."),
                QString::fromUtf8(detail));
}

struct DosTime
{
    zip_uint16_t time;
    zip_uint16_t date;
};

DosTime dosTime(Instant instant)
{
    constexpr int firstYear = 1980;
    constexpr int lastYear = 2107;
    const QDateTime utc = toDateTime(instant);
    const QDate date = utc.date();
    const QTime time = utc.time();
    const int year = std::clamp(date.year(), firstYear, lastYear) - firstYear;
    return {static_cast<zip_uint16_t>(time.hour() << 11 | time.minute() << 5 | time.second() / 2),
            static_cast<zip_uint16_t>(year << 9 | date.month() << 5 | date.day())};
}

using Archive = std::unique_ptr<zip_t, decltype([](zip_t *archive) { zip_discard(archive); })>;
using Source = std::unique_ptr<zip_source_t, decltype([](zip_source_t *source) { zip_source_free(source); })>;

Result<> add(zip_t *archive, const ZipEntry &entry, DosTime when)
{
    // The bytes are read when the archive is closed; the caller's entries outlive that.
    Source source(
        zip_source_buffer(archive, entry.bytes.constData(), static_cast<zip_uint64_t>(entry.bytes.size()), 0));
    if (!source) {
        return zipFailure(zip_strerror(archive));
    }
    const zip_int64_t index = zip_file_add(archive, entry.name.toUtf8().constData(), source.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        return zipFailure(zip_strerror(archive));
    }
    static_cast<void>(source.release());  // now the archive's
    const auto position = static_cast<zip_uint64_t>(index);
    const bool stored = entry.packing == ZipEntry::Packing::Stored;
    if (zip_set_file_compression(archive, position, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) != 0
        || zip_file_set_dostime(archive, position, when.time, when.date, 0) != 0) {
        return zipFailure(zip_strerror(archive));
    }
    return {};
}

Result<QByteArray> contentOf(zip_source_t *source)
{
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) {
        return zipFailure(zip_error_strerror(zip_source_error(source)));
    }
    QByteArray bytes(static_cast<qsizetype>(stat.size), Qt::Uninitialized);
    const zip_int64_t count = zip_source_read(source, bytes.data(), stat.size);
    zip_source_close(source);
    if (count != bytes.size()) {
        return zipFailure("short read");
    }
    return bytes;
}

}  // namespace

Result<QByteArray> zipped(const std::vector<ZipEntry> &entries, Instant time)
{
    ONLYONCE_TRY(loadZip());
    zip_error_t error;
    zip_error_init(&error);
    const Source target(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!target) {
        return zipFailure(zip_error_strerror(&error));
    }
    Archive archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
    if (!archive) {
        return zipFailure(zip_error_strerror(&error));
    }
    zip_source_keep(target.get());  // the archive has one reference, we have the other
    const DosTime when = dosTime(time);
    for (const ZipEntry &entry : entries) {
        ONLYONCE_TRY(add(archive.get(), entry, when));
    }
    if (zip_close(archive.get()) != 0) {
        return zipFailure(zip_strerror(archive.get()));
    }
    static_cast<void>(archive.release());  // closing has freed it
    return contentOf(target.get());
}

}  // namespace onlyonce::office
