// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/together/peoplehere.h"

#include "views/widgets/paint.h"
#include "views/widgets/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace onlyonce::ui {

namespace {

constexpr int mostMarks = 5;

int markSize()
{
    return scaled(22);
}

int markStep()
{
    return markSize() + scaled(space::xs);
}

//! The same person has the same colour in every window.
Tone toneOfName(const QString &name)
{
    static constexpr std::array tones{Tone::Accent, Tone::Success, Tone::Warning, Tone::Danger};
    uint sum = 0;
    for (const QChar letter : name) {
        sum = sum * 31 + letter.unicode();
    }
    return tones[sum % tones.size()];
}

QString lineOf(const PeopleHere::Somebody &who)
{
    return who.where.isEmpty() ? who.name : QStringLiteral("%1: %2").arg(who.name, who.where);
}

}  // namespace

QString initialsOf(const QString &name)
{
    QStringList parts = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    parts.removeIf([](const QString &part) { return part.startsWith(QLatin1Char('(')); });
    QString initials;
    for (const QString &part : {parts.value(0), parts.size() > 1 ? parts.constLast() : QString()}) {
        initials += part.left(!part.isEmpty() && part.front().isHighSurrogate() ? 2 : 1).toUpper();
    }
    return initials;
}

void drawPerson(QPainter &painter, const QRect &place, const QString &name, const Theme &theme)
{
    constexpr double letters = 0.48;  // of the height
    const ToneColors &tone = theme.tone(toneOfName(name));
    QFont font = textFont(TextStyle::Caption);
    font.setPixelSize(std::max(1, int(place.height() * letters)));
    font.setBold(true);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tone.solid);
    painter.drawEllipse(place);
    painter.setPen(tone.onSolid);
    painter.setFont(font);
    painter.drawText(place, Qt::AlignCenter, initialsOf(name));
    painter.restore();
}

PeopleHere::PeopleHere(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);  // where there is little room, the marks have to do
    hide();
}

void PeopleHere::setPeople(const std::vector<Somebody> &people)
{
    if (people == m_people) {
        return;
    }
    m_people = people;
    QStringList lines;
    std::ranges::transform(m_people, std::back_inserter(lines), lineOf);
    setAccessibleName(tr("Also here: %1").arg(lines.join(QStringLiteral(", "))));
    setVisible(!m_people.empty());
    updateGeometry();
    update();
}

//! One is named in words; of several, the marks have to do.
QString PeopleHere::words() const
{
    if (m_people.size() == 1) {
        return m_people.front().name;
    }
    return m_people.size() > mostMarks ? QStringLiteral("+%1").arg(m_people.size() - mostMarks) : QString();
}

QSize PeopleHere::sizeHint() const
{
    const int marks = int(std::min<size_t>(m_people.size(), mostMarks));
    const QString text = words();
    const int wide = text.isEmpty() ? 0 : textWidth(text, textFont(TextStyle::Small)) + scaled(space::xs);
    return {marks * markStep() + wide, markSize()};
}

QSize PeopleHere::minimumSizeHint() const
{
    return {int(std::min<size_t>(m_people.size(), mostMarks)) * markStep(), markSize()};
}

bool PeopleHere::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    QStringList lines;
    std::ranges::transform(m_people, std::back_inserter(lines), lineOf);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), lines.join(QLatin1Char('\n')), this);
    return true;
}

void PeopleHere::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    int x = 0;
    for (size_t i = 0; i < std::min<size_t>(m_people.size(), mostMarks); ++i) {
        drawPerson(painter, mirrored(layoutDirection(), rect(), QRect(x, 0, markSize(), markSize())), m_people[i].name,
                   theme);
        x += markStep();
    }
    if (const QString text = words(); !text.isEmpty() && x < width()) {
        drawElided(painter, mirrored(layoutDirection(), rect(), QRect(x, 0, width() - x, height())), text,
                   textFont(TextStyle::Small), theme.textMuted);
    }
}

}  // namespace onlyonce::ui
