// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidence/redact.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/evidence/texttable.h"
#include "models/incidents/lists/incidentindex.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace onlyonce {

namespace {

QString contentField()
{
    return QStringLiteral("content");
}

//! As it stands in JSON and in Markdown that machines have made.
QStringList spellingsOf(const QString &text)
{
    const QString json = QString::fromUtf8(QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact));
    QStringList all{text, json.mid(2).chopped(2)};
    if (!text.contains(u'\n')) {
        all << escapeMarkdown(text);
    }
    // Payloads come from programs that write JSON in their own way.
    all << QString(json.mid(2).chopped(2)).replace(u'/', QStringLiteral("\\/"));
    return all;
}

Result<> replaceContent(Transaction &transaction, const Attachment &before, const QByteArray &content)
{
    Attachment after = before;
    after.bytes = content.size();
    after.sha256 = QCryptographicHash::hash(content, QCryptographicHash::Sha256);
    after.content = content;
    after.pieces = {};
    if (after.bytes > evidencePiece) {
        auto pieces = beginPieces(transaction);
        if (!pieces) {
            return failure(pieces);
        }
        ONLYONCE_TRY(addPieces(transaction, *pieces, 0, content));
        after.pieces = *pieces;
        after.content.clear();
    }
    ONLYONCE_TRY(texttable::replaceContent(transaction, after));
    return before.pieces ? texttable::dropContent(transaction, before.pieces) : Result<>();
}

Result<> redactFiles(Transaction &transaction, const Redaction &redaction, const RedactionWish &wish,
                     RedactedPlaces &found)
{
    auto files = attachmentsOf(transaction, wish.incident);
    if (!files) {
        return failure(files);
    }
    for (const Attachment &file : *files) {
        auto whole = attachment(transaction, file.id);
        if (!whole) {
            return failure(whole);
        }
        const QByteArray &before = (*whole)->content;
        const QByteArray after = file.id == wish.attachment ? redactionMark().toUtf8() : redaction.applied(before);
        if (after == before) {
            continue;
        }
        found.push_back({QStringLiteral("attachment"), file.id.value, contentField()});
        if (redaction.id) {
            ONLYONCE_TRY(replaceContent(transaction, **whole, after));
            ONLYONCE_TRY(rememberPlace(transaction, redaction.id, found.back()));
        }
    }
    return {};
}

}  // namespace

Result<Redaction> redactionOf(Transaction &transaction, const RedactionWish &wish)
{
    ONLYONCE_TRY(require(transaction, Permission::Announce));
    QStringList texts = wish.texts;
    if (wish.entry) {
        auto versions = texttable::versionsOf(transaction, wish.entry);
        if (!versions) {
            return failure(versions);
        }
        texts << *versions;
    }
    Redaction redaction{.incident = wish.incident.value};
    for (const QString &text : texts) {
        if (text.trimmed().size() >= shortestRedacted && text != redactionMark()) {
            redaction.texts << spellingsOf(text.trimmed());
        }
    }
    redaction.texts.removeDuplicates();
    std::ranges::sort(redaction.texts, std::ranges::greater(), &QString::size);
    if (redaction.texts.isEmpty() && !wish.attachment) {
        return fail(ErrorCode::Invalid,
                    tr("There is nothing to redact: name an entry, a file, or a text of at least %1 characters.")
                        .arg(shortestRedacted));
    }
    return redaction;
}

Result<RedactedPlaces> redactIncident(Transaction &transaction, const Redaction &redaction, const RedactionWish &wish)
{
    auto found = redactPlaces(transaction, redaction, incidentTexts());
    if (!found) {
        return found;
    }
    ONLYONCE_TRY(redactFiles(transaction, redaction, wish, *found));
    if (redaction.id) {
        ONLYONCE_TRY(texttable::forgetWords(transaction, wish.incident));
        ONLYONCE_TRY(indexAnew(transaction, wish.incident));
    }
    return found;
}

Result<std::vector<Attachment>> redactedFiles(Transaction &transaction, const RedactedPlaces &places)
{
    std::vector<Attachment> files;
    for (const RedactedPlace &place : places) {
        if (place.place != QStringLiteral("attachment") || place.field != contentField()) {
            continue;
        }
        auto now = attachment(transaction, AttachmentId{place.row});
        if (!now) {
            return failure(now);
        }
        // Deleted meanwhile: then nothing of it is to be kept.
        files.push_back(*now ? **now : Attachment{.id = AttachmentId{place.row}, .content = redactionMark().toUtf8()});
    }
    return files;
}

Result<> putFiles(Transaction &transaction, const std::vector<Attachment> &files)
{
    for (const Attachment &file : files) {
        auto then = attachmentHead(transaction, file.id);
        if (!then) {
            return failure(then);
        }
        if (*then && (*then)->sha256 != file.sha256) {
            ONLYONCE_TRY(replaceContent(transaction, **then, file.content));
        }
    }
    return {};
}

}  // namespace onlyonce
