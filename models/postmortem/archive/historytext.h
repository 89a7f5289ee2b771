// SPDX-License-Identifier: GPL-3.0-or-later
// Words and times as people elsewhere have written them down, and what is wrong with them by line. Internal to this room.
#pragma once

#include "models/postmortem/archive/history.h"

#include <vector>

namespace onlyonce::archive {

//! Gathers what is wrong in a file: whoever mends it wants to know all of it, not the first. See lineProblems().
class LineProblems
{
public:
    void add(int line, const QString &what) { m_problems.push_back({line, what}); }
    [[nodiscard]] bool any() const { return !m_problems.empty(); }
    [[nodiscard]] size_t count() const { return m_problems.size(); }
    //! Invalid, in one line; names a few and counts the rest.
    [[nodiscard]] Error error() const;

private:
    std::vector<LineProblem> m_problems;
};

//! A date, a time of day or both, at the beginning of a text.
struct Stamp
{
    std::optional<QDate> date;
    std::optional<QTime> time;
    std::optional<QTimeZone> zone;
    QString ambiguousZone;  //!< "PST": named, but of several meanings
    qsizetype length = 0;   //!< of the text that it takes
};
//! Nothing where the text does not begin with one.
[[nodiscard]] std::optional<Stamp> stampAt(QStringView text);
//! "2026-01-31 14:05" whole; Invalid says what would be right. `zone` as readHistory() takes it; `day` where none is named.
[[nodiscard]] Result<Instant> momentIn(const QString &text, const std::optional<QTimeZone> &zone,
                                       const std::optional<QDate> &day = {});
[[nodiscard]] Result<Instant> momentOf(const Stamp &stamp, const std::optional<QTimeZone> &zone,
                                       const std::optional<QDate> &day);

//! "SEV-1", "P2", "critical"; nothing for another word.
[[nodiscard]] std::optional<Severity> severityIn(const QString &text);
//! Lower-case letters and single blanks; without what stands in brackets, marks of emphasis, numbers in front.
[[nodiscard]] QString plainKey(const QString &text);

//! Below its question, a root cause of which nobody has said the kind.
[[nodiscard]] RecordedWhy rootCause(const QString &text);
[[nodiscard]] QByteArray digestOf(const QByteArray &content);
//! Times that contradict each other, and a title that is none, by the incident's line.
void check(const Recorded &recorded, LineProblems &problems);

//! One per kind of file that is none of ours.
[[nodiscard]] bool looksLikeTable(const QString &text);
[[nodiscard]] Result<History> readTable(const QString &text, const std::optional<QTimeZone> &zone);
[[nodiscard]] Result<History> readMarkdown(const QString &text, const std::optional<QTimeZone> &zone);

}  // namespace onlyonce::archive
