// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/entrytext.h"

#include "models/alerts/sourcehealth.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/secrets.h"
#include "models/incidents/timeline/correction.h"
#include "models/incidents/timeline/moments.h"
#include "models/incidents/timeline/phase.h"
#include "views/incidents/tones.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <QJsonArray>

namespace onlyonce::ui {

using Entry = onlyonce::TimelineEntry;

namespace {

//! Then the author is the monitoring system, and the words say no more than that.
bool openedByAlert(const Entry &entry)
{
    return entry.kind == TimelineKind::Declared && entry.data.contains(QLatin1StringView("alert"));
}

QString author(const Entry &entry, const KindLook &look)
{
    if (!look.title.isEmpty()) {
        return look.title;
    }
    return openedByAlert(entry) ? sourceTitle(entry.actorName) : entry.actorName;
}

//! "@Ada Lovelace" stands out.
QString withMentions(QString body, const QJsonArray &names)
{
    for (const auto &name : names) {
        const QString mention = QLatin1Char('@') + name.toString();
        body.replace(mention, QStringLiteral("**%1**").arg(mention));
    }
    return body;
}

}  // namespace

EntryText::EntryText(const Entry &entry, const Around &around)
    : m_entry(entry)
    , m_around(around)
{
}

QString EntryText::words() const
{
    // "ada acknowledged: Acknowledged" would say it twice.
    const KindLook look = lookOf(m_entry.kind);
    const bool said = openedByAlert(m_entry) || m_entry.body.compare(look.head, Qt::CaseInsensitive) == 0;
    QString words = said ? QString() : bodyIn(m_entry, m_around.zone);
    if (const auto names = m_entry.data.value(QLatin1StringView("mentions")).toArray(); !names.isEmpty()) {
        words = withMentions(words, names);
    }
    return m_around.versions.isEmpty() ? words : words + QLatin1Char('\n') + m_around.versions;
}

//! Entered well after it happened: both moments are told.
QString EntryText::late() const
{
    const auto delay = firstRecorded(m_entry) - m_entry.happenedAt;
    return isCorrectable(m_entry) && delay > std::chrono::minutes{1} ? tr("recorded %1 later").arg(durationText(delay))
                                                                     : QString();
}

QVariant EntryText::pills() const
{
    QList<Pill> pills;
    if (m_around.canBeUndone) {
        pills.append({.text = tr("Enter or a double click takes it back"),
                      .shape = PillShape::Outline,
                      .icon = QStringLiteral("undo")});
    }
    // Whoever may read the incident reads it, and so does whoever gets a copy of the database.
    const auto secrets = isCorrectable(m_entry) && !m_entry.redacted ? secretsIn(m_entry.body) : std::vector<Secret>();
    if (!secrets.empty()) {
        pills.append({.text = tr("Looks like %1: X redacts it").arg(toText(secrets.front().kind)),
                      .tone = Tone::Warning,
                      .shape = PillShape::Outline,
                      .icon = QStringLiteral("eye-off")});
    }
    return pills.isEmpty() ? QVariant() : QVariant::fromValue(pills);
}

QVariant EntryText::role(int role) const
{
    const KindLook look = lookOf(m_entry.kind);
    switch (role) {
    case TimelineText:
        return words();
    case TimelineAt:
        return toMillis(m_entry.happenedAt);
    case TimelineAuthor:
        return author(m_entry, look);
    case TimelineHead:
        return look.head;
    case TimelineIcon:
        return look.icon;
    case TimelineTone:
        return int(look.tone);
    case TimelinePublic:
        return m_entry.visibility == Visibility::Public;
    case TimelinePinned:
        return m_entry.pinned;
    case TimelineLate:
        return late();
    case TimelineCorrected:
        return m_entry.revisions > 0;
    case TimelineSection:
        return m_around.times ? label(phaseAt(*m_around.times, m_entry.happenedAt)) : QString();
    case TimelinePills:
        return pills();
    case TimelineProblem:
        return m_entry.data.value(QLatin1StringView("problem")).toString();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 %2 %3: %4")
            .arg(toIso(m_entry.happenedAt), m_entry.actorName, look.title + look.head, m_entry.body);
    default:
        return {};
    }
}

bool tellsOfMove(const Entry &entry)
{
    return entry.data.contains(QLatin1StringView("split")) || entry.data.contains(QLatin1StringView("merged"));
}

QString versionsText(const std::vector<Entry> &versions, const Entry &entry, Instant now)
{
    QStringList lines;
    for (size_t i = 0; i < versions.size(); ++i) {
        const Entry &next = i + 1 < versions.size() ? versions[i + 1] : entry;
        const QString until = momentInText(next.recordedAt, now);
        const QString reason = next.data.value(QLatin1StringView("reason")).toString();
        const QString head =
            reason.isEmpty()
                ? tr("Until %1, by %2:").arg(until, escapeMarkdown(versions[i].actorName))
                : tr("Until %1, by %2 (%3):").arg(until, escapeMarkdown(versions[i].actorName), escapeMarkdown(reason));
        lines.append(QStringLiteral("*%1* %2").arg(head, versions[i].body));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace onlyonce::ui
