// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/firstalert.h"

#include "models/alerts/collector.h"
#include "models/alerts/sourcehealth.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/words.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

FirstAlert::FirstAlert(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_state(new PillLabel)
    , m_what(new TextLabel({}, TextStyle::Strong))
    , m_about(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_problem(new TextLabel({}, TextStyle::Small))
    , m_test(makeButton(tr("Send a test alert"), ButtonKind::Normal, QStringLiteral("send")))
    , m_refresh([this] { reload(); })
{
    m_what->setWordWrap(true);
    m_about->setWordWrap(true);
    m_problem->setWordWrap(true);
    m_problem->setTone(Tone::Danger);
    m_problem->hide();
    m_test->setToolTip(tr("By HTTP, as a monitoring system does it. It opens no incident and calls nobody."));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_what);
    texts->addWidget(m_about);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::m);
    line->addLayout(texts, 1);
    line->addWidget(m_test, 0, Qt::AlignTop);
    auto *panel = new Panel(tr("What has come in"));
    panel->addAction(m_state);
    panel->body()->setSpacing(space::s);
    panel->body()->addLayout(line);
    panel->body()->addWidget(m_problem);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_test, &QPushButton::clicked, this, [this] {
        if (!std::exchange(m_sending, true)) {
            m_problem->hide();
            Q_EMIT testWanted();
        }
    });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("alert"))) {
            m_refresh.want();
        }
    });
    show(nullptr);
    m_refresh.want();
}

void FirstAlert::tellSent(const QString &problem)
{
    m_sending = false;
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void FirstAlert::reload()
{
    m_session.read([](Transaction &transaction) { return alerts(transaction, {}, 1); })
        .then(this, [this](const Result<std::vector<AlertRow>> &newest) {
            m_refresh.answered();
            if (newest) {
                show(newest->empty() ? nullptr : newest->data());
            }
        });
}

void FirstAlert::show(const AlertRow *newest)
{
    if (!newest) {
        m_state->setPill({.text = tr("Waiting"), .tone = Tone::Accent});
        m_what->setText(tr("Waiting for the first alert …"));
        m_about->setText(tr("As soon as one arrives, it is shown here by itself."));
        return;
    }
    m_state->setPill({.text = tr("Received"), .tone = Tone::Success});
    m_what->setText(
        tr("Received: %1").arg(newest->summary.isEmpty() ? tr("an alert without a summary") : newest->summary));
    QStringList about{sourceTitle(newest->source), newest->service,
                      momentInText(newest->lastReceivedAt, m_session.now())};
    about.removeAll(QString());
    m_about->setText(about.join(QStringLiteral(" · ")));
}

}  // namespace onlyonce::ui
