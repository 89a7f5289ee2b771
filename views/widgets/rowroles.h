// SPDX-License-Identifier: GPL-3.0-or-later
// What the row list, the timeline and the tree ask a model for. Models return plain values (texts, millisecond times,
// numbers); a page that needs a Tone or a Pill puts a thin proxy between (models never see this header).
#pragma once

#include "views/widgets/pill.h"

#include <QList>
#include <Qt>

namespace onlyonce::ui {

//! A two-line row:   [SEV1]  INC-52  Title …                                  04:07
//!                           ● Investigating   [checkout] [eu-west-1] +2      note
enum RowRole {
    RowTitle = Qt::DisplayRole,  //!< QString, elided last
    RowPill = Qt::UserRole + 1,  //!< Pill at the left, usually a severity; the column is as wide as the widest of SEV1…
    RowNumber,                   //!< QString "INC-52", before the title
    RowStatus,                   //!< Pill (drawn as Dot), first of the second line
    RowChips,                    //!< QList<Pill>, second line, "+n" when they do not fit
    RowDetail,                   //!< QString, second line, plain and muted, before the chips
    RowClockStart,               //!< qint64 UTC ms; none: no clock in this row
    RowClockEnd,                 //!< qint64 UTC ms; none: the clock still runs
    RowClockTarget,              //!< qint64 ms
    RowTrailing,                 //!< QString at the right of the first line when there is no clock
    RowNote,                     //!< QString at the right of the second line: age
    RowOwner,                    //!< QString before the note, in a column of its own where there is room: a name
    RowIcon,                     //!< QString icon name, instead of RowPill
    RowIconTone,                 //!< Tone as int
    RowNumberIcon,               //!< QString icon name after the number: a lock
    RowMuted,                    //!< bool: over and done; drawn quietly
    RowUnread,                   //!< bool: a dot at the left edge
};

//! One entry of a timeline.
enum TimelineRole {
    TimelineText = Qt::DisplayRole,   //!< QString, inline Markdown only (see richtext.h)
    TimelineAt = Qt::UserRole + 101,  //!< qint64 UTC ms: when it happened
    TimelineAuthor,                   //!< QString
    TimelineHead,                     //!< QString after the author, muted: "changed the status", "by email"
    TimelineIcon,                     //!< QString icon name for the kind
    TimelineTone,                     //!< Tone as int
    TimelinePublic,                   //!< bool: customers see it
    TimelinePinned,                   //!< bool: a key moment
    TimelineLate,                     //!< QString, e.g. "recorded 14:20": entered after the fact
    TimelineCorrected,                //!< bool: an earlier version is in the audit trail
    TimelinePills,                    //!< QList<Pill> below the text: attachments, changed values
    TimelineCode,                     //!< QString: a short monospaced excerpt below the text (first lines)
    TimelineSection,                  //!< QString: a phase or day; drawn as a heading where it changes
    TimelineProblem,                  //!< QString: why a send behind this entry failed; drawn in the danger tone
};

//! A node of a tree (whys, catalogue).
enum TreeRole {
    TreeText = Qt::DisplayRole,
    TreePills = Qt::UserRole + 201,  //!< QList<Pill> at the right
    TreeLead,                        //!< QString before the text, muted: "Why 2"
    TreeDetail,                      //!< QString second line, muted
    TreeIcon,                        //!< QString icon name
    TreeTone,                        //!< Tone as int, of icon and lead
};

}  // namespace onlyonce::ui

Q_DECLARE_METATYPE(QList<onlyonce::ui::Pill>)
