// SPDX-License-Identifier: GPL-3.0-or-later
// A model's state as text, so that a test compares all of it at once and a difference can be read.
#pragma once

#include "models/base/clock.h"
#include "views/widgets/rowroles.h"

#include <QAbstractItemModel>
#include <QStringList>

namespace onlyonce::test {

//! What the tests' texts take for granted. Before the first moment is written.
inline void speakPlainly()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

inline QString pillText(const QVariant &pill)
{
    return pill.isValid() ? pill.value<ui::Pill>().text : QString();
}

inline QString pillTexts(const QVariant &pills, const QString &separator)
{
    QStringList texts;
    for (const ui::Pill &pill : pills.value<QList<ui::Pill>>()) {
        texts += pill.text;
    }
    return texts.join(separator);
}

inline QString bracketed(const QString &text)
{
    return text.isEmpty() ? text : QStringLiteral("[%1]").arg(text);
}

inline QString joined(QStringList parts, const QString &separator)
{
    parts.removeAll(QString());
    return parts.join(separator);
}

//! "04:56–05:03 of 15 min"; without the second time while it runs; empty without a clock.
inline QString clockText(const QModelIndex &row)
{
    const auto time = [&row](int role) {
        const QVariant at = row.data(role);
        return at.isValid() ? toDateTime(fromMillis(at.toLongLong()), QTimeZone::utc()).toString(u"HH:mm") : QString();
    };
    return row.data(ui::RowClockStart).isValid() ? QStringLiteral("%1–%2 of %3 min")
                                                       .arg(time(ui::RowClockStart), time(ui::RowClockEnd))
                                                       .arg(row.data(ui::RowClockTarget).toLongLong() / 60'000)
                                                 : QString();
}

//! A line per row: "[SEV1] INC-52 Title | Status | detail | chip, chip | clock | trailing | note | muted", of those that
//! are there.
inline QString printRows(const QAbstractItemModel &model)
{
    QString text;
    for (int number = 0; number < model.rowCount(); ++number) {
        const QModelIndex row = model.index(number, 0);
        const QString head =
            joined({bracketed(pillText(row.data(ui::RowPill))), bracketed(row.data(ui::RowIcon).toString()),
                    row.data(ui::RowNumber).toString(), row.data(ui::RowTitle).toString()},
                   QStringLiteral(" "));
        text += joined({head, pillText(row.data(ui::RowStatus)), row.data(ui::RowDetail).toString(),
                        pillTexts(row.data(ui::RowChips), QStringLiteral(", ")), clockText(row),
                        row.data(ui::RowTrailing).toString(), row.data(ui::RowNote).toString(),
                        row.data(ui::RowMuted).toBool() ? QStringLiteral("muted") : QString()},
                       QStringLiteral(" | "))
              + u'\n';
    }
    return text;
}

//! A line per entry: "05:00 Ada changed the status: text (public; recorded …; corrected; problem)".
inline QString printTimeline(const QAbstractItemModel &model)
{
    QString text;
    for (int number = 0; number < model.rowCount(); ++number) {
        const QModelIndex row = model.index(number, 0);
        const QString at =
            toDateTime(fromMillis(row.data(ui::TimelineAt).toLongLong()), QTimeZone::utc()).toString(u"HH:mm");
        const QString marks =
            joined({row.data(ui::TimelinePublic).toBool() ? QStringLiteral("public") : QString(),
                    row.data(ui::TimelineLate).toString(),
                    row.data(ui::TimelineCorrected).toBool() ? QStringLiteral("corrected") : QString(),
                    row.data(ui::TimelineProblem).toString()},
                   QStringLiteral("; "));
        const QString who = joined({at, row.data(ui::TimelineAuthor).toString(), row.data(ui::TimelineHead).toString()},
                                   QStringLiteral(" "));
        const QString what = row.data(ui::TimelineText).toString();
        text += who + (what.isEmpty() ? QString() : QStringLiteral(": ") + what)
              + (marks.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(marks)) + u'\n';
    }
    return text;
}

//! A line per node, children indented: "Why 1: text [pill] [pill] (detail)".
inline QString printTree(const QAbstractItemModel &model, const QModelIndex &below = {}, int depth = 0)
{
    QString text;
    for (int number = 0; number < model.rowCount(below); ++number) {
        const QModelIndex node = model.index(number, 0, below);
        const QString lead = node.data(ui::TreeLead).toString();
        const QString detail = node.data(ui::TreeDetail).toString();
        text += QString(2 * depth, u' ')
              + joined({lead.isEmpty() ? lead : lead + u':', node.data(ui::TreeText).toString(),
                        bracketed(pillTexts(node.data(ui::TreePills), QStringLiteral("] ["))),
                        detail.isEmpty() ? detail : QStringLiteral("(%1)").arg(detail)},
                       QStringLiteral(" "))
              + u'\n' + printTree(model, node, depth + 1);
    }
    return text;
}

}  // namespace onlyonce::test
