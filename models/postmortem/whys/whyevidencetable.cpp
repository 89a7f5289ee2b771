// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/whys/whyevidencetable.h"

namespace onlyonce::whyevidencetable {

namespace {

Linked read(const Row &row)
{
    const bool isFile = !row.isNull(3);
    return {.why = row.id<WhyId>(1),
            .evidence = {.id = row.id<WhyEvidenceId>(0),
                         .what = {.entry = row.id<TimelineId>(2), .file = row.id<AttachmentId>(3)},
                         .at = row.instant(isFile ? 8 : 4),
                         .text = row.text(isFile ? 7 : 5),
                         .visibility = visibilityFrom(row.text(isFile ? 9 : 6)).value_or(Visibility::Restricted)}};
}

//! A correction is a row of its own that names what it corrects: the last one is what reads now.
QString select(QLatin1StringView whose)
{
    return QStringLiteral(
               "WITH RECURSIVE version (link_id, entry_id) AS ("
               "SELECT e.id, e.timeline_id FROM why_evidence e WHERE e.%1 = ? AND e.timeline_id IS NOT NULL "
               "UNION SELECT v.link_id, c.id FROM version v JOIN timeline c ON c.corrects_id = v.entry_id), "
               "latest (link_id, entry_id) AS (SELECT link_id, max(entry_id) FROM version GROUP BY link_id) "
               "SELECT e.id, e.why_id, l.entry_id, e.attachment_id, t.happened_at, t.body, t.visibility, f.name, "
               "f.added_at, f.visibility FROM why_evidence e LEFT JOIN latest l ON l.link_id = e.id "
               "LEFT JOIN timeline t ON t.id = l.entry_id LEFT JOIN attachment f ON f.id = e.attachment_id "
               "WHERE e.%1 = ? ORDER BY e.id")
        .arg(whose);
}

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

}  // namespace

Result<std::vector<Linked>> all(Transaction &transaction, PostMortemId postMortem)
{
    return transaction.all(select(QLatin1StringView("postmortem_id")), read, postMortem, postMortem);
}

Result<std::vector<Linked>> of(Transaction &transaction, WhyId why)
{
    return transaction.all(select(QLatin1StringView("why_id")), read, why, why);
}

Result<> insert(Transaction &transaction, const Why &why, const EvidenceLink &what)
{
    return done(transaction.exec(QStringLiteral("INSERT INTO why_evidence (postmortem_id, why_id, timeline_id, "
                                                "attachment_id) VALUES (?, ?, ?, ?)"),
                                 why.postMortem, why.id, what.entry, what.file));
}

Result<> remove(Transaction &transaction, WhyEvidenceId id)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM why_evidence WHERE id = ?"), id));
}

Result<bool> belongs(Transaction &transaction, IncidentId incident, const EvidenceLink &what)
{
    const auto one = [](const Row &row) { return row.integer(0); };
    const auto found =
        what.file ? transaction.one(QStringLiteral("SELECT 1 FROM attachment WHERE id = ? AND incident_id = ?"), one,
                                    what.file, incident)
                  : transaction.one(QStringLiteral("SELECT 1 FROM timeline t WHERE t.id = ? AND t.incident_id = ? AND "
                                                   "NOT EXISTS (SELECT 1 FROM timeline c WHERE c.corrects_id = t.id)"),
                                    one, what.entry, incident);
    return found ? Result<bool>(found->has_value()) : failure(found);
}

}  // namespace onlyonce::whyevidencetable
