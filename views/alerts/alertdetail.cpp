// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertdetail.h"

#include "views/alerts/alertfacts.h"
#include "views/alerts/alertlistmodel.h"
#include "views/alerts/payloadview.h"
#include "views/widgets/chiprows.h"
#include "views/widgets/codeview.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/words.h"

#include <QDesktopServices>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

//! Where an alert's rule says what to do, by the custom of Prometheus' mixins.
QUrl runbookOf(const AlertRow &alert)
{
    const QUrl url(alert.annotations.value(QStringLiteral("runbook_url")).toString(), QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1StringView("https") || url.scheme() == QLatin1StringView("http");
    return isWeb && !url.host().isEmpty() ? url : QUrl();
}

QString joinedSentence(const AlertStory &story)
{
    const AlertRow &alert = story.alert;
    if (alert.incident == 0) {
        return alert.resolvedAt && *alert.resolvedAt <= alert.receivedAt
                 ? AlertDetail::tr("It is in no incident, because it was over when it was first told.")
                 : AlertDetail::tr("It is in no incident yet.");
    }
    QString reason = story.reason;
    while (reason.endsWith(QLatin1Char('.'))) {
        reason.chop(1);
    }
    const QString number = QStringLiteral("INC-%1").arg(alert.incident);
    if (story.openedIncident) {
        return reason.isEmpty() ? AlertDetail::tr("It opened %1.").arg(number)
                                : AlertDetail::tr("It opened %1, because %2.").arg(number, reason);
    }
    return reason.isEmpty()
             ? AlertDetail::tr("It joined %1, “%2”.").arg(number, story.incidentTitle)
             : AlertDetail::tr("It joined %1, “%2”, because %3.").arg(number, story.incidentTitle, reason);
}

}  // namespace

QString whySentence(const AlertStory &story, Instant now)
{
    if (story.isHidden && story.silence) {
        return AlertDetail::tr("It is in no incident, because it is silenced until %1: “%2”.")
            .arg(momentInText(story.silence->endsAt, now), story.silence->comment);
    }
    const QString joined = joinedSentence(story);
    return story.silence ? AlertDetail::tr("%1 New alerts like it are silenced until %2: “%3”.")
                               .arg(joined, momentInText(story.silence->endsAt, now), story.silence->comment)
                         : joined;
}

AlertDetail::AlertDetail(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_severity(new PillLabel)
    , m_status(new PillLabel)
    , m_title(new TextLabel({}, TextStyle::Subtitle))
    , m_why(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_incident(makeButton({}, ButtonKind::Normal, QStringLiteral("incident")))
    , m_source(makeButton(tr("Source"), ButtonKind::Quiet, QStringLiteral("external")))
    , m_runbook(makeButton(tr("Runbook"), ButtonKind::Quiet, QStringLiteral("book")))
    , m_silenceButton(makeButton(tr("Silence"), ButtonKind::Quiet, QStringLiteral("bell-off")))
    , m_more(makeIconButton(QStringLiteral("more"), tr("Move, silence …")))
    , m_parts(new SegmentedControl(tr("Parts of the alert")))
    , m_stack(new QStackedWidget)
    , m_facts(new AlertFacts)
    , m_factsArea(makeScrollArea(m_facts))
    , m_episodes(new EpisodeListModel(session, this, AlertListModel::Start::Later))
    , m_history(new RowList(session.database.clock()))
    , m_payload(new PayloadView(session))
    , m_refresh([this] { reload(); })
{
    m_title->setWordWrap(true);
    m_title->setObjectName(QStringLiteral("alertTitle"));
    m_why->setWordWrap(true);
    m_why->setObjectName(QStringLiteral("alertWhy"));
    m_why->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_parts->addSegment(tr("Facts"), QStringLiteral("list"));
    m_parts->addSegment(tr("History"), QStringLiteral("history"));
    m_parts->addSegment(tr("Payload"), QStringLiteral("code"));
    m_history->setModel(m_episodes);
    m_history->setAccessibleName(tr("Episodes of this problem"));
    m_history->rowDelegate()->setPillColumn(0);
    m_stack->addWidget(m_factsArea);
    m_stack->addWidget(m_history);
    m_stack->addWidget(m_payload);
    m_stack->setMinimumHeight(1);  // below a form it gives way, not the words above it

    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->hide();
    m_silenceButton->setToolTip(tr("Look at the silence"));

    auto *pills = new QHBoxLayout;
    pills->setSpacing(space::m);
    pills->addWidget(m_severity);
    pills->addWidget(m_status);
    pills->addStretch();
    pills->addWidget(m_more);
    auto *buttons = new ChipRows(this);  // without a parent it would be a window of its own for a moment
    buttons->setWidgets({m_incident, m_source, m_runbook, m_silenceButton});
    for (QPushButton *button : {m_incident, m_source, m_runbook, m_silenceButton}) {
        button->hide();
    }
    auto *parts = new QHBoxLayout;
    parts->addWidget(m_parts);
    parts->addStretch();
    auto *head = new QVBoxLayout;
    head->setContentsMargins(space::l, space::m, space::l, space::m);
    head->setSpacing(space::m);
    head->addLayout(pills);
    head->addWidget(m_title);
    head->addWidget(m_why);
    head->addWidget(buttons);
    head->addLayout(parts);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new Hairline);
    layout->addWidget(m_stack, 1);
    rememberFocus(m_payload, m_payload->code());

    connect(m_parts, &SegmentedControl::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_incident, &QPushButton::clicked, this, &AlertDetail::openIncident);
    connect(m_source, &QPushButton::clicked, this, &AlertDetail::openSource);
    connect(m_runbook, &QPushButton::clicked, this, &AlertDetail::openRunbook);
    connect(m_silenceButton, &QPushButton::clicked, this, [this] { Q_EMIT silenceWanted(m_silence); });
    connect(m_history, &RowList::opened, this, [this](const QModelIndex &index) {
        if (const AlertRow *episode = m_episodes->at(index)) {
            Q_EMIT alertWanted(AlertRow(*episode));
        }
    });
    connect(m_episodes, &AlertListModel::loaded, this,
            [this] { m_history->setCurrentIndex(m_episodes->indexOf(m_alert.id)); });
    connect(m_episodes, &AlertListModel::failed, this, &AlertDetail::failed);
    connect(m_payload, &PayloadView::saved, this, &AlertDetail::saved);
    connect(m_payload, &PayloadView::failed, this, &AlertDetail::failed);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (m_alert.id
            && (changes.touches(QLatin1StringView("alert"), m_alert.id.value)
                || changes.touches(QLatin1StringView("silence")) || changes.touches(QLatin1StringView("alert_move"))
                || (!m_alert.probes.isEmpty() && changes.touches(QLatin1StringView("alert_words"))))) {
            m_refresh.want();
        }
    });
}

