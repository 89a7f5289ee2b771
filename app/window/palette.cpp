// SPDX-License-Identifier: GPL-3.0-or-later
// What Ctrl+K finds besides the actions: changes of the incident in sight, incidents, kept views, settings.
#include "app/window/window.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/lists/incidentlistpage.h"
#include "views/widgets/commandpalette.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

void Window::addPalette()
{
    ui::CommandPalette &palette = m_frame.commandPalette();
    palette.addProvider([this](const QString &) { return changesOfIncident(); });
    palette.addProvider([this](const QString &pattern) { return incidentsNamed(pattern); });
    palette.addProvider([this](const QString &) {
        QList<ui::PaletteItem> items;
        for (const SavedView &view : m_incidents->views()) {
            items.append({.text = view.name,
                          .detail = view.count ? tr("View · %1 open").arg(*view.count) : tr("View"),
                          .shortcut = keyOfView(size_t(items.size())).toString(QKeySequence::NativeText),
                          .icon = QStringLiteral("star"),
                          .run = [this, view] { showKept(view); }});
        }
        return items;
    });
    palette.addProvider([this](const QString &) {
        QList<ui::PaletteItem> items;
        for (const QString &name : std::as_const(m_settingsNames)) {
            items.append(
                {.text = name, .detail = tr("Settings"), .icon = QStringLiteral("settings"), .run = [this, name] {
                     showPanelOfSettings(name);
                 }});
        }
        return items;
    });
}

//! What the header's menu offers, by name.
QList<ui::PaletteItem> Window::changesOfIncident()
{
    QList<ui::PaletteItem> items;
    ui::IncidentPage *page = currentIncident();
    if (!page) {
        return items;
    }
    const auto add = [&](const QString &text, std::function<void()> run) {
        items.append({.text = text,
                      .detail = page->incident().reference(),
                      .icon = QStringLiteral("incident"),
                      .run = std::move(run)});
    };
    ui::IncidentHeader *header = &page->header();
    for (const Severity severity : {Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4}) {
        add(tr("Severity: %1").arg(toText(severity)), [header, severity] { header->changeSeverity(severity); });
    }
    for (const IncidentStatus status : {IncidentStatus::Investigating, IncidentStatus::Identified,
                                        IncidentStatus::Monitoring, IncidentStatus::Resolved}) {
        add(tr("Status: %1").arg(label(status)), [header, status] { header->changeStatus(status); });
    }
    add(tr("Scope: several data centres"), [header] { header->changeScope(true); });
    add(tr("Scope: one data centre"), [header] { header->changeScope(false); });
    for (const Resolution resolution : {Resolution::Resolved, Resolution::FalseAlarm, Resolution::Duplicate}) {
        add(tr("Close as: %1").arg(label(resolution)),
            [header, resolution] { header->changeStatus(IncidentStatus::Closed, resolution); });
    }
    return items;
}

//! The newest at once; older ones when the database has been asked.
QList<ui::PaletteItem> Window::incidentsNamed(const QString &pattern)
{
    constexpr int mostFound = 20;
    if (!pattern.isEmpty() && pattern != m_sought) {
        m_sought = pattern;
        if (m_seeking) {
            m_seeking->cancel();
        }
        m_seeking = std::make_shared<CancelToken>();
        m_session
            .read([pattern](Transaction &transaction) { return searchIncidents(transaction, pattern, mostFound); },
                  Reader::Interactive, m_seeking)
            .then(this, [this, pattern](const Result<std::vector<ListedIncident>> &found) {
                if (found && pattern == m_sought) {
                    m_found = *found;
                    m_foundBy = pattern;
                    m_frame.commandPalette().refresh();
                }
            });
    }
    std::vector<Incident> known = m_recent;
    QList<ui::PaletteItem> items;
    for (const ListedIncident &found : pattern.isEmpty() ? std::vector<ListedIncident>() : m_found) {
        std::erase_if(known, [&](const Incident &each) { return each.id == found.id; });
        // The database has found it by these words, wherever they stand: the palette need not find them as well. Until it
        // has answered to the next letter, what it found before stays if the letter fits: nothing goes to come again.
        items.append({.text = QStringLiteral("%1  %2").arg(found.reference(), found.title),
                      .detail = found.excerpt.isEmpty() ? label(found.status) : found.excerpt,
                      .icon = QStringLiteral("incident"),
                      .keywords = m_foundBy,
                      .run = [this, id = found.id] { openIncident(id); }});
    }
    // A number is exact, and whoever types it quickly does not wait for the search.
    static const QRegularExpression reference(QStringLiteral("^(?:inc-?)?(\\d{1,12})$"),
                                              QRegularExpression::CaseInsensitiveOption);
    const qint64 number = reference.match(pattern).captured(1).toLongLong();
    const auto isIt = [number](const Incident &each) { return each.number == number; };
    if (number > 0 && std::ranges::none_of(known, isIt) && std::ranges::none_of(m_found, isIt)) {
        items.append({.text = QStringLiteral("INC-%1").arg(number),
                      .icon = QStringLiteral("incident"),
                      .run = [this, number] { goToIncident(number, {}); }});
    }
    for (const Incident &incident : known) {
        items.append({.text = QStringLiteral("%1  %2").arg(incident.reference(), incident.title),
                      .detail = label(incident.status),
                      .icon = QStringLiteral("incident"),
                      .run = [this, id = incident.id] { openIncident(id); }});
    }
    return items;
}

}  // namespace onlyonce
