// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/timelinemodel.h"

#include "models/incidents/timeline/correction.h"
#include "views/incidents/timeline/entrytext.h"

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

using Entry = onlyonce::TimelineEntry;

namespace {

constexpr int mostSince = 500;

//! What a filter shows cannot be told from an entry alone, so it is read again.
struct Wish
{
    IncidentId incident;
    TimelineFilter filter;
    TimelinePage page;
    std::optional<TimelineId> since;
    std::optional<TimelineKey> around;
};

Result<std::vector<Entry>> readAround(Transaction &transaction, const Wish &wish)
{
    const int half = KeyedListBase::pageSize / 2;
    auto before = timelinePage(transaction, wish.incident, wish.filter, {.limit = half, .before = wish.around});
    if (!before) {
        return before;
    }
    const TimelineKey from{wish.around->happenedAt, wish.around->id - 1};
    auto after =
        timelinePage(transaction, wish.incident, wish.filter, {.limit = half, .after = from, .earliest = true});
    if (!after) {
        return after;
    }
    std::ranges::move(*after, std::back_inserter(*before));
    return before;
}

}  // namespace

TimelineModel::TimelineModel(Session &session, IncidentId incident, QObject *parent)
    : WholeList(parent)
    , m_session(session)
    , m_incident(incident)
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (m_incident && changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            refresh();
        }
    });
    if (m_incident) {
        refresh();
    }
}

void TimelineModel::setIncident(const Incident &incident)
{
    const bool same = m_times && m_times->times == incident.times;
    m_times = incident;
    if (!m_incident) {
        m_incident = incident.id;
        refresh();
    }
    if (!same && rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

void TimelineModel::setFilter(const TimelineFilter &filter)
{
    if (filter != m_filter) {
        m_filter = filter;
        restart();
    }
}

void TimelineModel::seek(const Entry &entry)
{
    if (const auto row = rowOf(entry.id)) {
        Q_EMIT found(index(*row));
        return;
    }
    m_sought = keyOf(entry);
    toNewest();
}

std::optional<int> TimelineModel::rowOf(TimelineId entry) const
{
    const auto place = std::ranges::find(rows(), entry, &Entry::id);
    return place == rows().end() ? std::nullopt : std::optional(int(place - rows().begin()));
}

void TimelineModel::keepNewest(int count)
{
    if (rowCount() > count) {
        removeRange(0, size_t(rowCount() - count));
        m_older = true;
    }
}

TimelinePage TimelineModel::pageFor(Part part) const
{
    // With one more, which tells whether there is another page.
    TimelinePage page{.limit = pageSize + 1};
    if (part == Part::Oldest) {
        page.earliest = true;
    } else if (part == Part::Older) {
        page.before = keyOf(rows().front());
    } else if (part == Part::Newer) {
        page.after = keyOf(rows().back());
        page.earliest = true;
    } else if (part == Part::Same && !rows().empty()) {
        page.limit = mostRows;
        page.earliest = !followsNew();
        if (m_older) {
            page.after = TimelineKey{rows().front().happenedAt, rows().front().id.value - 1};
        }
        if (m_newer) {
            page.before = TimelineKey{rows().back().happenedAt, rows().back().id.value + 1};
        }
    }
    return page;
}

void TimelineModel::ask(Part part)
{
    if (m_token) {
        m_token->cancel();
    }
    m_token = std::make_shared<CancelToken>();
    Wish wish{.incident = m_incident, .filter = m_filter, .page = pageFor(part)};
    if (part == Part::Newest) {
        wish.around = std::exchange(m_sought, {});
    }
    if (part == Part::Same && !m_again && m_filter.isAll()) {
        wish.since = m_last;
    }
    m_session
        .read(
            [wish](Transaction &transaction) -> Result<Answered> {
                Answered answer;
                const auto last = lastWritten(transaction);
                const auto pins = pinnedEntries(transaction, wish.incident);
                if (!last || !pins) {
                    return last ? failure(pins) : failure(last);
                }
                answer.last = *last;
                answer.pins = *pins;
                if (wish.since) {
                    auto since = timelineSince(transaction, wish.incident, *wish.since, mostSince);
                    if (!since) {
                        return failure(since);
                    }
                    if (*since) {
                        answer.entries = std::move(**since);
                        return answer;
                    }
                }
                auto entries = wish.around ? readAround(transaction, wish)
                                           : timelinePage(transaction, wish.incident, wish.filter, wish.page);
                if (!entries) {
                    return failure(entries);
                }
                const auto isMove = [](const Entry &entry) { return entry.kind == TimelineKind::AlertsMoved; };
                if (std::ranges::any_of(*entries, isMove)) {
                    const auto undone = undoneMoves(transaction, wish.incident);
                    if (!undone) {
                        return failure(undone);
                    }
                    answer.undone = *undone;
                }
                answer.whole = true;
                answer.full = int(entries->size()) == wish.page.limit;
                answer.entries = std::move(*entries);
                return answer;
            },
            Reader::Interactive, m_token)
        .then(this, [this, part, wish, asked = question()](const Result<Answered> &answer) {
            if (asked != question()) {
                return;
            }
            if (!answer) {
                giveUp(answer.error());
                return;
            }
            m_undone.unite(answer->undone);
            if (part != Part::Older && part != Part::Newer) {
                m_last = answer->last;
                m_again = m_again && !answer->whole;
            }
            if (wish.around) {
                takeAround(*wish.around, answer->entries);
                return;
            }
            take(part, *answer);
            changeEach([&](Entry &entry) {
                const bool before = std::exchange(entry.pinned, answer->pins.contains(entry.id.value));
                return before != entry.pinned;
            });
            settle(part, answer->full);
        });
}

void TimelineModel::takeAround(const TimelineKey &sought, const std::vector<Entry> &entries)
{
    m_older = m_newer = true;  // whoever comes to an end is told then
    replace(entries);
    settle(Part::Same, false);
    const auto row = rowOf(TimelineId{sought.id});
    Q_EMIT found(index(row.value_or(std::min(rowCount(), pageSize) / 2)));
}

void TimelineModel::take(Part part, const Answered &answer)
{
    if (!answer.whole) {
        takeSince(answer.entries);
        return;
    }
    std::vector<Entry> entries = answer.entries;
    if (answer.full && part == Part::Same) {
        (followsNew() ? m_older : m_newer) = true;
    } else if (answer.full) {
        const bool atStart = part == Part::Newest || part == Part::Older;
        entries.erase(atStart ? entries.begin() : entries.end() - 1);
    }
    if (part == Part::Older || part == Part::Newer) {
        addInOrder(entries);
        trim(part);
    } else {
        replace(entries);
    }
}

//! Entries are never changed and never go, so that only what came since is read: in a storm that is little of much.
void TimelineModel::takeSince(const std::vector<Entry> &fresh)
{
    std::vector<Entry> held;
    bool undone = false;
    for (const Entry &entry : fresh) {
        if (entry.corrects) {
            remove(entry.corrects.value);
        }
        if (const qint64 moved = entry.data.value(QLatin1StringView("undone")).toInteger()) {
            m_undone.insert(moved);
            undone = true;
        }
        // What was overwritten stands in entries that are held.
        m_again = m_again || entry.kind == TimelineKind::Redacted;
        const bool known = std::ranges::binary_search(rows(), keyOf(entry), {}, onlyonce::keyOf);
        if (isHeldRange(entry) && !known) {
            held.push_back(entry);
        }
    }
    addInOrder(held);
    trim(followsNew() ? Part::Newer : Part::Older);
    if (undone && rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));  // an older entry looks different now
    }
    if (m_again) {
        refresh();
    }
}

