// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertfacts.h"

#include "models/alerts/sourcehealth.h"
#include "views/widgets/page.h"
#include "views/widgets/words.h"

#include <QFormLayout>

#include <chrono>
#include <tuple>

namespace onlyonce::ui {

namespace {

constexpr qsizetype mostPairs = 60;        // of labels; all of them are in the payload
constexpr qsizetype longestValue = 1'000;  // characters

QString toldText(const AlertRow &alert, Instant now)
{
    const QString source = sourceTitle(alert.source);
    return alert.count > 1 ? AlertFacts::tr("%1, %2 times, last %3")
                                 .arg(source, QString::number(alert.count), momentInText(alert.lastReceivedAt, now))
                           : AlertFacts::tr("%1, once").arg(source);
}

}  // namespace

Tone toneOf(const DetectionDelay &delay)
{
    const auto worst = delay.worst();
    return !worst                   ? Tone::Neutral
         : *worst > detectionWindow ? Tone::Warning
         : delay.isWatchStated()    ? Tone::Success
                                    : Tone::Neutral;  // what is not stated may have hidden more
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
    if (alert.id != m_shown.id) {
        m_sighting = {};
    }
    m_shown = alert;
    show(now);
}

void AlertFacts::setSighting(const Sighting &sighting, Instant now)
{
    if (sighting != m_sighting) {
        m_sighting = sighting;
        show(now);
    }
}

void AlertFacts::show(Instant now)
{
    const AlertRow &alert = m_shown;
    while (m_form->rowCount() > 0) {
        m_form->removeRow(0);
    }
    fact(tr("Began"), momentText(alert.startedAt, now));
    detection();
    fact(tr("Recovered"), alert.resolvedAt ? tr("%1, after %2")
                                                 .arg(momentText(*alert.resolvedAt, now),
                                                      durationText(*alert.resolvedAt - alert.startedAt))
                                           : QString());
    fact(tr("How it ended"), alert.endedBy ? tr("By hand: %1").arg(alert.endReason) : capitalized(alert.endReason));
    fact(tr("Flapping"), alert.flaps > 0 ? tr("It has fired %1 times, again and again").arg(alert.flaps) : QString(),
         Tone::Warning);
    fact(tr("Service"), alert.service);
    fact(tr("Data centre"), alert.dataCentre);
    fact(tr("Seen from"), alert.probes.size() > 1
                              ? tr("%1 places: %2").arg(alert.probes.size()).arg(alert.probes.join(tr(", ")))
                              : alert.probes.join(tr(", ")));
    fact(tr("Seen now"), sightingText(m_sighting));
    fact(tr("Failed test"), alert.failedTest == FailedTest::None
                                ? QString()
                                : tr("%1: %2").arg(label(alert.failedTest), meaning(alert.failedTest)));
    fact(tr("Told by"), toldText(alert, now));
    pairs(tr("Labels"), alert.labels);
    pairs(tr("Annotations"), alert.annotations);
}

void AlertFacts::detection()
{
    const DetectionDelay delay = detectionDelay(m_shown);
    const bool isLate = delay.measured && *delay.measured > detectionWindow;
    const Tone tone = toneOf(delay);
    fact(tr("Detected"), measuredText(delay), isLate || tone == Tone::Success ? tone : Tone::Neutral);
    fact(tr("At worst"), worstText(delay), delay.isWatchStated() ? tone : Tone::Neutral);
    fact(tr("To be sooner"), lateText(delay));
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
