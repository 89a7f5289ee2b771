// SPDX-License-Identifier: GPL-3.0-or-later
// What a company knows of its earlier incidents, taken in: an incident that OnlyOnce has exported (JSON), a post-mortem in
// Markdown with the usual headings, a table of incidents (CSV). A file is read whole and judged before anything is
// written; what comes in is history, as importIncident() has it.
#pragma once

#include "models/postmortem/archive/recordedpostmortem.h"

#include <QTimeZone>

namespace onlyonce {

struct Recorded
{
    RecordedIncident incident;
    std::optional<RecordedPostMortem> postMortem = {};
    int line = 1;  //!< where in the file it begins
};

struct History
{
    std::vector<Recorded> incidents;
    QStringList remarks;  //!< sentences about what in the file has no place of its own here
};

//! Larger files are no history of incidents.
inline constexpr qint64 largestHistory = 160LL * 1024 * 1024;

//! By what the file holds, whatever its name. Times that name no zone are in `zone`; without one they are UTC, and a name
//! that means several zones (“PST”) is refused. Invalid says in which lines what is wrong.
[[nodiscard]] Result<History> readHistory(const QByteArray &bytes, const std::optional<QTimeZone> &zone);

struct TakenIn
{
    Incident incident;                //!< with its number here; without one where it would come in as new
    std::optional<qint64> wasHereAs;  //!< the same came in before, and is left as it is
};

//! What is in one of them, counted.
struct RecordedSize
{
    int entries = 0;
    int files = 0;
    int whys = 0;
    int countermeasures = 0;
};
[[nodiscard]] RecordedSize sizeOf(const Recorded &recorded);

//! One thing that is wrong in a file.
struct LineProblem
{
    int line = 1;
    QString what;

    friend bool operator==(const LineProblem &, const LineProblem &) = default;
};
//! All of them, in their order; the error's own sentence names only a few. None where it is no such error.
[[nodiscard]] std::vector<LineProblem> lineProblems(const Error &error);

//! What importHistory() would do. Needs Permission::Administer, too.
[[nodiscard]] Result<std::vector<TakenIn>> previewHistory(Transaction &transaction, const History &history);
//! All or nothing; the same again is left alone, and Conflict where nothing else is in the file. Needs
//! Permission::Administer.
[[nodiscard]] Result<std::vector<TakenIn>> importHistory(Transaction &transaction, const History &history);

}  // namespace onlyonce
