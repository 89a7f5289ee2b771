// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/historytext.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/documents/visibletext.h"

#include <QCryptographicHash>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace onlyonce::archive {

namespace {

using namespace Qt::StringLiterals;

//! What an abbreviation of a zone means depends on who writes it, but for UTC.
const QString ambiguousZones = u"P[SD]?T|M[SD]?T|C[SD]?T|E[SD]?T|CES?T|BST|IST|JST|AE[SD]T|MSK|WES?T|EES?T|SGT|HKT"_s;

const QRegularExpression &stampPattern()
{
    static const QRegularExpression pattern(
        uR"(^\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?)"
        uR"((?:(?<y>\d{4})[-/](?<m>\d{2})[-/](?<d>\d{2})|(?<d2>\d{1,2})\.(?<m2>\d{1,2})\.(?<y2>\d{4})|)"
        uR"((?<d3>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?<n3>[a-z]{3})[a-z]*\.?,?\s+(?<y3>\d{4})|)"
        uR"((?<n4>[a-z]{3})[a-z]*\.?\s+(?<d4>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y4>\d{4}))?)"
        uR"((?:[T\s,]*(?:at\s+)?)"
        uR"((?<h>\d{1,2}):(?<min>\d{2})(?::(?<s>\d{2})(?:[.,]\d+)?)?\s?(?<half>[ap]\.?m\b\.?)?)"
        uR"((?:\s*\(?(?:(?<utc>Z|UTC|GMT)(?![a-z])|(?<off>[+-]\d{2}:?\d{2})(?!\d)|(?<amb>%1)(?![a-z]))\)?)?)?)"_s.arg(
            ambiguousZones),
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

int monthNamed(const QString &name)
{
    for (int month = 1; month <= 12; ++month) {
        if (QLocale::c().monthName(month, QLocale::ShortFormat).compare(name, Qt::CaseInsensitive) == 0) {
            return month;
        }
    }
    return 0;
}

std::optional<QDate> dateIn(const QRegularExpressionMatch &match)
{
    const auto number = [&match](QStringView name) { return match.captured(name).toInt(); };
    if (match.hasCaptured(u"y")) {
        return QDate(number(u"y"), number(u"m"), number(u"d"));
    }
    if (match.hasCaptured(u"y2")) {
        return QDate(number(u"y2"), number(u"m2"), number(u"d2"));
    }
    if (match.hasCaptured(u"y3")) {
        return QDate(number(u"y3"), monthNamed(match.captured(u"n3")), number(u"d3"));
    }
    if (match.hasCaptured(u"y4")) {
        return QDate(number(u"y4"), monthNamed(match.captured(u"n4")), number(u"d4"));
    }
    return std::nullopt;
}

std::optional<QTime> timeIn(const QRegularExpressionMatch &match)
{
    if (!match.hasCaptured(u"h")) {
        return std::nullopt;
    }
    int hour = match.captured(u"h").toInt();
    if (const QString half = match.captured(u"half").toLower(); !half.isEmpty()) {
        hour = hour % 12 + (half.startsWith(u'p') ? 12 : 0);
    }
    return QTime(hour, match.captured(u"min").toInt(), match.captured(u"s").toInt());
}

}  // namespace

Error LineProblems::error() const
{
    constexpr size_t mostNamed = 5;
    auto problems = m_problems;
    std::ranges::stable_sort(problems, {}, &LineProblem::line);
    QStringList sentences;
    QJsonArray all;
    for (const auto &[line, what] : problems) {
        all.append(QJsonObject{{u"line"_s, line}, {u"what"_s, what}});
        if (size_t(sentences.size()) < mostNamed) {
            sentences << tr("Line %1: %2").arg(line).arg(what);
        }
    }
    QString message = sentences.join(u' ');
    if (problems.size() > mostNamed) {
        message += u' ' + tr("And %1 more.").arg(problems.size() - mostNamed);
    }
    return {ErrorCode::Invalid, message + u' ' + tr("Nothing was imported."),
            QString::fromUtf8(toJsonBytes({{u"lines"_s, all}}))};
}

std::optional<Stamp> stampAt(QStringView text)
{
    const auto match = stampPattern().match(text);
    Stamp stamp{.date = dateIn(match), .time = timeIn(match), .length = match.capturedEnd()};
    if ((stamp.date && !stamp.date->isValid()) || (stamp.time && !stamp.time->isValid())
        || (!stamp.date && !stamp.time)) {
        return std::nullopt;
    }
    if (match.hasCaptured(u"utc")) {
        stamp.zone = QTimeZone::utc();
    } else if (match.hasCaptured(u"off")) {
        const QString offset = match.captured(u"off");
        const QString digits = QString(offset.mid(1)).remove(u':');
        const int minutes = digits.left(2).toInt() * 60 + digits.mid(2).toInt();
        stamp.zone = QTimeZone((offset.startsWith(u'-') ? -60 : 60) * minutes);
    }
    stamp.ambiguousZone = match.captured(u"amb");
    return stamp;
}

Result<Instant> momentOf(const Stamp &stamp, const std::optional<QTimeZone> &zone, const std::optional<QDate> &day)
{
    const auto date = stamp.date ? stamp.date : day;
    if (!date) {
        return fail(ErrorCode::Invalid,
                    tr("No day is known for this time. Name it, such as “Date: 2026-01-31” below the title."));
    }
    if (!stamp.ambiguousZone.isEmpty() && !zone) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” means more than one time zone. Say which place it is: --zone Europe/Berlin.")
                        .arg(stamp.ambiguousZone));
    }
    const QTimeZone meant = stamp.zone ? *stamp.zone : zone.value_or(QTimeZone::utc());
    return utcFromZone(*date, stamp.time.value_or(QTime(0, 0)), meant);
}

