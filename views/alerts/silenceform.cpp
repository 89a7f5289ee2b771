// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/silenceform.h"

#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/words.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTimeZone>
#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

enum End { oneHour, fourHours, morning, other };

QString foreseenText(const Foreseen &foreseen)
{
    if (foreseen.firing == 0) {
        return SilenceForm::tr("No alert that fires now is like this.");
    }
    const bool one = foreseen.firing == 1;
    const QString count = foreseen.andMore ? SilenceForm::tr("At least %1 alerts that fire now are like this.")
                        : one              ? SilenceForm::tr("%1 alert that fires now is like this.")
                                           : SilenceForm::tr("%1 alerts that fire now are like this.");
    const QString stays = foreseen.inIncidents == 0 ? QString()
                        : one                       ? SilenceForm::tr(" It stays in its incident.")
                        : foreseen.inIncidents == foreseen.firing
                            ? SilenceForm::tr(" They stay in their incidents.")
                            : SilenceForm::tr(" %1 of them stay in their incidents.").arg(foreseen.inIncidents);
    return count.arg(foreseen.firing) + stays + SilenceForm::tr(" New ones are hidden while the silence lasts.");
}

}  // namespace

SilenceForm::SilenceForm(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_matchers(new QLineEdit)
    , m_matchersRow(new FormRow(tr("Alerts with"), m_matchers,
                                tr("Labels of the alert, or source, service, datacentre, severity; all must match. "
                                   "Put commas between several.")))
    , m_end(new SegmentedControl(tr("How long")))
    , m_endText(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_from(new QLineEdit)
    , m_until(new QLineEdit)
    , m_other(new QWidget)
    , m_fromRow(new FormRow(tr("From"), m_from))
    , m_untilRow(new FormRow(tr("Until"), m_until))
    , m_reason(new QLineEdit)
    , m_reasonRow(new FormRow(tr("Reason"), m_reason))
    , m_maintenance(new QCheckBox(tr("Planned work")))
    , m_foreseen(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_cancel(makeButton(tr("Cancel"), ButtonKind::Quiet))
    , m_foresight([this] { askForesight(); })
{
    m_matchers->setPlaceholderText(QStringLiteral("service=\"checkout\", datacentre=~\"fra.*\""));
    m_reason->setPlaceholderText(tr("For those who wonder where the alerts are"));
    m_from->setPlaceholderText(tr("now, 22:00 or 2026-11-23 22:00"));
    m_until->setPlaceholderText(tr("2h, 3d, 18:00 or 2026-11-23 18:00"));
    for (const QString &text : {tr("1 hour"), tr("4 hours"), tr("Until morning"), tr("Other …")}) {
        m_end->addSegment(text);
    }
    m_end->setToolTip(tr("By the keys 1, 4, M and O, or by the arrows"));
    m_foreseen->setWordWrap(true);
    m_foreseen->hide();
    for (FormRow *row : {m_matchersRow, m_fromRow, m_untilRow, m_reasonRow}) {
        row->setMaximumWidth(QWIDGETSIZE_MAX);
    }

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addWidget(m_matchersRow);
    column->addWidget(m_end, 0, Qt::AlignLeft);
    column->addWidget(m_endText);
    auto *otherLine = new QHBoxLayout(m_other);
    otherLine->setContentsMargins(0, 0, 0, 0);
    otherLine->setSpacing(space::m);
    otherLine->addWidget(m_fromRow, 1);
    otherLine->addWidget(m_untilRow, 1);
    column->addWidget(m_other);
    column->addWidget(m_reasonRow);
    column->addWidget(m_foreseen);
    auto *last = new QHBoxLayout;
    last->setSpacing(space::m);
    auto *make = makeButton(tr("Silence"), ButtonKind::Primary, QStringLiteral("bell-off"));
    last->addWidget(m_maintenance);
    last->addStretch();
    last->addWidget(m_cancel);
    last->addWidget(make);
    column->addLayout(last);
    m_cancel->hide();

    connect(m_matchers, &QLineEdit::textChanged, this, [this] {
        m_matchersRow->setError({});
        m_foresight.want();
    });
    connect(m_end, &SegmentedControl::currentChanged, this, &SilenceForm::chooseEnd);
    for (QLineEdit *field : {m_from, m_until}) {
        connect(field, &QLineEdit::textChanged, this, &SilenceForm::showEnd);
    }
    connect(m_reason, &QLineEdit::textEdited, this, [this] { m_reasonRow->setError({}); });
    connect(make, &QPushButton::clicked, this, &SilenceForm::make);
    connect(m_cancel, &QPushButton::clicked, this, &SilenceForm::dismissed);
    clear();
}

void SilenceForm::begin(const std::vector<AlertRow> &alerts)
{
    clear();
    m_cancel->show();
    m_matchersRow->setHint({});  // what stands there shows how it is written
    m_matchers->setText(textsOf(matchersFor(alerts)).join(QStringLiteral(", ")));
    m_matchers->setCursorPosition(0);
    if (m_matchers->text().isEmpty()) {
        m_matchersRow->setError(tr("These alerts have nothing in common: say what is silenced."));
        m_matchers->setFocus();
    } else {
        m_end->setFocus();
    }
}

void SilenceForm::clear()
{
    m_matchers->clear();
    m_from->clear();
    m_until->clear();
    m_reason->clear();
    m_reasonRow->setError({});
    m_maintenance->setChecked(false);
    m_end->setCurrent(oneHour);
    chooseEnd();
}

void SilenceForm::chooseEnd()
{
    m_other->setVisible(m_end->current() == other);
    showEnd();
}

void SilenceForm::showEnd()
{
    m_fromRow->setError({});
    m_untilRow->setError({});
    const auto silence = endMeant(m_session.now());
    const bool waits = m_end->current() == other && m_until->text().trimmed().isEmpty();
    m_endText->setText(silence && !waits ? tr("until %1").arg(momentInText(*silence, m_session.now())) : QString());
}

void SilenceForm::keyPressEvent(QKeyEvent *event)
{
    const QString keys = tr("14mo", "one key each: 1 hour, 4 hours, until morning, other");
    const auto key = event->text().isEmpty() ? qsizetype{-1} : keys.indexOf(event->text().toLower());
    if (m_end->isAncestorOf(focusWidget()) && key >= 0) {
        m_end->setCurrent(int(key));
        m_end->setFocus();
        chooseEnd();
    } else if (event->key() == Qt::Key_Escape && m_cancel->isVisible()) {
        Q_EMIT dismissed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        make();  // from wherever somebody is
    } else {
        QWidget::keyPressEvent(event);
    }
}

void SilenceForm::askForesight()
{
    const auto matchers = parseMatchers(m_matchers->text());
    if (!matchers || matchers->empty()) {
        m_foreseen->setText({});
        m_foreseen->hide();
        m_foresight.answered();
        return;
    }
    m_session
        .read([matchers = *matchers](Transaction &transaction) { return foresee(transaction, matchers); },
              Reader::Background)
        .then(this, [this](const Result<Foreseen> &foreseen) {
            m_foreseen->setText(foreseen ? foreseenText(*foreseen) : QString());
            m_foreseen->setVisible(foreseen.has_value());
            m_foresight.answered();
        });
}

Result<Instant> SilenceForm::endMeant(Instant startsAt) const
{
    const QTimeZone zone = QTimeZone::systemTimeZone();
    switch (End(m_end->current())) {
    case oneHour:
        return startsAt + 1h;
    case fourHours:
        return startsAt + 4h;
    case morning:
        return nextMorning(startsAt, zone);
    case other:
        break;
    }
    return silenceEnd(m_until->text(), startsAt, zone);
}

Result<Silence> SilenceForm::meant() const
{
    Silence silence{.isMaintenance = m_maintenance->isChecked(),
                    .startsAt = m_session.now(),
                    .comment = m_reason->text().trimmed()};
    auto matchers = parseMatchers(m_matchers->text());
    if (!matchers) {
        m_matchersRow->setError(matchers.error().message);
        m_matchers->setFocus();
        return failure(matchers);
    }
    silence.matchers = std::move(*matchers);
    if (m_end->current() == other && !m_from->text().trimmed().isEmpty()) {
        // As an end is written: an hour is the next one, for nobody plans the past.
        const auto from = m_from->text().trimmed() == tr("now")
                            ? Result<Instant>(silence.startsAt)
                            : silenceEnd(m_from->text(), silence.startsAt, QTimeZone::systemTimeZone());
        if (!from) {
            m_fromRow->setError(from.error().message);
            m_from->setFocus();
            return failure(from);
        }
        silence.startsAt = *from;
    }
    const auto end = endMeant(silence.startsAt);
    if (!end) {
        m_untilRow->setError(end.error().message);
        m_until->setFocus();
        return failure(end);
    }
    silence.endsAt = *end;
    return silence;
}

void SilenceForm::make()
{
    const auto silence = meant();
    if (!silence || std::exchange(m_busy, true)) {
        return;  // Enter twice makes one
    }
    m_session.write([silence = *silence](Transaction &transaction) { return makeSilence(transaction, silence); })
        .then(this, [this, end = silence->endsAt, matchers = !silence->matchers.empty()](const Result<SilenceId> &id) {
            m_busy = false;
            if (!id) {
                const bool unsaid = matchers && m_reason->text().trimmed().isEmpty();
                (unsaid ? m_reasonRow : m_matchersRow)->setError(id.error().message);
                (unsaid ? m_reason : m_matchers)->setFocus();
                return;
            }
            clear();
            Q_EMIT made(tr("Silenced until %1.").arg(momentInText(end, m_session.now())));
        });
}

}  // namespace onlyonce::ui
