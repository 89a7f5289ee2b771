// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/archivejob.h"

#include "models/postmortem/archive/wholearchive.h"
#include "views/shell/mainwindow.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QLocale>
#include <QStandardPaths>
#include <QUrl>

namespace onlyonce {

namespace {

const QString messageId = QStringLiteral("archive");

QString newFolderIn(const QString &parent, QDate today)
{
    const QString name = QDir(parent).filePath(ArchiveJob::tr("Incidents %1").arg(today.toString(Qt::ISODate)));
    QString unused = name;
    for (int i = 2; QFileInfo::exists(unused); ++i) {
        unused = QStringLiteral("%1 (%2)").arg(name).arg(i);
    }
    return unused;
}

}  // namespace

ArchiveJob::ArchiveJob(Session session, ui::MainWindow &frame, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_frame(frame)
{
    auto &actions = frame.actions();
    actions.add({.id = QStringLiteral("archive.export"),
                 .menu = tr("&List"),
                 .text = tr("&Export all incidents as PDF …"),
                 .shortcut = QKeySequence(tr("Ctrl+Alt+Shift+E")),
                 .icon = QStringLiteral("export"),
                 .run = [this] { ask(); },
                 .keywords = tr("archive documents folder whole post-mortems"),
                 .separatorBefore = true});
    actions.add({.id = QStringLiteral("archive.cancel"),
                 .menu = tr("&List"),
                 .text = tr("&Cancel the export"),
                 .shortcut = QKeySequence(tr("Ctrl+Alt+Shift+C")),
                 .icon = QStringLiteral("close"),
                 .run = [this] { cancel(); },
                 .keywords = tr("stop archive")});
    actions.setEnabled(QStringLiteral("archive.cancel"), false);
}

void ArchiveJob::ask()
{
    auto *dialog = new QFileDialog(&m_frame, tr("Export all incidents: where shall the folder be made?"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &ArchiveJob::begin);
    dialog->open();
}

void ArchiveJob::begin(const QString &parentFolder)
{
    if (m_archive) {
        return;
    }
    const QString folder = newFolderIn(parentFolder, toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date());
    m_archive = new WholeArchive(m_session.database, m_session.actor,
                                 {.documents = {formatById(u"pdf")},
                                  .data = {},
                                  .options = {.zone = QTimeZone::systemTimeZone()},
                                  .folder = folder},
                                 this);
    connect(m_archive, &WholeArchive::progressed, this, &ArchiveJob::tellProgress);
    connect(m_archive, &WholeArchive::finished, this,
            [this, folder](const Result<ArchiveWritten> &written) { tellEnd(written, folder); });
    m_frame.actions().setEnabled(QStringLiteral("archive.export"), false);
    m_frame.actions().setEnabled(QStringLiteral("archive.cancel"), true);
    m_told.invalidate();
    m_archive->start();
}

void ArchiveJob::cancel()
{
    if (m_archive) {
        m_archive->cancel();
    }
}

//! Once a second: a message that says something else is a new one, and its button would lose the focus all the time.
void ArchiveJob::tellProgress(int done, int all)
{
    if (m_told.isValid() && !m_told.hasExpired(1'000)) {
        return;
    }
    m_told.start();
    m_frame.showMessage(
        {.id = messageId,
         .text = tr("Exporting all incidents as PDF: %1 of %2.").arg(QLocale().toString(done), QLocale().toString(all)),
         .buttons = {{tr("Cancel"), [this] { cancel(); }, false}},
         .closable = false});
}

void ArchiveJob::tellEnd(const Result<ArchiveWritten> &written, const QString &folder)
{
    m_archive->deleteLater();
    m_archive = nullptr;
    m_frame.actions().setEnabled(QStringLiteral("archive.export"), true);
    m_frame.actions().setEnabled(QStringLiteral("archive.cancel"), false);
    if (!written) {
        m_frame.showMessage(
            {.id = messageId,
             .tone = written.error().code == ErrorCode::Cancelled ? ui::Tone::Neutral : ui::Tone::Danger,
             .text = written.error().message});
        return;
    }
    const QString first = QDir(folder).filePath(QStringLiteral("index.html"));
    m_frame.showMessage(
        {.id = messageId,
         .tone = ui::Tone::Success,
         .text = tr("%1 incidents are in %2").arg(QLocale().toString(written->incidents), folder),
         .buttons = {{tr("Open"), [first] { QDesktopServices::openUrl(QUrl::fromLocalFile(first)); }}}});
}

}  // namespace onlyonce
