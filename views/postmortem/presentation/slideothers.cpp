// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever else is at what a slide shows.
#include "views/postmortem/presentation/slidecanvas.h"
#include "views/widgets/paint.h"
#include "views/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr double personSize = 44;  //!< px of a screen of 1920 × 1080
constexpr double personGap = 8;
constexpr qsizetype mostPersons = 5;

}  // namespace

//! A choice of -1 is the slide as a whole.
PostMortemPart SlideCanvas::partOf(int choice) const
{
    if (choice < 0) {
        return m_slide.field ? PostMortemPart(*m_slide.field) : PostMortemPart();
    }
    if (m_slide.hasTree()) {
        return size_t(choice) < m_slide.whys.size() ? PostMortemPart(m_slide.whys[size_t(choice)].id)
                                                    : PostMortemPart();
    }
    if (size_t(choice) >= m_slide.rows.size()) {
        return {};
    }
    const CheckPlace &place = m_slide.rows[size_t(choice)].place;
    if (const auto *measure = std::get_if<CountermeasureId>(&place)) {
        return *measure;
    }
    if (const auto *why = std::get_if<WhyId>(&place)) {
        return *why;
    }
    const auto *field = std::get_if<PostMortemField>(&place);
    return field ? PostMortemPart(*field) : PostMortemPart();
}

PostMortemPart SlideCanvas::part() const
{
    return partOf(m_chosen);
}

void SlideCanvas::setOthers(const std::vector<PeopleHere::Somebody> &others)
{
    if (m_others != others) {
        m_others = others;
        describe();
        update();
    }
}

//! Nobody is at nothing in particular.
QStringList SlideCanvas::othersAt(const PostMortemPart &part) const
{
    QStringList names;
    for (const PeopleHere::Somebody &other : m_others) {
        if (part.index() > 0 && other.part == part) {
            names << other.name;
        }
    }
    return names;
}

//! Beside the title, or at the upper corner of a why or a row.
void SlideCanvas::drawOthers(QPainter &painter) const
{
    const Theme &theme = Theme::of(this);
    for (int choice = -1; choice < choices(); ++choice) {
        const QStringList names = othersAt(partOf(choice));
        const QRect place = choice < 0 && !m_lines.empty() ? m_lines.front().rect : placeOf(choice);
        if (names.isEmpty() || !place.isValid()) {
            continue;
        }
        const int size = px(personSize);
        const int y = choice < 0 ? place.top() + (QFontMetrics(m_lines.front().font).height() - size) / 2
                                 : place.top() - size / 2;
        int x = place.right() - (choice < 0 ? 0 : px(personGap));
        for (const QString &name : names.first(std::min(names.size(), mostPersons))) {
            x -= size;
            drawPerson(painter, QRect(x, y, size, size), name, theme);
            x -= px(personGap);
        }
        if (choice < 0) {
            constexpr double nameSize = 26;
            constexpr int share = 3;  // of the width: the title has the rest
            const QFont small = font(nameSize);
            const QString all = names.join(QStringLiteral(", "));
            const int wide = std::min(textWidth(all, small) + 2, place.width() / share);
            drawElided(painter, QRect(x - wide, y, wide, size), all, small, theme.textMuted,
                       Qt::AlignRight | Qt::AlignVCenter);
        }
    }
}

}  // namespace onlyonce::ui
