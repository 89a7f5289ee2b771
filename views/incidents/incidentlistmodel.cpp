// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidentlistmodel.h"

#include "views/incidents/tones.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

namespace onlyonce::ui {

IncidentListModel::IncidentListModel(Session &session, QObject *parent)
    : KeyedList(parent)
    , m_session(session)
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("incident"))) {
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

Answer<Result<std::vector<Incident>>> IncidentListModel::read(const KeyPage &page)
{
    if (m_token) {
        m_token->cancel();
    }
    m_token = std::make_shared<CancelToken>();
    return m_session.read(
        [filter = m_filter, page](Transaction &transaction) { return incidents(transaction, filter, page); },
        Reader::Interactive, m_token);
}

QVariant IncidentListModel::data(const QModelIndex &index, int role) const
{
    const Incident *incident = at(index);
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
    case RowStatus:
        return QVariant::fromValue(statusPill(incident->status, PillShape::Dot));
    case RowChips:
        return QVariant::fromValue(placePills(*incident));
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
            .arg(incident->reference(), toText(incident->severity), label(incident->status), incident->title);
    default:
        return {};
    }
}

}  // namespace onlyonce::ui
