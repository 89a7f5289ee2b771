// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/search.h"

#include "models/alerts/inbox/alertwords.h"
#include "models/documents/visibletext.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/lists/incidentindextable.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype mostWordsAsked = 12;
constexpr int mostLookedThrough = 200;  // entries of one incident
constexpr qsizetype before = 30;        // signs that lead to what was found
constexpr qsizetype longest = 160;

//! Of those, how many are in the text.
int wordsFound(const QString &text, const QStringList &words)
{
    const QStringList present = wordsOf(text, 4'000);
    int found = 0;
    for (qsizetype at = 0; at < words.size(); ++at) {
        const bool isLast = at == words.size() - 1;
        found += std::ranges::any_of(
            present, [&](const QString &each) { return isLast ? each.startsWith(words[at]) : each == words[at]; });
    }
    return found;
}

//! Signs of Markdown say nothing in one line.
QString plain(QString text)
{
    static const QRegularExpression markup(u"[`*_#>]+"_s);
    return visibleLine(text.remove(markup));
}

//! The piece of the text in which the first of the words stands.
QString around(const QString &text, const QStringList &words)
{
    static const QRegularExpression wordEnd(u"[^\\p{L}\\p{N}\\p{M}]+"_s);
    const QString line = plain(text);
    qsizetype place = 0;
    for (const QString &piece : line.split(wordEnd, Qt::SkipEmptyParts)) {
        const qsizetype at = line.indexOf(piece, place);
        const QStringList folded = wordsOf(piece);
        if (std::ranges::any_of(
                folded, [&](const QString &each) { return words.contains(each) || each.startsWith(words.back()); })) {
            qsizetype from = std::max(at - before, qsizetype{0});
            if (from > 0) {
                from = std::max(line.indexOf(u' ', from) + 1, qsizetype{0});  // begins with a whole word
                from = from > at ? at : from;
            }
            return (from > 0 ? u"… "_s : QString()) + shortLine(line.mid(from), longest);
        }
        place = at + piece.size();
    }
    return shortLine(line, longest);
}

}  // namespace

QStringList searchWords(const QString &text)
{
    QStringList words = wordsOf(text, mostWordsAsked);
    // Each once; but what was typed last is a beginning, and stands at the end.
    const QStringList last = wordsOf(text.section(QRegularExpression(u"[^\\p{L}\\p{N}\\p{M}]+"_s), -1), 1);
    if (!last.isEmpty() && words.size() > 1 && words.removeAll(last.front()) > 0) {
        words << last.front();
    }
    return words;
}

bool hasWords(const QString &text, const QStringList &words)
{
    return wordsFound(text, words) == int(words.size());
}

Result<QString> excerptOf(Transaction &transaction, const Incident &incident, const QString &text)
{
    const QStringList words = searchWords(text);
    if (words.isEmpty() || hasWords(incident.title, words)) {
        return QString();
    }
    const auto bodies = incidentindextable::bodiesOf(transaction, incident.id, mostLookedThrough);
    if (!bodies) {
        return failure(bodies);
    }
    const auto texts = incidentindextable::textsOf(transaction, incident.id);
    if (!texts) {
        return failure(texts);
    }
    QString best;
    int most = 0;
    for (const QString &each : *texts + *bodies) {
        const int found = wordsFound(each, words);
        if (found > most) {
            most = found;
            best = each;
        }
    }
    return most > 0 ? around(best, words) : QString();
}

Result<std::vector<ListedIncident>> searchIncidents(Transaction &transaction, const QString &text, int limit)
{
    auto meant = incidentindextable::meaning(transaction, text);
    if (!meant) {
        return failure(meant);
    }
    std::vector<IncidentId> ids;
    const auto add = [&ids, limit](IncidentId id) {
        if (ids.size() < size_t(limit) && std::ranges::find(ids, id) == ids.end()) {
            ids.push_back(id);
        }
    };
    if (meant->number > 0) {
        const auto exact = incidenttable::byNumber(transaction, meant->number);
        if (!exact) {
            return failure(exact);
        }
        if (*exact) {
            add((*exact)->id);
        }
    }
    for (const qint64 id : meant->unindexed) {
        add(IncidentId{id});
    }
    if (!meant->match.isEmpty()) {
        const auto ranked = incidentindextable::ranked(transaction, meant->match, limit);
        if (!ranked) {
            return failure(ranked);
        }
        std::ranges::for_each(*ranked, add);
    }
    std::vector<ListedIncident> rows;
    for (const IncidentId id : ids) {
        auto incident = incidenttable::byId(transaction, id);
        if (!incident) {
            return failure(incident);
        }
        auto excerpt = *incident ? excerptOf(transaction, **incident, text) : Result<QString>();
        if (!excerpt) {
            return failure(excerpt);
        }
        const bool apart = *incident && ((*incident)->drill || (*incident)->visibility == Visibility::Restricted);
        if (*incident && (!apart || (*incident)->number == meant->number)) {
            rows.push_back({std::move(**incident), 0, std::move(*excerpt)});
        }
    }
    return rows;
}

}  // namespace onlyonce
