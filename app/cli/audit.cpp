// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/announce/announcer.h"
#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/postmortem/record.h"
#include "models/storage/auditchain.h"

#include <QJsonDocument>
#include <QSet>

namespace onlyonce {

namespace {

constexpr int step = 1000;

QJsonValue orNull(const std::optional<QString> &text)
{
    return text ? QJsonValue(*text) : QJsonValue();
}

//! Of rows that are not asked for, what the chain needs and no content.
QJsonObject toJson(const AuditLink &link, bool withContent)
{
    const AuditRow &row = link.row;
    QJsonObject object{{QStringLiteral("id"), row.id},
                       {QStringLiteral("at"), toMillis(row.at)},
                       {QStringLiteral("time"), toIso(row.at)},
                       {QStringLiteral("actor"), row.actor ? QJsonValue(row.actor.value) : QJsonValue()},
                       {QStringLiteral("entity"), row.change.entity},
                       {QStringLiteral("entityId"), row.change.entityId},
                       {QStringLiteral("field"), row.change.field},
                       {QStringLiteral("contentHash"), link.contentHash},
                       {QStringLiteral("chainHash"), link.chainHash},
                       {QStringLiteral("late"), link.late},
                       {QStringLiteral("redacted"), !link.salt}};
    if (withContent) {
        object.insert(QStringLiteral("old"), orNull(row.change.oldValue));
        object.insert(QStringLiteral("new"), orNull(row.change.newValue));
        object.insert(QStringLiteral("reason"), row.change.reason);
        object.insert(QStringLiteral("salt"), orNull(link.salt));
    }
    return object;
}

using Entities = QSet<std::pair<QString, qint64>>;

void insertWhys(Entities &all, const std::vector<WhyNode> &whys)
{
    for (const WhyNode &node : whys) {
        all.insert({QStringLiteral("why"), node.why.id.value});
        insertWhys(all, node.children);
    }
}

//! The incident and what belongs to it, as the audit trail calls them.
Result<Entities> entitiesOf(Transaction &transaction, IncidentId incident)
{
    Entities all{{QStringLiteral("incident"), incident.value}};
    auto entries = timelineOf(transaction, incident);
    auto files = attachmentsOf(transaction, incident);
    auto announcements = announcementsOf(transaction, incident);
    auto record = postMortemRecord(transaction, incident);
    if (!entries || !files || !announcements || !record) {
        return std::unexpected(!entries         ? entries.error()
                               : !files         ? files.error()
                               : !announcements ? announcements.error()
                                                : record.error());
    }
    for (const TimelineEntry &entry : *entries) {
        all.insert({QStringLiteral("timeline"), entry.id.value});
        all.insert({QStringLiteral("timeline"), entry.corrects.value});
    }
    for (const Attachment &file : *files) {
        all.insert({QStringLiteral("attachment"), file.id.value});
    }
    for (const Announcement &announcement : *announcements) {
        all.insert({QStringLiteral("announcement"), announcement.id.value});
        for (const AnnouncementPost &post : announcement.posts) {
            all.insert({QStringLiteral("announcement_post"), post.id.value});
        }
    }
    if (*record) {
        for (const QString &table : {QStringLiteral("postmortem"), QStringLiteral("postmortem_field")}) {
            all.insert({table, (*record)->postMortem.id.value});
        }
        for (const Countermeasure &measure : (*record)->countermeasures) {
            all.insert({QStringLiteral("countermeasure"), measure.id.value});
        }
        insertWhys(all, (*record)->whys);
    }
    return all;
}

struct Written
{
    QByteArray lines;
    qint64 rows = 0;
    QString head;
};

//! Which rows say what whoever asks may read.
Result<QSet<qint64>> readable(Transaction &transaction)
{
    QSet<qint64> all;
    for (qint64 last = 0;;) {
        const auto links = auditLinks(transaction, last, step);
        if (!links) {
            return failure(links);
        }
        for (const AuditLink &link : *links) {
            if (link.hasRow) {
                all.insert(link.row.id);
            }
            last = link.row.id;
        }
        if (links->size() < size_t(step)) {
            return all;
        }
    }
}

Result<Written> written(Transaction &transaction, const std::optional<Entities> &wanted, const QSet<qint64> &readable)
{
    Written all;
    for (qint64 last = 0;;) {
        auto links = auditLinks(transaction, last, step);
        if (!links) {
            return failure(links);
        }
        for (const AuditLink &link : *links) {
            const FieldChange &change = link.row.change;
            const bool content =
                readable.contains(link.row.id) && (!wanted || wanted->contains({change.entity, change.entityId}));
            all.lines += QJsonDocument(toJson(link, content)).toJson(QJsonDocument::Compact) + '\n';
            all.rows += content ? 1 : 0;
            all.head = link.chainHash;
            last = link.row.id;
        }
        if (links->size() < size_t(step)) {
            return all;
        }
    }
}

Result<> exportTrail(Invocation &call)
{
    std::optional<IncidentId> incident;
    if (call.has(QStringLiteral("incident"))) {
        auto meant = incidentMeant(call, call.option(QStringLiteral("incident")));
        if (!meant) {
            return failure(meant);
        }
        incident = meant->id;
    }
    const QString path = call.option(QStringLiteral("output"));
    const bool toOutput = path.isEmpty() || path == QStringLiteral("-");
    if (toOutput && call.json()) {
        return usage(tr("With --json the trail goes into a file: give one with -o."));
    }
    std::optional<Entities> wanted;
    if (incident) {
        auto entities = call.ask([&](Transaction &transaction) { return entitiesOf(transaction, *incident); });
        if (!entities) {
            return failure(entities);
        }
        wanted = std::move(*entities);
    }
    const auto mine = call.ask([](Transaction &transaction) { return readable(transaction); });
    if (!mine) {
        return failure(mine);
    }
    // Looked at as a whole: the chain is one, and leaves out what hidden rows say.
    auto trail = call.look([&](Transaction &transaction) { return written(transaction, wanted, *mine); });
    if (!trail) {
        return failure(trail);
    }
    if (toOutput) {
        return writeStandardOutput(trail->lines);
    }
    ONLYONCE_TRY(replaceFile(path, trail->lines, Readers::Owner));
    call.answer(QJsonObject{{QStringLiteral("path"), path},
                            {QStringLiteral("rows"), trail->rows},
                            {QStringLiteral("head"), trail->head}},
                tr("%1 rows are in %2; the chain ends with %3").arg(trail->rows).arg(path, trail->head));
    return {};
}

QString formula(const QStringList &)
{
    return tr(
        "Every line is one row as JSON, in order of writing, and can be verified by anybody:\n\n"
        "  contentHash = SHA-256 of item(salt) item(old) item(new) item(reason)\n"
        "  chainHash   = SHA-256 of item(chainHash of the line before, empty for the first) item(id) item(at)\n"
        "                item(actor) item(entity) item(entityId) item(field) item(contentHash)\n"
        "  item(text)  = length of the UTF-8 in bytes, \":\", text; \"-\" for null\n\n"
        "Hashes are lower-case hexadecimal. Rows of restricted incidents that you may not see, and with --incident\n"
        "the rows of others, are there without what they say (old, new, reason, salt), so that the chain is whole.\n"
        "A redacted row has no salt: its content can\n"
        "no longer be verified, its place in the chain can. “late” rows were linked after they were written.\n"
        "Keep the last chainHash somewhere else: with it, a trail whose end was cut off is noticed too.");
}

}  // namespace

Commands auditCommands()
{
    return {
        {.name = QStringLiteral("audit export"),
         .summary = tr("Writes the audit trail as JSON lines, chained by hashes; “check” verifies it here."),
         .options = {{QStringLiteral("incident"), tr("Only what this incident's rows say."), tr("N")},
                     {{QStringLiteral("o"), QStringLiteral("output")},
                      tr("The file; standard output without it."),
                      tr("FILE")}},
         .run = exportTrail,
         .jsonHelp = tr("of a trail that went into a file: {path, rows, head}"),
         .moreHelp = formula},
    };
}

}  // namespace onlyonce
