// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/subscriptionlist.h"

#include "models/alerts/source.h"
#include "models/alerts/sourcehealth.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

Tone toneOf(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Asked:
    case SubscriptionState::Agreed:
        return Tone::Accent;
    case SubscriptionState::Ended:
        return Tone::Warning;
    case SubscriptionState::Failed:
        return Tone::Danger;
    case SubscriptionState::Confirmed:
        return Tone::Success;
    case SubscriptionState::Ignored:
        break;
    }
    return Tone::Neutral;
}

QString confirmText(SubscriptionState state)
{
    return state == SubscriptionState::Failed ? SubscriptionList::tr("Try again")
         : state == SubscriptionState::Ended  ? SubscriptionList::tr("Take it up again")
                                              : SubscriptionList::tr("Confirm");
}

}  // namespace

SubscriptionList::SubscriptionList(Session &session, QWidget *next, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_next(next)
    , m_list(new QVBoxLayout(this))
    , m_refresh([this] { reload(); })
{
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(space::s);
    hide();
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("subscription"))) {
            m_refresh.want();
        }
    });
    m_clock.setInterval(15s);
    connect(&m_clock, &QTimer::timeout, this, [this] { m_refresh.want(); });
    m_clock.start();
    m_refresh.want();
}

QWidget *SubscriptionList::rowOf(const SubscriptionRow &row, TextLabel *text)
{
    auto *widget = new QWidget;
    auto *line = new QHBoxLayout(widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::m);
    auto *pill = new PillLabel;
    pill->setPill({.text = sourceTitle(row.source), .tone = toneOf(row.state), .shape = PillShape::Dot});
    text->setWordWrap(true);
    line->addWidget(pill, 0, Qt::AlignTop);
    line->addWidget(text, 1, Qt::AlignTop);
    const auto add = [&](const QString &label, ButtonKind kind, auto change) {
        auto *button = makeButton(label, kind);
        button->setAccessibleName(tr("%1: %2").arg(label, row.subject));
        connect(button, &QPushButton::clicked, this, [this, id = row.id, change] {
            m_session.write([id, change](Transaction &transaction) { return change(transaction, id); })
                .then(this, [this](const Result<> &done) {
                    if (!done) {
                        Q_EMIT failed(done.error());
                    }
                });
        });
        line->addWidget(button, 0, Qt::AlignTop);
    };
    if (row.mayBeConfirmed()) {
        add(confirmText(row.state), row.waitsForPerson() ? ButtonKind::Normal : ButtonKind::Quiet, agreeToSubscription);
    }
    if (row.mayBeIgnored()) {
        add(tr("Ignore"), ButtonKind::Quiet, ignoreSubscription);
    }
    return widget;
}

void SubscriptionList::reload()
{
    m_session.read([](Transaction &transaction) { return subscriptions(transaction); })
        .then(this, [this](const Result<std::vector<SubscriptionRow>> &rows) {
            m_refresh.answered();
            if (rows) {
                showRows(*rows);
            }
        });
}

//! What has only grown older keeps its buttons, and with them the place of the keyboard.
void SubscriptionList::showRows(const std::vector<SubscriptionRow> &rows)
{
    if (rows != m_rows) {
        m_rows = rows;
        m_texts.clear();
        clearLayout(m_list);
        for (const SubscriptionRow &row : rows) {
            m_texts.push_back(new TextLabel({}, TextStyle::Small,
                                            row.waitsForPerson() ? TextLabel::Rank::Normal : TextLabel::Rank::Muted));
            QWidget *made = rowOf(row, m_texts.back());
            m_list->addWidget(made);
            if (m_next) {
                tabBefore(m_next, made);
            }
        }
        setVisible(!rows.empty());
    }
    for (size_t i = 0; i < rows.size(); ++i) {
        m_texts.at(i)->setText(subscriptionText(rows.at(i), m_session.now()));
    }
}

}  // namespace onlyonce::ui
