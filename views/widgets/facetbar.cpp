// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/facetbar.h"

#include "views/widgets/chiprows.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace onlyonce::ui {

FacetBar::FacetBar(const Words &words, QWidget *parent)
    : QWidget(parent)
    , m_words(words)
    , m_which(new SegmentedControl(words.states))
    , m_search(new QLineEdit)
    , m_chips(new ChipRows)
    , m_delay(new QTimer(this))
{
    m_search->setPlaceholderText(words.placeholder);
    m_search->setAccessibleName(words.searchName);
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(scaled(360));
    m_search->installEventFilter(this);
    auto *button = makeButton(tr("Filter"), ButtonKind::Normal, QStringLiteral("filter"));
    button->setToolTip(words.filterTip);

    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_which);
    line->addWidget(m_search, 1);
    line->addWidget(button);
    line->addStretch();
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(space::s);
    rows->addLayout(line);
    rows->addWidget(m_chips);

    m_delay->setSingleShot(true);
    m_delay->setInterval(120);  // a question per pause, not per letter
    connect(m_delay, &QTimer::timeout, this, &FacetBar::changed);
    connect(m_search, &QLineEdit::textChanged, m_delay, qOverload<>(&QTimer::start));
    connect(m_which, &SegmentedControl::currentChanged, this, &FacetBar::apply);
    connect(button, &QPushButton::clicked, this, qOverload<>(&FacetBar::choose));
}

void FacetBar::addState(const QString &text)
{
    m_which->addSegment(text);
    m_states << text;
}

int FacetBar::state() const
{
    return m_which->current();
}

void FacetBar::setStateCount(int state, int count)
{
    m_which->setCount(state, count > 0 ? count : -1);
}

QString FacetBar::text() const
{
    return m_search->text().trimmed();
}

void FacetBar::choose(int state, const QString &text, std::vector<FacetItem> chosen)
{
    m_which->setCurrent(state);
    m_search->setText(text);
    m_chosen = std::move(chosen);
    showChips();
    apply();
}

void FacetBar::search()
{
    m_search->setFocus();
    m_search->selectAll();
}

void FacetBar::choose()
{
    if (!m_palette) {
        m_palette = new CommandPalette(window());
        m_palette->setPlaceholder(m_words.offers);
        m_palette->addProvider([this](const QString &) { return items(); });
    }
    m_palette->popup();
}

void FacetBar::clear()
{
    choose(0, {}, {});
}

QList<PaletteItem> FacetBar::items()
{
    QList<PaletteItem> items;
    for (const FacetItem &each : m_offers) {
        const bool isChosen = std::ranges::find(m_chosen, each.id, &FacetItem::id) != m_chosen.end();
        items.append({.text = each.text,
                      .detail = isChosen            ? tr("%1 · chosen").arg(each.kind)
                              : each.note.isEmpty() ? each.kind
                                                    : QStringLiteral("%1 · %2").arg(each.kind, each.note),
                      .icon = isChosen ? QStringLiteral("check") : each.icon,
                      .keywords = QStringLiteral("%1 %2").arg(each.kind, each.text),
                      .run = [this, each] { toggle(each); }});
    }
    for (int state = 0; state < m_states.size(); ++state) {
        items.append({.text = m_states[state],
                      .detail = m_words.state,
                      .icon = m_which->current() == state ? QStringLiteral("check") : m_words.stateIcon,
                      .run = [this, state] {
                          m_which->setCurrent(state);
                          apply();
                      }});
    }
    return items;
}

void FacetBar::toggle(const FacetItem &item)
{
    if (std::erase_if(m_chosen, [&](const FacetItem &each) { return each.id == item.id; }) == 0) {
        std::erase_if(m_chosen,
                      [&](const FacetItem &each) { return !item.group.isEmpty() && each.group == item.group; });
        m_chosen.push_back(item);
    }
    showChips();
    apply();
}

void FacetBar::showChips()
{
    std::vector<QWidget *> widgets;
    for (const FacetItem &item : m_chosen) {
        auto *chip = new Chip(item.alone ? item.text : tr("%1: %2").arg(item.kind, item.text));
        chip->setRemovable(true);
        chip->setToolTip(tr("Click or Delete takes it away"));
        const auto remove = [this, item] {
            toggle(FacetItem(item));  // a copy: the chip goes, and this with it
            if (m_chosen.empty()) {
                Q_EMIT left();
            } else {
                focusWithin(m_chips);
            }
        };
        connect(chip, &Chip::removeRequested, this, remove);
        connect(chip, &Chip::clicked, this, remove);
        widgets.push_back(chip);
    }
    if (m_chosen.size() > 1) {
        auto *all = makeButton(tr("Clear all"), ButtonKind::Quiet);
        connect(all, &QPushButton::clicked, this, [this] {
            clear();
            Q_EMIT left();
        });
        widgets.push_back(all);
    }
    m_chips->setWidgets(std::move(widgets));
}

void FacetBar::apply()
{
    m_delay->stop();
    Q_EMIT changed();
}

bool FacetBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Backspace && m_search->text().isEmpty() && !m_chosen.empty()) {
            toggle(FacetItem(m_chosen.back()));
            return true;
        }
        if (key == Qt::Key_Escape) {
            m_search->clear();
        }
        if (key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            if (m_delay->isActive()) {
                apply();
            }
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace onlyonce::ui
