// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/archive/markdownparts.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace onlyonce::archive {

namespace {

using namespace Qt::StringLiterals;

QString answerIn(const Item &item)
{
    static const QRegularExpression label(
        uR"(^[*_\s]*(?:(?:why\s*#?\d+|\d+(?:st|nd|rd|th)\s+why|[1-9])\s*[*_]*\s*[:.)–—-]|because\b[:,]?)[*_\s]*)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression asked(uR"(^[*_\s]*why\b[^?]*\?[*_\s]*(?=\S))"_s,
                                          QRegularExpression::CaseInsensitiveOption
                                              | QRegularExpression::DotMatchesEverythingOption);
    QString text = item.text;
    text.remove(label).remove(asked).remove(label);  // the question says again what stands above
    text = shortLine(markdownToPlain(text), longestWhy);
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

//! The items from `next` on that stand below `above`.
std::vector<RecordedWhy> below(const std::vector<Item> &items, size_t &next, int above, int level, bool isChain,
                               WhyQuestion question, Parts &parts)
{
    std::vector<RecordedWhy> whys;
    while (next < items.size() && (items[next].depth > above || (isChain && whys.empty()))) {
        const Item &item = items[next++];
        if (level > deepestWhy) {
            parts.problems.add(item.line, tr("There are more than %1 whys below each other.").arg(deepestWhy));
            return whys;
        }
        RecordedWhy why{.why = {.question = question, .text = answerIn(item)}};
        why.whys = below(items, next, item.depth, level + 1, isChain, question, parts);
        if (why.whys.empty()) {
            why.why.root = RootCategory::Other;
        }
        if (!why.why.text.isEmpty()) {
            whys.push_back(std::move(why));
        }
    }
    return whys;
}

bool stands(const QString &text, const std::vector<RecordedWhy> &whys)
{
    return std::ranges::any_of(whys, [&text](const RecordedWhy &each) {
        return plainKey(each.why.text) == plainKey(text) || stands(text, each.whys);
    });
}

bool isDone(const QString &state)
{
    static const QRegularExpression words(u"\\b(?:done|completed?|closed|fixed|finished|resolved)\\b|✅|☑|✔"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    return words.match(state).hasMatch();
}

CountermeasureKind kindIn(const QString &text)
{
    const QString word = text.toLower();
    return word.contains(u"detect"_s)                                 ? CountermeasureKind::Detect
         : word.contains(u"mitigat"_s) || word.contains(u"correct"_s) ? CountermeasureKind::Mitigate
                                                                      : CountermeasureKind::Prevent;
}

std::optional<QDate> dayIn(const QString &text)
{
    const auto stamp = stampAt(bare(text));
    return stamp ? stamp->date : std::nullopt;
}

QString linkIn(const QString &text)
{
    static const QRegularExpression link(uR"(https?://[^\s)>\]|]+)"_s);
    const QString found = link.match(text).captured();
    return QUrl(found, QUrl::StrictMode).isValid() ? found : QString();
}

RecordedMeasure measureIn(const Item &item)
{
    static const QRegularExpression owner(
        uR"(\s*[([]?\s*(?:@([\w.-]+)|(?:owner|assignee|assigned to)\s*:?\s*@?([^,;)\]\n]+))\s*[,;]?)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression due(
        uR"(\s*[([,;–—-]?\s*\b(?:due|by|deadline|until)(?:\s+on|\s+date)?\s*:?\s*(\d{4}-\d{2}-\d{2})\s*[)\]]?)"_s,
        QRegularExpression::CaseInsensitiveOption);
    RecordedMeasure recorded;
    QString text = item.text;
    if (const auto match = due.match(text); match.hasMatch()) {
        recorded.measure.what.dueOn = dayIn(match.captured(1));
        text.remove(match.capturedStart(), match.capturedLength());
    }
    if (const auto match = owner.match(text); match.hasMatch()) {
        recorded.owner = shortLine(match.captured(1) + match.captured(2), 200);
        text.remove(match.capturedStart(), match.capturedLength());
    }
    // Often neither is named: “Give it a queue of its own (Ada, 2026-09-01)”.
    static const QRegularExpression last(
        uR"(\s*[([]\s*(?:([^()\[\],;:\d]{1,60}?)\s*[,;–—-]\s*)?(\d{4}-\d{2}-\d{2})\s*[)\]]\s*$)"_s);
    if (const auto match = last.match(text); match.hasMatch() && !recorded.measure.what.dueOn) {
        if (recorded.owner.isEmpty()) {
            recorded.owner = match.captured(1);
        }
        recorded.measure.what.dueOn = dayIn(match.captured(2));
        text.truncate(match.capturedStart());
    }
    static const QRegularExpression rest(uR"([\s([,;–—-]+$|(?<=\s)[)\]]+\s*$)"_s);
    recorded.measure.what.link = linkIn(text);
    recorded.measure.what.text = shortLine(markdownToPlain(text.remove(rest)), longestWhy);
    recorded.measure.state = item.done.value_or(false) ? CountermeasureState::Done : CountermeasureState::Open;
    return recorded;
}

RecordedMeasure measureIn(const QStringList &titles, const TableLine &row)
{
    RecordedMeasure recorded;
    auto &what = recorded.measure.what;
    for (qsizetype i = 0; i < titles.size() && i < row.cells.size(); ++i) {
        const QString &title = titles[i];
        const QString cell = bare(markdownToPlain(row.cells[i]));
        const auto has = [&title](std::initializer_list<QLatin1StringView> words) {
            return std::ranges::any_of(words, [&title](QLatin1StringView word) { return title.contains(word); });
        };
        if (cell.isEmpty()) {
            continue;
        }
        if (has({"owner"_L1, "assignee"_L1, "who"_L1, "responsible"_L1})) {
            recorded.owner = shortLine(QString(cell).remove(u'@'), 200);
        } else if (has({"due"_L1, "deadline"_L1, "date"_L1, "eta"_L1})) {
            what.dueOn = dayIn(cell);
        } else if (has({"type"_L1, "kind"_L1, "category"_L1})) {
            what.kind = kindIn(cell);
        } else if (has({"status"_L1, "state"_L1, "done"_L1})) {
            recorded.measure.state = isDone(cell) ? CountermeasureState::Done : CountermeasureState::Open;
        } else if (has({"bug"_L1, "ticket"_L1, "issue"_L1, "link"_L1})) {
            what.link = linkIn(row.cells[i]);
        } else if (has({"check"_L1, "verif"_L1})) {
            what.effectCheck = shortLine(cell, longestWhy);
        } else if (what.text.isEmpty() && !has({"priority"_L1, "number"_L1})) {
            what.text = shortLine(cell, longestWhy);
        }
    }
    return recorded;
}

}  // namespace

void readWhys(const Section &section, WhyQuestion question, Parts &parts, std::vector<RecordedWhy> &whys)
{
    const auto items = itemsIn(section);
    if (items.empty()) {
        return;
    }
    const bool isChain =
        std::ranges::all_of(items, [&items](const Item &item) { return item.depth == items.front().depth; });
    size_t next = 0;
    auto read = below(items, next, -1, 1, isChain, question, parts);
    whys.insert(whys.end(), std::make_move_iterator(read.begin()), std::make_move_iterator(read.end()));
    int count = 0;
    const auto walk = [&count](const auto &self, const std::vector<RecordedWhy> &nodes) -> void {
        for (const RecordedWhy &node : nodes) {
            ++count;
            self(self, node.whys);
        }
    };
    walk(walk, whys);
    if (count > mostWhys) {
        parts.problems.add(section.line, tr("There are more than %1 whys.").arg(mostWhys));
    }
}

void readRootCauses(const Section &section, std::vector<RecordedWhy> &whys)
{
    for (const Item &item : itemsIn(section)) {
        const RecordedWhy cause = rootCause(markdownToPlain(item.text));
        if (!cause.why.text.isEmpty() && !stands(cause.why.text, whys)) {
            whys.push_back(cause);
        }
    }
}

void readActions(const Section &section, Parts &parts, std::vector<RecordedMeasure> &measures)
{
    const auto take = [&](RecordedMeasure measure, int line) {
        if (measure.measure.what.text.isEmpty()) {
            parts.problems.add(line, tr("An action item without words."));
        } else {
            measures.push_back(std::move(measure));
        }
    };
    if (const auto table = tableIn(section); table.size() > 1) {
        QStringList titles;
        for (const QString &title : table.front().cells) {
            titles << plainKey(title);
        }
        for (size_t i = 1; i < table.size(); ++i) {
            take(measureIn(titles, table[i]), table[i].line);
        }
        return;
    }
    for (const Item &item : itemsIn(section)) {
        take(measureIn(item), item.line);
    }
}

}  // namespace onlyonce::archive
