// SPDX-License-Identifier: GPL-3.0-or-later
// What a meeting looks at, one thing at a time, in the order in which it is talked over. Values only: how they look is
// slidecanvas.h.
#pragma once

#include "models/documents/document.h"
#include "models/incidents/timeline.h"
#include "models/postmortem/checks/findings.h"
#include "models/postmortem/record.h"
#include "views/widgets/theme.h"

#include <QTimeZone>

#include <optional>
#include <vector>

namespace onlyonce::ui {

//! All that a presentation shows, of one moment.
struct Talk
{
    Incident incident;
    std::optional<PostMortemRecord> record;
    std::vector<TimelineEntry> moments;  //!< the key moments that people have pinned, in order of happening
    std::vector<Finding> findings;
};
//! Nothing when the incident is not there (for this reader).
[[nodiscard]] Result<std::optional<Talk>> talkOf(Transaction &transaction, IncidentId incident);

struct SlideRow
{
    QString lead;    //!< before the text: a time, a number, a name of a figure
    QString text;    //!< plain
    QString detail;  //!< below it, muted
    QString mark;    //!< in a pill at the right
    Tone tone = Tone::Neutral;
    CheckPlace place = {};  //!< where it is changed

    friend bool operator==(const SlideRow &, const SlideRow &) = default;
};

struct Slide
{
    QString key;  //!< the same for the same thing, whatever changes in it
    QString title;
    QString text;     //!< plain; what a field says
    QString nothing;  //!< what stands there, muted, when there is nothing yet
    std::vector<SlideRow> rows;
    Tree tree;
    std::vector<Why> whys;  //!< the nodes of the tree below the symptom, in its order
    std::optional<PostMortemField> field;
    std::optional<WhyQuestion> question;
    bool isCover = false;

    [[nodiscard]] bool hasTree() const { return !tree.roots.empty(); }
    friend bool operator==(const Slide &one, const Slide &other)
    {
        return one.key == other.key && one.title == other.title && one.text == other.text
            && one.nothing == other.nothing && one.rows == other.rows && one.tree == other.tree;
    }
};

//! Never empty. `today`: what is due before it is overdue.
[[nodiscard]] std::vector<Slide> slidesOf(const Talk &talk, const QTimeZone &zone, QDate today);

}  // namespace onlyonce::ui
