// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/silencespanel.h"

#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <array>

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

constexpr std::array lengths{30min, 60min, 120min, 240min, 720min, 1440min, 4320min, 10080min};

}  // namespace

SilencesPanel::SilencesPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_matchers(new QLineEdit)
    , m_length(new QComboBox)
    , m_comment(new QLineEdit)
    , m_maintenance(new QCheckBox(tr("Planned work")))
    , m_matchersRow(new FormRow(tr("Alerts with"), m_matchers,
                                tr("Labels of the alert, or source, service, datacentre, severity; all must match. "
                                   "Several stand with commas between them.")))
{
    m_matchers->setPlaceholderText(QStringLiteral("service=\"checkout\", datacentre=~\"fra.*\""));
    m_comment->setPlaceholderText(tr("Why, for those who wonder where the alerts are"));
    for (const auto length : lengths) {
        m_length->addItem(durationText(length));
    }
    m_length->setCurrentIndex(1);
    auto *panel = new Panel(tr("Silences and maintenance"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(new Hairline);
    panel->body()->addWidget(m_matchersRow);
    m_matchersRow->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::m);
    line->addWidget(new FormRow(tr("For"), m_length));
    auto *comment = new FormRow(tr("Reason"), m_comment);
    comment->setMaximumWidth(QWIDGETSIZE_MAX);
    line->addWidget(comment, 1);
    panel->body()->addLayout(line);
    auto *last = new QHBoxLayout;
    auto *add = makeButton(tr("Silence"), ButtonKind::Normal, QStringLiteral("bell-off"));
    last->addWidget(m_maintenance);
    last->addStretch();
    last->addWidget(add);
    panel->body()->addLayout(last);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(add, &QPushButton::clicked, this, &SilencesPanel::make);
    for (QLineEdit *field : {m_matchers, m_comment}) {
        connect(field, &QLineEdit::returnPressed, this, &SilencesPanel::make);
    }
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("silence"))) {
            reload();
        }
    });
    m_clock.setInterval(15s);
    connect(&m_clock, &QTimer::timeout, this, &SilencesPanel::reload);
    m_clock.start();
    reload();
}

QWidget *SilencesPanel::row(const Silence &silence)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::m);
    const QStringList matchers = textsOf(silence.matchers);
    const Instant now = m_session.now();
    const bool active = silence.isActive(now);
    auto *state = new PillLabel;
    state->setPill({.text = active ? (silence.isMaintenance ? tr("Maintenance") : tr("Silenced")) : tr("Planned"),
                    .tone = active ? Tone::Warning : Tone::Neutral});
    auto *what = new TextLabel(matchers.join(QStringLiteral(", ")), TextStyle::Strong);
    what->setElided();
    const QString span = active
                           ? tr("until %1").arg(momentText(silence.endsAt, now))
                           : tr("%1 to %2").arg(momentText(silence.startsAt, now), momentText(silence.endsAt, now));
    auto *about = new TextLabel(tr("%1 · %2").arg(span, silence.comment), TextStyle::Body, TextLabel::Rank::Muted);
    about->setElided();
    line->addWidget(state);
    line->addWidget(what, 3);
    line->addWidget(about, 4);
    auto *end = makeButton(tr("End"), ButtonKind::Quiet);
    end->setAccessibleName(tr("End the silence of %1").arg(matchers.join(QStringLiteral(", "))));
    connect(end, &QPushButton::clicked, this, [this, id = silence.id] {
        m_session.write([id](Transaction &transaction) { return endSilence(transaction, id); })
            .then(this, [this](const Result<> &ended) {
                if (!ended) {
                    Q_EMIT failed(ended.error());
                }
            });
    });
    line->addWidget(end);
    return row;
}

void SilencesPanel::reload()
{
    m_session
        .read([](Transaction &transaction) -> Result<Shown> {
            auto ahead = silencesAhead(transaction);
            auto hidden = silencedAlerts(transaction);
            if (!ahead || !hidden) {
                return ahead ? failure(hidden) : failure(ahead);
            }
            return Shown{std::move(*ahead), *hidden};
        })
        .then(this, [this](const Result<Shown> &shown) {
            if (shown) {
                show(*shown);
            }
        });
}

void SilencesPanel::show(const Shown &shown)
{
    clearLayout(m_list);
    for (const Silence &silence : shown.ahead) {
        m_list->addWidget(row(silence));
    }
    const QString sum = shown.ahead.empty() ? tr("Nothing is silenced.")
                      : shown.hidden == 0   ? tr("They hide nothing that fires at present.")
                      : shown.hidden == 1   ? tr("One alert that fires is hidden.")
                                            : tr("%1 alerts that fire are hidden.").arg(shown.hidden);
    m_list->addWidget(new TextLabel(sum, TextStyle::Small, TextLabel::Rank::Muted));
}

Result<Silence> SilencesPanel::meant() const
{
    Silence silence{
        .isMaintenance = m_maintenance->isChecked(), .startsAt = m_session.now(), .comment = m_comment->text()};
    silence.endsAt = silence.startsAt + lengths.at(size_t(std::max(0, m_length->currentIndex())));
    // At commas outside of quotes.
    static const QRegularExpression separator(QStringLiteral(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    for (const QString &text : m_matchers->text().split(separator, Qt::SkipEmptyParts)) {
        auto matcher = Matcher::parse(text.trimmed());
        if (!matcher) {
            return failure(matcher);
        }
        silence.matchers.push_back(std::move(*matcher));
    }
    return silence;
}

void SilencesPanel::make()
{
    const auto silence = meant();
    if (!silence) {
        m_matchersRow->setError(silence.error().message);
        m_matchers->setFocus();
        return;
    }
    m_session.write([silence = *silence](Transaction &transaction) { return makeSilence(transaction, silence); })
        .then(this, [this](const Result<SilenceId> &made) {
            m_matchersRow->setError(made ? QString() : made.error().message);
            if (!made) {
                m_matchers->setFocus();
                return;
            }
            m_matchers->clear();
            m_comment->clear();
            m_maintenance->setChecked(false);
        });
}

}  // namespace onlyonce::ui
