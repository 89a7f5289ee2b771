// SPDX-License-Identifier: GPL-3.0-or-later
// What an incident is recognised by: stems of its words, and marks of its alerts that stay the same when numbers and hosts
// change. Pure. English stems (Snowball's "Porter 2"); words of other languages are compared as they are.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace onlyonce {

struct Stem
{
    QString stem;  //!< letters and digits, begins with a letter
    QString word;  //!< as somebody wrote it, in lower case
};

//! In order of mention, also those that come again. Words that every text has, numbers, and words of one letter are left
//! out; "HighLatency" is two words.
[[nodiscard]] std::vector<Stem> stemsOf(const QString &text);

enum class MarkKind {
    Host,     //!< the class of hosts: "pgb" of "ham1-pgb-02:9127"
    Pattern,  //!< the summary, whatever its numbers
};
struct Mark
{
    MarkKind kind = MarkKind::Host;
    QString text;  //!< for people

    //! Begins with a digit, as no stem does.
    [[nodiscard]] QString token() const;
    friend bool operator==(const Mark &, const Mark &) = default;
};

//! What of an alert's labels is said in words: names of alerts, checks, jobs, devices; neither places nor numbers.
[[nodiscard]] QString labelWords(const QJsonObject &labels);
[[nodiscard]] std::vector<Mark> marksOf(const QString &summary, const QJsonObject &labels);

}  // namespace onlyonce
