// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/timelinepanel.h"

#include "models/incidents/timeline/correction.h"
#include "views/incidents/timeline/correctform.h"
#include "views/incidents/timeline/filterbar.h"
#include "views/incidents/timeline/notebox.h"
#include "views/incidents/timeline/timelinemodel.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/timelineview.h"

#include <QDesktopServices>
#include <QJsonArray>
#include <QKeyEvent>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

using Entry = onlyonce::TimelineEntry;

TimelinePanel::TimelinePanel(Session &session, const Incident &incident, QWidget *parent)
    : TimelinePanel(session, parent)
{
    setIncident(incident);
}

TimelinePanel::TimelinePanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new TimelineModel(session, {}, this))
    , m_filter(new TimelineFilterBar)
    , m_view(new TimelineView)
    , m_notes(new NoteBox(session))
{
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Timeline"));
    m_view->setEmptyText(tr("Nothing has been written down yet."));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_view, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(space::xl, space::s, space::xl, space::l);
    foot->addWidget(m_notes);
    layout->addLayout(foot);
    rememberFocus(this, m_notes->editor());

    connect(m_notes, &NoteBox::written, m_view, &TimelineView::scrollToEnd);
    connect(m_model, &TimelineModel::failed, this, &TimelinePanel::failed);
    connect(m_model, &TimelineModel::found, this, [this](const QModelIndex &index) {
        m_view->setCurrentIndex(index);
        m_view->scrollTo(index, QAbstractItemView::PositionAtCenter);
    });
    connect(m_model, &TimelineModel::loaded, this, [this] {
        const auto row = m_wanted ? m_model->rowOf(m_wanted) : std::nullopt;
        if (row) {
            m_wanted = {};
            m_view->setCurrentIndex(m_model->index(*row));
        }
    });
    connect(m_filter, &TimelineFilterBar::changed, this, [this](const TimelineFilter &filter) {
        m_view->setEmptyText(filter.isAll() ? tr("Nothing has been written down yet.")
                                            : tr("Nothing here is like that. Escape shows everything again."));
        m_model->setFilter(filter);
    });
    connect(m_filter, &TimelineFilterBar::left, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_filter, &TimelineFilterBar::utcChanged, this, [this](bool utc) {
        setUtc(utc);
        Q_EMIT utcChanged(utc);
    });
    connect(m_view, &TimelineView::linkActivated, this, [](const QUrl &url) { QDesktopServices::openUrl(url); });
    connect(m_view, &TimelineView::opened, this, &TimelinePanel::open);
}

void TimelinePanel::setIncident(const Incident &incident)
{
    m_incident = incident;
    m_notes->setIncident(incident);
    m_model->setIncident(incident);
}

void TimelinePanel::compose()
{
    m_notes->compose();
}

void TimelinePanel::quote(const QString &markdown)
{
    m_notes->insert(markdown);
}

bool TimelinePanel::hasDraft() const
{
    return m_notes->hasDraft() || (m_correct && m_correct->isChanged());
}

void TimelinePanel::setUtc(bool utc)
{
    const QTimeZone zone = utc ? QTimeZone::utc() : QTimeZone::systemTimeZone();
    m_filter->setUtc(utc);
    m_model->setTimeZone(zone);
    m_view->setTimeZone(zone);
    m_notes->setTimeZone(zone);
}

void TimelinePanel::switchZone()
{
    setUtc(!isUtc());
    Q_EMIT utcChanged(isUtc());
}

bool TimelinePanel::isUtc() const
{
    return m_filter->isUtc();
}

void TimelinePanel::find()
{
    m_filter->search();
}

void TimelinePanel::togglePinned()
{
    m_filter->togglePinned();
}

void TimelinePanel::open(const QModelIndex &index)
{
    const Entry *entry = m_model->at(index);
    if (!entry) {
        return;
    }
    if (entry->kind == TimelineKind::Evidence) {
        Q_EMIT evidenceWanted(entry->data.value(QLatin1StringView("attachment")).toInteger());
    } else if (m_model->canBeUndone(*entry)) {
        Q_EMIT undoWanted(entry->id, entry->body);
    } else {
        m_model->toggleVersions(index);
    }
}

const Entry *TimelinePanel::chosen()
{
    if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0) {
        m_view->setCurrentIndex(m_model->index(m_model->rowCount() - 1));
    }
    return m_model->at(m_view->currentIndex());
}

