// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/readerschoice.h"

#include "models/incidents/command/restriction.h"
#include "models/incidents/command/roles.h"
#include "views/widgets/focus.h"
#include "views/widgets/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int personRole = Qt::UserRole;
constexpr int alwaysRole = Qt::UserRole + 1;
constexpr int shownRows = 8;

bool isChecked(const QListWidgetItem &item)
{
    return item.checkState() == Qt::Checked;
}

}  // namespace

ReadersChoice::ReadersChoice(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_filter(new QLineEdit)
    , m_list(new QListWidget)
{
    m_filter->setPlaceholderText(tr("Type a name; Enter names the first, or takes the name away"));
    m_filter->setAccessibleName(tr("Who may see it, by name"));
    m_filter->setMinimumHeight(scaled(metric::control));
    m_list->setAccessibleName(tr("People who may see it"));
    m_list->setUniformItemSizes(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_filter);
    layout->addWidget(m_list);
    setFocusProxy(m_filter);
    rememberFocus(this, m_filter);
    m_filter->installEventFilter(this);
    m_list->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, this, &ReadersChoice::narrow);
    connect(m_list, &QListWidget::itemChanged, this, &ReadersChoice::changed);
}

Result<ReadersChoice::Known> ReadersChoice::read(Transaction &transaction, IncidentId incident, ActorId reader)
{
    auto people = allPeople(transaction);
    const auto me = actor(transaction, reader);
    if (!people || !me) {
        return people ? failure(me) : failure(people);
    }
    Known known{.people = std::move(*people), .always = {}, .named = {}, .me = {}, .myName = {}};
    if (*me) {
        known.me = (*me)->person;
        known.myName = (*me)->name;
    }
    if (incident) {
        const auto readers = incidentReaders(transaction, incident);
        const auto roles = rolesOf(transaction, incident);
        if (!readers || !roles) {
            return readers ? failure(roles) : failure(readers);
        }
        for (const Person &each : *readers) {
            known.named.insert(each.id.value);
        }
        for (const RoleHolder &each : *roles) {
            known.always.insert(each.person.value);
        }
    }
    return known;
}

void ReadersChoice::load(IncidentId incident)
{
    m_filter->clear();
    m_session
        .read([incident, reader = m_session.actor](Transaction &transaction) {
            return read(transaction, incident, reader);
        })
        .then(this, [this](const Result<Known> &known) {
            if (known) {
                show(*known);
            } else {
                Q_EMIT failed(known.error());
            }
        });
}

void ReadersChoice::show(const Known &known)
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    add(known.me, tr("%1 (you)").arg(known.myName), true, true);
    // Who is in stands first: in a long list they would be out of sight.
    for (const bool in : {true, false}) {
        for (const Person &each : known.people) {
            const bool always = known.always.contains(each.id.value);
            const bool named = always || known.named.contains(each.id.value);
            // Whoever was never linked to a person is the person of that name: see personOfActor().
            const bool isMe =
                known.me ? each.id == known.me : each.name.compare(known.myName, Qt::CaseInsensitive) == 0;
            if (named == in && !isMe && (each.active || named)) {
                add(each.id, always ? tr("%1 (has a role)").arg(each.name) : each.name, always, named);
            }
        }
    }
    m_list->setCurrentRow(0);
    const int row = std::max(m_list->sizeHintForRow(0), scaled(metric::control));
    // In a low window it scrolls rather than pushing the buttons out.
    m_list->setMinimumHeight(row * 2 + 2 * m_list->frameWidth());
    m_list->setMaximumHeight(row * std::clamp(m_list->count(), 2, shownRows) + 2 * m_list->frameWidth());
    Q_EMIT changed();
}

void ReadersChoice::add(PersonId person, const QString &name, bool always, bool named)
{
    auto *item = new QListWidgetItem(name, m_list);
    item->setData(personRole, person.value);
    item->setData(alwaysRole, always);
    item->setFlags(always ? Qt::ItemIsSelectable | Qt::ItemIsEnabled
                          : Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
    item->setCheckState(named ? Qt::Checked : Qt::Unchecked);
    item->setSizeHint(QSize(0, scaled(metric::control)));
}

QList<PersonId> ReadersChoice::chosen() const
{
    QList<PersonId> people;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem &item = *m_list->item(row);
        if (isChecked(item) && !item.data(alwaysRole).toBool()) {
            people << PersonId{item.data(personRole).toLongLong()};
        }
    }
    return people;
}

int ReadersChoice::count() const
{
    int checked = 0;
    for (int row = 0; row < m_list->count(); ++row) {
        checked += isChecked(*m_list->item(row)) ? 1 : 0;
    }
    return checked;
}

void ReadersChoice::narrow()
{
    const QString wanted = m_filter->text().trimmed();
    int first = -1;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem &item = *m_list->item(row);
        item.setHidden(!wanted.isEmpty() && !item.text().contains(wanted, Qt::CaseInsensitive));
        first = first < 0 && !item.isHidden() ? row : first;
    }
    m_list->setCurrentRow(first);
}

void ReadersChoice::toggleFirst()
{
    if (QListWidgetItem *item = m_list->currentItem(); item && item->flags().testFlag(Qt::ItemIsUserCheckable)) {
        item->setCheckState(isChecked(*item) ? Qt::Unchecked : Qt::Checked);
    }
    m_filter->clear();
}

bool ReadersChoice::eventFilter(QObject *watched, QEvent *event)
{
    const auto *press = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent *>(event) : nullptr;
    const bool enter = press && (press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter);
    if (watched == m_filter && enter && !m_filter->text().trimmed().isEmpty()) {
        toggleFirst();
        return true;
    }
    if (watched == m_filter && press && press->key() == Qt::Key_Down) {
        m_list->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (watched == m_filter && press && press->key() == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();  // first out of the filter, then out of the form
        return true;
    }
    if (watched == m_list && enter) {
        toggleFirst();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace onlyonce::ui
