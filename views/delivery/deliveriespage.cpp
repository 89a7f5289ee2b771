// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/delivery/deliveriespage.h"

#include "models/catalog/deliverydesk.h"
#include "models/storage/identity.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int mostShown = 500;

Tone toneOf(OutboxState state)
{
    switch (state) {
    case OutboxState::Waiting:
    case OutboxState::Sending:
        return Tone::Accent;
    case OutboxState::Sent:
        return Tone::Success;
    case OutboxState::Failed:
    case OutboxState::Uncertain:
        return Tone::Danger;
    case OutboxState::Discarded:
    case OutboxState::Expired:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

QString label(OutboxState state)
{
    switch (state) {
    case OutboxState::Waiting:
        return OutboxModel::tr("Waiting");
    case OutboxState::Sending:
        return OutboxModel::tr("Sending");
    case OutboxState::Sent:
        return OutboxModel::tr("Sent");
    case OutboxState::Failed:
        return OutboxModel::tr("Failed");
    case OutboxState::Uncertain:
        return OutboxModel::tr("Perhaps sent");
    case OutboxState::Discarded:
        return OutboxModel::tr("Discarded");
    case OutboxState::Expired:
        return OutboxModel::tr("Too late");
    }
    return {};
}

//! Waiting after a failure is another thing than waiting for its turn.
Pill pillOf(const OutboxRow &row)
{
    const bool again = row.state == OutboxState::Waiting && !row.lastError.isEmpty();
    return {.text = again ? OutboxModel::tr("Trying again") : label(row.state),
            .tone = again ? Tone::Warning : toneOf(row.state),
            .shape = PillShape::Dot};
}

bool needsAPerson(const OutboxRow &row)
{
    return row.state == OutboxState::Failed || row.state == OutboxState::Uncertain;
}

}  // namespace

OutboxModel::OutboxModel(Session &session, QObject *parent)
    : WholeList(parent)
    , m_session(session)
    , m_refresh([this] { reload(); })
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("outbox")) || changes.touches(QLatin1StringView("delivery"))) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

QVariant OutboxModel::data(const QModelIndex &index, int role) const
{
    const OutboxRow *row = at(index);
    if (!row) {
        return {};
    }
    switch (role) {
    case RowTitle:
        return row->title;
    case RowIcon:
        return row->kind.startsWith(QStringLiteral("forum"))  ? QStringLiteral("forum")
             : row->kind.startsWith(QStringLiteral("source")) ? QStringLiteral("pulse")
                                                              : QStringLiteral("mail");
    case RowIconTone:
        return int(pillOf(*row).tone);
    case RowStatus:
        return QVariant::fromValue(pillOf(*row));
    case RowDetail:
        return row->state == OutboxState::Sending && !row->leasedBy.isEmpty() ? tr("by %1").arg(row->leasedBy)
                                                                              : row->lastError;
    case RowTrailing:
        return momentText(row->createdAt, m_session.now());
    case RowNote:
        return row->attempts > 1 ? tr("attempt %1").arg(row->attempts) : QString();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2 %3").arg(row->title, label(row->state), row->lastError);
    default:
        return {};
    }
}

void OutboxModel::reload()
{
    using Answer = std::pair<std::vector<OutboxRow>, QString>;
    m_session
        .read([](Transaction &transaction) -> Result<Answer> {
            auto rows = outboxUnfinished(transaction, mostShown);
            if (!rows) {
                return failure(rows);
            }
            auto held = heldReason(transaction);
            if (!held) {
                return failure(held);
            }
            return Answer(std::move(*rows), *held);
        })
        .then(this, [this](const Result<Answer> &answer) {
            m_refresh.answered();
            if (!answer) {
                Q_EMIT failed(answer.error());
                return;
            }
            replace(answer->first);
            m_held = answer->second;
            Q_EMIT loaded();
        });
}

DeliveriesPage::DeliveriesPage(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new OutboxModel(session, this))
    , m_list(new RowList(session.database.clock()))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("send"), tr("Nothing waits"), {}))
    , m_line(new Hairline)
    , m_reason(new TextLabel)
    , m_retry(makeButton(tr("Send again"), ButtonKind::Normal, QStringLiteral("refresh")))
    , m_discard(makeButton(tr("Discard"), ButtonKind::Danger, QStringLiteral("trash")))
    , m_release(makeButton(tr("Release"), ButtonKind::Primary, QStringLiteral("send")))
{
    auto *header = new PageHeader(tr("Deliveries"));
    header->setSubtitle(tr("Mail, forum posts and word to your monitoring that wait, or that need you"));
    header->addAction(m_discard);
    header->addAction(m_retry);
    header->addAction(m_release);
    m_release->setToolTip(tr("Ends the hold: what waits goes out, and what comes goes out at once"));
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Deliveries"));
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_line);
    layout->addWidget(m_reason);
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_reason->setContentsMargins(space::xl, space::m, space::xl, space::m);
    rememberFocus(this, m_list);

    connect(m_model, &OutboxModel::loaded, this, &DeliveriesPage::showCurrent);
    connect(m_model, &OutboxModel::failed, this, &DeliveriesPage::failed);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DeliveriesPage::showCurrent);
    connect(m_release, &QPushButton::clicked, this, &DeliveriesPage::release);
    connect(m_model, &OutboxModel::dataChanged, this, &DeliveriesPage::showCurrent);
    connect(m_retry, &QPushButton::clicked, this, &DeliveriesPage::retry);
    connect(m_discard, &QPushButton::clicked, this, &DeliveriesPage::discard);
    showCurrent();
}

template <typename Work>
void DeliveriesPage::change(Work work)
{
    m_session.write(std::move(work)).then(this, [this](const Result<> &done) {
        if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

void DeliveriesPage::retry()
{
    if (const OutboxRow *row = m_model->at(m_list->currentIndex())) {
        change([id = row->id](Transaction &transaction) { return retryDelivery(transaction, id); });
    }
}

void DeliveriesPage::discard()
{
    if (const OutboxRow *row = m_model->at(m_list->currentIndex())) {
        change([id = row->id](Transaction &transaction) { return discardDelivery(transaction, id); });
    }
}

void DeliveriesPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete && m_discard->isEnabled()) {
        discard();
        return;
    }
    QWidget::keyPressEvent(event);
}

void DeliveriesPage::release()
{
    change([](Transaction &transaction) { return releaseHeldDelivery(transaction); });
}

void DeliveriesPage::showCurrent()
{
    const bool empty = m_model->rows().empty();
    const bool held = !m_model->held().isEmpty();
    m_stack->setCurrentIndex(empty ? 1 : 0);
    m_empty->setText(tr("Nothing waits"), held ? tr("%1 What is to go out will wait here for you.").arg(m_model->held())
                                               : tr("Everything that was to go out has gone out."));
    m_retry->setVisible(!empty);
    m_discard->setVisible(!empty);
    const OutboxRow *row = m_model->at(m_list->currentIndex());
    m_reason->setText(row ? row->lastError : QString());
    m_reason->setVisible(!m_reason->text().isEmpty());
    m_line->setVisible(!m_reason->text().isEmpty());
    m_retry->setEnabled(row && row->state != OutboxState::Sending);
    m_discard->setEnabled(row && row->state != OutboxState::Sending);
    m_release->setVisible(held);
    Q_EMIT counted(int(std::ranges::count_if(m_model->rows(), needsAPerson)), int(m_model->rows().size()),
                   m_model->held());
}

}  // namespace onlyonce::ui
