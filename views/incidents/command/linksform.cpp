// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/linksform.h"

#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/recordrow.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace onlyonce::ui {

LinksForm::LinksForm(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_panel(new Panel(incident ? tr("Links of the incident") : tr("Where the team meets")))
    , m_rows(new QVBoxLayout)
    , m_kind(new QComboBox)
    , m_title(new QLineEdit)
    , m_address(new QLineEdit)
    , m_addressRow(new FormRow(tr("Address"), m_address))
    , m_save(makeButton(tr("Add"), ButtonKind::Normal, QStringLiteral("link")))
{
    for (const ReferenceKind kind : allReferenceKinds) {
        m_kind->addItem(label(kind), int(kind));
    }
    m_title->setMaxLength(80);
    m_title->setPlaceholderText(label(ReferenceKind::Bridge));
    m_address->setPlaceholderText(tr("https://… or +49 30 901820"));
    auto *fields = new QHBoxLayout;
    fields->setSpacing(space::m);
    fields->addWidget(new FormRow(tr("Kind"), m_kind), 2, Qt::AlignTop);
    fields->addWidget(new FormRow(tr("Title"), m_title), 3, Qt::AlignTop);
    m_addressRow->setMaximumWidth(QWIDGETSIZE_MAX);
    fields->addWidget(m_addressRow, 5, Qt::AlignTop);
    auto *action = new QVBoxLayout;  // beside the fields, not beside their labels
    action->setSpacing(space::xs);
    action->addWidget(new TextLabel(QStringLiteral(" "), TextStyle::Strong));
    action->addWidget(m_save);
    action->addStretch();
    fields->addLayout(action);
    if (!incident) {
        auto *why = new TextLabel(tr("Every incident that opens gets these links: the call bridge and the chat are one "
                                     "click away from its first minute on."),
                                  TextStyle::Body, TextLabel::Rank::Muted);
        why->setWordWrap(true);
        m_panel->body()->addWidget(why);
    }
    m_rows->setSpacing(space::xs);
    m_panel->body()->setSpacing(space::m);
    m_panel->body()->addLayout(m_rows);
    m_panel->body()->addLayout(fields);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_panel);

    connect(m_kind, &QComboBox::currentIndexChanged, this,
            [this] { m_title->setPlaceholderText(m_kind->currentText()); });
    connect(m_save, &QPushButton::clicked, this, &LinksForm::save);
    connect(m_title, &QLineEdit::returnPressed, this, &LinksForm::save);
    connect(m_address, &QLineEdit::returnPressed, this, &LinksForm::save);
    connect(m_address, &QLineEdit::textEdited, this, [this] { m_addressRow->setError({}); });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("reference"), m_incident.value)) {
            reload();
        }
    });
    reload();
}

void LinksForm::begin()
{
    m_address->setFocus(Qt::OtherFocusReason);
}

void LinksForm::reload()
{
    m_session.read([id = m_incident](Transaction &transaction) { return referencesOf(transaction, id); })
        .then(this, [this](const Result<std::vector<Reference>> &links) {
            if (links) {
                show(*links);
            } else {
                Q_EMIT failed(links.error());
            }
        });
}

void LinksForm::show(const std::vector<Reference> &links)
{
    clearLayout(m_rows);
    for (const Reference &each : links) {
        auto *change = makeIconButton(QStringLiteral("edit"), tr("Change %1").arg(each.shownTitle()));
        auto *remove = makeIconButton(QStringLiteral("trash"), tr("Remove %1").arg(each.shownTitle()));
        connect(change, &QToolButton::clicked, this, [this, each] { edit(each); });
        connect(remove, &QToolButton::clicked, this, [this, id = each.id] {
            m_session
                .write([incident = m_incident, id](Transaction &transaction) {
                    return removeReference(transaction, incident, id);
                })
                .then(this, [this](const Result<> &done) {
                    if (!done) {
                        Q_EMIT failed(done.error());
                    }
                });
        });
        const QString about = each.title.isEmpty() ? each.url : tr("%1 · %2").arg(label(each.kind), each.url);
        auto *row = makeRecordRow(each.shownTitle(), about, {change, remove});
        m_rows->addWidget(row);
        tabBefore(m_kind, row);
    }
}

void LinksForm::edit(const Reference &link)
{
    m_editing = link;
    m_kind->setCurrentIndex(m_kind->findData(int(link.kind)));
    m_title->setText(link.title);
    m_address->setText(link.url);
    m_save->setText(tr("Save"));
    begin();
    m_address->selectAll();
}

void LinksForm::clear()
{
    m_editing.reset();
    m_title->clear();
    m_address->clear();
    m_addressRow->setError({});
    m_save->setText(tr("Add"));
}

void LinksForm::save()
{
    if (std::exchange(m_busy, true)) {
        return;
    }
    const Reference wanted{
        .kind = ReferenceKind(m_kind->currentData().toInt()), .title = m_title->text(), .url = m_address->text()};
    m_session
        .write([incident = m_incident, seen = m_editing, wanted](Transaction &transaction) -> Result<> {
            if (seen) {
                return changeReference(transaction, incident, *seen, wanted);
            }
            const auto added = addReference(transaction, incident, wanted);
            return added ? Result<>() : failure(added);
        })
        .then(this, [this](const Result<> &done) {
            m_busy = false;
            if (done) {
                clear();
            } else {
                m_addressRow->setError(done.error().message);
            }
            m_address->setFocus();
        });
}

}  // namespace onlyonce::ui
