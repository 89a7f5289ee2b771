// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/impactpanel.h"

#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/stategrid.h"
#include "views/widgets/words.h"

#include <QHBoxLayout>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

//! In a cell there is room for one word.
QString shortLabel(ImpactLevel level)
{
    switch (level) {
    case ImpactLevel::Unknown:
        return {};
    case ImpactLevel::None:
        return ImpactPanel::tr("None");
    case ImpactLevel::Degraded:
        return ImpactPanel::tr("Degraded");
    case ImpactLevel::PartialOutage:
        return ImpactPanel::tr("Partial");
    case ImpactLevel::FullOutage:
        return ImpactPanel::tr("Outage");
    case ImpactLevel::Recovered:
        return ImpactPanel::tr("Recovered");
    }
    return {};
}

QString placeOf(const ImpactCell &cell)
{
    return cell.dataCentre.isEmpty() ? cell.service : ImpactPanel::tr("%1 at %2").arg(cell.service, cell.dataCentre);
}

QString spoken(const ImpactCell &cell, Instant now)
{
    QString text = QStringLiteral("%1: %2").arg(placeOf(cell), label(cell.level));
    if (cell.since) {
        text += ImpactPanel::tr(", said %1 by %2").arg(momentInText(*cell.since, now), cell.by);
    }
    if (cell.firing > 0) {
        text += cell.firing == 1 ? ImpactPanel::tr(". One alert fires there")
                                 : ImpactPanel::tr(". %1 alerts fire there").arg(cell.firing);
    }
    return text;
}

//! 0 to 5, or the first letter of the word.
std::optional<ImpactLevel> levelTyped(const QString &text)
{
    const qsizetype digit = QStringLiteral("012345").indexOf(text);
    const qsizetype letter = QStringLiteral("undpfr").indexOf(text.toLower());
    const qsizetype index = digit >= 0 ? digit : text.toLower() == QStringLiteral("o") ? 4 : letter;
    return index < 0 ? std::nullopt : std::optional(ImpactLevel(index));
}

}  // namespace

Pill impactPill(ImpactLevel level)
{
    Pill pill{.text = label(level), .shape = PillShape::Soft};
    switch (level) {
    case ImpactLevel::Unknown:
        pill.icon = QStringLiteral("help");
        pill.shape = PillShape::Outline;
        break;
    case ImpactLevel::None:
        pill.icon = QStringLiteral("check");
        break;
    case ImpactLevel::Degraded:
        pill.icon = QStringLiteral("arrow-down");
        pill.tone = Tone::Warning;
        break;
    case ImpactLevel::PartialOutage:
        pill.icon = QStringLiteral("warning");
        pill.tone = Tone::Sev2;
        break;
    case ImpactLevel::FullOutage:
        pill.icon = QStringLiteral("blocked");
        pill.tone = Tone::Danger;
        break;
    case ImpactLevel::Recovered:
        pill.icon = QStringLiteral("success");
        pill.tone = Tone::Success;
        break;
    }
    return pill;
}

ImpactPanel::ImpactPanel(QWidget *parent)
    : QWidget(parent)
    , m_add(makeIconButton(QStringLiteral("plus"), tr("Services and data centres it concerns")))
    , m_legend(new QWidget)
    , m_legendLine(new QHBoxLayout(m_legend))
    , m_note(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
{
    auto *panel = new Panel(tr("Impact"));
    panel->addAction(m_add);
    m_body = panel->body();
    m_note->setWordWrap(true);
    m_legendLine->setContentsMargins({});
    m_legendLine->setSpacing(space::xs);
    m_body->addWidget(m_legend);
    m_body->addWidget(m_note);
    m_legend->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(panel);
    connect(m_add, &QToolButton::clicked, this, &ImpactPanel::addWanted);
    show({}, {});
}

//! A table is much of what a page costs: it comes ahead, or with its contents, when the page has had its first picture.
void ImpactPanel::makeGrid()
{
    if (m_grid) {
        return;
    }
    m_grid = new StateGrid(tr("Impact: services by data centres"));
    m_body->insertWidget(0, m_grid);
    tabInto(m_add, m_grid);
    connect(m_grid, &StateGrid::roomChanged, this, &ImpactPanel::showLegend);
    connect(m_grid, &StateGrid::chosen, this,
            [this](int row, int column) { Q_EMIT cellWanted(m_impact.at(row, column)); });
    connect(m_grid, &StateGrid::typed, this, [this](int row, int column, const QString &text) {
        if (const auto level = levelTyped(text)) {
            Q_EMIT said(m_impact.at(row, column), *level);
        }
    });
}

void ImpactPanel::prepare()
{
    makeGrid();
    m_grid->hide();
}

void ImpactPanel::show(const Impact &impact, Instant now)
{
    m_impact = impact;
    if ((m_grid && !m_grid->isHidden()) || impact.services.isEmpty()) {
        fill(now);
        return;
    }
    // Behind the picture that is due, if one is.
    QTimer::singleShot(0, this, [this, now] {
        makeGrid();
        fill(now);
    });
}

void ImpactPanel::fill(Instant now)
{
    const Impact &impact = m_impact;
    QStringList columns;
    for (const QString &name : impact.dataCentres) {
        columns << (!name.isEmpty() ? name : impact.dataCentres.size() == 1 ? tr("Impact") : tr("Overall"));
    }
    QList<GridState> states;
    bool isHinted = false;
    m_shownLevels.clear();
    for (const ImpactCell &cell : impact.cells) {
        const Pill pill = impactPill(cell.level);
        const bool hints = cell.firing > 0 && cell.level == ImpactLevel::Unknown;
        isHinted |= hints;
        states.append({.text = shortLabel(cell.level),
                       .tone = pill.tone,
                       .icon = pill.icon,
                       .isMarked = hints,
                       .spoken = spoken(cell, now)});
        if (cell.level != ImpactLevel::Unknown && !m_shownLevels.contains(cell.level)) {
            m_shownLevels.append(cell.level);
        }
    }
    std::ranges::sort(m_shownLevels);
    if (m_grid) {
        m_grid->setStates(impact.services, columns, states);
        m_grid->setVisible(!impact.services.isEmpty());
    }
    m_note->setText(impact.services.isEmpty() ? tr("No service is named yet.")
                    : isHinted ? tr("Alerts fire where a dot is; what it means for customers is yours to say.")
                               : QString());
    m_note->setVisible(!m_note->text().isEmpty());
    showLegend();
}

void ImpactPanel::showLegend()
{
    const QList<ImpactLevel> levels = !m_grid || m_grid->showsWords() ? QList<ImpactLevel>() : m_shownLevels;
    if (std::exchange(m_legendLevels, levels) == levels) {
        return;
    }
    clearLayout(m_legendLine);
    for (const ImpactLevel level : levels) {
        Pill pill = impactPill(level);
        pill.text = shortLabel(level);
        m_legendLine->addWidget(new PillLabel(pill));
    }
    m_legendLine->addStretch();
    m_legend->setVisible(!levels.isEmpty());
}

void ImpactPanel::visit()
{
    if (m_impact.services.isEmpty()) {
        Q_EMIT addWanted();
    } else if (m_grid) {
        m_grid->setFocus(Qt::OtherFocusReason);
    }
}

}  // namespace onlyonce::ui