const Entry *TimelinePanel::correctable()
{
    if (!m_view->currentIndex().isValid()) {
        const auto &rows = m_model->rows();
        const auto last = std::find_if(rows.rbegin(), rows.rend(), isCorrectable);
        if (last != rows.rend()) {
            m_view->setCurrentIndex(m_model->index(int(rows.rend() - last) - 1));
        }
    }
    const Entry *entry = chosen();
    if (entry && !isCorrectable(*entry)) {
        Q_EMIT failed({.code = ErrorCode::Invalid,
                       .message = tr("The program recorded this entry. Notes, decisions, hypotheses and what was tried "
                                     "can be corrected; choose one with the arrow keys.")});
        return nullptr;
    }
    return entry;
}

//! Few pages ever need it.
void TimelinePanel::makeCorrectForm()
{
    if (m_correct) {
        return;
    }
    m_correct = new CorrectForm(m_session);
    auto *rows = static_cast<QVBoxLayout *>(layout());
    rows->insertWidget(rows->indexOf(m_view) + 1, m_correct);
    connect(m_correct, &CorrectForm::corrected, this, &TimelinePanel::show);
    connect(m_correct, &CorrectForm::opened, m_notes, &QWidget::setHidden);  // there is room for one of them
}

void TimelinePanel::correct()
{
    if (const Entry *entry = correctable()) {
        makeCorrectForm();
        m_correct->correct(*entry, m_view->timeZone(),
                           QStringLiteral("%1  %2").arg(m_incident.reference(), m_incident.title));
    }
}

void TimelinePanel::togglePin()
{
    const Entry *entry = chosen();
    if (!entry) {
        return;
    }
    m_session
        .write([id = entry->id, pinned = !entry->pinned](Transaction &transaction) {
            return pinEntry(transaction, id, pinned);
        })
        .then(this, [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
        });
}

void TimelinePanel::toggleVisibility()
{
    const Entry *entry = correctable();
    if (!entry) {
        return;
    }
    Writing writing{.kind = entry->kind,
                    .body = entry->body,
                    .visibility = entry->visibility == Visibility::Public ? Visibility::Internal : Visibility::Public,
                    .happenedAt = entry->happenedAt};
    for (const auto &name : entry->data.value(QLatin1StringView("mentions")).toArray()) {
        writing.mentions.append(name.toString());
    }
    m_session
        .write(
            [id = entry->id, writing](Transaction &transaction) { return correctEntry(transaction, id, writing, {}); })
        .then(this, [this](const Result<TimelineId> &done) {
            if (done) {
                show(*done);
            } else {
                Q_EMIT failed(done.error());
            }
        });
}

void TimelinePanel::toggleVersions()
{
    if (chosen()) {
        m_model->toggleVersions(m_view->currentIndex());
    }
}

void TimelinePanel::redact()
{
    if (const auto *entry = chosen()) {
        Q_EMIT redactWanted(entry->id);
    }
}

//! Now, or when the feed has brought it.
void TimelinePanel::show(TimelineId entry)
{
    const auto row = m_model->rowOf(entry);
    m_wanted = row ? TimelineId() : entry;
    if (row) {
        m_view->setCurrentIndex(m_model->index(*row));
    }
}

bool TimelinePanel::act(int key)
{
    switch (key) {
    case Qt::Key_E:
        correct();
        return true;
    case Qt::Key_P:
        togglePin();
        return true;
    case Qt::Key_V:
        toggleVisibility();
        return true;
    case Qt::Key_H:
        toggleVersions();
        return true;
    case Qt::Key_X:
        redact();
        return true;
    case Qt::Key_K:
        m_filter->togglePinned();
        return true;
    case Qt::Key_I:
        m_filter->cycleVisibility();
        return true;
    case Qt::Key_F:
    case Qt::Key_Slash:
        find();
        return true;
    case Qt::Key_Z:
        switchZone();
        return true;
    case Qt::Key_N:
        compose();
        return true;
    default:
        break;
    }
    if (key >= Qt::Key_1 && key <= Qt::Key_5) {
        m_filter->showGroup(TimelineGroup(key - Qt::Key_1));
        return true;
    }
    return false;
}

void TimelinePanel::keyPressEvent(QKeyEvent *event)
{
    if (!m_view->hasFocus()) {
        if (event->key() == Qt::Key_Escape) {
            m_view->setFocus();  // out of the text, to what has happened
            return;
        }
    } else if (event->key() == Qt::Key_Escape && !m_filter->filter().isAll()) {
        m_filter->clear();
        return;
    } else if (!(event->modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier)) && act(event->key())) {
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace onlyonce::ui
