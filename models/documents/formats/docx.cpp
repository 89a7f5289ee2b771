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

//! Whoever needs the document now has another way to it.
std::unexpected<Error> notMade(Error error)
{
    error.message +=
        u' '
        + QCoreApplication::translate("Document", "Try it again, or export it as ODT, which Word opens, too, "
                                                  "and which needs no pandoc.");
    return std::unexpected(std::move(error));
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
    const auto run = runProgram(
        {.program = pandoc(),
         .arguments = {QStringLiteral("--from=html"), QStringLiteral("--to=docx"),
                       QStringLiteral("--resource-path=") + folder.path(),
                       QStringLiteral("--reference-doc=") + folder.filePath(QStringLiteral("reference.docx")),
                       QStringLiteral("--output=") + target, folder.filePath(QStringLiteral("source.html"))},
         // The only time in the file.
         .environment = {{"SOURCE_DATE_EPOCH", QByteArray::number(toDateTime(document.created).toSecsSinceEpoch())}},
         .stop = options.stop});
    if (!run) {
        return run.error().code == ErrorCode::Cancelled ? std::unexpected(run.error()) : notMade(run.error());
    }
    auto made = readFile(target, largestDocument);
    // Another program of that name may say that all is well, and have written nothing.
    if (!made || !made->startsWith("PK")) {
        return notMade({ErrorCode::Unavailable,
                        QCoreApplication::translate("Document", "pandoc has written no Word file."),
                        made ? QString() : made.error().message});
    }
    return made;
}

}  // namespace onlyonce
