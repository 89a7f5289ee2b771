// SPDX-License-Identifier: GPL-3.0-or-later
// What TimelineView is told of an entry: words, marks, icon.
#pragma once

#include "models/incidents/timeline.h"

#include <QTimeZone>
#include <QVariant>

namespace onlyonce::ui {

class EntryText
{
public:
    struct Around
    {
        const Incident *times = nullptr;  //!< its phases; none: no headings
        QString versions;                 //!< earlier versions, when they are to be shown
        bool canBeUndone = false;
        QTimeZone zone = QTimeZone::utc();  //!< of the moments that the program's words name
    };

    //! Both must outlive it.
    EntryText(const onlyonce::TimelineEntry &entry, const Around &around);
    [[nodiscard]] QVariant role(int role) const;

private:
    [[nodiscard]] QString words() const;
    [[nodiscard]] QString late() const;
    [[nodiscard]] QVariant pills() const;

    const onlyonce::TimelineEntry &m_entry;
    const Around &m_around;
};

//! Whether it tells of alerts that came here by hand.
[[nodiscard]] bool tellsOfMove(const onlyonce::TimelineEntry &entry);
//! The earlier versions of `entry` as Markdown, each with when and why it was replaced.
[[nodiscard]] QString versionsText(const std::vector<onlyonce::TimelineEntry> &versions,
                                   const onlyonce::TimelineEntry &entry, Instant now);

}  // namespace onlyonce::ui