void TimelineModel::addInOrder(const std::vector<Entry> &entries)
{
    add(entries, [](const Entry &one, const Entry &other) { return keyOf(one) < keyOf(other); });
}

//! Where what is read on both sides of it is known.
bool TimelineModel::isHeldRange(const Entry &entry) const
{
    const bool above = m_older && !rows().empty() && keyOf(entry) < keyOf(rows().front());
    const bool below = m_newer && !rows().empty() && keyOf(entry) > keyOf(rows().back());
    return !above && !below;
}

//! What is far from the end that was read.
void TimelineModel::trim(Part part)
{
    const int many = rowCount() - mostRows;
    if (many <= 0) {
        return;
    }
    if (part == Part::Newer) {
        keepNewest(mostRows);
    } else {
        removeRange(mostRows, size_t(many));
        m_newer = true;
    }
}

bool TimelineModel::canBeUndone(const Entry &entry) const
{
    return entry.kind == TimelineKind::AlertsMoved && tellsOfMove(entry) && !m_undone.contains(entry.id.value);
}

void TimelineModel::toggleVersions(const QModelIndex &chosen)
{
    const Entry *entry = at(chosen);
    if (!entry || entry->revisions == 0) {
        return;
    }
    const TimelineId id = entry->id;
    if (m_versions.remove(id.value) > 0) {
        Q_EMIT dataChanged(chosen, chosen);
        return;
    }
    m_session.read([id](Transaction &transaction) { return earlierVersions(transaction, id); })
        .then(this, [this, id](const Result<std::vector<Entry>> &versions) {
            if (!versions) {
                Q_EMIT failed(versions.error());
                return;
            }
            if (const auto row = rowOf(id)) {
                m_versions.insert(id.value, versionsText(*versions, *at(index(*row)), m_session.now()));
                Q_EMIT dataChanged(index(*row), index(*row));
            }
        });
}

void TimelineModel::setTimeZone(const QTimeZone &zone)
{
    const bool isOther = zone != m_zone;
    m_zone = zone;
    if (isOther && rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    const Entry *entry = at(index);
    if (!entry) {
        return {};
    }
    const EntryText::Around around{.times = m_times ? &*m_times : nullptr,
                                   .versions = m_versions.value(entry->id.value),
                                   .canBeUndone = canBeUndone(*entry),
                                   .zone = m_zone};
    return EntryText(*entry, around).role(role);
}

}  // namespace onlyonce::ui
