// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/evidencepanel.h"

#include "models/documents/highlighter.h"
#include "views/widgets/codeview.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

constexpr qint64 largest = 16LL * 1024 * 1024;  // what attach() takes; read no more than can be kept

}  // namespace

EvidencePanel::EvidencePanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_list(new QListWidget)
    , m_view(new CodeView)
    , m_about(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_stack(new QStackedWidget)
    , m_refresh([this] { reload(); })
{
    setAcceptDrops(true);
    m_list->setAccessibleName(tr("Evidence files"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(tr("Evidence"));
    m_view->setFrameShape(QFrame::NoFrame);

    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    m_about->setContentsMargins(space::m, space::s, space::m, space::s);
    rightLayout->addWidget(m_about);
    rightLayout->addWidget(new Hairline);
    rightLayout->addWidget(m_view, 1);

    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(space::l, space::m, space::m, space::l);
    auto *add = makeButton(tr("Add file"), ButtonKind::Normal, QStringLiteral("plus"));
    auto *pasteButton = makeButton(tr("Paste text"), ButtonKind::Quiet, QStringLiteral("copy"));
    leftLayout->addWidget(m_list, 1);
    leftLayout->addWidget(add);
    leftLayout->addWidget(pasteButton);

    auto *splitter = new QSplitter;
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({scaled(232), scaled(700)});
    splitter->setChildrenCollapsible(false);

    auto *empty =
        new EmptyState(QStringLiteral("terminal"), tr("No evidence yet"),
                       tr("Paste logs, configuration or queries here with Ctrl+V, or drop files. They are kept byte "
                          "for byte and highlighted, in the window and in the post-mortem."));
    empty->addAction(tr("Paste text"), [this] { paste(); });
    empty->addAction(tr("Add file"), [this] { addFiles(); }, ButtonKind::Normal);
    m_stack->addWidget(empty);
    m_stack->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(add, &QPushButton::clicked, this, &EvidencePanel::addFiles);
    connect(pasteButton, &QPushButton::clicked, this, &EvidencePanel::paste);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item) {
            load(item->data(Qt::UserRole).toLongLong());
        }
    });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

void EvidencePanel::choose(qint64 attachment)
{
    m_wanted = attachment;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toLongLong() == attachment) {
            m_list->setCurrentRow(row);
            m_list->setFocus();
        }
    }
}

void EvidencePanel::addFiles()
{
    auto *dialog = new QFileDialog(this, tr("Add evidence"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        for (const QString &path : paths) {
            addFile(path);
        }
    });
    dialog->open();
}

void EvidencePanel::paste()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (text.isEmpty()) {
        Q_EMIT failed({ErrorCode::Invalid, tr("The clipboard holds no text. Copy some first."), {}});
        return;
    }
    store(tr("pasted %1.txt").arg(toDateTime(m_session.now()).toString(QStringLiteral("yyyy-MM-dd HHmmss"))),
          text.toUtf8());
}

void EvidencePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste)) {
        paste();
        return;
    }
    QWidget::keyPressEvent(event);
}

void EvidencePanel::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) {
        event->acceptProposedAction();
    }
}

void EvidencePanel::dropEvent(QDropEvent *event)
{
    if (event->mimeData()->hasUrls()) {
        for (const QUrl &url : event->mimeData()->urls()) {
            if (url.isLocalFile()) {
                addFile(url.toLocalFile());
            }
        }
    } else {
        store(tr("dropped.txt"), event->mimeData()->text().toUtf8());
    }
    event->acceptProposedAction();
}

void EvidencePanel::addFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT failed({ErrorCode::Unavailable, tr("%1 cannot be read: %2.").arg(path, file.errorString()), {}});
        return;
    }
    store(QFileInfo(path).fileName(), file.read(largest + 1));
}

void EvidencePanel::store(const QString &name, const QByteArray &content)
{
    const QString language =
        detectLanguage({.fileName = name, .mimeType = {}, .text = QString::fromUtf8(content.left(16 * 1024))}).name;
    m_session
        .write([id = m_incident, name, language, content](Transaction &transaction) {
            return attach(transaction, {.incident = id, .name = name, .language = language, .content = content});
        })
        .then(this, [this](const Result<AttachmentId> &stored) {
            if (!stored) {
                Q_EMIT failed(stored.error());
                return;
            }
            m_wanted = stored->value;
            m_refresh.want();
        });
}

void EvidencePanel::reload()
{
    m_session.read([id = m_incident](Transaction &transaction) { return attachmentsOf(transaction, id); })
        .then(this, [this](const Result<std::vector<Attachment>> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            replace(*found);
        });
}

void EvidencePanel::replace(const std::vector<Attachment> &attachments)
{
    m_stack->setCurrentIndex(attachments.empty() ? 0 : 1);
    if (m_list->count() != int(attachments.size())) {  // files are only ever added
        const qint64 before = m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole).toLongLong() : 0;
        const qint64 wanted = m_wanted ? m_wanted : before;
        const QSignalBlocker blocker(m_list);
        m_list->clear();
        for (const Attachment &attachment : attachments) {
            auto *item = new QListWidgetItem(icon(QStringLiteral("file-text")), attachment.name, m_list);
            item->setData(Qt::UserRole, attachment.id.value);
            item->setToolTip(tr("%1, %2 bytes, SHA-256 %3")
                                 .arg(attachment.name)
                                 .arg(attachment.bytes)
                                 .arg(QString::fromLatin1(attachment.sha256.toHex())));
            if (attachment.id.value == wanted) {
                m_list->setCurrentItem(item);
            }
        }
        if (!m_list->currentItem() && m_list->count() > 0) {
            m_list->setCurrentRow(0);
        }
        if (m_list->currentItem()) {
            load(m_list->currentItem()->data(Qt::UserRole).toLongLong());
        }
        m_wanted = 0;
    }
}

void EvidencePanel::load(qint64 attachment)
{
    m_session
        .read([attachment](Transaction &transaction) {
            return onlyonce::attachment(transaction, AttachmentId{attachment});
        })
        .then(this, [this, attachment](const Result<std::optional<Attachment>> &found) {
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            const auto *item = m_list->currentItem();
            if (!*found || !item || item->data(Qt::UserRole).toLongLong() != attachment) {
                return;
            }
            m_view->setContent((*found)->content, (*found)->language);
            m_about->setText(
                tr("%1 · %2 · %3 lines · SHA-256 %4…")
                    .arg((*found)->name, (*found)->language.isEmpty() ? tr("Plain text") : (*found)->language)
                    .arg(m_view->lineCount())
                    .arg(QString::fromLatin1((*found)->sha256.toHex().left(12))));
        });
}

}  // namespace onlyonce::ui
