// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/recurrence.h"

#include "models/base/tr.h"
#include "models/incidents/desk.h"
#include "models/incidents/ending/ending.h"
#include "models/insights/recurrencetable.h"

#include <QCryptographicHash>

#include <algorithm>
#include <set>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

// What keeps a comparison short however long the history is: the rarest words of the new incident, and for each the newest
// incidents that have it.
constexpr size_t mostTokens = 16;
constexpr int mostHaving = 40;
constexpr size_t mostKept = 3;

bool isCompared(const Incident &incident)
{
    const auto resolution = incident.resolution.value_or(Resolution::Resolved);
    return incident.visibility != Visibility::Restricted && !incident.drill && resolution == Resolution::Resolved;
}

struct Traits
{
    Newcomer newcomer;
    Bygone bygone;
};

Result<Traits> traitsOf(Transaction &transaction, const Incident &incident)
{
    const auto alerts = recurrencetable::alertsOf(transaction, incident.id);
    const auto told = recurrencetable::wordsOf(transaction, incident.id);
    const auto whys = recurrencetable::whysOf(transaction, incident.id);
    const auto measures = recurrencetable::measuresOf(transaction, incident.id);
    for (const auto *texts : {&told, &whys, &measures}) {
        if (!*texts) {
            return failure(*texts);
        }
    }
    if (!alerts) {
        return failure(alerts);
    }
    QStringList seen{incident.title};
    std::vector<Mark> marks;
    for (const recurrencetable::Seen &alert : *alerts) {
        seen << alert.summary << labelWords(alert.labels);
        const auto its = marksOf(alert.summary, alert.labels);
        marks.insert(marks.end(), its.begin(), its.end());
    }
    Traits traits{.newcomer = newcomer(seen, *whys, *told, marks), .bygone = {}};
    const QStringList found = *told + *whys + *measures;
    if (!found.isEmpty()) {  // of an earlier one of which nothing was found out there is nothing to tell
        traits.bygone = bygone(found, marks);
    }
    return traits;
}

QStringList tokensOf(const Newcomer &newcomer)
{
    QStringList tokens;
    for (const auto *stems : {&newcomer.seen, &newcomer.told}) {
        for (const Stem &stem : *stems) {
            tokens << stem.stem;
        }
    }
    for (const Mark &mark : newcomer.marks) {
        tokens << mark.token();
    }
    return tokens;
}

Result<std::vector<IncidentId>> candidates(Transaction &transaction, IncidentId id, QStringList tokens,
                                           const Rarity &rarity)
{
    tokens.removeIf([&](const QString &token) { return rarity.having(token) == 0; });
    std::ranges::stable_sort(tokens, {}, [&](const QString &token) { return rarity.having(token); });
    std::set<IncidentId> found;
    for (const QString &token : tokens.mid(0, mostTokens)) {
        const auto some = recurrencetable::having(transaction, token, rarity.having(token), id, mostHaving);
        if (!some) {
            return failure(some);
        }
        found.insert(some->begin(), some->end());
    }
    return std::vector(found.begin(), found.end());
}

//! The likeliest causes, each once: of incidents that are known to have the same one, the first speaks.
Result<std::vector<Alike>> likeliest(Transaction &transaction, const Newcomer &newcomer,
                                     const std::vector<IncidentId> &ids, const Rarity &rarity)
{
    const auto pasts = recurrencetable::bygones(transaction, ids);
    const auto confirmed = pasts ? recurrencetable::confirmedAmong(transaction, ids) : failure(pasts);
    if (!confirmed) {
        return failure(confirmed);
    }
    std::map<IncidentId, IncidentId> before(confirmed->begin(), confirmed->end());
    std::map<IncidentId, Likeness> causes;
    for (const auto &[id, bygone] : *pasts) {
        IncidentId first = id;
        for (auto earlier = before.find(first); earlier != before.end(); earlier = before.find(first)) {
            first = earlier->second;  // always an earlier one, so this ends
        }
        Likeness likeness = onlyonce::likeness(newcomer, bygone, rarity);
        const auto [known, isNew] = causes.try_emplace(first, likeness);
        if (!isNew) {
            known->second.join(likeness);
        }
    }
    std::vector<Alike> alike;
    const double least = threshold(newcomer) / 2;  // what is less alike is chance
    for (const auto &[id, likeness] : causes) {
        const double score = likeness.score();
        if (score < least) {
            continue;
        }
        alike.push_back({.past = id,
                         .score = score,
                         .said = score > threshold(newcomer),
                         .words = likeness.words.mid(0, 8),
                         .marks = likeness.marks});
    }
    std::ranges::sort(alike, std::greater(), [](const Alike &each) { return std::pair(each.score, each.past.value); });
    alike.resize(std::min(alike.size(), mostKept));
    return alike;
}

QByteArray hashOf(const Newcomer &newcomer)
{
    QStringList all;
    for (const auto *stems : {&newcomer.seen, &newcomer.told}) {
        for (const Stem &stem : *stems) {
            all << stem.stem;
        }
        all << QString();
    }
    for (const Mark &mark : newcomer.marks) {
        all << mark.token();
    }
    return QCryptographicHash::hash(all.join(u'\n').toUtf8(), QCryptographicHash::Sha1);
}

