// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertfacts.h"

#include "views/widgets/page.h"
#include "views/widgets/words.h"

#include <QFormLayout>

#include <chrono>
#include <tuple>

namespace onlyonce::ui {

namespace {

constexpr std::chrono::seconds detectionWindow{60};
constexpr qsizetype mostPairs = 60;        // of labels; all of them are in the payload
constexpr qsizetype longestValue = 1'000;  // characters

QString testName(FailedTest test)
{
    switch (test) {
    case FailedTest::None:
        return {};
    case FailedTest::System:
        return AlertFacts::tr("A system test: a part is broken");
    case FailedTest::Acceptance:
        return AlertFacts::tr("A user acceptance test: customers are kept from what they pay for");
    }
    return {};
}

QString toldText(const AlertRow &alert, Instant now)
{
    const QString source = capitalized(alert.source);
    return alert.count > 1 ? AlertFacts::tr("%1, %2 times, last %3")
                                 .arg(source, QString::number(alert.count), momentText(alert.lastReceivedAt, now))
                           : AlertFacts::tr("%1, once").arg(source);
}

}  // namespace

Detection detectionOf(const AlertRow &alert)
{
    const milliseconds delay = alert.receivedAt - alert.startedAt;
    if (delay == milliseconds::zero()) {
        return {AlertFacts::tr("Not known: the source does not say when it began")};
    }
    if (delay <= detectionWindow) {
        return {AlertFacts::tr("After %1, within the window of 60 s").arg(durationText(delay)), Tone::Success};
    }
    return {AlertFacts::tr("After %1, %2 later than the window of 60 s")
                .arg(durationText(delay), durationText(delay - detectionWindow)),
            Tone::Warning};
}

AlertFacts::AlertFacts(QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(space::l, space::m, space::l, space::l);
    m_form->setHorizontalSpacing(space::l);
    m_form->setVerticalSpacing(space::xs);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
}

void AlertFacts::setAlert(const AlertRow &alert, Instant now)
{
    const auto changing = [](const AlertRow &each) {
        return std::tuple(each.id.value, each.status, each.count, each.lastReceivedAt, each.resolvedAt, each.flaps,
                          each.endReason);
    };
    if (changing(alert) == changing(m_shown)) {
        return;  // what somebody marks in it stays marked
    }
    m_shown = alert;
    while (m_form->rowCount() > 0) {
        m_form->removeRow(0);
    }
    const Detection detection = detectionOf(alert);
    fact(tr("Began"), momentText(alert.startedAt, now));
    fact(tr("Detected"), detection.text, detection.tone);
    fact(tr("Recovered"), alert.resolvedAt ? tr("%1, after %2")
                                                 .arg(momentText(*alert.resolvedAt, now),
                                                      durationText(*alert.resolvedAt - alert.startedAt))
                                           : QString());
    fact(tr("How it ended"),
         alert.endedBy ? tr("By hand: %1").arg(alert.endReason) : capitalized(alert.endReason));
    fact(tr("Flapping"), alert.flaps > 0 ? tr("It has fired %1 times, again and again").arg(alert.flaps) : QString(),
         Tone::Warning);
    fact(tr("Service"), alert.service);
    fact(tr("Data centre"), alert.dataCentre);
    fact(tr("Seen from"), alert.probes.size() > 1
                              ? tr("%1 places: %2").arg(alert.probes.size()).arg(alert.probes.join(tr(", ")))
                              : alert.probes.join(tr(", ")));
    fact(tr("Failed test"), testName(alert.failedTest));
    fact(tr("Told by"), toldText(alert, now));
    pairs(tr("Labels"), alert.labels);
    pairs(tr("Annotations"), alert.annotations);
}

void AlertFacts::fact(const QString &name, const QString &value, Tone tone)
{
    if (value.isEmpty()) {
        return;
    }
    auto *words = new TextLabel(value.size() > longestValue ? value.left(longestValue) + QStringLiteral("…") : value);
    words->setWordWrap(true);
    words->setTone(tone);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *label = new TextLabel(name, TextStyle::Body, TextLabel::Rank::Muted);
    const QString fits = label->fontMetrics().elidedText(name, Qt::ElideRight, scaled(160));
    if (fits != name) {
        label->setText(fits);
        label->setToolTip(name);
    }
    label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_form->addRow(label, words);
}

void AlertFacts::head(const QString &text)
{
    auto *label = new TextLabel(text, TextStyle::Strong);
    label->setContentsMargins(0, space::m, 0, 0);
    m_form->addRow(label);
}

void AlertFacts::pairs(const QString &title, const QJsonObject &values)
{
    if (values.isEmpty()) {
        return;
    }
    head(title);
    qsizetype shown = 0;
    for (auto pair = values.begin(); pair != values.end() && shown < mostPairs; ++pair, ++shown) {
        fact(pair.key(), pair.value().toVariant().toString());
    }
    if (values.size() > shown) {
        m_form->addRow(new TextLabel(tr("and %1 more, which the payload has").arg(values.size() - shown),
                                     TextStyle::Small, TextLabel::Rank::Muted));
    }
}

}  // namespace onlyonce::ui
