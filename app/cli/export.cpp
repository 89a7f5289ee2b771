// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/documents/formats/registry.h"
#include "models/postmortem/builder.h"

namespace onlyonce {

namespace {

QString formatNames()
{
    QStringList names;
    for (const Format &format : formats()) {
        names.append(format.id);
    }
    return names.join(QStringLiteral(", "));
}

Result<> exportDocument(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const Format *format = formatById(call.option(QStringLiteral("format")));
    if (!format) {
        return usage(tr("--format takes one of: %1.").arg(formatNames()));
    }
    if (const QString missing = format->missing(); !missing.isEmpty()) {
        return fail(ErrorCode::Unavailable, missing);
    }
    auto audience = audienceFrom(call.option(QStringLiteral("audience")));
    if (!audience) {
        return usage(tr("--audience takes internal or public."));
    }
    FormatOptions options{.zone = QTimeZone::systemTimeZone()};
    const QString paper = call.option(QStringLiteral("paper")).toLower();
    if (paper == QStringLiteral("letter")) {
        options.paper = Paper::Letter;
    } else if (paper != QStringLiteral("a4")) {
        return usage(tr("--paper takes a4 or letter."));
    }
    const QString path = call.option(QStringLiteral("output"));
    const bool toOutput = path.isEmpty() || path == QStringLiteral("-");
    if (toOutput && call.json()) {
        return usage(tr("With --json the document goes into a file: give one with -o."));
    }
    auto document = call.ask(
        [&](Transaction &transaction) { return buildDocument(transaction, incident->id, *audience, options.zone); });
    if (!document) {
        return failure(document);
    }
    auto bytes = format->render(*document, options);
    if (!bytes) {
        return failure(bytes);
    }
    if (toOutput) {
        return writeStandardOutput(*bytes);
    }
    ONLYONCE_TRY(replaceFile(path, *bytes));
    if (call.json()) {
        call.print(QJsonObject{{QStringLiteral("incident"), incident->number},
                               {QStringLiteral("format"), format->id},
                               {QStringLiteral("audience"), call.option(QStringLiteral("audience"))},
                               {QStringLiteral("path"), path},
                               {QStringLiteral("bytes"), bytes->size()}});
    }
    return {};
}

}  // namespace

Commands exportCommands()
{
    return {
        {.name = QStringLiteral("export"),
         .arguments = QStringLiteral("N"),
         .summary = tr("Writes the post-mortem as a document."),
         .options = {{QStringLiteral("format"), tr("One of: %1.").arg(formatNames()), tr("FORMAT"),
                      QStringLiteral("markdown")},
                     {QStringLiteral("audience"), tr("internal, or public: only what is marked public."), tr("WHO"),
                      QStringLiteral("internal")},
                     {QStringLiteral("paper"), tr("a4 or letter."), tr("PAPER"), QStringLiteral("a4")},
                     {{QStringLiteral("o"), QStringLiteral("output")},
                      tr("The file; standard output without it."),
                      tr("FILE")}},
         .run = exportDocument,
         .jsonHelp = tr("of a document that went into a file: {incident, format, audience, path, bytes}")},
    };
}

}  // namespace onlyonce
