// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timelinemodel.h"

#include "models/alerts/sourcehealth.h"
#include "views/incidents/tones.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

using Entry = onlyonce::TimelineEntry;

namespace {

//! Then the author is the monitoring system, and the words say no more than that.
bool openedByAlert(const Entry &entry)
{
    return entry.kind == TimelineKind::Declared && entry.data.contains(QStringLiteral("alert"));
}

QString author(const Entry &entry, const KindLook &look)
{
    if (!look.title.isEmpty()) {
        return look.title;
    }
    return openedByAlert(entry) ? sourceTitle(entry.actorName) : entry.actorName;
}

QString words(const Entry &entry, const KindLook &look)
{
    // "ada acknowledged: Acknowledged" would say it twice.
    const bool said = openedByAlert(entry) || entry.body.compare(look.head, Qt::CaseInsensitive) == 0;
    return said ? QString() : entry.body;
}

}  // namespace

TimelineModel::TimelineModel(Session &session, IncidentId incident, QObject *parent)
    : WholeList(parent)
    , m_session(session)
    , m_incident(incident)
    , m_refresh([this] { reload(); })
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    const Entry *entry = at(index);
    if (!entry) {
        return {};
    }
    const KindLook look = lookOf(entry->kind);
    switch (role) {
    case TimelineText:
        return words(*entry, look);
    case TimelineAt:
        return toMillis(entry->happenedAt);
    case TimelineAuthor:
        return author(*entry, look);
    case TimelineHead:
        return look.head;
    case TimelineIcon:
        return look.icon;
    case TimelineTone:
        return int(look.tone);
    case TimelinePublic:
        return entry->visibility == Visibility::Public;
    case TimelineLate: {
        // Entered well after it happened: both moments are told.
        const bool late =
            entry->kind == TimelineKind::Note && entry->recordedAt - entry->happenedAt > std::chrono::minutes{1};
        return late ? tr("recorded %1").arg(momentInText(entry->recordedAt, m_session.now())) : QString();
    }
    case TimelineCorrected:
        return !entry->corrects.isNull() && !entry->data.contains(QLatin1StringView("flaps"));  // that one counts
    case TimelinePills:
        return canBeUndone(*entry)
                 ? QVariant::fromValue(QList<Pill>{{.text = tr("Enter or a double click takes it back"),
                                                    .shape = PillShape::Outline,
                                                    .icon = QStringLiteral("undo")}})
                 : QVariant();
    case TimelineProblem:
        return entry->data.value(QStringLiteral("problem")).toString();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 %2 %3: %4")
            .arg(toIso(entry->happenedAt), entry->actorName, look.title + look.head, entry->body);
    default:
        return {};
    }
}

bool TimelineModel::canBeUndone(const Entry &entry) const
{
    const bool movedHere =
        entry.data.contains(QStringLiteral("split")) || entry.data.contains(QStringLiteral("merged"));
    return entry.kind == TimelineKind::AlertsMoved && movedHere && !m_undone.contains(entry.id.value);
}

//! Entries are never changed and never go, so that only what came since is read: in a storm that is little of much.
void TimelineModel::reload()
{
    m_session
        .read([id = m_incident, last = m_last](Transaction &transaction) {
            return last ? timelineSince(transaction, id, last) : timelineOf(transaction, id);
        })
        .then(this, [this](const Result<std::vector<Entry>> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            take(*found);
        });
}

void TimelineModel::take(const std::vector<Entry> &fresh)
{
    bool undone = false;
    for (const Entry &entry : fresh) {
        m_last = std::max(m_last, entry.id);
        if (entry.corrects) {
            remove(entry.corrects.value);
        }
        if (const qint64 moved = entry.data.value(QStringLiteral("undone")).toInteger()) {
            m_undone.insert(moved);
            undone = true;
        }
    }
    add(fresh, [](const Entry &one, const Entry &other) {
        return std::pair(one.happenedAt, one.id.value) < std::pair(other.happenedAt, other.id.value);
    });
    if (undone) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));  // an older entry looks different now
    }
}

}  // namespace onlyonce::ui
