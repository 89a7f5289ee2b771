// SPDX-License-Identifier: GPL-3.0-or-later
// What every incident's timeline is given: all that can be said, where drafts are kept, in which time it is shown; and its
// actions. While the timeline has the keyboard, a letter alone does the same as most of them.
#include "app/saycommands.h"
#include "app/window/window.h"
#include "models/base/log.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/timeline/notebox.h"
#include "views/incidents/timeline/templatespanel.h"
#include "views/incidents/timeline/timelinepanel.h"

#include <QFileInfo>

namespace onlyonce {

namespace {

constexpr auto timelineSection = u"timeline";
constexpr auto utcKey = u"utc";

}  // namespace

//! Beside the settings: they belong to this person at this machine.
QString Window::draftsFolder() const
{
    return QFileInfo(m_settingsFile.path()).absolutePath() + QStringLiteral("/drafts");
}

void Window::addTimeline(ui::IncidentPage *page)
{
    ui::TimelinePanel &timeline = page->timeline();
    timeline.notes().setCommands(m_sayings);
    timeline.notes().setDrafts(m_drafts);
    const QJsonObject kept = m_settingsFile.section(timelineSection).value_or(QJsonObject());
    timeline.setUtc(kept.value(utcKey).toBool());
    connect(&timeline, &ui::TimelinePanel::utcChanged, this, &Window::showTimesIn);
}

QWidget *Window::makeTemplateSettings()
{
    auto *templates = new ui::TemplatesPanel(m_session);
    connect(templates, &ui::TemplatesPanel::failed, this, &Window::fail);
    connect(templates, &ui::TemplatesPanel::removed, this,
            [this, templates](const QString &text, const NoteTemplate &gone) {
                m_frame.showMessage({.id = QStringLiteral("done"),
                                     .tone = ui::Tone::Success,
                                     .text = text,
                                     .buttons = {{tr("Undo"), [templates, gone] { templates->restore(gone); }}}});
            });
    return templates;
}

//! In every timeline that is open, and the next time.
void Window::showTimesIn(bool utc)
{
    for (const QString &id : std::as_const(m_pages)) {
        if (ui::IncidentPage *page = incidentPage(id)) {
            page->timeline().setUtc(utc);
        }
    }
    QJsonObject kept = m_settingsFile.section(timelineSection).value_or(QJsonObject());
    kept.insert(utcKey, utc);
    if (const auto saved = m_settingsFile.saveSection(timelineSection, kept); !saved) {
        qCWarning(logApp) << "which time is shown is not kept:" << saved.error().message;
    }
}

void Window::addTimelineActions()
{
    struct Row
    {
        const char *id;
        QString text;
        QKeySequence shortcut;
        const char *icon;
        void (ui::TimelinePanel::*run)();
        QString keywords = {};
    };
    using Timeline = ui::TimelinePanel;
    const std::vector<Row> rows{
        {"timeline.correct", tr("&Correct the entry …  (E)"), QKeySequence(tr("Ctrl+Alt+E")), "edit",
         &Timeline::correct, tr("edit change mend")},
        {"timeline.pin", tr("&Pin as a key moment, or not  (P)"), QKeySequence(tr("Ctrl+Alt+P")), "pin",
         &Timeline::togglePin},
        {"timeline.visibility", tr("For the &public, or internal  (V)"), QKeySequence(tr("Ctrl+Alt+V")), "globe",
         &Timeline::toggleVisibility},
        {"timeline.versions", tr("Its &earlier versions  (H)"), QKeySequence(tr("Ctrl+Alt+W")), "history",
         &Timeline::toggleVersions, tr("corrections")},
        {"timeline.find", tr("&Find in the timeline  (F)"), QKeySequence(tr("Ctrl+Alt+L")), "search", &Timeline::find,
         tr("filter search")},
        {"timeline.pinned", tr("Key &moments only  (K)"), QKeySequence(tr("Ctrl+Alt+M")), "filter",
         &Timeline::togglePinned},
        {"timeline.utc", tr("Times in &UTC, or local  (Z)"), QKeySequence(tr("Ctrl+Alt+Z")), "clock",
         &Timeline::switchZone, tr("zone")},
    };
    QStringList ids;
    for (const Row &row : rows) {
        ids.append(QString::fromLatin1(row.id));
        m_frame.actions().add({.id = ids.back(),
                               .menu = tr("&Timeline"),
                               .text = row.text,
                               .shortcut = row.shortcut,
                               .icon = QString::fromLatin1(row.icon),
                               .run =
                                   [this, run = row.run] {
                                       if (ui::IncidentPage *page = currentIncident()) {
                                           page->showPanel(0);
                                           (page->timeline().*run)();
                                       }
                                   },
                               .keywords = row.keywords});
    }
    const auto enable = [this, ids] {
        for (const QString &id : ids) {
            m_frame.actions().setEnabled(id, currentIncident() != nullptr);
        }
    };
    connect(this, &Window::placeChanged, this, enable);
    enable();
}

}  // namespace onlyonce
