// SPDX-License-Identifier: GPL-3.0-or-later
// What a page is filled with: cards, rows of forms, areas that scroll, hairlines. Declared in page.h.
#include "views/widgets/page.h"
#include "views/widgets/paint.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace onlyonce::ui {

Panel::Panel(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_head(new QWidget)
    , m_body(new QVBoxLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::m, space::l, space::l);
    column->setSpacing(space::s);
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins({});
    head->addWidget(new TextLabel(title, TextStyle::Subtitle));
    head->addStretch();
    m_body->setSpacing(space::s);
    column->addWidget(m_head);
    if (title.isEmpty()) {
        m_head->hide();
    }
    column->addLayout(m_body);
    setAccessibleName(title);
}

void Panel::addAction(QWidget *widget)
{
    m_head->layout()->addWidget(widget);
    m_head->setVisible(true);
}

void Panel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    drawBox(painter, rect(), radius::l, theme.surface, theme.border);
}

FormRow::FormRow(const QString &label, QWidget *field, const QString &hint, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_note(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_hint(hint)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::xs);
    auto *caption = new TextLabel(label, TextStyle::Strong);
    caption->setTextFormat(Qt::AutoText);
    caption->setBuddy(field);
    caption->setWordWrap(true);  // in a small window two of them stand side by side
    column->addWidget(caption);
    column->addWidget(field);
    column->addWidget(m_note);
    column->addStretch();  // beside a taller one, the field stays below its label
    m_note->setWordWrap(true);
    QString name = label;
    field->setAccessibleName(name.remove(u'&'));
    setFocusProxy(field);
    setMaximumWidth(scaled(metric::form));
    showNote();
}

void FormRow::setHint(const QString &hint)
{
    m_hint = hint;
    showNote();
}

void FormRow::setError(const QString &error)
{
    m_error = error;
    showNote();
}

void FormRow::showNote()
{
    const bool wrong = !m_error.isEmpty();
    m_note->setText(wrong ? m_error : m_hint);
    m_note->setTone(wrong ? Tone::Danger : Tone::Neutral);
    m_note->setVisible(!m_note->text().isEmpty());
    m_field->setAccessibleDescription(m_note->text());
    m_field->setProperty("invalid", wrong);
    m_field->update();
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();  // a button of it may be the one that was pressed
        }
        if (QLayout *inner = item->layout()) {
            clearLayout(inner);
        }
        delete item;
    }
}

void scrollIntoSight(QWidget *widget)
{
    for (QWidget *above = widget->parentWidget(); above; above = above->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(above)) {
            area->ensureWidgetVisible(widget, 0, scaled(metric::control));
            return;
        }
    }
}

QScrollArea *makeScrollArea(QWidget *content)
{
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    // Qt does so for Tab alone, not when a shortcut or a page puts the focus somewhere.
    QObject::connect(qApp, &QApplication::focusChanged, scroll, [scroll](QWidget *, QWidget *now) {
        if (now && scroll->widget()->isAncestorOf(now) && now->visibleRegion().boundingRect() != now->rect()
            && now->height() < scroll->viewport()->height()) {
            scrollIntoSight(now);
        }
    });
    return scroll;
}

Hairline::Hairline(Qt::Orientation orientation, QWidget *parent)
    : QWidget(parent)
{
    if (orientation == Qt::Horizontal) {
        setFixedHeight(1);
    } else {
        setFixedWidth(1);
    }
}

void Hairline::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::of(this).border);
}

}  // namespace onlyonce::ui
