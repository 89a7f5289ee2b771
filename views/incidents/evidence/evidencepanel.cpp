// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/evidence/evidencepanel.h"

#include "models/incidents/desk.h"
#include "views/incidents/evidence/evidenceview.h"
#include "views/widgets/codeview.h"
#include "views/widgets/icon.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/page.h"

#include <QFileInfo>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

QString iconOf(const Attachment &attachment)
{
    static const QStringList images{QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                    QStringLiteral("gif"), QStringLiteral("webp")};
    return images.contains(QFileInfo(attachment.name).suffix().toLower()) ? QStringLiteral("image")
         : attachment.language.isEmpty()                                  ? QStringLiteral("file")
                                                                          : QStringLiteral("file-text");
}

bool isSame(const Attachment &a, const Attachment &b)
{
    return a.id == b.id && a.sha256 == b.sha256 && a.redacted == b.redacted;
}

}  // namespace

EvidencePanel::EvidencePanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_messages(new MessageStack)
    , m_empty(new EmptyState(QStringLiteral("terminal"), {}, {}))
    , m_sign(new TextLabel(tr("Restricted: named people alone see it"), TextStyle::Small, TextLabel::Rank::Muted))
    , m_list(new QListWidget)
    , m_view(new EvidenceView(session))
    , m_progress(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_stack(new QStackedWidget)
    , m_refresh([this] { reload(); })
{
    setAcceptDrops(true);
    auto *splitter = new QSplitter;
    splitter->addWidget(makeList());
    splitter->addWidget(m_view);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({scaled(232), scaled(700)});
    splitter->setChildrenCollapsible(false);

    m_empty->addAction(tr("Paste"), [this] { paste(); });
    m_empty->addAction(tr("Add file"), [this] { addFiles(); }, ButtonKind::Normal);
    m_stack->addWidget(m_empty);
    setIncident({});
    m_stack->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_stack, 1);

    connect(m_list, &QListWidget::currentItemChanged, this, &EvidencePanel::showCurrent);
    connect(m_view, &EvidenceView::quoted, this, &EvidencePanel::quoted);
    connect(m_view, &EvidenceView::redactWanted, this, &EvidencePanel::redactWanted);
    connect(m_view, &EvidenceView::said, this, &EvidencePanel::say);
    connect(m_view, &EvidenceView::failed, this, &EvidencePanel::failed);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

QWidget *EvidencePanel::makeList()
{
    m_list->setAccessibleName(tr("Evidence files"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_progress->setElided();
    m_progress->hide();
    m_sign->setWordWrap(true);
    auto *add = makeButton(tr("Add file"), ButtonKind::Normal, QStringLiteral("plus"));
    auto *pasteButton = makeButton(tr("Paste"), ButtonKind::Quiet, QStringLiteral("copy"));
    connect(add, &QPushButton::clicked, this, &EvidencePanel::addFiles);
    connect(pasteButton, &QPushButton::clicked, this, &EvidencePanel::paste);
    auto *left = new QWidget;
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(space::l, space::m, space::m, space::l);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_sign);
    layout->addWidget(add);
    layout->addWidget(pasteButton);
    return left;
}

void EvidencePanel::choose(qint64 attachment)
{
    m_wanted = attachment;
    if (chooseWanted()) {
        m_list->setFocus();
    }
}

//! False: it is not in the list, yet.
bool EvidencePanel::chooseWanted()
{
    for (int row = 0; m_wanted && row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toLongLong() == m_wanted) {
            m_wanted = 0;
            m_list->setCurrentRow(row);
            return true;
        }
    }
    return false;
}

void EvidencePanel::say(const QString &text)
{
    m_messages->add({.id = QStringLiteral("said"), .tone = Tone::Accent, .text = text, .buttons = {}});
}

void EvidencePanel::reload()
{
    using Found = std::pair<Incident, std::vector<Attachment>>;
    m_session
        .read([id = m_incident](Transaction &transaction) -> Result<Found> {
            const auto about = incident(transaction, id);
            auto attachments = about ? attachmentsOf(transaction, id) : failure(about);
            return attachments ? Result<Found>(Found(about->value_or(Incident()), std::move(*attachments)))
                               : failure(attachments);
        })
        .then(this, [this](const Result<Found> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            setIncident(found->first);
            replace(found->second);
        });
}

//! Before somebody adds to it, it is said who will see it.
void EvidencePanel::setIncident(const Incident &incident)
{
    m_about = incident;
    const bool restricted = incident.visibility == Visibility::Restricted;
    m_sign->setVisible(restricted);
    const QString text =
        tr("Paste logs, configuration, queries or a screenshot here with Ctrl+V, or drop files. They are kept byte "
           "for byte and highlighted, in the window and in the post-mortem.");
    m_empty->setText(
        tr("No evidence yet"),
        restricted
            ? text + QLatin1Char(' ')
                  + tr("%1 is restricted: those who are named see them, and nobody else.").arg(incident.reference())
            : text);
}

void EvidencePanel::replace(const std::vector<Attachment> &attachments)
{
    if (std::ranges::equal(attachments, m_known, isSame)) {
        chooseWanted();  // the list may have heard of it before whoever added it
        return;
    }
    m_known = attachments;
    m_stack->setCurrentIndex(attachments.empty() && m_uploads.isEmpty() ? 0 : 1);
    const qint64 before = m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole).toLongLong() : 0;
    const qint64 wanted = m_wanted ? std::exchange(m_wanted, 0) : before;
    {
        const QSignalBlocker blocker(m_list);
        m_list->clear();
        for (const Attachment &attachment : attachments) {
            auto *item = new QListWidgetItem(icon(iconOf(attachment)), attachment.name, m_list);
            item->setData(Qt::UserRole, attachment.id.value);
            item->setToolTip(tr("%1, %2, SHA-256 %3")
                                 .arg(attachment.name, QLocale().formattedDataSize(attachment.bytes),
                                      QString::fromLatin1(attachment.sha256.toHex())));
            if (attachment.id.value == wanted) {
                m_list->setCurrentItem(item);
            }
        }
        if (!m_list->currentItem() && m_list->count() > 0) {
            m_list->setCurrentRow(0);
        }
    }
    showCurrent();
}

void EvidencePanel::showCurrent()
{
    const int row = m_list->currentRow();
    if (row >= 0 && size_t(row) < m_known.size()) {
        m_view->show(m_known[size_t(row)]);
    }
}

}  // namespace onlyonce::ui
