// SPDX-License-Identifier: GPL-3.0-or-later
// What is half typed in the form of a countermeasure survives the program: it stands open again, with what it was a change of.
#include "models/base/json.h"
#include "views/postmortem/countermeasures/countermeasureform.h"
#include "views/widgets/drafts.h"

#include <QComboBox>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QJsonObject toDraft(const CountermeasureText &what)
{
    return {{QStringLiteral("why"), what.why.value},
            {QStringLiteral("text"), what.text},
            {QStringLiteral("owner"), what.owner.value},
            {QStringLiteral("dueOn"), what.dueOn ? what.dueOn->toString(Qt::ISODate) : QString()},
            {QStringLiteral("kind"), toText(what.kind)},
            {QStringLiteral("effectCheck"), what.effectCheck},
            {QStringLiteral("link"), what.link},
            {QStringLiteral("visibility"), toText(what.visibility)}};
}

CountermeasureText fromDraft(const QJsonObject &draft)
{
    const QDate day = QDate::fromString(draft[u"dueOn"].toString(), Qt::ISODate);
    return {.why = WhyId{draft[u"why"].toInteger()},
            .text = draft[u"text"].toString(),
            .owner = PersonId{draft[u"owner"].toInteger()},
            .dueOn = day.isValid() ? std::optional(day) : std::nullopt,
            .kind = countermeasureKindFrom(draft[u"kind"].toString()).value_or(CountermeasureKind::Prevent),
            .effectCheck = draft[u"effectCheck"].toString(),
            .link = draft[u"link"].toString(),
            .visibility = visibilityFrom(draft[u"visibility"].toString()).value_or(Visibility::Internal)};
}

}  // namespace

void CountermeasureForm::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
}

QString CountermeasureForm::keysBegin() const
{
    return QStringLiteral("%1-countermeasure-%2-").arg(m_session.database.uuid()).arg(m_incident.value);
}

QString CountermeasureForm::draftKey() const
{
    return keysBegin()
         + (m_edited ? QString::number(m_edited->id.value)
            : m_task ? QStringLiteral("task-%1").arg(m_task.value)
                     : QStringLiteral("new"));
}

void CountermeasureForm::keep()
{
    m_keeping.stop();
    if (!m_drafts || isHidden()) {
        return;
    }
    const CountermeasureText now = typed();
    const bool isBegun = m_edited ? now != m_base : !now.text.isEmpty() || !now.effectCheck.isEmpty();
    const QJsonObject draft{{QStringLiteral("version"), m_edited ? m_edited->version : 0},
                            {QStringLiteral("base"), toDraft(m_base)},
                            {QStringLiteral("typed"), toDraft(now)},
                            {QStringLiteral("ownerName"), m_owner->currentText()}};
    m_drafts->keep(draftKey(), isBegun ? QString::fromUtf8(toJsonBytes(draft)) : QString());
}

void CountermeasureForm::forget()
{
    m_keeping.stop();
    if (m_drafts) {
        m_drafts->keep(draftKey(), {});
    }
}

bool CountermeasureForm::load()
{
    const QString kept = m_drafts ? m_drafts->of(draftKey()) : QString();
    const QJsonObject draft = QJsonDocument::fromJson(kept.toUtf8()).object();
    if (draft.isEmpty()) {
        return false;
    }
    if (m_edited) {
        m_base = fromDraft(draft[u"base"].toObject());
        m_edited->what = m_base;
        m_edited->version = draft[u"version"].toInt();
    }
    show(fromDraft(draft[u"typed"].toObject()), draft[u"ownerName"].toString());
    return true;
}

void CountermeasureForm::takeDraft(const std::vector<Countermeasure> &measures)
{
    if (!m_drafts) {
        return;
    }
    for (const QString &key : m_drafts->keys(keysBegin())) {
        const QString which = key.mid(keysBegin().size());
        const auto there = std::ranges::find(measures, CountermeasureId{which.toLongLong()}, &Countermeasure::id);
        if (there != measures.end()) {
            load(*there);
            return;
        }
        if (which == QStringLiteral("new") || which.startsWith(QStringLiteral("task-"))) {
            clear();
            m_task = TaskId{QStringView(which).mid(which == QStringLiteral("new") ? 3 : 5).toLongLong()};
            if (load()) {
                open(tr("Add countermeasure"));
                return;
            }
        }
    }
}

}  // namespace onlyonce::ui
