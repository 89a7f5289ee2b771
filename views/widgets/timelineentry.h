// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of a timeline, read from its model, measured for a width, and painted. Holds values only.
#pragma once

#include "views/widgets/pill.h"
#include "views/widgets/richtext.h"

#include <QModelIndex>
#include <QTimeZone>

class QPainter;

namespace onlyonce::ui {

class TimelineEntry
{
public:
    struct Frame
    {
        int width = 0;
        QTimeZone zone;
        const Theme *theme = nullptr;
    };

    TimelineEntry() = default;
    //! `previous` is the entry before (invalid for the first): a heading stands where the section or the day changes.
    TimelineEntry(const QModelIndex &index, const QModelIndex &previous, const Frame &frame);

    [[nodiscard]] int height() const { return m_height; }
    //! `rect` has the entry's width and height.
    void paint(QPainter &painter, const QRect &rect, const Theme &theme, QStyle::State state, bool first, bool last,
               Qt::LayoutDirection direction) const;
    //! `point` counts from the entry's top left.
    [[nodiscard]] QUrl linkAt(const QPoint &point, int width, Qt::LayoutDirection direction) const;
    [[nodiscard]] QString plainText() const;

private:
    void measure(const Frame &frame);
    void paintRail(QPainter &painter, const QRect &rect, const Theme &theme, bool first, bool last,
                   Qt::LayoutDirection direction) const;
    void paintHead(QPainter &painter, QRect line, const QRect &whole, const Theme &theme,
                   Qt::LayoutDirection direction) const;
    [[nodiscard]] QRect textRect(int width, Qt::LayoutDirection direction) const;

    QString m_heading;
    QString m_time;
    QString m_author;
    QString m_head;
    QString m_late;
    QString m_icon;
    QString m_problem;
    QStringList m_code;
    QList<Pill> m_pills;
    Tone m_tone = Tone::Neutral;
    bool m_public = false;
    bool m_pinned = false;
    bool m_corrected = false;
    RichText m_text;
    int m_textTop = 0;
    int m_pillsTop = 0;
    int m_codeTop = 0;
    int m_problemTop = 0;
    int m_height = 1;
};

}  // namespace onlyonce::ui
