// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/evidencepanel.h"

#include "models/documents/highlighter.h"
#include "models/incidents/evidence/upload.h"
#include "views/incidents/evidenceview.h"
#include "views/widgets/codeview.h"
#include "views/widgets/icon.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/page.h"

#include <QBuffer>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QListWidget>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

//! What a text is called whose name nobody has said: by what it is written in.
QString suffixOf(const QString &text)
{
    static const QHash<QString, QString> suffixes{
        {QStringLiteral("JSON"), QStringLiteral("json")},
        {QStringLiteral("YAML"), QStringLiteral("yaml")},
        {QStringLiteral("SQL"), QStringLiteral("sql")},
        {QStringLiteral("SQL (PostgreSQL)"), QStringLiteral("sql")},
        {QStringLiteral("SQL (MySQL)"), QStringLiteral("sql")},
        {QStringLiteral("Diff"), QStringLiteral("diff")},
        {QStringLiteral("XML"), QStringLiteral("xml")},
        {QStringLiteral("Bash"), QStringLiteral("sh")},
        {QStringLiteral("Python"), QStringLiteral("py")},
        {QStringLiteral("INI Files"), QStringLiteral("ini")},
        {QStringLiteral("Log File (advanced)"), QStringLiteral("log")},
        {QStringLiteral("Stack Trace"), QStringLiteral("trace.txt")},
    };
    return suffixes.value(detectLanguage({.fileName = {}, .mimeType = {}, .text = text}).name, QStringLiteral("txt"));
}

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

    auto *empty = new EmptyState(
        QStringLiteral("terminal"), tr("No evidence yet"),
        tr("Paste logs, configuration, queries or a screenshot here with Ctrl+V, or drop files. They are kept byte "
           "for byte and highlighted, in the window and in the post-mortem."));
    empty->addAction(tr("Paste"), [this] { paste(); });
    empty->addAction(tr("Add file"), [this] { addFiles(); }, ButtonKind::Normal);
    m_stack->addWidget(empty);
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
    auto *add = makeButton(tr("Add file"), ButtonKind::Normal, QStringLiteral("plus"));
    auto *pasteButton = makeButton(tr("Paste"), ButtonKind::Quiet, QStringLiteral("copy"));
    connect(add, &QPushButton::clicked, this, &EvidencePanel::addFiles);
    connect(pasteButton, &QPushButton::clicked, this, &EvidencePanel::paste);
    auto *left = new QWidget;
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(space::l, space::m, space::m, space::l);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_progress);
    layout->addWidget(add);
    layout->addWidget(pasteButton);
    return left;
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
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();  // none when it is empty
    if (!data || !add(*data, tr("pasted"))) {
        Q_EMIT failed(
            {ErrorCode::Invalid, tr("The clipboard holds no text, no image and no file. Copy some first."), {}});
    }
}

void EvidencePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste)) {
        paste();
        return;
    }
    QWidget::keyPressEvent(event);
}

bool EvidencePanel::takes(const QMimeData &data) const
{
    return data.hasUrls() || data.hasText() || data.hasImage();
}

void EvidencePanel::dragEnterEvent(QDragEnterEvent *event)
{
    if (takes(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

void EvidencePanel::dropEvent(QDropEvent *event)
{
    if (add(*event->mimeData(), tr("dropped"))) {
        event->acceptProposedAction();
    }
}

bool EvidencePanel::add(const QMimeData &data, const QString &stem)
{
    bool any = false;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile()) {
            addFile(url.toLocalFile());
            any = true;
        }
    }
    if (any) {
        return true;
    }
    const QString name =
        QStringLiteral("%1 %2").arg(stem, toDateTime(m_session.now()).toString(QStringLiteral("yyyy-MM-dd HHmmss")));
    if (data.hasImage()) {  // before its text, which is often but the image's address
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        if (qvariant_cast<QImage>(data.imageData()).save(&buffer, "PNG")) {
            keep(std::make_unique<EvidenceSource>(name + QStringLiteral(".png"), png));
            return true;
        }
    }
    const QString text = data.text();
    if (!text.isEmpty()) {
        keep(std::make_unique<EvidenceSource>(name + u'.' + suffixOf(text), text.toUtf8()));
    }
    return !text.isEmpty();
}

void EvidencePanel::addFile(const QString &path)
{
    if (!QFileInfo(path).isFile()) {  // a folder; a pipe would be waited for without an end
        Q_EMIT failed({ErrorCode::Invalid, tr("%1 is no file. Choose the files in it one by one.").arg(path), {}});
        return;
    }
    keep(std::make_unique<EvidenceSource>(path));
}

void EvidencePanel::keep(std::unique_ptr<EvidenceSource> source)
{
    auto *upload = new EvidenceUpload(m_session, m_incident, std::move(source), this);
    m_uploads.insert(upload, tr("Adding %1").arg(upload->name()));
    connect(upload, &EvidenceUpload::progressed, this, [this, upload](qint64 done, qint64 whole) {
        m_uploads[upload] = tr("Adding %1: %2 %").arg(upload->name()).arg(100 * done / std::max<qint64>(1, whole));
        showProgress();
    });
    connect(upload, &EvidenceUpload::kept, this, [this, upload](AttachmentId id) {
        m_uploads.remove(upload);
        showProgress();
        m_wanted = id.value;
        m_refresh.want();
        sayIfKnown(id);
    });
    connect(upload, &EvidenceUpload::failed, this, [this, upload](const Error &error) {
        m_uploads.remove(upload);
        showProgress();
        Q_EMIT failed(error);
    });
    showProgress();
    upload->start();
}

//! The same bytes twice are kept twice, because each has its own place in the timeline; but one wants to know.
void EvidencePanel::sayIfKnown(AttachmentId id)
{
    m_session
        .read([id, incident = m_incident](Transaction &transaction) -> Result<QStringList> {
            auto added = attachmentHead(transaction, id);
            if (!added || !*added) {
                return added ? Result<QStringList>() : failure(added);
            }
            auto first = sameContent(transaction, incident, (*added)->sha256);
            if (!first) {
                return failure(first);
            }
            return *first && (*first)->id != id ? QStringList{(*added)->name, (*first)->name} : QStringList();
        })
        .then(this, [this](const Result<QStringList> &names) {
            if (names && names->size() == 2) {
                say(names->first() == names->last()
                        ? tr("%1 has been added before, with the same content.").arg(names->first())
                        : tr("%1 has the same content as %2, which was added before.")
                              .arg(names->first(), names->last()));
            }
        });
}

void EvidencePanel::showProgress()
{
    m_progress->setVisible(!m_uploads.isEmpty());
    if (!m_uploads.isEmpty()) {
        m_progress->setText(m_uploads.size() == 1 ? m_uploads.begin().value()
                                                  : tr("Adding %1 files").arg(m_uploads.size()));
        m_stack->setCurrentIndex(1);
    } else if (m_list->count() == 0) {
        m_stack->setCurrentIndex(0);
    }
}

void EvidencePanel::say(const QString &text)
{
    m_messages->add({.id = QStringLiteral("said"), .tone = Tone::Accent, .text = text, .buttons = {}});
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
    if (std::ranges::equal(attachments, m_known, isSame)) {
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
