// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/texts/merge.h"

#include "models/postmortem/texts/differences.h"

#include <QHash>
#include <QStringList>

#include <utility>
#include <vector>

namespace onlyonce {

namespace {

//! Lines [begin, end) of the base, and what stands there now.
struct LineChange
{
    qsizetype begin = 0;
    qsizetype end = 0;
    QStringList lines;

    friend bool operator==(const LineChange &, const LineChange &) = default;
};

//! Each line as a number, the same for the same text.
class LineNumbers
{
public:
    std::vector<int> of(const QStringList &lines)
    {
        std::vector<int> numbers;
        numbers.reserve(size_t(lines.size()));
        for (const QString &line : lines) {
            numbers.push_back(m_numbers.value(line, int(m_numbers.size())));
            m_numbers.insert(line, numbers.back());
        }
        return numbers;
    }

private:
    QHash<QString, int> m_numbers;
};

std::vector<LineChange> changesOf(const QStringList &base, const QStringList &text)
{
    LineNumbers numbers;
    const std::vector<int> before = numbers.of(base);
    const auto runs = differences(before, numbers.of(text));
    if (!runs) {
        return {{.begin = 0, .end = base.size(), .lines = text}};
    }
    std::vector<LineChange> changes;
    qsizetype inBase = 0;
    qsizetype inText = 0;
    bool isChange = false;
    for (const auto &[kind, count] : *runs) {
        if (kind != TextChange::Kind::Same && !std::exchange(isChange, true)) {
            changes.push_back({.begin = inBase, .end = inBase, .lines = {}});
        }
        switch (kind) {
        case TextChange::Kind::Same:
            isChange = false;
            inBase += count;
            inText += count;
            break;
        case TextChange::Kind::Removed:
            inBase += count;
            changes.back().end = inBase;
            break;
        case TextChange::Kind::Added:
            changes.back().lines += text.mid(inText, count);
            inText += count;
            break;
        }
    }
    return changes;
}

}  // namespace

std::optional<QString> mergeTexts(const QString &base, const QString &yours, const QString &theirs)
{
    const QStringList lines = base.split(QLatin1Char('\n'));
    const auto mine = changesOf(lines, yours.split(QLatin1Char('\n')));
    const auto others = changesOf(lines, theirs.split(QLatin1Char('\n')));
    QStringList merged;
    qsizetype done = 0;
    auto one = mine.begin();
    auto two = others.begin();
    while (one != mine.end() || two != others.end()) {
        const bool both = one != mine.end() && two != others.end();
        if (both && *one == *two) {
            ++two;
        } else if (both && one->begin <= two->end && two->begin <= one->end) {
            return std::nullopt;
        }
        const LineChange &next =
            one == mine.end() || (two != others.end() && two->begin < one->begin) ? *two++ : *one++;
        merged.append(lines.mid(done, next.begin - done));
        merged.append(next.lines);
        done = next.end;
    }
    merged.append(lines.mid(done));
    return merged.join(QLatin1Char('\n'));
}

}  // namespace onlyonce
