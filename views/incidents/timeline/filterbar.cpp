// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/filterbar.h"

#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

namespace onlyonce::ui {

namespace {

//! As the keys 1 to 5 choose them.
constexpr std::array groups{TimelineGroup::All, TimelineGroup::People, TimelineGroup::Alerts, TimelineGroup::Customers,
                            TimelineGroup::Changes};
constexpr std::array<std::optional<Visibility>, 3> audiences{std::nullopt, Visibility::Internal, Visibility::Public};

}  // namespace

TimelineFilterBar::TimelineFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLineEdit)
    , m_what(makeButton({}, ButtonKind::Quiet, QStringLiteral("filter")))
    , m_all(makeButton(tr("Show all"), ButtonKind::Quiet))
    , m_zone(new SegmentedControl(tr("Times")))
    , m_groups(new QActionGroup(this))
    , m_audiences(new QActionGroup(this))
    , m_pinned(new QAction(tr("Key moments only"), this))
{
    m_text->setPlaceholderText(tr("Find in the timeline"));
    m_text->setAccessibleName(tr("Find in the timeline"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(scaled(120));
    m_text->installEventFilter(this);
    m_what->setAccessibleName(tr("What is shown"));
    m_zone->addSegment(tr("Local"));
    m_zone->addSegment(tr("UTC"));
    m_zone->setToolTip(tr("Which time is shown: Z"));
    makeMenu();

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::xl, space::s, space::xl, space::s);
    line->setSpacing(space::s);
    line->addWidget(m_text, 1);
    line->addWidget(m_what);
    line->addWidget(m_all);
    line->addWidget(m_zone);

    m_typing.setSingleShot(true);
    m_typing.setInterval(200);
    connect(m_text, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, [this] {
        TimelineFilter filter = m_filter;
        filter.text = m_text->text().trimmed();
        set(filter);
    });
    connect(m_all, &QPushButton::clicked, this, &TimelineFilterBar::clear);
    connect(m_zone, &SegmentedControl::currentChanged, this, [this] { Q_EMIT utcChanged(isUtc()); });
    set({});
}

void TimelineFilterBar::makeMenu()
{
    auto *menu = new QMenu(this);
    menu->addSection(tr("What"));
    const QStringList names{tr("Everything"), tr("People"), tr("Alerts"), tr("Customers"), tr("Changes")};
    for (int i = 0; i < names.size(); ++i) {
        auto *action = menu->addAction(QStringLiteral("%1\t%2").arg(names[i]).arg(i + 1));
        action->setData(names[i]);
        m_groups->addAction(action);
        connect(action, &QAction::triggered, this, [this, i] {
            TimelineFilter filter = m_filter;
            filter.group = groups[size_t(i)];
            set(filter);
        });
    }
    menu->addSection(tr("For whom"));
    const QStringList readers{tr("Internal and public"), tr("Internal"), tr("Public")};
    for (int i = 0; i < readers.size(); ++i) {
        auto *action =
            menu->addAction(i == 0 ? QStringLiteral("%1\t%2").arg(readers[i], QStringLiteral("I")) : readers[i]);
        action->setData(readers[i]);
        m_audiences->addAction(action);
        connect(action, &QAction::triggered, this, [this, i] {
            TimelineFilter filter = m_filter;
            filter.visibility = audiences[size_t(i)];
            set(filter);
        });
    }
    menu->addSeparator();
    m_pinned->setText(QStringLiteral("%1\t%2").arg(tr("Key moments only"), QStringLiteral("K")));
    menu->addAction(m_pinned);
    connect(m_pinned, &QAction::triggered, this, &TimelineFilterBar::togglePinned);
    for (QAction *action : menu->actions()) {
        action->setCheckable(!action->isSeparator());
    }
    m_what->setMenu(menu);
}

void TimelineFilterBar::set(const TimelineFilter &filter)
{
    const bool same = filter == m_filter;
    m_filter = filter;
    const auto group = std::ranges::find(groups, filter.group) - groups.begin();
    const auto audience = std::ranges::find(audiences, filter.visibility) - audiences.begin();
    QAction *const chosen = m_groups->actions().at(group);
    QAction *const readers = m_audiences->actions().at(audience);
    chosen->setChecked(true);
    readers->setChecked(true);
    m_pinned->setChecked(filter.pinned);
    QStringList words;
    if (filter.group != TimelineGroup::All || (!filter.visibility && !filter.pinned)) {
        words.append(chosen->data().toString());
    }
    if (filter.visibility) {
        words.append(readers->data().toString());
    }
    if (filter.pinned) {
        words.append(tr("Key moments"));
    }
    m_what->setText(words.join(QStringLiteral(", ")));
    m_all->setVisible(!filter.isAll());
    if (!same) {
        Q_EMIT changed(m_filter);
    }
}

void TimelineFilterBar::showGroup(TimelineGroup group)
{
    TimelineFilter filter = m_filter;
    filter.group = filter.group == group ? TimelineGroup::All : group;
    set(filter);
}

void TimelineFilterBar::togglePinned()
{
    TimelineFilter filter = m_filter;
    filter.pinned = !filter.pinned;
    set(filter);
}

void TimelineFilterBar::cycleVisibility()
{
    TimelineFilter filter = m_filter;
    const auto at = std::ranges::find(audiences, filter.visibility) - audiences.begin();
    filter.visibility = audiences[size_t(at + 1) % audiences.size()];
    set(filter);
}

void TimelineFilterBar::search()
{
    m_text->setFocus();
    m_text->selectAll();
}

void TimelineFilterBar::clear()
{
    m_text->clear();
    m_typing.stop();
    set({});
}

bool TimelineFilterBar::isUtc() const
{
    return m_zone->current() == 1;
}

void TimelineFilterBar::setUtc(bool utc)
{
    m_zone->setCurrent(utc ? 1 : 0);
}

bool TimelineFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_text->text().isEmpty()) {
            m_text->clear();
            return true;
        }
        if (key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace onlyonce::ui
