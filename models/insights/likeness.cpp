// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/likeness.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace onlyonce {

namespace {

// BM25's two constants, and the usual length of what is found out, in stems: the length of one text is measured by it.
constexpr double saturation = 1.2;
constexpr double lengthWeight = 0.5;
constexpr double usualLength = 45;
//! Of a word that none has. A share of it, so that a score means the same with ten incidents and with a hundred thousand.
constexpr double highestRarity = 5;

//! Among fewer incidents every word would seem a common one: a young history is taken for a
//! piece of one that has this many. More would make rare what everybody says.
constexpr double fewest = 6;

double weightOf(Feature feature)
{
    switch (feature) {
    case Feature::Seen:
        return 0.25;
    case Feature::Told:
        return 0.3;
    case Feature::Covered:
        return 2.6;
    case Feature::Host:
        return 0.3;
    case Feature::Pattern:
        return 0.26;
    }
    return 0;
}

double bm25(const Bygone &bygone, const QString &stem, double rarity)
{
    const double times = bygone.found.value(stem);
    const double length = 1 - lengthWeight + lengthWeight * bygone.length / usualLength;
    return rarity * times * (saturation + 1) / (times + saturation * length);
}

std::vector<Stem> eachOnce(const QStringList &texts, const QSet<QString> &without)
{
    QSet<QString> known = without;
    std::vector<Stem> stems;
    for (const QString &text : texts) {
        for (Stem &stem : stemsOf(text)) {
            if (!known.contains(stem.stem)) {
                known.insert(stem.stem);
                stems.push_back(std::move(stem));
            }
        }
    }
    return stems;
}

}  // namespace

Newcomer newcomer(const QStringList &seen, const QStringList &whys, const QStringList &notes,
                  const std::vector<Mark> &marks)
{
    Newcomer result{.seen = eachOnce(seen, {}), .told = {}, .isAnswered = !whys.isEmpty(), .marks = {}};
    QSet<QString> known;
    for (const Stem &stem : result.seen) {
        known.insert(stem.stem);
    }
    result.told = eachOnce(whys + notes, known);
    result.told.resize(std::min(result.told.size(), size_t(mostTold)));
    for (const Mark &mark : marks) {
        if (std::ranges::find(result.marks, mark) == result.marks.end()) {
            result.marks.push_back(mark);
        }
    }
    return result;
}

QString Bygone::toText() const
{
    QStringList words;
    for (auto each = found.begin(); each != found.end(); ++each) {
        for (int i = 0; i < each.value(); ++i) {
            words << each.key();
        }
    }
    words.sort();
    return words.join(QLatin1Char(' '));
}

Bygone Bygone::fromText(const QString &text)
{
    Bygone result;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        ++result.found[word];
        result.length += word.front().isDigit() ? 0 : 1;
    }
    return result;
}

Bygone bygone(const QStringList &found, const std::vector<Mark> &marks)
{
    Bygone result;
    for (const QString &text : found) {
        for (const Stem &stem : stemsOf(text)) {
            ++result.found[stem.stem];
            ++result.length;
        }
    }
    for (const Mark &mark : marks) {
        result.found.insert(mark.token(), 1);
    }
    return result;
}

Rarity::Rarity(qint64 incidents, QHash<QString, qint64> having)
    : m_incidents(incidents)
    , m_having(std::move(having))
{
}

double Rarity::of(const QString &token) const
{
    const auto with = double(m_having.value(token));
    const double all = std::max({double(m_incidents), with, fewest});
    const auto inverse = [all](double some) { return std::log(1 + (all - some + 0.5) / (some + 0.5)); };
    return highestRarity * inverse(with) / inverse(0);
}

double Likeness::score() const
{
    double sum = 0;
    for (const auto &[feature, value] : points) {
        sum += value;
    }
    return sum;
}

void Likeness::join(const Likeness &other)
{
    for (const auto &[feature, value] : other.points) {
        double &mine = points[feature];
        mine = std::max(mine, value);
    }
}

Likeness likeness(const Newcomer &newcomer, const Bygone &bygone, const Rarity &rarity)
{
    Likeness result;
    std::vector<std::pair<double, QString>> shared;
    const auto add = [&](const std::vector<Stem> &stems, Feature feature) {
        double sum = 0;
        double covered = 0;
        double all = 0;
        for (const Stem &stem : stems) {
            const double weight = rarity.of(stem.stem);
            all += weight;
            if (bygone.found.contains(stem.stem)) {
                const double points = bm25(bygone, stem.stem, weight);
                sum += points;
                covered += weight;
                shared.emplace_back(-points * weightOf(feature), stem.word);
            }
        }
        result.points[feature] = weightOf(feature) * sum;
        return all > 0 ? covered / all : 0;
    };
    add(newcomer.seen, Feature::Seen);
    result.points[Feature::Covered] = weightOf(Feature::Covered) * add(newcomer.told, Feature::Told);
    for (const Mark &mark : newcomer.marks) {
        const QString token = mark.token();
        if (bygone.found.contains(token)) {
            const Feature feature = mark.kind == MarkKind::Host ? Feature::Host : Feature::Pattern;
            double &points = result.points[feature];
            points = std::max(points, weightOf(feature) * rarity.of(token));
            result.marks << mark.text;
        }
    }
    std::ranges::stable_sort(shared, {}, &std::pair<double, QString>::first);
    for (const auto &[points, word] : shared) {
        result.words << word;
    }
    return result;
}

double threshold(const Newcomer &newcomer)
{
    return newcomer.isAnswered ? 5.40 : newcomer.told.empty() ? 3.60 : 5.42;
}

}  // namespace onlyonce
