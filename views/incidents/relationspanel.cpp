// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/relationspanel.h"

#include "views/widgets/page.h"

#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

QString kindText(RelationKind kind)
{
    switch (kind) {
    case RelationKind::Related:
        return RelationsPanel::tr("Related to");
    case RelationKind::Duplicate:
        return RelationsPanel::tr("Duplicate of");
    case RelationKind::Duplicated:
        return RelationsPanel::tr("Has the duplicate");
    case RelationKind::Recurrence:
        return RelationsPanel::tr("The same again as");
    case RelationKind::Recurred:
        return RelationsPanel::tr("Came again as");
    }
    return {};
}

}  // namespace

RelationsPanel::RelationsPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_refresh([this] { reload(); })
{
    auto *panel = new Panel(tr("Other incidents"));
    m_list->setSpacing(space::s);
    panel->body()->addLayout(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    hide();
}

void RelationsPanel::begin(IncidentId incident)
{
    m_incident = incident;
    m_refresh.want();
}

void RelationsPanel::reload()
{
    m_session.read([id = m_incident](Transaction &transaction) { return relationsOf(transaction, id); })
        .then(this, [this](const Result<std::vector<Relation>> &relations) {
            m_refresh.answered();
            if (!relations) {
                Q_EMIT failed(relations.error());
            } else if (m_shown != *relations) {  // else the focus would be lost for nothing
                show(*relations);
            }
        });
}

void RelationsPanel::show(const std::vector<Relation> &relations)
{
    m_shown = relations;
    clearLayout(m_list);
    for (const Relation &relation : relations) {
        auto *row = new QWidget;
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(space::xs);
        auto *kind = new TextLabel(kindText(relation.kind), TextStyle::Small, TextLabel::Rank::Muted);
        auto *other = makeButton(relation.reference(), ButtonKind::Quiet);
        other->setAccessibleName(tr("Open %1 %2").arg(relation.reference(), relation.title));
        connect(other, &QPushButton::clicked, this, [this, id = relation.other] { Q_EMIT opened(id); });
        auto *title = new TextLabel(relation.title.isEmpty() ? tr("restricted") : relation.title, TextStyle::Small);
        title->setElided();
        line->addWidget(kind);
        line->addWidget(other);
        line->addWidget(title, 1);
        if (relation.kind == RelationKind::Related) {
            auto *gone = makeIconButton(QStringLiteral("close"), tr("Not related to %1").arg(relation.reference()));
            connect(gone, &QToolButton::clicked, this, [this, id = relation.other] { remove(id); });
            line->addWidget(gone);
        }
        m_list->addWidget(row);
    }
    setVisible(!relations.empty());
}

void RelationsPanel::remove(IncidentId other)
{
    m_session
        .write([id = m_incident, other](Transaction &transaction) { return unrelateIncidents(transaction, id, other); })
        .then(this, [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
        });
}

}  // namespace onlyonce::ui
