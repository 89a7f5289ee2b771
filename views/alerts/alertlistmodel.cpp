// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertlistmodel.h"

#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <algorithm>

namespace onlyonce::ui {

namespace {

Tone toneOf(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical:
        return Tone::Sev1;
    case AlertSeverity::Error:
        return Tone::Sev2;
    case AlertSeverity::Warning:
        return Tone::Sev3;
    case AlertSeverity::Info:
        return Tone::Sev4;
    }
    return Tone::Neutral;
}

QList<Pill> chipsOf(const AlertRow &alert)
{
    QList<Pill> chips;
    for (const QString &text : {alert.service, alert.dataCentre}) {
        if (!text.isEmpty()) {
            chips.append({.text = text, .shape = PillShape::Outline});
        }
    }
    if (alert.count > 1) {
        chips.append({.text = QStringLiteral("×%1").arg(alert.count), .shape = PillShape::Soft});
    }
    return chips;
}

}  // namespace

Pill severityPill(AlertSeverity severity)
{
    return {.text = capitalized(toText(severity)), .tone = toneOf(severity), .shape = PillShape::Soft};
}

Pill statusPill(AlertStatus status)
{
    const bool firing = status == AlertStatus::Firing;
    return {.text = firing ? AlertListModel::tr("Firing") : AlertListModel::tr("Recovered"),
            .tone = firing ? Tone::Danger : Tone::Success,
            .shape = PillShape::Dot};
}

AlertListModel::AlertListModel(Session &session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("alert"))) {
            reload();
        }
    });
    reload();
}

void AlertListModel::setFilter(const AlertFilter &filter)
{
    m_filter = filter;
    ++m_question;
    m_reading = false;
    reload();
}

const AlertRow *AlertListModel::at(const QModelIndex &index) const
{
    return index.isValid() && size_t(index.row()) < m_alerts.size() ? &m_alerts[size_t(index.row())] : nullptr;
}

int AlertListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_alerts.size());
}

QVariant AlertListModel::data(const QModelIndex &index, int role) const
{
    const AlertRow *alert = at(index);
    if (!alert) {
        return {};
    }
    const bool firing = alert->status == AlertStatus::Firing;
    switch (role) {
    case RowTitle:
        return alert->summary.isEmpty() ? alert->fingerprint : alert->summary;
    case RowPill:
        return QVariant::fromValue(severityPill(alert->severity));
    case RowStatus:
        return QVariant::fromValue(statusPill(alert->status));
    case RowChips:
        return QVariant::fromValue(chipsOf(*alert));
    case RowDetail:
        return alert->incident ? QStringLiteral("INC-%1").arg(alert->incident) : QString();
    case RowTrailing:
        return momentText(alert->startedAt, m_session.now());
    case RowNote:
        return capitalized(alert->source);
    case RowMuted:
        return !firing;
    case Qt::AccessibleTextRole:
        return tr("%1 alert, %2, %3").arg(toText(alert->severity), toText(alert->status), alert->summary);
    default:
        return {};
    }
}

bool AlertListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more && !m_fetching;
}

void AlertListModel::fetchMore(const QModelIndex &)
{
    if (!m_more || m_fetching || m_alerts.empty()) {
        return;
    }
    m_fetching = true;
    m_session
        .read([filter = m_filter, before = m_alerts.back().id](Transaction &transaction) {
            return alerts(transaction, filter, pageSize, before);
        })
        .then(this, [this, question = m_question](const Result<std::vector<AlertRow>> &found) {
            m_fetching = false;
            if (question != m_question || !found) {
                return;
            }
            m_more = found->size() == size_t(pageSize);
            if (!found->empty()) {
                const int first = int(m_alerts.size());
                beginInsertRows({}, first, first + int(found->size()) - 1);
                m_alerts.insert(m_alerts.end(), found->begin(), found->end());
                endInsertRows();
            }
        });
}

void AlertListModel::reload()
{
    if (m_reading) {
        m_stale = true;  // a storm: one question at a time, and one more when it is answered
        return;
    }
    m_reading = true;
    const auto question = ++m_question;
    m_session.read([filter = m_filter](Transaction &transaction) { return alerts(transaction, filter, pageSize); })
        .then(this, [this, question](const Result<std::vector<AlertRow>> &found) {
            if (question != m_question) {
                return;
            }
            m_reading = false;
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            m_more = found->size() == size_t(pageSize);
            beginResetModel();
            m_alerts = *found;
            endResetModel();
            Q_EMIT loaded();
            if (std::exchange(m_stale, false)) {
                reload();
            }
        });
}

}  // namespace onlyonce::ui