void AlertDetail::setAlert(const AlertRow &alert)
{
    if (alert.id == m_alert.id) {
        return;  // its own changes it follows itself
    }
    m_alert = alert;
    m_incidentWishedAt = Instant();
    m_why->setText(QStringLiteral("…"));
    showAlert();
    m_factsArea->verticalScrollBar()->setValue(0);
    const InboxFilter same{.source = alert.source, .fingerprint = alert.fingerprint};
    if (m_episodes->filter() == same) {
        m_history->setCurrentIndex(m_episodes->indexOf(alert.id));
    } else {
        m_parts->setCount(1, -1);
        m_episodes->setFilter(same);
    }
    m_payload->setAlert(alert.id, alert.fingerprint);
    reload();
}

void AlertDetail::setActions(const QList<QAction *> &actions)
{
    auto *menu = new QMenu(m_more);
    menu->addActions(actions);
    m_more->setMenu(menu);
    m_more->show();
}

void AlertDetail::hideWayToIncident()
{
    m_leadsToIncident = false;
}

void AlertDetail::reload()
{
    if (m_token) {
        m_token->cancel();
    }
    m_token = std::make_shared<CancelToken>();
    m_session
        .read([id = m_alert.id](Transaction &transaction) { return alertStory(transaction, id); }, Reader::Interactive,
              m_token)
        .then(this, [this, token = m_token](const Result<std::optional<AlertStory>> &found) {
            if (token != m_token) {
                return;
            }
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
            } else if (*found) {
                showStory(**found);
            }
        });
}

void AlertDetail::showAlert()
{
    m_severity->setPill(severityPill(m_alert.severity));
    m_status->setPill(statusPill(m_alert.status));
    m_title->setText(titleOf(m_alert));
    m_incident->setVisible(m_leadsToIncident && m_alert.incident != 0);
    m_incident->setText(tr("Open INC-%1").arg(m_alert.incident));
    m_source->setVisible(!m_alert.link.isEmpty());
    m_source->setToolTip(tr("Open at the source: %1").arg(m_alert.link));
    const QUrl runbook = runbookOf(m_alert);
    m_runbook->setVisible(runbook.isValid());
    m_runbook->setToolTip(runbook.toDisplayString());
    m_facts->setAlert(m_alert, m_session.now());
}

void AlertDetail::showStory(const AlertStory &story)
{
    m_alert = story.alert;
    showAlert();
    m_why->setText(whySentence(story, m_session.now()));
    m_silence = story.silence ? story.silence->id : SilenceId();
    m_silenceButton->setVisible(story.silence.has_value());
    m_parts->setCount(1, story.episodes);
    m_facts->setSighting(story.sighting, m_session.now());
    constexpr auto patience = std::chrono::seconds(3);
    if (m_alert.incident && m_session.now() - std::exchange(m_incidentWishedAt, Instant()) < patience) {
        Q_EMIT incidentWanted(m_alert.incident);
    }
}

void AlertDetail::showPart(Part part)
{
    m_parts->setCurrent(int(part));
    bringToFront(*m_stack, m_stack->widget(int(part)));
}

void AlertDetail::openIncident()
{
    if (m_alert.incident) {
        Q_EMIT incidentWanted(m_alert.incident);
    } else {
        m_incidentWishedAt = m_session.now();  // one is opened for it just now
    }
}

void AlertDetail::openSource()
{
    if (!m_alert.link.isEmpty()) {
        QDesktopServices::openUrl(QUrl(m_alert.link));
    }
}

void AlertDetail::openRunbook()
{
    if (const QUrl runbook = runbookOf(m_alert); runbook.isValid()) {
        QDesktopServices::openUrl(runbook);
    }
}

void AlertDetail::savePayload()
{
    if (m_alert.id) {
        m_payload->save();
    }
}

}  // namespace onlyonce::ui
