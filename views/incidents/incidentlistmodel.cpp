// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidentlistmodel.h"

#include "views/incidents/tones.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <algorithm>

namespace onlyonce::ui {

IncidentListModel::IncidentListModel(Session &session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("incident"))) {
            reload();
        }
    });
    reload();
}

void IncidentListModel::setFilter(const IncidentFilter &filter)
{
    m_filter = filter;
    reload();
}

const Incident *IncidentListModel::at(const QModelIndex &index) const
{
    return index.isValid() && size_t(index.row()) < m_incidents.size() ? &m_incidents[size_t(index.row())] : nullptr;
}

int IncidentListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_incidents.size());
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
        return QVariant::fromValue(severityPill(incident->severity));
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

bool IncidentListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more && !m_fetching;
}

void IncidentListModel::fetchMore(const QModelIndex &)
{
    if (!m_more || m_fetching || m_incidents.empty()) {
        return;
    }
    m_fetching = true;
    const auto question = m_question;
    m_session
        .read([filter = m_filter, before = m_incidents.back().id](Transaction &transaction) {
            return incidents(transaction, filter, pageSize, before);
        })
        .then(this, [this, question](const Result<std::vector<Incident>> &found) {
            m_fetching = false;
            if (question != m_question) {
                return;
            }
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            m_more = found->size() == size_t(pageSize);
            if (!found->empty()) {
                const int first = int(m_incidents.size());
                beginInsertRows({}, first, first + int(found->size()) - 1);
                m_incidents.insert(m_incidents.end(), found->begin(), found->end());
                endInsertRows();
            }
        });
}

void IncidentListModel::reload()
{
    if (m_token) {
        m_token->cancel();
    }
    m_token = std::make_shared<CancelToken>();
    const auto question = ++m_question;
    // What is open stays open: as many rows as were there, so that scrolling does not jump.
    const int limit = std::max(pageSize, int(m_incidents.size()));
    m_session
        .read([filter = m_filter, limit](Transaction &transaction) { return incidents(transaction, filter, limit); },
              Reader::Interactive, m_token)
        .then(this, [this, question, limit](const Result<std::vector<Incident>> &found) {
            if (question != m_question) {
                return;
            }
            if (!found) {
                if (found.error().code != ErrorCode::Cancelled) {
                    Q_EMIT failed(found.error());
                }
                return;
            }
            m_more = found->size() == size_t(limit);
            replace(*found);
            Q_EMIT loaded();
        });
}

void IncidentListModel::replace(std::vector<Incident> incidents)
{
    const auto sameIds = [&] { return std::ranges::equal(incidents, m_incidents, {}, &Incident::id, &Incident::id); };
    if (sameIds()) {
        m_incidents = std::move(incidents);
        if (!m_incidents.empty()) {
            Q_EMIT dataChanged(index(0), index(int(m_incidents.size()) - 1));
        }
        return;
    }
    // New ones at the top are the usual case; the selection then stays where it is.
    const auto known =
        m_incidents.empty() ? incidents.end() : std::ranges::find(incidents, m_incidents.front().id, &Incident::id);
    const auto added = std::distance(incidents.begin(), known);
    const bool grewAtTop = known != incidents.end()
                        && std::ranges::equal(std::ranges::subrange(known, incidents.end()), m_incidents, {},
                                              &Incident::id, &Incident::id);
    if (grewAtTop) {
        beginInsertRows({}, 0, int(added) - 1);
        m_incidents = std::move(incidents);
        endInsertRows();
        Q_EMIT dataChanged(index(int(added)), index(int(m_incidents.size()) - 1));
        return;
    }
    beginResetModel();
    m_incidents = std::move(incidents);
    endResetModel();
}

}  // namespace onlyonce::ui
