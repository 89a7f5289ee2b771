// SPDX-License-Identifier: GPL-3.0-or-later
// How much a new incident is like an earlier one: a linear score over a few features, each of which can be shown. What was
// found out about the earlier one (notes, whys, root causes, countermeasures) counts, not how it looked: incidents that look
// alike have another cause more often than not. Weights and thresholds were chosen on the tuning half of
// tests/data/insights/recurrence (tests/bench recurrence). Pure.
#pragma once

#include "models/insights/traits.h"

#include <QHash>

#include <map>
#include <vector>

namespace onlyonce {

//! What is known of an incident from its first minute until its post-mortem is approved.
struct Newcomer
{
    std::vector<Stem> seen;   //!< title and alerts, each stem once
    std::vector<Stem> told;   //!< its whys, and notes of people, each once, without those above; the first mostTold
    bool isAnswered = false;  //!< there are whys
    std::vector<Mark> marks;
};
inline constexpr qsizetype mostTold = 40;
[[nodiscard]] Newcomer newcomer(const QStringList &seen, const QStringList &whys, const QStringList &notes,
                                const std::vector<Mark> &marks);

//! What is known of an earlier one: how often each stem stands in what was found out, and the tokens of its marks.
struct Bygone
{
    QHash<QString, int> found;
    int length = 0;  //!< of what was found, in stems

    //! The same as a text of stems and tokens, as it is stored.
    [[nodiscard]] QString toText() const;
    [[nodiscard]] static Bygone fromText(const QString &text);
};
[[nodiscard]] Bygone bygone(const QStringList &found, const std::vector<Mark> &marks);

//! Words that few earlier incidents have say more.
class Rarity
{
public:
    Rarity(qint64 incidents, QHash<QString, qint64> having);
    //! BM25's weight of a word (inverse document frequency), between 0 and 5 whatever the number of incidents.
    [[nodiscard]] double of(const QString &token) const;
    [[nodiscard]] qint64 having(const QString &token) const { return m_having.value(token); }

private:
    qint64 m_incidents;
    QHash<QString, qint64> m_having;
};

enum class Feature {
    Seen,     //!< words of title and alerts stand in what was found (BM25)
    Told,     //!< words that people have written since do (BM25)
    Covered,  //!< which part of the latter, by rarity
    Host,     //!< the same class of hosts
    Pattern,  //!< the same alert's text
};
struct Likeness
{
    std::map<Feature, double> points;  //!< weighted; their sum is the score
    QStringList words;                 //!< that both have, what weighs most first
    QStringList marks;

    [[nodiscard]] double score() const;
    //! As good as the better of both in each feature: two that are known to have one cause speak for each other.
    void join(const Likeness &other);
};
[[nodiscard]] Likeness likeness(const Newcomer &newcomer, const Bygone &bygone, const Rarity &rarity);

//! From which score on a person is told, so that at most about 5 of 100 incidents that are new are taken for old ones (2 of
//! 100 in the half it was chosen on). The more words there are, the higher any score is.
[[nodiscard]] double threshold(const Newcomer &newcomer);

}  // namespace onlyonce
