// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/texts/worddiff.h"

#include "models/postmortem/texts/differences.h"

#include <QHash>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace onlyonce {

namespace {

using Pieces = std::vector<QStringView>;

Pieces wordsOf(QStringView text)
{
    Pieces pieces;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text.data(), text.size());
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype to = finder.toNextBoundary();
        const qsizetype end = to < 0 ? text.size() : to;
        pieces.push_back(text.mid(from, end - from));
        from = end;
    }
    return pieces;
}

Pieces linesOf(QStringView text)
{
    Pieces pieces;
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype newline = text.indexOf(u'\n', from);
        const qsizetype end = newline < 0 ? text.size() : newline + 1;
        pieces.push_back(text.mid(from, end - from));
        from = end;
    }
    return pieces;
}

//! Equal pieces as equal numbers, which are quicker to compare.
std::pair<std::vector<int>, std::vector<int>> numbered(const Pieces &before, const Pieces &after)
{
    QHash<QStringView, int> known;
    const auto number = [&known](const Pieces &pieces) {
        std::vector<int> numbers;
        numbers.reserve(pieces.size());
        for (const QStringView piece : pieces) {
            const auto found = known.constFind(piece);
            numbers.push_back(found == known.constEnd() ? known.insert(piece, int(known.size())).value() : *found);
        }
        return numbers;
    };
    auto first = number(before);
    auto second = number(after);
    return {std::move(first), std::move(second)};
}

//! Puts the changes together so that they can be read: what was removed before what was added, and a blank between two
//! changes goes with them.
class Joining
{
public:
    void same(QStringView text)
    {
        m_blank += text;
        if (!isChange() || !isBlank(m_blank)) {
            flush();
            m_same += std::exchange(m_blank, {});
        }
    }
    void removed(QStringView text)
    {
        join();
        m_removed += text;
    }
    void added(QStringView text)
    {
        join();
        m_added += text;
    }
    std::vector<TextChange> taken()
    {
        flush();
        m_same += m_blank;
        emitSame();
        return std::move(m_parts);
    }

private:
    static bool isBlank(const QString &text)
    {
        return std::ranges::all_of(text, [](QChar letter) { return letter == u' ' || letter == u'\t'; });
    }
    [[nodiscard]] bool isChange() const { return !m_removed.isEmpty() || !m_added.isEmpty(); }
    void join()
    {
        if (!isChange()) {
            emitSame();
        }
        m_removed += m_blank;
        m_added += std::exchange(m_blank, {});
    }
    void flush()
    {
        if (!m_removed.isEmpty()) {
            m_parts.push_back({TextChange::Kind::Removed, std::exchange(m_removed, {})});
        }
        if (!m_added.isEmpty()) {
            m_parts.push_back({TextChange::Kind::Added, std::exchange(m_added, {})});
        }
    }
    void emitSame()
    {
        if (!m_same.isEmpty()) {
            m_parts.push_back({TextChange::Kind::Same, std::exchange(m_same, {})});
        }
    }

    std::vector<TextChange> m_parts;
    QString m_same;
    QString m_blank;  //!< the same in both, right after a change
    QString m_removed;
    QString m_added;
};

//! The pieces that the runs speak of, one run after the other.
class PieceReading
{
public:
    explicit PieceReading(const Pieces &pieces)
        : m_pieces(pieces)
    {
    }
    QString next(int count)
    {
        QString text;
        for (int i = 0; i < count; ++i) {
            text += m_pieces[m_at++];
        }
        return text;
    }

private:
    const Pieces &m_pieces;
    size_t m_at = 0;
};

bool byWords(QStringView before, QStringView after, Joining &joining)
{
    const Pieces was = wordsOf(before);
    const Pieces is = wordsOf(after);
    const auto [first, second] = numbered(was, is);
    const auto runs = differences(first, second);
    if (!runs) {
        return false;
    }
    PieceReading old(was);
    PieceReading fresh(is);
    for (const DifferenceRun &run : *runs) {
        switch (run.kind) {
        case TextChange::Kind::Same:
            joining.same(old.next(run.count));
            (void)fresh.next(run.count);
            break;
        case TextChange::Kind::Removed:
            joining.removed(old.next(run.count));
            break;
        case TextChange::Kind::Added:
            joining.added(fresh.next(run.count));
            break;
        }
    }
    return true;
}

void replaced(QStringView before, QStringView after, Joining &joining)
{
    if (before.isEmpty() || after.isEmpty() || !byWords(before, after, joining)) {
        joining.removed(before);
        joining.added(after);
    }
}

//! Each line beside the one in its place.
void lineByLine(const Pieces &was, const Pieces &is, Joining &joining)
{
    for (size_t line = 0; line < was.size(); ++line) {
        replaced(was[line], is[line], joining);
    }
}

//! Lines that stand in each other's place; where there are as many as before, each is compared with its own.
void replacedLines(const QString &before, const QString &after, Joining &joining)
{
    const Pieces was = linesOf(before);
    const Pieces is = linesOf(after);
    if (was.size() == is.size()) {
        lineByLine(was, is, joining);
    } else {
        replaced(before, after, joining);
    }
}

void byLines(QStringView before, QStringView after, Joining &joining)
{
    const Pieces was = linesOf(before);
    const Pieces is = linesOf(after);
    const auto [first, second] = numbered(was, is);
    const auto runs = differences(first, second);
    if (!runs && was.size() == is.size()) {
        lineByLine(was, is, joining);
        return;
    }
    if (!runs) {
        joining.removed(before);
        joining.added(after);
        return;
    }
    PieceReading old(was);
    PieceReading fresh(is);
    QString removed;
    QString added;
    for (const DifferenceRun &run : *runs) {
        if (run.kind == TextChange::Kind::Removed) {
            removed += old.next(run.count);
        } else if (run.kind == TextChange::Kind::Added) {
            added += fresh.next(run.count);
        } else {
            replacedLines(std::exchange(removed, {}), std::exchange(added, {}), joining);
            joining.same(old.next(run.count));
            (void)fresh.next(run.count);
        }
    }
    replacedLines(removed, added, joining);
}

}  // namespace

std::vector<TextChange> wordDiff(const QString &before, const QString &after)
{
    Joining joining;
    if (!byWords(before, after, joining)) {
        byLines(before, after, joining);
    }
    return joining.taken();
}

}  // namespace onlyonce
