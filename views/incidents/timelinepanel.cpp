// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timelinepanel.h"

#include "views/incidents/timelinemodel.h"
#include "views/widgets/composer.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/timelineview.h"

#include <QDesktopServices>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QUrl>
#include <QVBoxLayout>

namespace onlyonce::ui {

TimelinePanel::TimelinePanel(Session &session, const Incident &incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident.id)
    , m_model(new TimelineModel(session, incident.id, this))
    , m_view(new TimelineView)
    , m_composer(new Composer)
    , m_audience(new SegmentedControl(tr("Who may read it")))
{
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Timeline"));
    m_view->setEmptyText(tr("Nothing has been written down yet."));
    m_audience->addSegment(tr("Internal"), QStringLiteral("lock"));
    m_audience->addSegment(tr("Public"), QStringLiteral("globe"));
    m_composer->setPlaceholder(tr("What did you see, decide or do?"));
    m_composer->setSubmitText(tr("Add note"));
    m_composer->addTool(m_audience);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(space::xl, space::s, space::xl, space::l);
    foot->addWidget(m_composer);
    layout->addLayout(foot);
    rememberFocus(this, m_composer->editor());
    setIncident(incident);

    connect(m_composer, &Composer::submitted, this, &TimelinePanel::submit);
    connect(m_model, &TimelineModel::failed, this, &TimelinePanel::failed);
    connect(m_view, &TimelineView::linkActivated, this, [](const QUrl &url) { QDesktopServices::openUrl(url); });
    connect(m_view, &TimelineView::opened, this, [this](const QModelIndex &index) {
        const auto *entry = m_model->at(index);
        if (entry && entry->kind == TimelineKind::Evidence) {
            Q_EMIT evidenceWanted(entry->data.value(QStringLiteral("attachment")).toInteger());
        } else if (entry && m_model->canBeUndone(*entry)) {
            Q_EMIT undoWanted(entry->id, entry->body);
        }
    });
}

void TimelinePanel::setIncident(const Incident &incident)
{
    m_composer->setDestination(QStringLiteral("%1  %2").arg(incident.reference(), incident.title));
}

void TimelinePanel::compose()
{
    m_composer->editor()->setFocus();
}

void TimelinePanel::quote(const QString &markdown)
{
    QTextCursor cursor = m_composer->editor()->textCursor();
    cursor.movePosition(QTextCursor::End);
    cursor.insertText((m_composer->draft().trimmed().isEmpty() ? QString() : QStringLiteral("\n\n")) + markdown);
    m_composer->editor()->setTextCursor(cursor);
    compose();
}

bool TimelinePanel::hasDraft() const
{
    return !m_composer->draft().trimmed().isEmpty();
}

void TimelinePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_view->hasFocus()) {
        m_view->setFocus();  // out of the text, to what has happened
        return;
    }
    QWidget::keyPressEvent(event);
}

void TimelinePanel::submit(const QString &text)
{
    if (std::exchange(m_busy, true)) {
        return;  // Ctrl+Enter twice writes once
    }
    const auto visibility = m_audience->current() == 1 ? Visibility::Public : Visibility::Internal;
    m_session
        .write([id = m_incident, text, visibility](Transaction &transaction) {
            return addNote(transaction, id, text, visibility);
        })
        .then(this, [this, text](const Result<TimelineId> &written) {
            m_busy = false;
            if (!written) {
                Q_EMIT failed(written.error());  // the text stays in the composer
                return;
            }
            if (m_composer->draft().trimmed() == text) {
                m_composer->clear();
            }
            m_audience->setCurrent(0);
            m_view->scrollToEnd();
        });
}

}  // namespace onlyonce::ui
