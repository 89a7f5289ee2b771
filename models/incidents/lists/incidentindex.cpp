// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/incidentindex.h"

#include "models/alerts/inbox/alertwords.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/lists/incidentindextable.h"
#include "models/storage/cursors.h"

#include <algorithm>
#include <map>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;
using incidentindextable::IncidentWords;

constexpr int mostStale = 20;        // gathered anew in one step
constexpr int mostEntries = 20'000;  // of one incident
constexpr qsizetype mostWords = 4'000;

//! Those of `text` that are not among them yet.
void addWords(QStringList &words, const QString &text)
{
    for (const QString &word : wordsOf(text, mostWords)) {
        if (words.size() < mostWords && !words.contains(word)) {
            words << word;
        }
    }
}

//! Nothing when the incident is to be found by nobody.
Result<std::optional<Incident>> findable(Transaction &transaction, IncidentId id)
{
    auto incident = incidenttable::byId(transaction, id);
    if (incident && *incident && (*incident)->visibility == Visibility::Restricted) {
        return std::nullopt;
    }
    return incident;
}

Result<> gather(Transaction &transaction, IncidentId id)
{
    ONLYONCE_TRY(incidentindextable::removeStale(transaction, id));
    const auto incident = findable(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    if (!*incident) {
        return incidentindextable::removeWords(transaction, id);
    }
    const auto bodies = incidentindextable::bodiesOf(transaction, id, mostEntries);
    if (!bodies) {
        return failure(bodies);
    }
    const auto texts = incidentindextable::textsOf(transaction, id);
    if (!texts) {
        return failure(texts);
    }
    IncidentWords words{.title = wordsOf((*incident)->title)};
    words.timeline = wordsOf(bodies->join(u'\n'), mostWords);
    words.whys = wordsOf(texts->join(u'\n'), mostWords);
    return incidentindextable::replaceWords(transaction, id, words);
}

//! Entries that came to what the index has.
Result<> extend(Transaction &transaction, IncidentId id, const QString &text)
{
    const auto incident = findable(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    auto known = incidentindextable::wordsOfIncident(transaction, id);
    if (!known) {
        return failure(known);
    }
    if (!*incident || !*known) {
        return gather(transaction, id);
    }
    IncidentWords words = **known;
    words.title = wordsOf((*incident)->title);
    addWords(words.timeline, text);
    const bool isNew = words.title != (*known)->title || words.timeline.size() != (*known)->timeline.size();
    return isNew ? incidentindextable::replaceWords(transaction, id, words) : Result<>();
}

}  // namespace

Result<> indexText(Transaction &transaction, IncidentId incident, const QString &part, const QString &text)
{
    ONLYONCE_TRY(incidentindextable::putText(transaction, incident, part, text));
    return indexAnew(transaction, incident);
}

Result<> indexAnew(Transaction &transaction, IncidentId incident)
{
    transaction.touch(u"incident_stale"_s, incident);
    return incidentindextable::markStale(transaction, incident);
}

Result<> forgetIndexed(Transaction &transaction, IncidentId incident)
{
    transaction.touch(u"incident_words"_s, incident);
    return incidentindextable::removeWords(transaction, incident);
}

Result<bool> indexIncidents(Transaction &transaction, int limit)
{
    auto position = cursorPosition(transaction, incidentindextable::follower());
    if (!position) {
        return failure(position);
    }
    auto told = incidentindextable::toldAfter(transaction, *position, limit);
    if (!told) {
        return failure(told);
    }
    std::map<qint64, QStringList> fresh;
    for (const incidentindextable::Told &entry : *told) {
        fresh[entry.incident.value] << entry.body;
        if (entry.corrects) {
            ONLYONCE_TRY(incidentindextable::markStale(transaction, entry.incident));
        }
    }
    for (const auto &[incident, bodies] : fresh) {
        ONLYONCE_TRY(extend(transaction, IncidentId{incident}, bodies.join(u'\n')));
    }
    if (!told->empty()) {
        ONLYONCE_TRY(moveCursor(transaction, incidentindextable::follower(), told->back().entry));
    }
    const auto stale = incidentindextable::stale(transaction, mostStale);
    if (!stale) {
        return failure(stale);
    }
    for (const IncidentId incident : *stale) {
        ONLYONCE_TRY(gather(transaction, incident));
    }
    if (!told->empty() || !stale->empty()) {
        transaction.touch(u"incident_words"_s, 0);
    }
    return told->size() == size_t(limit) || stale->size() == size_t(mostStale);
}

IncidentIndex::IncidentIndex(Database &database, ActorId program, QObject *parent)
    : IndexFollower(
          database, program, {"timeline"_L1, "incident_stale"_L1},
          [](Transaction &transaction) { return indexIncidents(transaction); }, parent)
{
}

}  // namespace onlyonce