Result<> addFindings(Transaction &transaction, Alike &alike)
{
    const auto record = postMortemRecord(transaction, alike.past);
    if (!record || !*record) {
        return record ? Result<>() : failure(record);
    }
    if (const auto roots = (*record)->roots(); !roots.empty()) {
        alike.root = roots.front();
        alike.countermeasures = (*record)->answering(roots.front().id);
    }
    if (alike.countermeasures.empty()) {
        alike.countermeasures = (*record)->countermeasures;
    }
    return {};
}

struct Pair
{
    Incident now;
    Incident past;
};

Result<Pair> pairOf(Transaction &transaction, IncidentId id, IncidentId past)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto now = incident(transaction, id);
    auto earlier = incident(transaction, past);
    if (!now || !earlier) {
        return now ? failure(earlier) : failure(now);
    }
    if (!*now || !*earlier) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    if (past >= id) {
        return fail(ErrorCode::Invalid,
                    tr("%1 is not earlier than %2.").arg((*earlier)->reference(), (*now)->reference()));
    }
    return Pair{std::move(**now), std::move(**earlier)};
}

Result<RecurrenceState> stateOf(Transaction &transaction, IncidentId id, IncidentId past)
{
    const auto known = recurrencetable::of(transaction, id);
    if (!known) {
        return failure(known);
    }
    const auto found = std::ranges::find(*known, past, &Alike::past);
    return found == known->end() ? RecurrenceState::Proposed : found->state;
}

//! It was thought to be corrected, and was not.
Result<> failCountermeasures(Transaction &transaction, const Pair &pair)
{
    const auto record = postMortemRecord(transaction, pair.past.id);
    if (!record || !*record) {
        return record ? Result<>() : failure(record);
    }
    for (const Countermeasure &measure : (*record)->countermeasures) {
        if (measure.state == CountermeasureState::Done || measure.state == CountermeasureState::Proven) {
            const auto failed =
                setCountermeasureState(transaction, measure.id, CountermeasureState::Failed, measure.version,
                                       tr("It happened again: %1").arg(pair.now.reference()));
            if (!failed) {
                return failure(failed);
            }
        }
    }
    return {};
}

}  // namespace

Result<std::vector<Alike>> alikeTo(Transaction &transaction, IncidentId id)
{
    auto alike = recurrencetable::of(transaction, id);
    if (!alike) {
        return alike;
    }
    for (Alike &each : *alike) {
        ONLYONCE_TRY(addFindings(transaction, each));
    }
    return alike;
}

Result<> confirmRecurrence(Transaction &transaction, IncidentId id, IncidentId past)
{
    const auto pair = pairOf(transaction, id, past);
    const auto state = pair ? stateOf(transaction, id, past) : failure(pair);
    if (!state || *state == RecurrenceState::Confirmed) {
        return state ? Result<>() : failure(state);
    }
    ONLYONCE_TRY(recurrencetable::decide(transaction, id, past, RecurrenceState::Confirmed));
    ONLYONCE_TRY(relateRecurrence(transaction, id, past));
    return failCountermeasures(transaction, *pair);
}

Result<> refuteRecurrence(Transaction &transaction, IncidentId id, IncidentId past)
{
    const auto pair = pairOf(transaction, id, past);
    const auto state = pair ? stateOf(transaction, id, past) : failure(pair);
    if (!state || *state == RecurrenceState::Refuted) {
        return state ? Result<>() : failure(state);
    }
    ONLYONCE_TRY(recurrencetable::decide(transaction, id, past, RecurrenceState::Refuted));
    if (*state == RecurrenceState::Confirmed) {
        return unrelateIncidents(transaction, id, past);
    }
    const auto told =
        append(transaction, {.incident = id,
                             .kind = TimelineKind::Related,
                             .body = tr("Not the same as %1").arg(pair->past.reference()),
                             .data = {{u"other"_s, past.value}, {u"kind"_s, toText(RecurrenceState::Refuted)}}});
    return told ? Result<>() : failure(told);
}

Result<bool> compareIncident(Transaction &transaction, const Incident &incident)
{
    if (!isCompared(incident) || incident.title.isEmpty()) {
        return false;
    }
    const auto traits = traitsOf(transaction, incident);
    const auto isNew =
        traits ? recurrencetable::putRead(transaction, incident.id, hashOf(traits->newcomer)) : failure(traits);
    if (!isNew || !*isNew) {
        return isNew;
    }
    const QStringList tokens = tokensOf(traits->newcomer);
    const auto rarity = recurrencetable::rarityOf(transaction, tokens);
    const auto found = rarity ? candidates(transaction, incident.id, tokens, *rarity) : failure(rarity);
    const auto alike = found ? likeliest(transaction, traits->newcomer, *found, *rarity) : failure(found);
    if (!alike) {
        return failure(alike);
    }
    ONLYONCE_TRY(recurrencetable::propose(transaction, incident.id, *alike));
    return true;
}

Result<> learnFrom(Transaction &transaction, const Incident &incident)
{
    QString text;
    if (isCompared(incident)) {
        const auto traits = traitsOf(transaction, incident);
        if (!traits) {
            return failure(traits);
        }
        text = traits->bygone.toText();
    }
    const auto written = recurrencetable::putBygone(transaction, incident.id, text);
    return written ? Result<>() : failure(written);
}

}  // namespace onlyonce
