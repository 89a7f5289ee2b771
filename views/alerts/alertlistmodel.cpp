// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertlistmodel.h"

#include "models/alerts/detection.h"
#include "models/alerts/sourcehealth.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

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
    if (alert.flaps > 0) {
        chips.append({.text = AlertListModel::tr("Flapping ×%1").arg(alert.flaps),
                      .tone = Tone::Warning,
                      .shape = PillShape::Soft});
    }
    for (const QString &text : {alert.service, alert.dataCentre}) {
        if (!text.isEmpty()) {
            chips.append({.text = text, .shape = PillShape::Outline});
        }
    }
    if (alert.count > 1) {
        chips.append({.text = QStringLiteral("×%1").arg(alert.count), .shape = PillShape::Soft});
    }
    if (const auto delay = detectionDelay(alert).measured; delay && *delay > detectionWindow) {
        chips.append({.text = AlertListModel::tr("told after %1").arg(delayText(*delay)),
                      .tone = Tone::Warning,
                      .shape = PillShape::Soft});
    }
    return chips;
}

}  // namespace

QString label(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical:
        return AlertListModel::tr("Critical");
    case AlertSeverity::Error:
        return AlertListModel::tr("Error");
    case AlertSeverity::Warning:
        return AlertListModel::tr("Warning");
    case AlertSeverity::Info:
        return AlertListModel::tr("Info");
    }
    return {};
}

Pill severityPill(AlertSeverity severity)
{
    return {.text = label(severity), .tone = toneOf(severity), .shape = PillShape::Soft};
}

Pill statusPill(AlertStatus status)
{
    const bool firing = status == AlertStatus::Firing;
    return {.text = firing ? AlertListModel::tr("Firing") : AlertListModel::tr("Recovered"),
            .tone = firing ? Tone::Danger : Tone::Success,
            .shape = PillShape::Dot};
}

QString titleOf(const AlertRow &alert)
{
    return alert.summary.isEmpty() ? alert.fingerprint : alert.summary;
}

AlertListModel::AlertListModel(Session &session, QObject *parent, Start start)
    : KeyedList(parent)
    , m_session(session)
    , m_begun(start == Start::AtOnce)
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        const bool found =
            changes.touches(QLatin1StringView("alert_words")) && !(m_filter.values.empty() && m_filter.text.isEmpty());
        if (m_begun && (found || changes.touches(QLatin1StringView("alert")))) {
            refresh();
        }
    });
    if (m_begun) {
        refresh();
    }
}

void AlertListModel::setFilter(const InboxFilter &filter)
{
    m_begun = true;
    m_filter = filter;
    restart();
}

void AlertListModel::setHidden(QSet<qint64> hidden)
{
    if (hidden == m_hidden) {
        return;
    }
    m_hidden = std::move(hidden);
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

QModelIndex AlertListModel::indexOf(AlertId alert) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (at(index(row))->id == alert) {
            return index(row);
        }
    }
    return {};
}

Answer<Result<std::vector<AlertRow>>> AlertListModel::read(const KeyPage &page)
{
    if (m_token) {
        m_token->cancel();
    }
    m_token = std::make_shared<CancelToken>();
    return m_session.read(
        [filter = m_filter, page](Transaction &transaction) { return inbox(transaction, filter, page); },
        Reader::Interactive, m_token);
}

QVariant AlertListModel::data(const QModelIndex &index, int role) const
{
    const AlertRow *alert = at(index);
    if (!alert) {
        return {};
    }
    switch (role) {
    case RowTitle:
        return titleOf(*alert);
    case RowPill:
        return QVariant::fromValue(severityPill(alert->severity));
    case RowStatus:
        return QVariant::fromValue(statusPill(alert->status));
    case RowChips:
        return QVariant::fromValue(chipsOf(*alert));
    case RowDetail:
        if (m_filter.incident != 0) {
            return {};  // the same for all
        }
        return alert->incident                    ? QStringLiteral("INC-%1").arg(alert->incident)
             : m_hidden.contains(alert->id.value) ? tr("Silenced")
                                                  : QString();
    case RowTrailing:
        return momentText(alert->startedAt, now());
    case RowNote:
        return sourceTitle(alert->source);
    case RowMuted:
        return alert->status != AlertStatus::Firing;
    case Qt::AccessibleTextRole:
        return tr("%1 alert, %2, %3").arg(label(alert->severity), statusPill(alert->status).text, titleOf(*alert));
    default:
        return {};
    }
}

QVariant EpisodeListModel::data(const QModelIndex &index, int role) const
{
    const AlertRow *alert = at(index);
    if (!alert) {
        return {};
    }
    const QString lasted = alert->resolvedAt ? tr("for %1").arg(durationText(*alert->resolvedAt - alert->startedAt))
                                             : tr("for %1 until now").arg(durationText(now() - alert->startedAt));
    switch (role) {
    case RowTitle:
        return momentText(alert->startedAt, now());
    case RowTrailing:
        return lasted;
    case RowPill:
    case RowNote:
    case RowChips:
        return {};
    case Qt::AccessibleTextRole:
        return tr("Episode of %1, %2, %3")
            .arg(momentInText(alert->startedAt, now()), lasted, statusPill(alert->status).text);
    default:
        return AlertListModel::data(index, role);
    }
}

}  // namespace onlyonce::ui
