// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/archive.h"
#include "app/cli/common.h"
#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/documents/formats/registry.h"
#include "models/postmortem/archive/dataformats.h"
#include "models/postmortem/document/builder.h"

namespace onlyonce {

namespace {

QString formatNames()
{
    QStringList names;
    for (const Format &format : formats()) {
        names.append(format.id);
    }
    for (const DataFormat &format : dataFormats()) {
        names.append(format.id);
    }
    return names.join(QStringLiteral(", "));
}

Result<FormatOptions> optionsMeant(const Invocation &call)
{
    FormatOptions options{.zone = QTimeZone::systemTimeZone()};
    const QString paper = call.option(QStringLiteral("paper")).toLower();
    if (paper == QStringLiteral("letter")) {
        options.paper = Paper::Letter;
    } else if (paper != QStringLiteral("a4")) {
        return usage(tr("--paper takes a4 or letter."));
    }
    return options;
}

Result<QByteArray> documentMeant(Invocation &call, const Incident &incident, const Format &format, Audience audience)
{
    if (const QString missing = format.missing(); !missing.isEmpty()) {
        return fail(ErrorCode::Unavailable, missing);
    }
    const auto options = optionsMeant(call);
    if (!options) {
        return failure(options);
    }
    const auto document = call.ask(
        [&](Transaction &transaction) { return buildDocument(transaction, incident.id, audience, options->zone); });
    return document ? format.render(*document, *options) : failure(document);
}

Result<QByteArray> bytesMeant(Invocation &call, const Incident &incident, const QString &format, Audience audience)
{
    if (const Format *document = formatById(format)) {
        return documentMeant(call, incident, *document, audience);
    }
    const DataFormat *data = dataFormatById(format);
    if (!data) {
        return usage(tr("--format takes one of: %1.").arg(formatNames()));
    }
    if (audience == Audience::Public) {
        return usage(tr("%1 is for colleagues: for customers there are documents.").arg(data->id));
    }
    return call.ask([&](Transaction &transaction) { return data->write(transaction, incident.id); });
}

Result<> exportDocument(Invocation &call)
{
    auto audience = audienceFrom(call.option(QStringLiteral("audience")));
    if (!audience) {
        return usage(tr("--audience takes internal or public."));
    }
    if (call.has(QStringLiteral("all")) != call.argument(0).isEmpty()) {
        return usage(tr("Name the incident, or give --all."));
    }
    if (call.has(QStringLiteral("all"))) {
        const auto options = optionsMeant(call);
        return options ? exportAll(call, *audience, *options) : failure(options);
    }
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString path = call.option(QStringLiteral("output"));
    const bool toOutput = path.isEmpty() || path == QStringLiteral("-");
    if (toOutput && call.json()) {
        return usage(tr("With --json the document goes into a file: give one with -o."));
    }
    const QString format = call.option(QStringLiteral("format"));
    auto bytes = bytesMeant(call, *incident, format, *audience);
    if (!bytes) {
        return failure(bytes);
    }
    if (toOutput) {
        return writeStandardOutput(*bytes);
    }
    ONLYONCE_TRY(replaceFile(path, *bytes));
    if (call.json()) {
        call.print(QJsonObject{{QStringLiteral("incident"), incident->number},
                               {QStringLiteral("format"), format},
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
         .arguments = QStringLiteral("[N]"),
         .summary =
             tr("Writes the post-mortem as a document, or the incident for other programs: json is all of it, also "
                "what is marked restricted, and “import” reads it; csv is the timeline, ics the due dates. With --all "
                "every incident that you may see, each in a folder of its own, with an index of them."),
         .options = {{QStringLiteral("format"), tr("One of: %1.").arg(formatNames()), tr("FORMAT"),
                      QStringLiteral("markdown")},
                     {QStringLiteral("audience"), tr("internal, or public: only what is marked public."), tr("WHO"),
                      QStringLiteral("internal")},
                     {QStringLiteral("all"),
                      tr("All incidents; --format may then be given again, and is pdf without it. "
                         "For the public: those whose post-mortem is published.")},
                     {QStringLiteral("paper"), tr("a4 or letter."), tr("PAPER"), QStringLiteral("a4")},
                     {{QStringLiteral("o"), QStringLiteral("output")},
                      tr("The file; standard output without it. With --all the folder, which is made."),
                      tr("FILE")}},
         .run = exportDocument,
         .jsonHelp = tr("of a document that went into a file: {incident, format, audience, path, bytes}; with --all: "
                        "{incidents, files, bytes, path, remarks: […]}")},
        importCommand(),
    };
}

}  // namespace onlyonce
