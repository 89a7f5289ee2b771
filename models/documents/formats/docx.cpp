// SPDX-License-Identifier: GPL-3.0-or-later
// A Word file, made by pandoc from our HTML and our styles.
#include "models/base/files.h"
#include "models/base/program.h"
#include "models/documents/formats/formats.h"
#include "models/documents/office/docxsource.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace onlyonce {

namespace {

constexpr qint64 largestDocument = 256LL * 1024 * 1024;

QString pandoc()
{
    return QStringLiteral("pandoc");
}

}  // namespace

QString docxNeeds()
{
    return isInstalled(pandoc())
             ? QString()
             : QCoreApplication::translate("Document", "Word files are made by pandoc, which is not installed. Install "
                                                       "the package “pandoc” and try again.");
}

Result<QByteArray> renderDocx(const Document &document, const FormatOptions &options)
{
    if (const QString needs = docxNeeds(); !needs.isEmpty()) {
        return fail(ErrorCode::Unavailable, needs);
    }
    const QTemporaryDir folder;
    if (!folder.isValid()) {
        return fail(ErrorCode::Unavailable,
                    QCoreApplication::translate("Document", "There is no place for temporary files."),
                    folder.errorString());
    }
    const auto source = office::docxSource(document, options);
    auto reference = office::docxReference(document, options, source.deepestTree);
    if (!reference) {
        return reference;
    }
    const auto put = [&](const QString &name, const QByteArray &bytes) {
        return replaceFile(folder.filePath(name), bytes, Readers::Owner);
    };
    ONLYONCE_TRY(put(QStringLiteral("source.html"), source.html));
    ONLYONCE_TRY(put(QStringLiteral("reference.docx"), *reference));
    for (const auto &picture : source.pictures) {
        ONLYONCE_TRY(put(picture.name, picture.bytes));
    }
    const QString target = folder.filePath(QStringLiteral("document.docx"));
    ONLYONCE_TRY(runProgram(
        {.program = pandoc(),
         .arguments = {QStringLiteral("--from=html"), QStringLiteral("--to=docx"),
                       QStringLiteral("--resource-path=") + folder.path(),
                       QStringLiteral("--reference-doc=") + folder.filePath(QStringLiteral("reference.docx")),
                       QStringLiteral("--output=") + target, folder.filePath(QStringLiteral("source.html"))},
         // The only time in the file.
         .environment = {{"SOURCE_DATE_EPOCH", QByteArray::number(toDateTime(document.created).toSecsSinceEpoch())}}}));
    return readFile(target, largestDocument);
}

}  // namespace onlyonce
