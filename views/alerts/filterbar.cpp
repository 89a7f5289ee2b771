// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/filterbar.h"

#include "models/alerts/sourcehealth.h"
#include "views/alerts/chiprows.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/words.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QString nameOf(Facet facet)
{
    switch (facet) {
    case Facet::Source:
        return FilterBar::tr("Source");
    case Facet::Service:
        return FilterBar::tr("Service");
    case Facet::DataCentre:
        return FilterBar::tr("Data centre");
    case Facet::Severity:
        return FilterBar::tr("Severity");
    case Facet::FailedTest:
        return FilterBar::tr("Failed test");
    }
    return {};
}

QString iconOf(Facet facet)
{
    switch (facet) {
    case Facet::Source:
        return QStringLiteral("plug");
    case Facet::Service:
        return QStringLiteral("catalog");
    case Facet::DataCentre:
        return QStringLiteral("datacentre");
    case Facet::Severity:
        return QStringLiteral("warning");
    case Facet::FailedTest:
        return QStringLiteral("checklist");
    }
    return {};
}

//! As the list writes it.
QString wordsFor(const FacetValue &value)
{
    if (value.facet == Facet::FailedTest) {
        return label(failedTestFrom(value.value));
    }
    if (value.facet == Facet::Source) {
        return sourceTitle(value.value);
    }
    const bool isName = value.facet == Facet::Service || value.facet == Facet::DataCentre;
    return isName ? value.value : capitalized(value.value);
}

}  // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_which(new SegmentedControl(tr("Which alerts")))
    , m_search(new QLineEdit)
    , m_chips(new ChipRows)
    , m_delay(new QTimer(this))
{
    m_which->addSegment(tr("All"));
    m_which->addSegment(tr("Firing"));
    m_which->addSegment(tr("Recovered"));
    m_which->addSegment(tr("Flapping"));
    m_search->setPlaceholderText(tr("Search summaries, labels, services"));
    m_search->setAccessibleName(tr("Search alerts"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(scaled(360));
    m_search->installEventFilter(this);
    auto *button = makeButton(tr("Filter"), ButtonKind::Normal, QStringLiteral("filter"));
    button->setToolTip(tr("By source, service, data centre, severity or failed test (Ctrl+Shift+F)"));

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
    connect(m_delay, &QTimer::timeout, this, &FilterBar::changed);
    connect(m_search, &QLineEdit::textChanged, m_delay, qOverload<>(&QTimer::start));
    connect(m_which, &SegmentedControl::currentChanged, this, &FilterBar::apply);
    connect(button, &QPushButton::clicked, this, &FilterBar::choose);
}

InboxFilter FilterBar::filter() const
{
    InboxFilter filter;
    const int which = m_which->current();
    if (which == 1 || which == 2) {
        filter.status = which == 1 ? AlertStatus::Firing : AlertStatus::Resolved;
    }
    filter.flapping = which == 3;
    for (const FacetValue &value : m_chosen) {
        filter.values[value.facet] << value.value;
    }
    filter.text = m_search->text().trimmed();
    return filter;
}

void FilterBar::setFiring(int count)
{
    m_which->setCount(1, count > 0 ? count : -1);
}

void FilterBar::setOffers(std::vector<FacetOffer> offers)
{
    m_offers = std::move(offers);
    // What burns most is sought most.
    std::ranges::stable_sort(m_offers, std::ranges::greater(), &FacetOffer::firing);
}

void FilterBar::search()
{
    m_search->setFocus();
    m_search->selectAll();
}

void FilterBar::choose()
{
    if (!m_palette) {
        m_palette = new CommandPalette(window());
        m_palette->setPlaceholder(tr("Filter by a source, service, data centre, severity …"));
        m_palette->addProvider([this](const QString &) { return items(); });
    }
    m_palette->popup();
}

void FilterBar::clear()
{
    m_which->setCurrent(0);
    m_search->clear();
    m_chosen.clear();
    showChips();
    apply();
}

QList<PaletteItem> FilterBar::items()
{
    QList<PaletteItem> items;
    const auto add = [&](const FacetValue &value, int firing) {
        const bool isChosen = std::ranges::find(m_chosen, value) != m_chosen.end();
        items.append({.text = wordsFor(value),
                      .detail = isChosen   ? tr("%1 · chosen").arg(nameOf(value.facet))
                              : firing > 0 ? tr("%1 · %2 firing").arg(nameOf(value.facet)).arg(firing)
                                           : nameOf(value.facet),
                      .icon = isChosen ? QStringLiteral("check") : iconOf(value.facet),
                      .run = [this, value] { toggle(value); }});
    };
    for (const Facet facet : {Facet::Service, Facet::DataCentre, Facet::Severity, Facet::FailedTest, Facet::Source}) {
        for (const FacetOffer &offer : m_offers) {
            if (offer.value.facet == facet) {
                add(offer.value, offer.firing);
            }
        }
    }
    const QStringList states{tr("All"), tr("Firing"), tr("Recovered"), tr("Flapping")};
    for (int state = 0; state < states.size(); ++state) {
        items.append({.text = states[state],
                      .detail = tr("State"),
                      .icon = m_which->current() == state ? QStringLiteral("check") : QStringLiteral("bell"),
                      .run = [this, state] {
                          m_which->setCurrent(state);
                          apply();
                      }});
    }
    return items;
}

void FilterBar::toggle(const FacetValue &value)
{
    if (std::erase(m_chosen, value) == 0) {
        m_chosen.push_back(value);
    }
    showChips();
    apply();
}

void FilterBar::showChips()
{
    std::vector<QWidget *> widgets;
    for (const FacetValue &value : m_chosen) {
        auto *chip =
            new Chip(value.facet == Facet::FailedTest ? wordsFor(value)
                                                      : tr("%1: %2").arg(nameOf(value.facet), wordsFor(value)));
        chip->setRemovable(true);
        chip->setToolTip(tr("Click or Delete takes it away"));
        const auto remove = [this, value] {
            toggle(FacetValue(value));  // a copy: the chip goes, and this with it
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

void FilterBar::apply()
{
    m_delay->stop();
    Q_EMIT changed();
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Backspace && m_search->text().isEmpty() && !m_chosen.empty()) {
            toggle(FacetValue(m_chosen.back()));
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
