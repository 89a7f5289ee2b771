// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/lists/incidentfilterbar.h"

#include "models/base/tr.h"

#include <QLocale>

#include <algorithm>

namespace onlyonce::ui {

namespace {

using namespace Qt::StringLiterals;

constexpr int monthsOffered = 12;
constexpr std::array spans{1, 7, 30, 90, 365};  // days

// The kinds of values, as they begin an id.
constexpr auto service = "service"_L1;
constexpr auto dataCentre = "data centre"_L1;
constexpr auto commander = "commander"_L1;
constexpr auto severity = "severity"_L1;
constexpr auto recurrence = "recurrence"_L1;
constexpr auto postMortem = "post-mortem"_L1;
constexpr auto catastrophic = "catastrophic"_L1;
constexpr auto drills = "drills"_L1;
constexpr auto within = "within"_L1;
constexpr auto month = "month"_L1;

QString idOf(QLatin1StringView kind, const QString &value)
{
    return kind + u'\n' + value;
}

FacetItem named(QLatin1StringView kind, const QString &name)
{
    const bool isService = kind == service;
    const bool isPlace = kind == dataCentre;
    return {.id = idOf(kind, name),
            .text = name,
            .kind = isService ? tr("Service")
                  : isPlace   ? tr("Data centre")
                              : tr("Commander"),
            .icon = isService ? u"catalog"_s
                  : isPlace   ? u"datacentre"_s
                              : u"user"_s};
}

FacetItem itemFor(Severity value)
{
    return {.id = idOf(severity, toText(value)),
            .text = toText(value),
            .kind = tr("Severity"),
            .icon = u"warning"_s,
            .alone = true};
}

FacetItem itemFor(Recurring value)
{
    return {.id = idOf(recurrence, toText(value)),
            .text = value == Recurring::Again ? tr("The same again as an earlier one") : tr("Came again later"),
            .kind = tr("Recurrence"),
            .icon = u"refresh"_s,
            .alone = true};
}

FacetItem itemFor(PostMortemStage value)
{
    FacetItem item{.id = idOf(postMortem, toText(value)), .kind = tr("Post-mortem"), .icon = u"whys"_s};
    switch (value) {
    case PostMortemStage::None:
        item.text = tr("None");
        break;
    case PostMortemStage::Draft:
        item.text = tr("Draft");
        break;
    case PostMortemStage::InReview:
        item.text = tr("In review");
        break;
    case PostMortemStage::Approved:
        item.text = tr("Approved");
        break;
    case PostMortemStage::Published:
        item.text = tr("Published");
        break;
    case PostMortemStage::Overdue:
        item.text = tr("Overdue");
        break;
    }
    return item;
}

FacetItem catastrophicItem()
{
    return {.id = idOf(catastrophic, {}),
            .text = tr("Several data centres at once"),
            .kind = tr("Catastrophic"),
            .icon = u"flame"_s,
            .alone = true};
}

FacetItem itemFor(Drills value)
{
    return {.id = idOf(drills, toText(value)),
            .text = value == Drills::Only ? tr("Drills only") : tr("With drills"),
            .kind = tr("Drills"),
            .icon = u"drill"_s,
            .group = drills,
            .alone = true};
}

FacetItem spanItem(int days)
{
    return {.id = idOf(within, QString::number(days)),
            .text = days == 1   ? tr("Last 24 hours")
                  : days == 365 ? tr("Last year")
                                : tr("Last %1 days").arg(days),
            .kind = tr("Opened"),
            .icon = u"calendar"_s,
            .group = u"time"_s,
            .alone = true};
}

//! By the zone of whoever looks.
FacetItem monthItem(QDate first)
{
    return {.id = idOf(month, first.toString(u"yyyy-MM"_s)),
            .text = QLocale().toString(first, u"MMMM yyyy"_s),
            .kind = tr("Opened"),
            .icon = u"calendar"_s,
            .group = u"time"_s,
            .alone = true};
}

Instant beginning(QDate day)
{
    return utcFromZone(day, QTime(0, 0), QTimeZone::systemTimeZone());
}

}  // namespace

QString label(IncidentOrder order)
{
    switch (order) {
    case IncidentOrder::Newest:
        return tr("Newest first");
    case IncidentOrder::Oldest:
        return tr("Oldest first");
    case IncidentOrder::Severity:
        return tr("Worst severity first");
    case IncidentOrder::LongestRecovery:
        return tr("Longest recovery first");
    }
    return {};
}

IncidentFilterBar::IncidentFilterBar(Instant now, QWidget *parent)
    : FacetBar(
          {.states = tr("Which incidents"),
           .state = tr("State"),
           .stateIcon = u"incident"_s,
           .searchName = tr("Search incidents"),
           .placeholder = tr("Search words, or INC-17"),
           .filterTip =
               tr("By severity, service, data centre, commander, recurrence, post-mortem or time (Ctrl+Shift+F)"),
           .offers = tr("Filter by a severity, service, data centre, commander, recurrence, post-mortem, month …")},
          parent)
    , m_now(now)
{
    for (const QString &state : {tr("All"), tr("Open"), tr("Resolved"), tr("Closed")}) {
        addState(state);
    }
    setNames({});
}

IncidentFilter IncidentFilterBar::filter() const
{
    IncidentFilter filter{.text = text(), .drills = Drills::Apart, .order = m_order};
    if (state() > 0) {
        filter.state = IncidentState(state() - 1);
    }
    for (const FacetItem &item : chosen()) {
        const QString kind = item.id.section(u'\n', 0, 0);
        const QString value = item.id.section(u'\n', 1);
        if (kind == service) {
            filter.services << value;
        } else if (kind == dataCentre) {
            filter.dataCentres << value;
        } else if (kind == commander) {
            filter.commanders << value;
        } else if (kind == severity) {
            filter.severities.push_back(severityFrom(value).value_or(Severity::Sev1));
        } else if (kind == recurrence) {
            filter.recurrences.push_back(recurringFrom(value).value_or(Recurring::Again));
        } else if (kind == postMortem) {
            filter.postMortems.push_back(postMortemStageFrom(value).value_or(PostMortemStage::None));
        } else if (kind == catastrophic) {
            filter.catastrophic = true;
        } else if (kind == drills) {
            filter.drills = drillsFrom(value).value_or(Drills::Apart);
        } else if (kind == within) {
            filter.withinDays = value.toInt();
        } else if (kind == month) {
            const QDate first = QDate::fromString(value + u"-01"_s, Qt::ISODate);
            filter.from = beginning(first);
            filter.until = beginning(first.addMonths(1));
        }
    }
    return filter;
}

void IncidentFilterBar::setFilter(const IncidentFilter &filter)
{
    m_order = filter.order;
    std::vector<FacetItem> items;
    for (const Severity each : filter.severities) {
        items.push_back(itemFor(each));
    }
    for (const auto &[kind, names] : {std::pair(service, &filter.services), std::pair(dataCentre, &filter.dataCentres),
                                      std::pair(commander, &filter.commanders)}) {
        for (const QString &name : *names) {
            items.push_back(named(kind, name));
        }
    }
    for (const Recurring each : filter.recurrences) {
        items.push_back(itemFor(each));
    }
    for (const PostMortemStage each : filter.postMortems) {
        items.push_back(itemFor(each));
    }
    if (filter.catastrophic) {
        items.push_back(catastrophicItem());
    }
    if (filter.drills != Drills::Apart) {
        items.push_back(itemFor(filter.drills));
    }
    if (filter.withinDays > 0) {
        items.push_back(spanItem(filter.withinDays));
    } else if (filter.from) {
        const QDate day = toDateTime(*filter.from, QTimeZone::systemTimeZone()).date();
        items.push_back(monthItem(QDate(day.year(), day.month(), 1)));
    }
    choose(filter.state ? int(*filter.state) + 1 : 0, filter.text, std::move(items));
}

bool IncidentFilterBar::isEmpty() const
{
    return filter() == IncidentFilter{.drills = Drills::Apart, .order = m_order};
}

void IncidentFilterBar::setNames(const IncidentOffers &offers)
{
    std::vector<FacetItem> items;
    for (const Severity each : {Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4}) {
        items.push_back(itemFor(each));
    }
    for (const auto &[kind, names] : {std::pair(service, &offers.services), std::pair(dataCentre, &offers.dataCentres),
                                      std::pair(commander, &offers.commanders)}) {
        for (const QString &name : *names) {
            items.push_back(named(kind, name));
        }
    }
    items.push_back(itemFor(Recurring::Again));
    items.push_back(itemFor(Recurring::Later));
    for (const PostMortemStage each : allPostMortemStages) {
        items.push_back(itemFor(each));
    }
    items.push_back(catastrophicItem());
    items.push_back(itemFor(Drills::Also));
    items.push_back(itemFor(Drills::Only));
    for (const int days : spans) {
        items.push_back(spanItem(days));
    }
    const QDate today = toDateTime(m_now, QTimeZone::systemTimeZone()).date();
    for (int back = 0; back < monthsOffered; ++back) {
        items.push_back(monthItem(QDate(today.year(), today.month(), 1).addMonths(-back)));
    }
    setOffers(std::move(items));
}

void IncidentFilterBar::setOrder(IncidentOrder order)
{
    if (std::exchange(m_order, order) != order) {
        apply();
    }
}

}  // namespace onlyonce::ui