Result<Instant> momentIn(const QString &text, const std::optional<QTimeZone> &zone, const std::optional<QDate> &day)
{
    const auto stamp = stampAt(text);
    if (!stamp || stamp->length < text.trimmed().size()) {
        return fail(ErrorCode::Invalid, tr("“%1” is not a time such as 2026-01-31 14:05.").arg(shortLine(text, 40)));
    }
    if (!stamp->time) {  // the start of a failure is never guessed
        return fail(ErrorCode::Invalid, tr("“%1” names a day and no time of day.").arg(shortLine(text, 40)));
    }
    return momentOf(*stamp, zone, day);
}

std::optional<Severity> severityIn(const QString &text)
{
    static const QRegularExpression numbered(uR"(^\s*(?:sev(?:erity)?|s|p(?:riority|rio)?)?[\s-]*([0-5])\b)"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    if (const auto match = numbered.match(text); match.hasMatch()) {
        return Severity(std::clamp(match.captured(1).toInt(), 1, 4));
    }
    static const std::vector<std::pair<QString, Severity>> words{
        {u"critical"_s, Severity::Sev1}, {u"catastrophic"_s, Severity::Sev1}, {u"high"_s, Severity::Sev2},
        {u"major"_s, Severity::Sev2},    {u"medium"_s, Severity::Sev3},       {u"moderate"_s, Severity::Sev3},
        {u"minor"_s, Severity::Sev4},    {u"low"_s, Severity::Sev4}};
    const QString word = plainKey(text).section(u' ', 0, 0);
    const auto known = std::ranges::find(words, word, &std::pair<QString, Severity>::first);
    return known == words.end() ? std::nullopt : std::optional(known->second);
}

QString plainKey(const QString &text)
{
    static const QRegularExpression brackets(uR"(\([^)]*\)|\[[^\]]*\])"_s);
    static const QRegularExpression others(u"[^\\p{L}]+"_s);
    return QString(text)
        .remove(u'\'')
        .remove(u'’')
        .replace(brackets, u" "_s)
        .replace(others, u" "_s)
        .trimmed()
        .toLower();
}

RecordedWhy rootCause(const QString &text)
{
    return {.why = {.text = shortLine(text, longestWhy), .root = RootCategory::Other}};
}

QByteArray digestOf(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

void check(const Recorded &recorded, LineProblems &problems)
{
    if (recorded.incident.incident.title.isEmpty()) {
        problems.add(recorded.line, tr("A title is missing."));
    }
    if (const auto ordered = checkTimes(recorded.incident.incident); !ordered) {
        problems.add(recorded.line, ordered.error().message);
    }
}

}  // namespace onlyonce::archive
