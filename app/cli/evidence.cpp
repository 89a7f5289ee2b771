// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/base/files.h"
#include "models/base/tr.h"

#include <QLocale>

namespace onlyonce {

namespace {

QString lineOf(const Attachment &attachment)
{
    return table({{QString::number(attachment.id.value), attachment.name, QLocale().formattedDataSize(attachment.bytes),
                   QString::fromLatin1(attachment.sha256.toHex())}});
}

Result<Attachment> attachmentMeant(Invocation &call, const QString &word)
{
    auto id = numberMeant(word, tr("Which evidence? Give its number, as “onlyonce evidence list N” shows it."));
    if (!id) {
        return failure(id);
    }
    auto found = call.ask([&](Transaction &transaction) { return attachmentHead(transaction, AttachmentId{*id}); });
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no evidence with the number %1.").arg(*id));
    }
    return **found;
}

Result<> list(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto found = call.ask([&](Transaction &transaction) { return attachmentsOf(transaction, incident->id); });
    if (!found) {
        return failure(found);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Attachment &each : *found) {
        array.append(toJson(each));
        rows.append({QString::number(each.id.value), each.name,
                     each.language.isEmpty() ? tr("Plain text or a file") : each.language,
                     QLocale().formattedDataSize(each.bytes), QString::fromLatin1(each.sha256.toHex())});
    }
    call.answer(array, rows.isEmpty() ? tr("%1 has no evidence.").arg(incident->reference()) : table(rows));
    return {};
}

Result<> add(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto brought = evidenceMeant(call, incident->id, call.argument(1), call.option(QStringLiteral("language")));
    if (!brought) {
        return failure(brought);
    }
    auto id = call.change([&](Transaction &transaction) { return attach(transaction, *brought); });
    if (!id) {
        return failure(id);
    }
    auto kept = call.ask([&](Transaction &transaction) { return attachmentHead(transaction, *id); });
    if (!kept) {
        return failure(kept);
    }
    call.answer(toJson(**kept), lineOf(**kept));
    return {};
}

Result<> save(Invocation &call)
{
    auto about = attachmentMeant(call, call.argument(0));
    if (!about) {
        return failure(about);
    }
    const QString path = call.option(QStringLiteral("output"));
    if (path.isEmpty()) {
        return usage(tr("Where to? Give a file with -o, or - for the standard output."));
    }
    auto whole = call.ask([&](Transaction &transaction) { return attachment(transaction, about->id); });
    if (!whole) {
        return failure(whole);
    }
    ONLYONCE_TRY(requireUnchanged(**whole));
    if (path == QStringLiteral("-")) {
        return writeStandardOutput((*whole)->content);
    }
    ONLYONCE_TRY(replaceFile(path, (*whole)->content));
    call.answer(toJson(*about), lineOf(*about));
    return {};
}

}  // namespace

Commands evidenceCommands()
{
    return {
        {.name = QStringLiteral("evidence list"),
         .arguments = QStringLiteral("N"),
         .summary = tr("The files that are kept as evidence of an incident."),
         .run = list,
         .jsonHelp = tr("an array of {id, name, language, visibility, bytes, sha256, addedAt, redacted}")},
        {.name = QStringLiteral("evidence add"),
         .arguments = QStringLiteral("N FILE"),
         .summary = tr("Keeps a file (up to 256 MiB; - is the standard input, up to 16 MiB) as evidence."),
         .options = {{QStringLiteral("language"), tr("What it is written in: SQL, JSON, Bash …"), tr("NAME")}},
         .run = add,
         .jsonHelp = tr("{id, name, language, visibility, bytes, sha256, addedAt, redacted}")},
        {.name = QStringLiteral("evidence save"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Writes a kept file as it came; its SHA-256 is checked."),
         .options = {{{QStringLiteral("o"), QStringLiteral("output")},
                      tr("The file; - is the standard output."),
                      tr("FILE")}},
         .run = save,
         .jsonHelp = tr("{id, name, language, visibility, bytes, sha256, addedAt, redacted}")},
    };
}

}  // namespace onlyonce
