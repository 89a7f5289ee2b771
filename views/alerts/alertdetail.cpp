// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertdetail.h"

#include "views/alerts/alertlistmodel.h"
#include "views/widgets/codeview.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/words.h"

#include <QDesktopServices>
#include <QFormLayout>
#include <QJsonDocument>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace onlyonce::ui {

AlertDetail::AlertDetail(QWidget *parent)
    : QWidget(parent)
    , m_severity(new PillLabel)
    , m_status(new PillLabel)
    , m_title(new TextLabel({}, TextStyle::Subtitle))
    , m_facts(new QFormLayout)
    , m_incident(makeButton({}, ButtonKind::Normal, QStringLiteral("incident")))
    , m_source(makeButton(tr("Open at the source"), ButtonKind::Quiet, QStringLiteral("external")))
    , m_said(new CodeView)
{
    m_title->setWordWrap(true);
    m_said->setAccessibleName(tr("What the monitoring system said"));
    m_said->setFrameShape(QFrame::NoFrame);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(space::l);
    m_facts->setVerticalSpacing(space::xs);

    auto *pills = new QHBoxLayout;
    pills->setSpacing(space::m);
    pills->addWidget(m_severity);
    pills->addWidget(m_status);
    pills->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_incident);
    buttons->addWidget(m_source);
    buttons->addStretch();
    auto *head = new QVBoxLayout;
    head->setContentsMargins(space::l, space::m, space::l, space::l);
    head->setSpacing(space::m);
    head->addLayout(pills);
    head->addWidget(m_title);
    head->addLayout(m_facts);
    head->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new Hairline);
    layout->addWidget(m_said, 1);

    connect(m_incident, &QPushButton::clicked, this, [this] { Q_EMIT incidentWanted(m_alert.incident); });
    connect(m_source, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(m_alert.link)); });
}

void AlertDetail::setAlert(const AlertRow &alert, Instant now)
{
    m_alert = alert;
    m_severity->setPill(severityPill(alert.severity));
    m_status->setPill(statusPill(alert.status));
    m_title->setText(alert.summary.isEmpty() ? alert.fingerprint : alert.summary);
    showFacts(alert, now);
    m_incident->setVisible(alert.incident != 0);
    m_incident->setText(tr("Open INC-%1").arg(alert.incident));
    m_source->setVisible(!alert.link.isEmpty());
    m_source->setToolTip(alert.link);
    const QJsonObject said{{QStringLiteral("fingerprint"), alert.fingerprint},
                           {QStringLiteral("labels"), alert.labels},
                           {QStringLiteral("annotations"), alert.annotations}};
    m_said->setContent(QJsonDocument(said).toJson(), QStringLiteral("JSON"));
}

void AlertDetail::showFacts(const AlertRow &alert, Instant now)
{
    while (m_facts->rowCount() > 0) {
        m_facts->removeRow(0);
    }
    const auto fact = [this](const QString &name, const QString &value) {
        if (!value.isEmpty()) {
            auto *words = new TextLabel(value);
            words->setWordWrap(true);
            words->setTextInteractionFlags(Qt::TextSelectableByMouse);
            m_facts->addRow(new TextLabel(name, TextStyle::Body, TextLabel::Rank::Muted), words);
        }
    };
    fact(tr("Began"), momentText(alert.startedAt, now));
    fact(tr("Recovered"), alert.resolvedAt ? tr("%1, after %2")
                                                 .arg(momentText(*alert.resolvedAt, now),
                                                      durationText(*alert.resolvedAt - alert.startedAt))
                                           : QString());
    fact(tr("Service"), alert.service);
    fact(tr("Data centre"), alert.dataCentre);
    fact(tr("Told by"), alert.count > 1 ? tr("%1, %2 times, last %3")
                                              .arg(capitalized(alert.source), QString::number(alert.count),
                                                   momentText(alert.lastReceivedAt, now))
                                        : capitalized(alert.source));
}

}  // namespace onlyonce::ui
