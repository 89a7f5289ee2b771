// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/archivejob.h"

#include "models/postmortem/archive/wholearchive.h"
#include "views/postmortem/archive/exportpage.h"
#include "views/postmortem/archive/importpage.h"
#include "views/shell/mainwindow.h"
#include "views/widgets/documentsfolder.h"

#include <QDesktopServices>
#include <QDir>
#include <QLocale>
#include <QUrl>

namespace onlyonce {

namespace {

const QString messageId = QStringLiteral("archive");
const QString incidentsPage = QStringLiteral("incidents");
const QString exportPage = QStringLiteral("export");
const QString importPage = QStringLiteral("import");

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

ArchiveJob::ArchiveJob(Session &session, ui::MainWindow &frame, InSight inSight, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_frame(frame)
    , m_inSight(std::move(inSight))
{
    addActions();
}

//! Made when it is first wanted.
void ArchiveJob::showForm(const std::optional<Incident> &incident, bool alone)
{
    if (!m_export) {
        makeForm();
    }
    m_export->offer(incident, alone);
    m_frame.showPage(exportPage);
}

void ArchiveJob::makeForm()
{
    m_export = new ui::ExportPage(ui::documentsFolder());
    m_frame.addSubPage(exportPage, incidentsPage, m_export);
    connect(m_export, &ui::ExportPage::wanted, this, &ArchiveJob::begin);
    connect(m_export, &ui::ExportPage::left, this, &ArchiveJob::goBack);
    m_export->setBusy(m_archive);
}

void ArchiveJob::addActions()
{
    auto &actions = m_frame.actions();
    actions.add({.id = QStringLiteral("archive.export"),
                 .menu = tr("&List"),
                 .text = tr("&Export incidents …"),
                 .shortcut = QKeySequence(tr("Ctrl+Alt+Shift+E")),
                 .icon = QStringLiteral("export"),
                 .run = [this] { showForm(m_inSight(), false); },
                 .keywords = tr("archive documents folder whole all post-mortems"),
                 .separatorBefore = true});
    actions.add({.id = QStringLiteral("archive.cancel"),
                 .menu = tr("&List"),
                 .text = tr("&Cancel the export"),
                 .shortcut = QKeySequence(tr("Ctrl+Alt+Shift+C")),
                 .icon = QStringLiteral("close"),
                 .run = [this] { cancel(); },
                 .keywords = tr("stop archive")});
    actions.add({.id = QStringLiteral("archive.import"),
                 .menu = tr("&List"),
                 .text = tr("&Import earlier incidents …"),
                 .shortcut = QKeySequence(tr("Ctrl+Alt+Shift+I")),
                 .icon = QStringLiteral("import"),
                 .run = [this] { askForHistory(); },
                 .keywords = tr("history csv json markdown take in")});
    actions.setEnabled(QStringLiteral("archive.cancel"), false);
}

void ArchiveJob::askAbout(const std::optional<Incident> &incident)
{
    showForm(incident, incident.has_value());
}

void ArchiveJob::askForHistory(const QStringList &files)
{
    if (!m_import) {
        m_import = new ui::ImportPage(m_session);
        m_frame.addSubPage(importPage, incidentsPage, m_import);
        connect(m_import, &ui::ImportPage::incidentWanted, this, &ArchiveJob::incidentWanted);
        connect(m_import, &ui::ImportPage::failed, this, &ArchiveJob::failed);
        connect(m_import, &ui::ImportPage::left, this, &ArchiveJob::goBack);
    }
    m_frame.showPage(importPage);
    m_import->look(files);
}

void ArchiveJob::goBack()
{
    QAction *back = m_frame.actions().action(QStringLiteral("go.back"));
    if (back->isEnabled()) {
        back->trigger();
    } else {
        m_frame.showPage(incidentsPage);
    }
}

void ArchiveJob::begin(ArchiveWish wish)
{
    if (m_archive) {
        return;
    }
    const bool isOne = wish.only.has_value();
    if (!isOne) {
        wish.folder = newFolderIn(wish.folder, toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date());
    }
    m_archive = new WholeArchive(m_session.database, m_session.actor, std::move(wish), this);
    connect(m_archive, &WholeArchive::progressed, this, &ArchiveJob::tellProgress);
    connect(m_archive, &WholeArchive::finished, this,
            [this, isOne](const Result<ArchiveWritten> &written) { tellEnd(written, isOne); });
    setBusy(true);
    m_frame.actions().setEnabled(QStringLiteral("archive.cancel"), true);
    m_told.invalidate();
    m_archive->start();
}

void ArchiveJob::setBusy(bool busy)
{
    if (m_export) {
        m_export->setBusy(busy);
    }
}

void ArchiveJob::cancel()
{
    if (m_archive) {
        disconnect(m_archive, &WholeArchive::progressed, this, nullptr);
        m_frame.actions().setEnabled(QStringLiteral("archive.cancel"), false);
        m_frame.showMessage({.id = messageId, .text = tr("The export is being cancelled …"), .closable = false});
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
         .text = all == 1 ? tr("Exporting the incident …")
                          : tr("Exporting incidents: %1 of %2.").arg(QLocale().toString(done), QLocale().toString(all)),
         .buttons = {{tr("Cancel"), [this] { cancel(); }, false}},
         .closable = false});
}

void ArchiveJob::tellEnd(const Result<ArchiveWritten> &written, bool isOne)
{
    m_archive->deleteLater();
    m_archive = nullptr;
    setBusy(false);
    m_frame.actions().setEnabled(QStringLiteral("archive.cancel"), false);
    if (!written) {
        m_frame.showMessage(
            {.id = messageId,
             .tone = written.error().code == ErrorCode::Cancelled ? ui::Tone::Neutral : ui::Tone::Danger,
             .text = written.error().message});
        return;
    }
    const QString folder = written->folder;
    const QString first = isOne ? folder : QDir(folder).filePath(QStringLiteral("index.html"));
    QStringList sentences{isOne ? tr("%1 files are in %2").arg(written->files).arg(folder)
                          : written->incidents == 1
                              ? tr("1 incident is in %1").arg(folder)
                              : tr("%1 incidents are in %2").arg(QLocale().toString(written->incidents), folder)};
    sentences << written->remarks.mid(0, 2);
    m_frame.showMessage(
        {.id = messageId,
         .tone = ui::Tone::Success,
         .text = sentences.join(u'\n'),
         .buttons = {{tr("Open"), [first] { QDesktopServices::openUrl(QUrl::fromLocalFile(first)); }}}});
}

}  // namespace onlyonce
