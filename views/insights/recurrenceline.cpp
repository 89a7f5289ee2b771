// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/insights/recurrenceline.h"

#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

namespace onlyonce::ui {

RecurrenceLine::RecurrenceLine(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_text(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_which(makeButton(tr("Which ones"), ButtonKind::Quiet))
    , m_refresh([this] { reload(); })
{
    m_text->setToolTip(recurrenceFormula());
    m_text->setAccessibleDescription(recurrenceFormula());
    m_which->setAccessibleName(tr("Incidents that came again"));
    m_which->setMenu(new QMenu(m_which));
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
    QMenu *menu = m_which->menu();
    menu->clear();
    for (const CameAgain &each : figures.cameAgain) {
        menu->addAction(tr("INC-%1, the same as INC-%2: %3")
                            .arg(QString::number(each.number), QString::number(each.past), each.title)
                            .replace(QLatin1Char('&'), QStringLiteral("&&")),
                        this, [this, id = each.incident] { Q_EMIT opened(id); });
    }
}

}  // namespace onlyonce::ui
