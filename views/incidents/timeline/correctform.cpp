// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/correctform.h"

#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"

#include <QComboBox>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

CorrectForm::CorrectForm(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_text(new GrowingEdit(2))
    , m_textRow(new FormRow(tr("Correct the entry"), m_text))
    , m_kind(new QComboBox)
    , m_time(new QLineEdit)
    , m_timeRow(new FormRow(tr("When it happened"), m_time))
    , m_audience(new SegmentedControl(tr("Who may read it")))
    , m_reason(new QLineEdit)
    , m_where(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_save(makeButton(tr("Save correction"), ButtonKind::Primary))
{
    for (const TimelineKind kind : writtenKinds()) {
        m_kind->addItem(label(kind));
    }
    m_audience->addSegment(tr("Internal"), QStringLiteral("lock"));
    m_audience->addSegment(tr("Public"), QStringLiteral("globe"));
    m_reason->setMaxLength(500);
    m_where->setElided();
    m_text->setToolTip(tr("The earlier text stays in the audit trail."));
    m_time->setToolTip(tr("14:05, 2026-11-23 14:05, or -5 for five minutes ago"));
    m_save->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));

    auto *facts = new QHBoxLayout;
    facts->setSpacing(space::m);
    facts->addWidget(new FormRow(tr("Kind"), m_kind));
    facts->addWidget(m_timeRow);
    facts->addWidget(new FormRow(tr("Why"), m_reason), 1);
    m_time->setMinimumWidth(scaled(152));
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::s);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    foot->addWidget(m_audience);
    foot->addWidget(m_where, 1);
    foot->addWidget(cancel);
    foot->addWidget(m_save);
    m_textRow->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *panel = new Panel;
    panel->body()->setSpacing(space::s);
    panel->body()->addWidget(m_textRow);
    panel->body()->addLayout(facts);
    panel->body()->addLayout(foot);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::s, space::xl, space::l);
    layout->addWidget(panel);
    hide();

    connect(m_text, &QPlainTextEdit::textChanged, this, [this] { m_textRow->setError({}); });
    connect(m_time, &QLineEdit::textEdited, this, [this] { m_timeRow->setError({}); });
    connect(m_time, &QLineEdit::returnPressed, this, &CorrectForm::submit);
    connect(m_reason, &QLineEdit::returnPressed, this, &CorrectForm::submit);
    connect(m_save, &QPushButton::clicked, this, &CorrectForm::submit);
    connect(cancel, &QPushButton::clicked, this, &CorrectForm::leave);
}

QString CorrectForm::shownTime() const
{
    return toDateTime(m_entry.happenedAt, m_zone).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

void CorrectForm::correct(const onlyonce::TimelineEntry &entry, const QTimeZone &zone, const QString &where)
{
    if (!isVisible()) {
        m_cameFrom = window()->focusWidget();
    }
    m_entry = entry;
    m_zone = zone;
    m_where->setText(where);
    setAccessibleName(tr("Correct an entry of %1").arg(where));
    m_text->setPlainText(entry.body);
    m_kind->setCurrentIndex(int(std::ranges::find(writtenKinds(), entry.kind) - writtenKinds().begin()));
    m_time->setText(shownTime());
    m_timeRow->setHint(zone == QTimeZone::utc() ? tr("UTC") : QString());
    m_timeRow->setError({});
    m_audience->setCurrent(entry.visibility == Visibility::Public ? 1 : 0);
    m_reason->clear();
    m_textRow->setError({});
    show();
    Q_EMIT opened(true);
    m_text->setFocus();
    m_text->moveCursor(QTextCursor::End);
}

bool CorrectForm::isChanged() const
{
    return isVisibleTo(parentWidget()) && m_text->toPlainText().trimmed() != m_entry.body;
}

void CorrectForm::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        leave();
    } else if (enter && event->modifiers() & Qt::ControlModifier) {
        submit();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void CorrectForm::submit()
{
    Writing writing{.kind = writtenKinds()[size_t(std::max(0, m_kind->currentIndex()))],
                    .body = m_text->toPlainText().trimmed(),
                    .visibility = m_audience->current() == 1 ? Visibility::Public : Visibility::Internal,
                    .happenedAt = m_entry.happenedAt};
    if (const QString typed = m_time->text().trimmed(); typed != shownTime()) {
        const auto at = parsePersonTime(typed, m_zone, m_session.now());
        if (!at) {
            m_timeRow->setError(at.error().message);
            m_time->setFocus();
            return;
        }
        writing.happenedAt = *at;
    }
    for (const auto &name : m_entry.data.value(QLatin1StringView("mentions")).toArray()) {
        if (writing.body.contains(QLatin1Char('@') + name.toString())) {
            writing.mentions.append(name.toString());
        }
    }
    if (std::exchange(m_busy, true)) {
        return;  // Enter twice does it once
    }
    m_session
        .write([id = m_entry.id, writing, reason = m_reason->text().trimmed()](Transaction &transaction) {
            return correctEntry(transaction, id, writing, reason);
        })
        .then(this, [this](const Result<TimelineId> &done) {
            m_busy = false;
            if (done) {
                leave();
                Q_EMIT corrected(*done);
            } else {
                refuse(done.error());
            }
        });
}

void CorrectForm::refuse(const Error &error)
{
    m_textRow->setError(error.message);
    m_text->setFocus();
    if (error.code == ErrorCode::Conflict) {
        lookAgain();
    }
}

//! The other's words are said; saving once more replaces them, knowingly.
void CorrectForm::lookAgain()
{
    m_session.read([id = m_entry.id](Transaction &transaction) { return latest(transaction, id); })
        .then(this, [this](const Result<std::optional<onlyonce::TimelineEntry>> &found) {
            if (found && *found) {
                m_entry = **found;
            }
        });
}

void CorrectForm::leave()
{
    const bool mine = isAncestorOf(window()->focusWidget());
    hide();
    Q_EMIT opened(false);
    if (mine && m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
}

}  // namespace onlyonce::ui
