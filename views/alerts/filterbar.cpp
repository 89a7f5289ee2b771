// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/filterbar.h"

#include "models/alerts/sourcehealth.h"
#include "views/widgets/words.h"

#include <algorithm>
#include <array>

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

constexpr std::array facets{Facet::Service, Facet::DataCentre, Facet::Severity, Facet::FailedTest, Facet::Source};

QString idOf(const FacetValue &value)
{
    return toText(value.facet) + u'\n' + value.value;
}

FacetValue valueOf(const QString &id)
{
    const auto facet = std::ranges::find(facets, id.section(u'\n', 0, 0), [](Facet each) { return toText(each); });
    return {.facet = *facet, .value = id.section(u'\n', 1)};
}

}  // namespace

FilterBar::FilterBar(QWidget *parent)
    : FacetBar({.states = tr("Which alerts"),
                .state = tr("State"),
                .stateIcon = QStringLiteral("bell"),
                .searchName = tr("Search alerts"),
                .placeholder = tr("Search summaries, labels, services"),
                .filterTip = tr("By source, service, data centre, severity or failed test (Ctrl+Shift+F)"),
                .offers = tr("Filter by a source, service, data centre, severity …")},
               parent)
{
    for (const QString &state : {tr("All"), tr("Firing"), tr("Recovered"), tr("Flapping")}) {
        addState(state);
    }
}

InboxFilter FilterBar::filter() const
{
    InboxFilter filter;
    if (state() == 1 || state() == 2) {
        filter.status = state() == 1 ? AlertStatus::Firing : AlertStatus::Resolved;
    }
    filter.flapping = state() == 3;
    for (const FacetItem &item : chosen()) {
        const FacetValue value = valueOf(item.id);
        filter.values[value.facet] << value.value;
    }
    filter.text = text();
    return filter;
}

void FilterBar::setOffers(std::vector<FacetOffer> offers)
{
    // What burns most is sought most.
    std::ranges::stable_sort(offers, std::ranges::greater(), &FacetOffer::firing);
    std::vector<FacetItem> items;
    for (const Facet facet : facets) {
        for (const auto &[value, firing] : offers) {
            if (value.facet == facet) {
                items.push_back({.id = idOf(value),
                                 .text = wordsFor(value),
                                 .kind = nameOf(facet),
                                 .icon = iconOf(facet),
                                 .note = firing > 0 ? tr("%1 firing").arg(firing) : QString(),
                                 .alone = facet == Facet::FailedTest});
            }
        }
    }
    FacetBar::setOffers(std::move(items));
}

}  // namespace onlyonce::ui
