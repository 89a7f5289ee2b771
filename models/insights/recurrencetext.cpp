// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a recurrence: to people in sentences, to machines as JSON. Declared in recurrence.h.
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/documents/visibletext.h"
#include "models/insights/recurrence.h"

#include <QJsonArray>
#include <QLocale>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

constexpr auto stateWords = wordsFrom(RecurrenceState::Proposed, "proposed", "confirmed", "refuted");

QString dayOf(Instant instant)
{
    return QLocale().toString(toDateTime(instant, QTimeZone::systemTimeZone()).date(), QLocale::LongFormat);
}

}  // namespace

QString toText(RecurrenceState state)
{
    return stateWords.of(state);
}

RecurrenceState recurrenceStateFrom(const QString &text)
{
    return stateWords.find(text).value_or(RecurrenceState::Refuted);  // what a newer program wrote is not shown
}

std::pair<QString, QString> sentencesOf(const Alike &alike)
{
    const auto line = [](const QString &text) {
        const QString cut = shortLine(text, 160);
        return cut.endsWith(u'.') ? cut.chopped(1) : cut;
    };
    const QString head =
        alike.state == RecurrenceState::Confirmed ? tr("The same again as %1 “%2”.") : tr("Looks like %1 “%2”.");
    QStringList story;
    if (alike.root) {
        story << tr("Root cause: %1.").arg(line(alike.root->text));
    }
    for (const Countermeasure &measure : alike.countermeasures) {
        const QString text = line(measure.what.text);
        switch (measure.state) {
        case CountermeasureState::Open:
            story << tr("Countermeasure “%1” is still open.").arg(text);
            break;
        case CountermeasureState::Done:
        case CountermeasureState::Proven:
            story << (measure.doneAt ? tr("Countermeasure “%1” was done on %2.").arg(text, dayOf(*measure.doneAt))
                                     : tr("Countermeasure “%1” was done.").arg(text));
            break;
        case CountermeasureState::Failed:
            story << tr("Countermeasure “%1” has failed.").arg(text);
            break;
        }
    }
    return {head.arg(alike.reference(), line(alike.title)), story.join(u' ')};
}

QString sentenceOf(const Alike &alike)
{
    const auto [head, story] = sentencesOf(alike);
    return story.isEmpty() ? head : head + u' ' + story;
}

QString reasonOf(const Alike &alike)
{
    QStringList parts;
    if (!alike.words.isEmpty()) {
        parts << tr("Both speak of %1").arg(alike.words.join(u", "_s));
    }
    if (!alike.marks.isEmpty()) {
        parts << tr("both have %1").arg(alike.marks.join(u", "_s));
    }
    return parts.join(u"; "_s);
}

QJsonObject toJson(const Alike &alike)
{
    QJsonArray measures;
    for (const Countermeasure &measure : alike.countermeasures) {
        measures.append(QJsonObject{{u"text"_s, measure.what.text},
                                    {u"state"_s, toText(measure.state)},
                                    {u"doneAt"_s, toJson(measure.doneAt)}});
    }
    return {{u"number"_s, alike.number},
            {u"title"_s, alike.title},
            {u"score"_s, alike.score},
            {u"said"_s, alike.said},
            {u"state"_s, toText(alike.state)},
            {u"decidedBy"_s, alike.decidedBy},
            {u"decidedAt"_s, toJson(alike.decidedAt)},
            {u"words"_s, QJsonArray::fromStringList(alike.words)},
            {u"marks"_s, QJsonArray::fromStringList(alike.marks)},
            {u"rootCause"_s, alike.root ? QJsonValue(alike.root->text) : QJsonValue()},
            {u"rootCategory"_s, alike.root && alike.root->root ? QJsonValue(toText(*alike.root->root)) : QJsonValue()},
            {u"countermeasures"_s, measures}};
}

}  // namespace onlyonce
