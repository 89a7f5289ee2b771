// SPDX-License-Identifier: GPL-3.0-or-later
// How files, texts and images come into the evidence panel: chosen, pasted, dropped, several at once.
#include "models/documents/highlighter.h"
#include "models/incidents/evidence/upload.h"
#include "models/incidents/naming.h"
#include "views/incidents/evidence/evidencepanel.h"
#include "views/widgets/page.h"

#include <QBuffer>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QKeyEvent>
#include <QListWidget>
#include <QMimeData>
#include <QStackedWidget>
#include <QUrl>

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

}  // namespace

void EvidencePanel::addFiles()
{
    auto *dialog = new QFileDialog(this, tr("Add evidence to %1").arg(referenceForAll(m_about)));
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

}  // namespace onlyonce::ui
