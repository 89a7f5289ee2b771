// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/due/dueform.h"

#include "views/widgets/page.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

DueForm::DueForm(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_said(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_save(makeButton(tr("Save the days"), ButtonKind::Normal))
    , m_refresh([this] { reload(); })
{
    auto *panel = new Panel(tr("When post-mortems are due"));
    panel->body()->setSpacing(space::m);
    auto *about =
        new TextLabel(tr("So many days after the recovery it is to be approved and its meeting held: “3 days”, "
                         "“5 working days” or “never”. Whoever owns one that is late is reminded by mail."),
                      TextStyle::Body, TextLabel::Rank::Muted);
    about->setWordWrap(true);
    panel->body()->addWidget(about);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::m);
    for (size_t i = 0; i < allSeverities.size(); ++i) {
        m_fields[i] = new QLineEdit;
        m_rows[i] = new FormRow(toText(allSeverities[i]), m_fields[i]);
        line->addWidget(m_rows[i], 1);
        connect(m_fields[i], &QLineEdit::returnPressed, this, &DueForm::save);
        connect(m_fields[i], &QLineEdit::textEdited, this, [this, i] {
            m_rows[i]->setError({});
            m_said->setText({});
        });
    }
    panel->body()->addLayout(line);
    auto *last = new QHBoxLayout;
    last->addWidget(m_said);
    last->addStretch();
    last->addWidget(m_save);
    panel->body()->addLayout(last);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(panel);

    connect(m_save, &QPushButton::clicked, this, &DueForm::save);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("postmortem_due"))) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

bool DueForm::isTyping() const
{
    for (size_t i = 0; i < allSeverities.size(); ++i) {
        if (!m_fields[i]->text().isEmpty() && m_fields[i]->text() != toText(m_stored.of(allSeverities[i]))) {
            return true;
        }
    }
    return false;
}

void DueForm::reload()
{
    m_session.read([](Transaction &transaction) { return dueRules(transaction); })
        .then(this, [this](const Result<DueRules> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            if (isTyping() && !std::exchange(m_isRefused, false)) {
                return;  // to save it then is refused, and says that somebody else has changed them
            }
            if (isTyping()) {
                m_stored = *found;  // that has been said; what is typed stays, and may be saved now
                return;
            }
            m_stored = *found;
            for (size_t i = 0; i < allSeverities.size(); ++i) {
                m_fields[i]->setText(toText(m_stored.of(allSeverities[i])));
            }
        });
}

void DueForm::save()
{
    DueRules wanted = m_stored;
    for (size_t i = 0; i < allSeverities.size(); ++i) {
        const auto rule = dueRuleFrom(m_fields[i]->text());
        if (!rule) {
            m_rows[i]->setError(rule.error().message);
            m_fields[i]->setFocus();
            return;
        }
        wanted.of(allSeverities[i]) = *rule;
    }
    m_session
        .write([wanted, seen = m_stored](Transaction &transaction) { return saveDueRules(transaction, wanted, seen); })
        .then(this, [this, wanted](const Result<> &done) {
            if (!done) {
                m_isRefused = done.error().code == ErrorCode::Conflict;
                m_refresh.want();
                Q_EMIT failed(done.error());
                return;
            }
            m_stored = wanted;
            for (size_t i = 0; i < allSeverities.size(); ++i) {
                m_fields[i]->setText(toText(m_stored.of(allSeverities[i])));
            }
            m_said->setText(tr("Saved."));
        });
}

}  // namespace onlyonce::ui
