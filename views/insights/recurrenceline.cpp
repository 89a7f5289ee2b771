// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/insights/recurrenceline.h"

#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace onlyonce::ui {

RecurrenceLine::RecurrenceLine(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_text(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_which(makeButton(tr("Which ones"), ButtonKind::Quiet, QStringLiteral("filter")))
    , m_refresh([this] { reload(); })
{
    m_text->setToolTip(recurrenceFormula());
    m_text->setAccessibleDescription(recurrenceFormula());
    m_which->setAccessibleName(tr("Incidents that came again"));
    m_which->setToolTip(tr("The list of incidents, narrowed to these"));
    connect(m_which, &QPushButton::clicked, this, [this] {
        Q_EMIT listWanted({.recurrences = {Recurring::Again}, .drills = Drills::Apart, .withinDays = usualFigureDays});
    });
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::xl, space::xs, space::xl, space::s);
    line->setSpacing(space::s);
    line->addWidget(m_text);
    line->addWidget(m_which);
    line->addStretch();
    hide();
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("recurrence")) || changes.touches(QLatin1StringView("countermeasure"))
            || changes.touches(QLatin1StringView("incident"))) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

void RecurrenceLine::reload()
{
    m_session.read([](Transaction &transaction) { return recurrenceFigures(transaction); }, Reader::Background)
        .then(this, [this](const Result<RecurrenceFigures> &figures) {
            m_refresh.answered();
            if (figures) {
                show(*figures);
            } else {
                Q_EMIT failed(figures.error());
            }
        });
}

void RecurrenceLine::show(const RecurrenceFigures &figures)
{
    const QString sentence = sentenceOf(figures);
    setVisible(!sentence.isEmpty());
    m_text->setText(sentence);
    m_which->setVisible(!figures.cameAgain.empty());
}

}  // namespace onlyonce::ui
