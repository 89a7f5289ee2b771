// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/due/meetingline.h"

#include "models/postmortem/due/duedate.h"
#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

namespace onlyonce::ui {

namespace {

QString typedTime(Instant time)
{
    return toDateTime(time, QTimeZone::systemTimeZone()).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString readTime(Instant time)
{
    return QLocale().toString(toDateTime(time, QTimeZone::systemTimeZone()), QStringLiteral("d MMM yyyy, HH:mm"));
}

}  // namespace

MeetingLine::MeetingLine(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_text(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_plan(makeButton(tr("Plan the meeting"), ButtonKind::Quiet, QStringLiteral("calendar")))
    , m_form(new QWidget(this))
    , m_time(new QLineEdit)
    , m_row(new FormRow(tr("The meeting is at"), m_time,
                        tr("Such as 2026-12-03 14:00, in your time. Empty: none is planned.")))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins({});
    line->setSpacing(space::s);
    line->addWidget(m_text);
    line->addWidget(m_plan);
    auto *fields = new QHBoxLayout(m_form);
    fields->setContentsMargins({});
    fields->setSpacing(space::s);
    auto *set = makeButton(tr("Set"), ButtonKind::Primary);
    set->setAccessibleName(tr("Set the time of the meeting"));
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    fields->addWidget(m_row);
    fields->addWidget(set, 0, Qt::AlignTop);
    fields->addWidget(cancel, 0, Qt::AlignTop);
    fields->addStretch();
    m_form->hide();
    m_time->installEventFilter(this);

    connect(m_plan, &QPushButton::clicked, this, &MeetingLine::plan);
    connect(m_time, &QLineEdit::returnPressed, this, &MeetingLine::save);
    connect(m_time, &QLineEdit::textEdited, this, [this] { m_row->setError({}); });
    connect(set, &QPushButton::clicked, this, &MeetingLine::save);
    connect(cancel, &QPushButton::clicked, this, &MeetingLine::close);
}

void MeetingLine::setRecord(const std::optional<PostMortemRecord> &record, const std::optional<QDate> &dueOn)
{
    m_meetingAt = record ? record->postMortem.meetingAt : std::nullopt;
    m_version = record ? record->postMortem.version : 0;
    m_dueOn = dueOn;
    m_text->setVisible(m_meetingAt.has_value());
    if (m_meetingAt) {
        const bool isOver = *m_meetingAt < m_session.now();
        m_text->setText((isOver ? tr("The meeting was on %1") : tr("Meeting on %1")).arg(readTime(*m_meetingAt)));
    }
    m_plan->setText(m_meetingAt ? tr("Move it") : tr("Plan the meeting"));
    m_plan->setAccessibleName(m_meetingAt ? tr("Move the meeting about the post-mortem")
                                          : tr("Plan the meeting about the post-mortem"));
    setVisible(m_meetingAt || m_dueOn || record);
}

void MeetingLine::plan()
{
    const auto proposed = m_meetingAt ? m_meetingAt
                        : m_dueOn     ? std::optional(proposedMeeting(*m_dueOn, m_session.now()))
                                      : std::nullopt;
    m_time->setText(proposed ? typedTime(*proposed) : QString());
    m_row->setError({});
    m_form->show();
    m_plan->hide();
    m_time->setFocus();
    m_time->selectAll();
}

void MeetingLine::save()
{
    std::optional<Instant> at;
    if (const QString text = m_time->text().trimmed(); !text.isEmpty()) {
        const auto read = parsePersonTime(text, QTimeZone::systemTimeZone(), m_session.now());
        if (!read) {
            m_row->setError(read.error().message);
            return;
        }
        at = *read;
    }
    m_session
        .write([incident = m_incident, at, version = m_version](Transaction &transaction) -> Result<int> {
            const auto about = openPostMortem(transaction, incident);
            return about ? setPostMortemMeeting(transaction, about->id, at, version > 0 ? version : about->version)
                         : failure(about);
        })
        .then(this, [this](const Result<int> &done) {
            if (done) {
                close();
            } else {
                m_row->setError(done.error().message);
            }
        });
}

void MeetingLine::close()
{
    m_form->hide();
    m_plan->show();
    m_plan->setFocus();
}

bool MeetingLine::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace onlyonce::ui
