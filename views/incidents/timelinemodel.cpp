// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timelinemodel.h"

#include "views/incidents/tones.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <algorithm>

namespace onlyonce::ui {

namespace {

using Entry = onlyonce::TimelineEntry;

bool sameIds(const std::vector<Entry> &some, const std::vector<Entry> &others, size_t count)
{
    return some.size() >= count && others.size() >= count
        && std::equal(some.begin(), some.begin() + qsizetype(count), others.begin(),
                      [](const Entry &one, const Entry &other) { return one.id == other.id; });
}

}  // namespace

TimelineModel::TimelineModel(Session &session, IncidentId incident, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
    , m_incident(incident)
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            reload();
        }
    });
    reload();
}

const Entry *TimelineModel::at(const QModelIndex &index) const
{
    return index.isValid() && size_t(index.row()) < m_entries.size() ? &m_entries[size_t(index.row())] : nullptr;
}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    const Entry *entry = at(index);
    if (!entry) {
        return {};
    }
    const KindLook look = lookOf(entry->kind);
    switch (role) {
    case TimelineText:  // "ada acknowledged: Acknowledged" says it twice
        return entry->body.compare(look.head, Qt::CaseInsensitive) == 0 ? QString() : entry->body;
    case TimelineAt:
        return toMillis(entry->happenedAt);
    case TimelineAuthor:
        return look.title.isEmpty() ? entry->actorName : look.title;
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
        return late ? tr("recorded %1").arg(momentText(entry->recordedAt, m_session.now())) : QString();
    }
    case TimelineCorrected:
        return !entry->corrects.isNull();
    case TimelineProblem:
        return entry->data.value(QStringLiteral("problem")).toString();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 %2 %3: %4")
            .arg(toIso(entry->happenedAt), entry->actorName, look.title + look.head, entry->body);
    default:
        return {};
    }
}

void TimelineModel::reload()
{
    const auto question = ++m_question;
    m_session.read([id = m_incident](Transaction &transaction) { return timelineOf(transaction, id); })
        .then(this, [this, question](const Result<std::vector<Entry>> &found) {
            if (question != m_question) {
                return;
            }
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            replace(*found);
        });
}

void TimelineModel::replace(std::vector<Entry> entries)
{
    const size_t before = m_entries.size();
    if (entries.size() > before && sameIds(entries, m_entries, before)) {
        beginInsertRows({}, int(before), int(entries.size()) - 1);
        m_entries = std::move(entries);
        endInsertRows();
        return;
    }
    if (entries.size() == before && sameIds(entries, m_entries, before)) {
        return;  // append-only: the same ids are the same entries
    }
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

}  // namespace onlyonce::ui
