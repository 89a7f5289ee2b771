// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertforms.h"

#include "models/alerts/alertend.h"
#include "models/alerts/collector.h"
#include "views/alerts/alertlistmodel.h"
#include "views/alerts/silenceform.h"
#include "views/widgets/askform.h"
#include "views/widgets/page.h"

#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

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

//! So many at a time that nobody who writes waits for all of them.
struct AlertForms::Ending
{
    std::vector<AlertId> alerts;
    QString reason;
    size_t next = 0;
    size_t ended = 0;
    Question<Result<>> question;
};

void AlertForms::end(const Gathered &alerts)
{
    if (alerts.firing.empty()) {
        Q_EMIT failed({ErrorCode::Invalid, tr("What is chosen is over already."), {}});
        return;
    }
    const bool one = alerts.firing.size() == 1;
    const QString count = QLocale().toString(qulonglong(alerts.firing.size()));
    m_ask->ask({.title = one && alerts.alerts.size() == 1 ? tr("End “%1”").arg(titleOf(alerts.common))
                       : one                              ? tr("End the alert that fires")
                                                          : tr("End %1 alerts").arg(count),
                .text = tr("For when its source will never say that it is over. If it is told again, it fires again."),
                .submit = one ? tr("End the alert") : tr("End the alerts")},
               [this, firing = alerts.firing](const QString &reason) {
                   auto ending = std::make_shared<Ending>();
                   ending->alerts = firing;
                   ending->reason = reason;
                   endOn(ending);
                   return ending->question.answer();
               });
}

void AlertForms::endOn(const std::shared_ptr<Ending> &ending)
{
    constexpr size_t step = 200;
    const size_t last = std::min(ending->next + step, ending->alerts.size());
    const std::vector<AlertId> those(ending->alerts.begin() + qsizetype(ending->next),
                                     ending->alerts.begin() + qsizetype(last));
    const bool several = ending->alerts.size() > 1;
    ending->next = last;
    m_session
        .write([those, several, reason = ending->reason](Transaction &transaction) -> Result<size_t> {
            size_t ended = 0;
            for (const AlertId id : those) {
                if (several) {
                    const auto found = alert(transaction, id);
                    if (found && *found && (*found)->status != AlertStatus::Firing) {
                        continue;  // it has recovered since it was chosen
                    }
                }
                ONLYONCE_TRY(endAlert(transaction, id, reason));
                ++ended;
            }
            return ended;
        })
        .then(this, [this, ending](const Result<size_t> &ended) {
            if (!ended) {
                ending->question.finish(failure(ended));
                return;
            }
            ending->ended += *ended;
            if (ending->next < ending->alerts.size()) {
                endOn(ending);
                return;
            }
            Q_EMIT done(ending->ended == 1 ? tr("Ended one alert.")
                                           : tr("Ended %1 alerts.").arg(QLocale().toString(qulonglong(ending->ended))));
            ending->question.finish({});
        });
}

}  // namespace onlyonce::ui
