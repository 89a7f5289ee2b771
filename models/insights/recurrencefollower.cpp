// SPDX-License-Identifier: GPL-3.0-or-later
// How recurrences keep up with what is written: by a cursor over all timelines, and by the moment to which post-mortems were
// read. Both are stored; nothing is read whole.
#include "models/incidents/desk.h"
#include "models/insights/recurrence.h"
#include "models/insights/recurrencetable.h"
#include "models/storage/cursors.h"

#include <set>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

//! Another process's clock may be behind ours by so much, and a change may be committed as late.
constexpr qint64 overlap = 2'000;

Result<> read(Transaction &transaction, IncidentId id)
{
    const auto found = incident(transaction, id);
    if (!found || !*found) {
        return found ? Result<>() : failure(found);
    }
    ONLYONCE_TRY(learnFrom(transaction, **found));
    if (!(*found)->isOpen()) {  // its whys may still tell what nobody saw before
        const auto document = postMortemOf(transaction, id);
        if (!document || !*document || !(*document)->isEditable()) {
            return document ? Result<>() : failure(document);
        }
    }
    const auto compared = compareIncident(transaction, **found);
    return compared ? Result<>() : failure(compared);
}

}  // namespace

Result<bool> followRecurrences(Transaction &transaction, int limit)
{
    const QString timelines = u"recurrence"_s;
    const QString documents = u"recurrence of whys"_s;
    const auto told = cursorPosition(transaction, timelines);
    const auto moment = cursorPosition(transaction, documents);
    if (!told || !moment) {
        return told ? failure(moment) : failure(told);
    }
    const auto entries = recurrencetable::toldAfter(transaction, *told, limit);
    const auto changed = recurrencetable::changedSince(transaction, *moment - overlap, limit);
    if (!entries || !changed) {
        return entries ? failure(changed) : failure(entries);
    }
    std::set<IncidentId> incidents;
    for (const recurrencetable::Told &entry : *entries) {
        incidents.insert(entry.incident);
    }
    for (const auto &[at, incident] : *changed) {
        incidents.insert(incident);
    }
    for (const IncidentId id : incidents) {
        ONLYONCE_TRY(read(transaction, id));
    }
    if (!entries->empty()) {
        ONLYONCE_TRY(moveCursor(transaction, timelines, entries->back().entry));
    }
    const qint64 now = changed->empty() ? *moment : changed->back().first;
    if (now > *moment) {
        ONLYONCE_TRY(moveCursor(transaction, documents, now));
    }
    return entries->size() == size_t(limit) || (changed->size() == size_t(limit) && now > *moment);
}

RecurrenceFollower::RecurrenceFollower(Database &database, ActorId program, QObject *parent)
    : IndexFollower(
          database, program, {"timeline"_L1, "postmortem"_L1, "why"_L1, "countermeasure"_L1},
          [](Transaction &transaction) { return followRecurrences(transaction); }, parent)
{
}

}  // namespace onlyonce
