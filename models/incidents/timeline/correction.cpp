// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline/correction.h"

#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/documents/visibletext.h"
#include "models/incidents/timelinetable.h"
#include "models/storage/journal.h"

#include <QJsonArray>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestBody = 100'000;
constexpr int mostRevisions = 10'000;

bool isWritten(TimelineKind kind)
{
    return std::ranges::find(writtenKinds(), kind) != writtenKinds().end();
}

Result<> check(Transaction &transaction, const Writing &writing)
{
    if (writing.body.trimmed().isEmpty() || writing.body.size() > longestBody) {
        return fail(ErrorCode::Invalid,
                    tr("A note needs a text of at most 100,000 characters. Attach longer material as evidence."));
    }
    if (!isWritten(writing.kind)) {
        return fail(ErrorCode::Invalid, tr("Notes, decisions, hypotheses and what was tried are written by hand."));
    }
    if (writing.happenedAt && *writing.happenedAt > transaction.now() + std::chrono::minutes{1}) {
        return fail(ErrorCode::Invalid, tr("A note cannot tell of the future (%1).").arg(toIso(*writing.happenedAt)));
    }
    return {};
}

QJsonObject dataFor(const Writing &writing)
{
    QJsonObject data;
    if (!writing.mentions.isEmpty()) {
        data.insert(QStringLiteral("mentions"), QJsonArray::fromStringList(writing.mentions));
    }
    return data;
}

TimelineEntry entryOf(IncidentId incident, const Writing &writing)
{
    return {.incident = incident,
            .kind = writing.kind,
            .happenedAt = writing.happenedAt.value_or(Instant{}),
            .visibility = writing.visibility,
            .body = writing.body.trimmed(),
            .data = dataFor(writing)};
}

Result<> conflict(Transaction &transaction, TimelineId id)
{
    const auto newer = latest(transaction, id);
    if (!newer) {
        return failure(newer);
    }
    if (!*newer) {
        return fail(ErrorCode::NotFound, tr("There is no such entry."));
    }
    return fail(ErrorCode::Conflict, tr("%1 has corrected this entry meanwhile. It now reads: “%2”.")
                                         .arg((*newer)->actorName, shortLine((*newer)->body, 300)));
}

Result<> audit(Transaction &transaction, const TimelineEntry &before, const TimelineEntry &after, const QString &reason)
{
    const auto record = [&](const QString &field, const QString &from, const QString &to) -> Result<> {
        return from == to ? Result<>()
                          : recordChange(transaction, {.entity = QStringLiteral("timeline"),
                                                       .entityId = before.id.value,
                                                       .field = field,
                                                       .oldValue = from,
                                                       .newValue = to,
                                                       .reason = reason});
    };
    ONLYONCE_TRY(record(QStringLiteral("body"), before.body, after.body));
    ONLYONCE_TRY(record(QStringLiteral("happenedAt"), toIso(before.happenedAt), toIso(after.happenedAt)));
    ONLYONCE_TRY(record(QStringLiteral("kind"), toText(before.kind), toText(after.kind)));
    return record(QStringLiteral("visibility"), toText(before.visibility), toText(after.visibility));
}

}  // namespace

const std::vector<TimelineKind> &writtenKinds()
{
    static const std::vector kinds{TimelineKind::Note, TimelineKind::Decision, TimelineKind::Hypothesis,
                                   TimelineKind::Action};
    return kinds;
}

QString label(TimelineKind kind)
{
    switch (kind) {
    case TimelineKind::Note:
        return tr("Note");
    case TimelineKind::Decision:
        return tr("Decision");
    case TimelineKind::Hypothesis:
        return tr("Hypothesis");
    case TimelineKind::Action:
        return tr("Tried");
    default:
        return toText(kind);
    }
}

bool isCorrectable(const TimelineEntry &entry)
{
    return isWritten(entry.kind) && !entry.redacted;
}

Instant firstRecorded(const TimelineEntry &entry)
{
    const auto first = parseMachineTime(entry.data.value(QLatin1StringView("recordedAt")).toString());
    return first.value_or(entry.recordedAt);
}

Result<TimelineId> writeEntry(Transaction &transaction, IncidentId incident, const Writing &writing)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    ONLYONCE_TRY(check(transaction, writing));
    return append(transaction, entryOf(incident, writing));
}

Result<TimelineId> correctEntry(Transaction &transaction, TimelineId id, const Writing &writing, const QString &reason)
{
    const auto found = timelinetable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        const auto lost = conflict(transaction, id);
        return failure(lost);
    }
    const TimelineEntry &before = **found;
    ONLYONCE_TRY(require(transaction, before.actor == transaction.actor() ? Permission::Note : Permission::Respond));
    if (!isCorrectable(before)) {
        return fail(ErrorCode::Invalid, tr("Only what people wrote by hand can be corrected; the rest is recorded."));
    }
    ONLYONCE_TRY(check(transaction, writing));
    TimelineEntry after = entryOf(before.incident, writing);
    after.happenedAt = writing.happenedAt.value_or(before.happenedAt);
    const auto same = [&] {
        return after.body == before.body && after.kind == before.kind && after.visibility == before.visibility
            && after.happenedAt == before.happenedAt;
    };
    if (same()) {
        return id;
    }
    after.corrects = id;
    after.data.insert(QStringLiteral("revision"), before.revisions + 1);
    after.data.insert(QStringLiteral("recordedAt"), toIso(firstRecorded(before)));
    if (const QString why = shortLine(reason, 500); !why.isEmpty()) {
        after.data.insert(QStringLiteral("reason"), why);
    }
    ONLYONCE_TRY(audit(transaction, before, after, shortLine(reason, 500)));
    return append(transaction, std::move(after));
}

Result<std::optional<TimelineEntry>> latest(Transaction &transaction, TimelineId id)
{
    for (int step = 0; step < mostRevisions; ++step) {
        auto entry = timelinetable::byId(transaction, id);
        if (!entry || *entry) {
            return entry;
        }
        const auto next = timelinetable::correctionOf(transaction, id);
        if (!next) {
            return failure(next);
        }
        if (!*next) {
            break;
        }
        id = *next;
    }
    return std::optional<TimelineEntry>();
}

Result<std::vector<TimelineEntry>> earlierVersions(Transaction &transaction, TimelineId id)
{
    std::vector<TimelineEntry> versions;
    while (versions.size() < mostRevisions) {
        auto entry = timelinetable::correctedBy(transaction, id);
        if (!entry) {
            return failure(entry);
        }
        if (!*entry) {
            break;
        }
        id = (*entry)->id;
        versions.push_back(std::move(**entry));
    }
    std::ranges::reverse(versions);
    return versions;
}

}  // namespace onlyonce
