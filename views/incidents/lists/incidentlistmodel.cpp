// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/lists/incidentlistmodel.h"

#include "models/postmortem/lists/postmortemfacet.h"
#include "views/incidents/tones.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

namespace onlyonce::ui {

namespace {

bool isRestricted(const Incident &incident)
{
    return incident.visibility == Visibility::Restricted;
}

}  // namespace

IncidentListModel::IncidentListModel(Session &session, QObject *parent, const IncidentFilter &filter)
    : KeyedList(parent)
    , m_session(session)
    , m_filter(filter)
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        const bool found = changes.touches(QLatin1StringView("incident_words")) && !m_filter.text.isEmpty();
        const bool written = changes.touches(QLatin1StringView("postmortem")) && !m_filter.postMortems.empty();
        if (found || written || changes.touches(QLatin1StringView("incident"))) {
            refresh();
        }
    });
    refresh();
}

void IncidentListModel::setFilter(const IncidentFilter &filter)
{
    m_filter = filter;
    restart();
}

Answer<Result<std::vector<ListedIncident>>> IncidentListModel::read(const KeyPage &page)
{
    if (m_token) {
        m_token->cancel();
    }
    m_token = std::make_shared<CancelToken>();
    return m_session.read(
        [filter = m_filter, page](Transaction &transaction) {
            const auto more = postMortemFacets(transaction, filter);
            return more ? incidentList(transaction, filter, page, *more) : failure(more);
        },
        Reader::Interactive, m_token);
}

QVariant IncidentListModel::data(const QModelIndex &index, int role) const
{
    const ListedIncident *incident = at(index);
    if (!incident) {
        return {};
    }
    const auto clock = recoveryClock(*incident);
    switch (role) {
    case RowTitle:
        return incident->title;
    case RowPill:
        return QVariant::fromValue(severityPill(*incident));
    case RowNumber:
        return incident->reference();
    case RowNumberIcon:
        return isRestricted(*incident) ? QStringLiteral("lock") : QString();
    case RowStatus:
        return QVariant::fromValue(statusPill(incident->status, PillShape::Dot));
    case RowDetail:
        return incident->excerpt;
    case RowChips:
        return QVariant::fromValue(placePills(*incident));
    case RowOwner:
        return incident->commander;
    case RowClockStart:
        return clock ? QVariant(toMillis(clock->from)) : QVariant();
    case RowClockEnd:
        return clock && clock->until ? QVariant(toMillis(*clock->until)) : QVariant();
    case RowClockTarget:
        return clock ? QVariant(qint64(clock->target.count())) : QVariant();
    case RowNote:
        return momentText(incident->createdAt, m_session.now());
    case RowMuted:
        return !incident->isOpen();
    case IdRole:
        return incident->id.value;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3, %4")
            .arg(isRestricted(*incident) ? tr("%1 restricted").arg(incident->reference()) : incident->reference(),
                 toText(incident->severity), label(incident->status), incident->title);
    default:
        return {};
    }
}

}  // namespace onlyonce::ui
