// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/silencespanel.h"

#include "views/alerts/silenceform.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/words.h"

#include <QApplication>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

SilencesPanel::SilencesPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_form(new SilenceForm(session))
{
    auto *panel = new Panel(tr("Silences and maintenance"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(new Hairline);
    panel->body()->addWidget(m_form);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("silence"))) {
            reload();
        }
    });
    m_clock.setInterval(std::chrono::seconds{15});
    connect(&m_clock, &QTimer::timeout, this, &SilencesPanel::reload);
    m_clock.start();
    reload();
}

QWidget *SilencesPanel::row(const Silence &silence)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, space::xs, 0, space::xs);
    line->setSpacing(space::m);
    const QStringList matchers = textsOf(silence.matchers);
    const Instant now = m_session.now();
    const bool active = silence.isActive(now);
    auto *state = new PillLabel;
    state->setMinimumWidth(pillSize({.text = tr("Maintenance")}).width());  // what stands behind it is a column
    state->setPill({.text = active ? (silence.isMaintenance ? tr("Maintenance") : tr("Silenced")) : tr("Planned"),
                    .tone = active ? Tone::Warning : Tone::Neutral});
    auto *what = new TextLabel(matchers.join(QStringLiteral(", ")), TextStyle::Strong);
    what->setWordWrap(true);
    const QString span = active
                           ? tr("until %1").arg(momentInText(silence.endsAt, now))
                           : tr("%1 to %2").arg(momentText(silence.startsAt, now), momentInText(silence.endsAt, now));
    auto *about = new TextLabel(tr("%1 · %2").arg(span, silence.comment), TextStyle::Body, TextLabel::Rank::Muted);
    about->setWordWrap(true);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(what);
    words->addWidget(about);
    line->addWidget(state);
    line->addLayout(words, 1);
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

void SilencesPanel::choose(SilenceId silence)
{
    m_wanted = silence;
    lead();
}

void SilencesPanel::lead()
{
    if (QWidget *row = m_rows.value(m_wanted.value)) {
        m_wanted = {};
        scrollIntoSight(row);
        focusWithin(row);
    }
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
    // Its button may have the focus: every quarter of a minute would be too often to lose it.
    const auto focused =
        std::ranges::find_if(m_rows, [](const QWidget *row) { return row->isAncestorOf(QApplication::focusWidget()); });
    m_wanted = focused == m_rows.end() ? m_wanted : SilenceId{focused.key()};
    clearLayout(m_list);
    m_rows.clear();
    for (const Silence &silence : shown.ahead) {
        QWidget *made = row(silence);
        m_rows.insert(silence.id.value, made);
        m_list->addWidget(made);
        tabBefore(m_form, made);
    }
    const QString sum = shown.ahead.empty() ? tr("Nothing is silenced.")
                      : shown.hidden == 0   ? tr("They hide nothing that fires at present.")
                      : shown.hidden == 1   ? tr("One alert that fires is hidden.")
                                            : tr("%1 alerts that fire are hidden.").arg(shown.hidden);
    m_list->addWidget(new TextLabel(sum, TextStyle::Body, TextLabel::Rank::Muted));
    lead();
}

}  // namespace onlyonce::ui
