// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/insights/recurrencenotice.h"

#include "views/insights/recurrencechoice.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"

#include <QAccessible>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

RecurrenceNotice::RecurrenceNotice(Session &session, QWidget *parent)
    : QFrame(parent)
    , m_session(session)
    , m_title(new TextLabel({}, TextStyle::Strong))
    , m_story(new TextLabel)
    , m_reason(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_open(makeButton(tr("Open it"), ButtonKind::Quiet))
    , m_refute(makeButton(tr("It is not")))
    , m_confirm(makeButton(tr("The same again"), ButtonKind::Primary))
    , m_choice(new RecurrenceChoice(session, this))
    , m_refresh([this] { reload(); })
{
    for (TextLabel *label : {m_title, m_story, m_reason}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_story);
    words->addWidget(m_reason);
    words->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::xl + metric::icon + space::m, space::s, space::l, space::s);
    row->setSpacing(space::s);
    row->addLayout(words, 1);
    for (QPushButton *button : {m_open, m_refute, m_confirm}) {
        row->addWidget(button, 0, Qt::AlignTop);
    }
    connect(m_open, &QPushButton::clicked, this, &RecurrenceNotice::open);
    connect(m_refute, &QPushButton::clicked, this, &RecurrenceNotice::refute);
    connect(m_confirm, &QPushButton::clicked, this, &RecurrenceNotice::confirm);
    connect(m_choice, &RecurrenceChoice::chosen, this, [this](IncidentId past) { decide(past, confirmRecurrence); });
    connect(m_choice, &RecurrenceChoice::failed, this, &RecurrenceNotice::failed);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        const bool isShown = m_shown && changes.touches(QLatin1StringView("countermeasure"));
        if (isShown || (m_incident && changes.touches(QLatin1StringView("recurrence"), m_incident.value))) {
            m_refresh.want();
        }
    });
    hide();
}

void RecurrenceNotice::begin(IncidentId incident)
{
    m_incident = incident;
    m_choice->begin(incident);
    m_refresh.want();
}

void RecurrenceNotice::reload()
{
    m_session.read([id = m_incident](Transaction &transaction) { return alikeTo(transaction, id); })
        .then(this, [this](const Result<std::vector<Alike>> &alike) {
            m_refresh.answered();
            if (alike) {
                show(*alike);
            } else {
                Q_EMIT failed(alike.error());
            }
        });
}

void RecurrenceNotice::show(const std::vector<Alike> &alike)
{
    // What somebody has confirmed comes before what only looks so.
    auto best = std::ranges::find(alike, RecurrenceState::Confirmed, &Alike::state);
    if (best == alike.end()) {
        best = std::ranges::find_if(alike, &Alike::isShown);
    }
    const bool isThere = best != alike.end();
    m_shown = isThere ? std::optional(*best) : std::nullopt;
    setVisible(isThere);
    if (!isThere) {
        return;
    }
    const bool isDecided = best->state == RecurrenceState::Confirmed;
    const auto [title, story] = sentencesOf(*best);
    const bool isNew = title != m_title->text();
    m_title->setText(title);
    m_story->setText(story);
    m_story->setVisible(!story.isEmpty());
    const QString reason = isDecided ? tr("Said by %1").arg(best->decidedBy) : reasonOf(*best);
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_open->setAccessibleName(tr("Open %1").arg(best->reference()));
    m_confirm->setVisible(!isDecided);
    m_confirm->setAccessibleName(tr("The same again as %1").arg(best->reference()));
    m_refute->setAccessibleName(tr("Not the same as %1").arg(best->reference()));
    setAccessibleName(title + QLatin1Char(' ') + story);
    if (isNew) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
    update();
}

void RecurrenceNotice::open()
{
    if (m_shown) {
        Q_EMIT opened(m_shown->past);
    }
}

void RecurrenceNotice::confirm()
{
    if (m_shown) {
        decide(m_shown->past, confirmRecurrence);
    } else {
        m_choice->ask();
    }
}

void RecurrenceNotice::refute()
{
    if (m_shown) {
        decide(m_shown->past, refuteRecurrence);
    }
}

void RecurrenceNotice::decide(IncidentId past, Result<> (*how)(Transaction &, IncidentId, IncidentId))
{
    m_session.write([how, id = m_incident, past](Transaction &transaction) { return how(transaction, id, past); })
        .then(this, [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
        });
}

void RecurrenceNotice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const ToneColors &tone = theme.tone(Tone::Warning);
    painter.fillRect(rect(), tone.fill);
    painter.fillRect(QRect(0, height() - 1, width(), 1), mixed(tone.solid, tone.fill, 0.25));
    const QRect place(space::xl, space::s + (m_title->height() - metric::icon) / 2, metric::icon, metric::icon);
    drawIcon(painter, mirrored(layoutDirection(), rect(), place), QStringLiteral("history"), tone.text);
}

}  // namespace onlyonce::ui
