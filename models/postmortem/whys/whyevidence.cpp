// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/whys/whyevidence.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/postmortem/whys/whyevidencetable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

QString plainLine(const QString &markdown)
{
    return markdownToPlain(markdown).simplified();
}

//! Null when it is not linked.
Result<WhyEvidenceId> linkOf(Transaction &transaction, WhyId why, const EvidenceLink &what, size_t &count)
{
    const auto linked = whyevidencetable::of(transaction, why);
    if (!linked) {
        return failure(linked);
    }
    count = linked->size();
    const auto found =
        std::ranges::find(*linked, what, [](const whyevidencetable::Linked &each) { return each.evidence.what; });
    return found == linked->end() ? WhyEvidenceId{} : found->evidence.id;
}

//! As the audit trail names it.
QString nameOf(const EvidenceLink &what)
{
    return what.file ? QStringLiteral("attachment %1").arg(what.file.value)
                     : QStringLiteral("timeline %1").arg(what.entry.value);
}

Result<> recordLink(Transaction &transaction, const Why &why, std::optional<QString> before,
                    std::optional<QString> after)
{
    transaction.touch(QStringLiteral("why"), why.id);
    ONLYONCE_TRY(detail::postMortemChanged(transaction, why.postMortem));
    return recordChange(transaction, {.entity = QStringLiteral("why"),
                                      .entityId = why.id.value,
                                      .field = QStringLiteral("evidence"),
                                      .oldValue = std::move(before),
                                      .newValue = std::move(after)});
}

}  // namespace

Result<> linkEvidence(Transaction &transaction, WhyId id, const EvidenceLink &what)
{
    const auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    const auto there = whyevidencetable::belongs(transaction, edit->postMortem.incident, what);
    if (!there) {
        return failure(there);
    }
    if (!*there) {
        return fail(ErrorCode::NotFound,
                    what.file ? tr("There is no such file in this incident. “onlyonce evidence list” shows them.")
                              : tr("There is no such entry in this incident's timeline, or it was corrected meanwhile. "
                                   "Choose it again."));
    }
    size_t count = 0;
    const auto link = linkOf(transaction, id, what, count);
    if (!link || *link) {
        return link ? Result<>() : failure(link);
    }
    ONLYONCE_TRY(whyevidencetable::insert(transaction, edit->why, what));
    return recordLink(transaction, edit->why, std::nullopt, nameOf(what));
}

Result<> unlinkEvidence(Transaction &transaction, WhyId id, const EvidenceLink &what)
{
    const auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    size_t count = 0;
    const auto link = linkOf(transaction, id, what, count);
    if (!link || !*link) {
        return link ? Result<>() : failure(link);
    }
    ONLYONCE_TRY(whyevidencetable::remove(transaction, *link));
    ONLYONCE_TRY(recordLink(transaction, edit->why, nameOf(what), std::nullopt));
    if (count > 1) {
        return {};
    }
    const auto possible = setWhyState(transaction, id, WhyState::Possible, edit->why.version);
    return possible ? Result<>() : failure(possible);
}

Result<std::vector<WhyEvidence>> evidenceToChoose(Transaction &transaction, IncidentId incident, const QString &text,
                                                  int limit)
{
    const QString wanted = text.trimmed();
    const auto files = attachmentsOf(transaction, incident);
    if (!files) {
        return failure(files);
    }
    const auto entries = timelinePage(transaction, incident, {.text = wanted}, {.limit = 2 * limit, .earliest = true});
    if (!entries) {
        return failure(entries);
    }
    std::vector<WhyEvidence> found;
    for (const Attachment &file : *files) {
        if (int(found.size()) < limit && file.name.contains(wanted, Qt::CaseInsensitive)) {
            found.push_back(
                {.what = {.file = file.id}, .at = file.addedAt, .text = file.name, .visibility = file.visibility});
        }
    }
    const size_t most = found.size() + size_t(limit);
    for (const TimelineEntry &entry : *entries) {
        // A file stands there itself, and what is written here proves nothing.
        const bool counts = entry.kind != TimelineKind::Evidence && entry.kind != TimelineKind::PostMortem;
        if (counts && found.size() < most) {
            found.push_back({.what = {.entry = entry.id},
                             .at = entry.happenedAt,
                             .text = plainLine(entry.body),
                             .visibility = entry.visibility});
        }
    }
    return found;
}

QString shown(const WhyEvidence &evidence, const QTimeZone &zone)
{
    const QString format = zone == QTimeZone::utc() ? QStringLiteral("HH:mm:ss 'UTC'") : QStringLiteral("HH:mm:ss");
    return evidence.what.file
             ? evidence.text
             : QStringLiteral("%1 %2").arg(toDateTime(evidence.at, zone).toString(format), evidence.text);
}

namespace detail {

Result<> requireEvidence(Transaction &transaction, WhyId why)
{
    const auto linked = whyevidencetable::of(transaction, why);
    if (!linked) {
        return failure(linked);
    }
    if (linked->empty()) {
        return fail(ErrorCode::Invalid,
                    tr("Nothing shows yet that this is so. Link an entry of the timeline or a file that does (key E), "
                       "then confirm it."));
    }
    return {};
}

Result<> readEvidence(Transaction &transaction, PostMortemId postMortem, std::vector<Why> &whys)
{
    const auto linked = whyevidencetable::all(transaction, postMortem);
    if (!linked) {
        return failure(linked);
    }
    for (const auto &[id, evidence] : *linked) {
        if (const auto why = std::ranges::find(whys, id, &Why::id); why != whys.end()) {
            why->evidence.push_back(evidence);
            if (evidence.what.entry) {
                why->evidence.back().text = plainLine(evidence.text);
            }
        }
    }
    return {};
}

}  // namespace detail

}  // namespace onlyonce
