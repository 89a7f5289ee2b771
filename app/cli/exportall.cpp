// SPDX-License-Identifier: GPL-3.0-or-later
// The whole archive, with its progress where somebody watches; Ctrl+C leaves nothing behind.
#include "app/cli/archive.h"
#include "app/signals.h"
#include "models/base/tr.h"
#include "models/postmortem/archive/wholearchive.h"

#include <QDir>
#include <QLocale>

#include <unistd.h>

#include <cstdio>

namespace onlyonce {

namespace {

Result<> readFormats(const QStringList &names, ArchiveWish &wish)
{
    for (const QString &name : names.join(u',').split(u',', Qt::SkipEmptyParts)) {
        const Format *document = formatById(name);
        const DataFormat *data = dataFormatById(name);
        if (!document && !data) {
            return usage(tr("“%1” is not a format. --help names them.").arg(name));
        }
        if (data && wish.audience == Audience::Public) {
            return usage(tr("%1 is for colleagues: for customers there are documents.").arg(name));
        }
        if (document && !document->missing().isEmpty()) {
            return fail(ErrorCode::Unavailable, document->missing());
        }
        if (document) {
            wish.documents.push_back(document);
        } else {
            wish.data.push_back(data);
        }
    }
    return {};
}

void showProgress(int done, int all)
{
    if (isatty(STDERR_FILENO) != 0) {
        const QByteArray line = '\r' + tr("%1 of %2").arg(done).arg(all).toUtf8() + (done == all ? "\n" : "");
        (void)std::fputs(line.constData(), stderr);
    }
}

}  // namespace

Result<> exportAll(Invocation &call, Audience audience, const FormatOptions &options)
{
    ArchiveWish wish{.audience = audience, .options = options};
    const bool isNamed = call.has(QStringLiteral("format"));
    ONLYONCE_TRY(
        readFormats(isNamed ? call.options(QStringLiteral("format")) : QStringList{QStringLiteral("pdf")}, wish));
    wish.folder = call.option(QStringLiteral("output"));
    if (wish.folder.isEmpty() || wish.folder == QStringLiteral("-")) {
        return usage(tr("--all makes a folder: name it with -o."));
    }
    const auto database = call.database();
    if (!database) {
        return failure(database);
    }
    const QString folder = QDir(wish.folder).absolutePath();
    WholeArchive archive(**database, call.actor(), std::move(wish));
    std::optional<Result<ArchiveWritten>> written;
    QEventLoop loop;
    const TerminationSignals termination([&archive] { archive.cancel(); });
    QObject::connect(&archive, &WholeArchive::progressed, &loop, showProgress);
    QObject::connect(&archive, &WholeArchive::finished, &loop, [&](const Result<ArchiveWritten> &result) {
        written = result;
        loop.quit();
    });
    archive.start();
    if (!written) {
        loop.exec();
    }
    if (!*written) {
        return failure(*written);
    }
    const ArchiveWritten &all = **written;
    QString text = tr("%1 incidents, %2 files, %3, in %4")
                       .arg(all.incidents)
                       .arg(all.files)
                       .arg(QLocale::c().formattedDataSize(all.bytes), folder);
    for (const QString &remark : all.remarks) {
        text += u'\n' + remark;
    }
    call.answer(QJsonObject{{QStringLiteral("incidents"), all.incidents},
                            {QStringLiteral("files"), all.files},
                            {QStringLiteral("bytes"), all.bytes},
                            {QStringLiteral("path"), folder},
                            {QStringLiteral("remarks"), QJsonArray::fromStringList(all.remarks)}},
                text);
    return {};
}

}  // namespace onlyonce
