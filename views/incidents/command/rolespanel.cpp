// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/rolespanel.h"

#include "views/widgets/page.h"
#include "views/widgets/words.h"

#include <QGridLayout>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace onlyonce::ui {

RolesPanel::RolesPanel(QWidget *parent)
    : QWidget(parent)
    , m_panel(new Panel(tr("Roles")))
    , m_hint(new QWidget)
    , m_take(makeButton(tr("Take command"), ButtonKind::Normal, QStringLiteral("star")))
    , m_rows(new QGridLayout)
{
    auto *hint = new QHBoxLayout(m_hint);
    auto *text = new TextLabel(tr("Nobody is in command."), TextStyle::Body, TextLabel::Rank::Muted);
    hint->setContentsMargins({});
    text->setWordWrap(true);
    hint->addWidget(text, 1);
    hint->addWidget(m_take);
    m_rows->setHorizontalSpacing(space::s);
    m_rows->setVerticalSpacing(0);
    m_rows->setColumnMinimumWidth(0, scaled(96));
    m_rows->setColumnStretch(1, 1);
    auto *add = makeIconButton(QStringLiteral("user-plus"), tr("Give somebody a role"));
    m_panel->addAction(add);
    m_panel->body()->addWidget(m_hint);
    m_panel->body()->addLayout(m_rows);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_panel);
    connect(add, &QToolButton::clicked, this, [this] { Q_EMIT roleWanted({}); });
    connect(m_take, &QPushButton::clicked, this, &RolesPanel::takeWanted);
}

void RolesPanel::show(const Incident &incident, const std::vector<RoleHolder> &roles,
                      const std::vector<Handover> &offers, Instant now)
{
    const bool isLed = std::ranges::find(roles, commanderRole(), &RoleHolder::role) != roles.end();
    m_hint->setVisible(!isLed);
    m_take->setVisible(incident.isOpen());
    if (roles == m_roles && offers == m_offers) {
        return;  // rows made anew would lose the focus
    }
    m_roles = roles;
    m_offers = offers;
    clearLayout(m_rows);
    for (const RoleHolder &each : roles) {
        addRow(each, now);
    }
    for (const Handover &each : offers) {
        if (each.state == HandoverState::Offered) {
            addOffer(each, now);
        }
    }
}

void RolesPanel::addRow(const RoleHolder &holder, Instant now)
{
    const int row = m_rows->rowCount();
    const QString role = roleLabel(holder.role);
    auto *name = makeButton(holder.name, ButtonKind::Quiet);
    name->setAccessibleName(tr("%1: %2. Change it").arg(role, holder.name));
    name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    name->setToolTip(tr("%1 since %2").arg(role, momentInText(holder.since, now)));
    auto *label = new TextLabel(role, TextStyle::Small, TextLabel::Rank::Muted);
    label->setElided();
    auto *since = new TextLabel(momentText(holder.since, now), TextStyle::Caption, TextLabel::Rank::Muted);
    m_rows->addWidget(label, row, 0);
    m_rows->addWidget(name, row, 1, Qt::AlignLeft);
    m_rows->addWidget(since, row, 2, Qt::AlignRight | Qt::AlignVCenter);
    connect(name, &QPushButton::clicked, this, [this, role = holder.role] { Q_EMIT roleWanted(role); });
}

void RolesPanel::addOffer(const Handover &offer, Instant now)
{
    const int row = m_rows->rowCount();
    auto *text = new TextLabel(
        tr("%1 is offered to %2, %3").arg(roleLabel(offer.role), offer.toName, momentInText(offer.offeredAt, now)),
        TextStyle::Small, TextLabel::Rank::Muted);
    text->setWordWrap(true);
    auto *withdraw = makeButton(tr("Withdraw"), ButtonKind::Quiet);
    withdraw->setAccessibleName(tr("Withdraw the offer to %1").arg(offer.toName));
    m_rows->addWidget(text, row, 0, 1, 2);
    m_rows->addWidget(withdraw, row, 2, Qt::AlignRight | Qt::AlignVCenter);
    connect(withdraw, &QPushButton::clicked, this, [this, id = offer.id] { Q_EMIT withdrawn(id); });
}

void RolesPanel::visit()
{
    if (m_take->isVisible()) {
        m_take->setFocus(Qt::OtherFocusReason);
    } else {
        Q_EMIT roleWanted({});
    }
}

}  // namespace onlyonce::ui
