// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertforms.h"

#include "models/alerts/alertend.h"
#include "views/alerts/alertlistmodel.h"
#include "views/alerts/silenceform.h"
#include "views/widgets/askform.h"
#include "views/widgets/page.h"

#include <QVBoxLayout>

namespace onlyonce::ui {

AlertForms::AlertForms(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_silence(new SilenceForm(session))
    , m_sheet(new QWidget)
    , m_ask(new AskForm)
{
    auto *panel = new Panel(tr("Silence"));
    panel->setMaximumWidth(scaled(metric::column));
    panel->body()->addWidget(m_silence);
    auto *around = new QVBoxLayout(m_sheet);
    around->setContentsMargins(space::xl, space::l, space::xl, space::l);
    around->addWidget(panel);
    m_sheet->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sheet);
    layout->addWidget(m_ask);

    const auto close = [this] {
        m_sheet->hide();
        Q_EMIT left();
    };
    connect(m_silence, &SilenceForm::dismissed, this, close);
    connect(m_silence, &SilenceForm::made, this, [this, close](const QString &text) {
        close();
        Q_EMIT done(text);
    });
}

void AlertForms::silence(const std::vector<AlertRow> &alerts)
{
    if (!alerts.empty()) {
        m_sheet->show();
        m_silence->begin(alerts);
    }
}

void AlertForms::end(std::vector<AlertRow> alerts)
{
    std::erase_if(alerts, [](const AlertRow &alert) { return alert.status != AlertStatus::Firing; });
    if (alerts.empty()) {
        Q_EMIT failed({ErrorCode::Invalid, tr("What is chosen is over already."), {}});
        return;
    }
    const bool one = alerts.size() == 1;
    m_ask->ask({.title = one ? tr("End “%1”").arg(titleOf(alerts.front())) : tr("End %1 alerts").arg(alerts.size()),
                .text = tr("For when its source will never say that it is over. If it is told again, it fires again."),
                .submit = one ? tr("End the alert") : tr("End the alerts")},
               [this, alerts](const QString &reason) {
                   return m_session
                       .write([alerts, reason](Transaction &transaction) -> Result<> {
                           for (const AlertRow &alert : alerts) {
                               ONLYONCE_TRY(endAlert(transaction, alert.id, reason));
                           }
                           return {};
                       })
                       .then(this, [this, count = alerts.size()](const Result<> &ended) -> Result<> {
                           if (ended) {
                               Q_EMIT done(count == 1 ? tr("Ended one alert.") : tr("Ended %1 alerts.").arg(count));
                           }
                           return ended;
                       });
               });
}

}  // namespace onlyonce::ui
