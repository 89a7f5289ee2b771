// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/countermeasures/countermeasurecard.h"

#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/words.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace onlyonce::ui {

using enum CountermeasureState;

Tone toneOf(CountermeasureState state)
{
    switch (state) {
    case Open:
        return Tone::Warning;
    case Done:
        return Tone::Accent;
    case Proven:
        return Tone::Success;
    case Failed:
        return Tone::Danger;
    }
    return Tone::Neutral;
}

namespace {

Pill pillOf(CountermeasureState state)
{
    return {.text = capitalized(label(state)), .tone = toneOf(state), .shape = PillShape::Soft};
}

int statesWidth()
{
    int widest = 0;
    for (const auto state : {Open, Done, Proven, Failed}) {
        widest = std::max(widest, pillSize(pillOf(state)).width());
    }
    return widest;
}

struct Way
{
    CountermeasureState to;
    QString text;
    QString icon;
    Qt::Key key;
};

//! Where it can go from there.
std::vector<Way> waysFrom(CountermeasureState state)
{
    const Way fails{Failed, CountermeasureCard::tr("It failed"), QStringLiteral("close"), Qt::Key_F};
    switch (state) {
    case Open:
        return {{Done, CountermeasureCard::tr("Done"), QStringLiteral("check"), Qt::Key_D}};
    case Done:
        return {{Proven, CountermeasureCard::tr("It works"), QStringLiteral("shield-check"), Qt::Key_W}, fails};
    case Proven:
        return {fails};
    case Failed:
        return {{Open, CountermeasureCard::tr("Try anew"), QStringLiteral("undo"), Qt::Key_T}};
    }
    return {};
}

QString factsOf(const Countermeasure &measure)
{
    QStringList about{capitalized(label(measure.what.kind))};
    about.append(measure.ownerName.isEmpty() ? CountermeasureCard::tr("no owner") : measure.ownerName);
    about.append(measure.what.dueOn ? CountermeasureCard::tr("due %1").arg(
                                          QLocale().toString(*measure.what.dueOn, QStringLiteral("d MMM yyyy")))
                                    : CountermeasureCard::tr("no due date"));
    if (!measure.what.effectCheck.isEmpty()) {
        about.append(CountermeasureCard::tr("check: %1").arg(measure.what.effectCheck));
    }
    if (!measure.checkResult.isEmpty()) {
        about.append(CountermeasureCard::tr("seen: %1").arg(measure.checkResult));
    }
    if (!measure.what.link.isEmpty()) {
        about.append(measure.what.link);
    }
    if (measure.what.visibility == Visibility::Public) {
        about.append(CountermeasureCard::tr("customers may read it"));
    }
    return about.join(QStringLiteral(" · "));
}

}  // namespace

CountermeasureCard::CountermeasureCard(const Countermeasure &measure, bool editable, QWidget *parent)
    : FocusRow(parent)
    , m_measure(measure)
    , m_comments(makeIconButton(QStringLiteral("message"), tr("Comments (Ctrl+Shift+F9)")))
    , m_editable(editable)
{
    setAccessibleName(tr("%1: %2").arg(capitalized(label(measure.state)), measure.what.text));
    setAccessibleDescription(factsOf(measure));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::s, 6, space::xs, 6);
    line->setSpacing(space::s);
    auto *state = new PillLabel(pillOf(measure.state));
    state->setFixedWidth(statesWidth());  // the words of all rows begin at one edge
    line->addWidget(state, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *text = new TextLabel(measure.what.text);
    text->setWordWrap(true);
    auto *facts = new TextLabel(factsOf(measure), TextStyle::Small, TextLabel::Rank::Muted);
    facts->setWordWrap(true);
    words->addWidget(text);
    words->addWidget(facts);
    line->addLayout(words, 1);
    for (const Way &way : waysFrom(measure.state)) {
        auto *button = makeButton(way.text, ButtonKind::Quiet, way.icon);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(way.text, measure.what.text));
        button->setToolTip(tr("%1 (%2)").arg(way.text, QKeySequence(way.key).toString(QKeySequence::NativeText)));
        connect(button, &QPushButton::clicked, this, [this, to = way.to] { Q_EMIT stateWanted(m_measure, to); });
        line->addWidget(button, 0, Qt::AlignTop);
        m_ways.push_back(button);
    }
    m_comments->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_comments->setFocusPolicy(Qt::NoFocus);  // it has its key, and Tab goes from card to card
    connect(m_comments, &QToolButton::clicked, this, [this] { Q_EMIT commentWanted(m_measure); });
    line->addWidget(m_comments, 0, Qt::AlignTop);
    setOpenComments(0);
    if (editable) {
        auto *edit = makeIconButton(QStringLiteral("edit"), tr("Edit: %1").arg(measure.what.text));
        connect(edit, &QToolButton::clicked, this, [this] { Q_EMIT editWanted(m_measure); });
        line->addWidget(edit, 0, Qt::AlignTop);
        auto *remove = makeIconButton(QStringLiteral("trash"), tr("Remove: %1").arg(measure.what.text));
        connect(remove, &QToolButton::clicked, this, [this] { Q_EMIT removalWanted(m_measure); });
        line->addWidget(remove, 0, Qt::AlignTop);
    }
}

void CountermeasureCard::setOpenComments(int open)
{
    m_comments->setText(open > 0 ? QString::number(open) : QString());
    m_comments->setAccessibleName(open == 0   ? tr("Comment on: %1").arg(m_measure.what.text)
                                  : open == 1 ? tr("One open comment on: %1").arg(m_measure.what.text)
                                              : tr("%1 open comments on: %2").arg(open).arg(m_measure.what.text));
}

//! The words need the room: where it is narrow, what leads on is a picture and a tip.
void CountermeasureCard::resizeEvent(QResizeEvent *event)
{
    constexpr int wide = 520;
    const auto ways = waysFrom(m_measure.state);
    for (size_t i = 0; i < m_ways.size(); ++i) {
        m_ways[i]->setText(width() < scaled(wide) ? QString() : ways[i].text);
    }
    FocusRow::resizeEvent(event);
}

void CountermeasureCard::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    const auto ways = waysFrom(m_measure.state);
    const auto way = std::ranges::find(ways, key, &Way::key);
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        FocusRow::keyPressEvent(event);
    } else if (way != ways.end()) {
        Q_EMIT stateWanted(m_measure, way->to);
    } else if (m_editable && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_F2)) {
        Q_EMIT editWanted(m_measure);
    } else if (m_editable && key == Qt::Key_Delete) {
        Q_EMIT removalWanted(m_measure);
    } else {
        FocusRow::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
