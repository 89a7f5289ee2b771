// SPDX-License-Identifier: GPL-3.0-or-later
// The page of an incident, with what other slices show of it: made when it is asked for, and put away when many others were
// looked at since.
#include "app/redacting.h"
#include "app/window/archivejob.h"
#include "app/window/incidentaction.h"
#include "app/window/window.h"
#include "views/announce/announcepanel.h"
#include "views/incidents/grouping/regrouping.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/timeline/timelinepanel.h"
#include "views/insights/recurrencenotice.h"
#include "views/postmortem/postmortempanel.h"

#include <QPointer>
#include <QTimer>

#include <chrono>
#include <utility>

namespace onlyonce {

namespace {

QString pageOf(IncidentId id)
{
    return QStringLiteral("incident/%1").arg(id.value);
}

}  // namespace

void Window::openIncident(IncidentId id)
{
    if (showOpen(pageOf(id))) {
        return;
    }
    m_session.read([id](Transaction &transaction) { return incident(transaction, id); })
        .then(this, [this](const Result<std::optional<Incident>> &found) {
            if (!found) {
                fail(found.error());
            } else if (*found) {
                openFound(**found);
            } else {
                fail({ErrorCode::NotFound,
                      tr("That incident is not there any more, or it is restricted to people who are named in it.")});
            }
        });
}

void Window::openFound(const Incident &incident)
{
    const QString id = pageOf(incident.id);
    addFound(incident);
    showOpen(id);
    m_pages.removeAll(id);
    m_pages.append(id);
    // Taking a page down is a fifth of putting one up: not before this one has its picture.
    QTimer::singleShot(std::chrono::milliseconds{200}, this, &Window::closeLongUnseen);
    QTimer::singleShot(std::chrono::milliseconds{250}, this, &Window::makeNextPage);
}

//! Making a page is half of opening one, so it is made before a key asks for it.
void Window::makeNextPage()
{
    if (!m_nextPage) {
        m_nextPage = makePage();
        m_nextPage->setParent(&m_shelf);  // a page without a parent would be given a window of its own
        m_nextPage->prepare(m_frame.page(m_frame.currentPage())->size());
    }
}

//! Without an incident.
ui::IncidentPage *Window::makePage()
{
    auto *page = new ui::IncidentPage(m_session);
    addPanels(page);
    addTimeline(page);
    page->setRedactor(redactorFor(m_session, m_copies));
    connect(page, &ui::IncidentPage::failed, this, &Window::fail);
    connect(page, &ui::IncidentPage::panelChanged, this, m_enableAlerts);
    connect(page, &ui::IncidentPage::silenceWanted, this, &Window::showSilence);
    connect(page, &ui::IncidentPage::incidentWanted, this, &Window::openIncident);
    connect(page, &ui::IncidentPage::gone, this, [this, page] {
        const Incident last = page->incident();
        dropPage(pageOf(last.id));
        if (!last.drill) {  // a drill was deleted, which is said in the list
            tellHidden(last);
        }
    });
    connect(page, &ui::IncidentPage::protocolsWanted, this, [this] { showPanelOfSettings(tr("Response")); });
    connect(page, &ui::IncidentPage::undoWanted, m_regrouping, &ui::Regrouping::undo);
    connect(&page->header(), &ui::IncidentHeader::mergeWanted, this,
            [this, page] { m_regrouping->merge(page->incident()); });
    connect(page, &ui::IncidentPage::left, this, [this, page] {
        if (!m_out.contains(pageOf(page->incident().id))) {  // there, the list is in the other window
            m_frame.showPage(QStringLiteral("incidents"));
        }
    });
    return page;
}

//! Its page, which is made if it is not there.
ui::IncidentPage *Window::addFound(const Incident &incident)
{
    const QString id = pageOf(incident.id);
    ui::IncidentPage *page = incidentPage(id);
    if (!page) {
        page = m_nextPage ? std::exchange(m_nextPage, nullptr) : makePage();
        page->begin(incident);
        m_frame.addSubPage(id, QStringLiteral("incidents"), page,
                           QStringLiteral("%1  %2").arg(incident.reference(), incident.title));
        m_pages.append(id);
    }
    return page;
}

Answer<Result<>> Window::goToIncident(qint64 number, std::optional<int> panel)
{
    return m_session.read([number](Transaction &transaction) { return incidentByNumber(transaction, number); })
        .then(this, [this, number, panel](const Result<std::optional<Incident>> &found) -> Result<> {
            if (found && *found) {
                openFound(**found);
                if (panel) {
                    incidentPage(pageOf((*found)->id))->showPanel(*panel);
                }
                return {};
            }
            const Result<> nothing =
                found ? onlyonce::fail(ErrorCode::NotFound, tr("There is no incident INC-%1.").arg(number))
                      : Result<>(failure(found));
            fail(nothing.error());
            return nothing;
        });
}

//! What other slices show of an incident.
void Window::addPanels(ui::IncidentPage *page)
{
    auto *recurrence = new ui::RecurrenceNotice(m_session);
    page->addNotice(recurrence);
    connect(page, &ui::IncidentPage::begun, recurrence, &ui::RecurrenceNotice::begin);
    connect(recurrence, &ui::RecurrenceNotice::opened, this, &Window::openIncident);
    connect(recurrence, &ui::RecurrenceNotice::failed, this, &Window::fail);
    page->addPanel(QStringLiteral("megaphone"), tr("Customers"), [this, page] {
        auto *panel = new ui::AnnouncePanel(m_session, page->incident().id, page);
        panel->setDrafts(m_drafts);
        connect(panel, &ui::AnnouncePanel::failed, this, &Window::fail);
        return panel;
    });
    connect(&page->header(), &ui::IncidentHeader::postMortemWanted, page, [page] { page->showPanel(postMortemPart); });
    connect(page, &ui::IncidentPage::panelChanged, page,
            [page] { page->header().setPostMortemShown(page->currentPanel() == postMortemPart); });
    page->addPanel(QStringLiteral("whys"), tr("Post-mortem"), [this, page] {
        auto *panel = new ui::PostMortemPanel(m_session, page->incident().id, page);
        panel->setMemory(*m_postMortems);
        panel->setDrafts(m_drafts);
        connect(panel, &ui::PostMortemPanel::failed, this, &Window::fail);
        connect(panel, &ui::PostMortemPanel::entryWanted, page, [page](TimelineId entry) {
            page->showPanel(0);
            page->timeline().show(entry);
        });
        connect(panel, &ui::PostMortemPanel::exported, this, &Window::tellWritten);
        connect(panel, &ui::PostMortemPanel::moved, panel, [this, panel](const QString &text, bool on) {
            ui::Message message{.id = QStringLiteral("postMortemMoved"), .tone = ui::Tone::Success, .text = text};
            if (on) {
                message.buttons = {{tr("Take it back"), [panel = QPointer(panel)] {
                                        if (panel) {
                                            panel->takeBack();
                                        }
                                    }}};
            }
            say(message);
        });
        connect(panel, &ui::PostMortemPanel::exportFormWanted, this,
                [this, page] { m_archive->askAbout(page->incident()); });
        return panel;
    });
    page->addPanel(QStringLiteral("bell"), tr("Alerts"),
                   [this, page] { return makeAlerts(page->incident().id.value); });
}

//! Each open page follows the database, so only the latest stay, and those with words that are nowhere else.
void Window::closeLongUnseen()
{
    constexpr qsizetype mostPages = 8;
    for (qsizetype at = 0; m_pages.size() > mostPages && at < m_pages.size() - 1;) {
        if (unsavedOn(m_pages[at]) || m_out.contains(m_pages[at])) {
            ++at;
        } else {
            m_frame.removeSubPage(m_pages.takeAt(at));
        }
    }
}

bool Window::unsavedOn(const QString &pageId) const
{
    const auto *page = incidentPage(pageId);
    const auto *customers = page ? page->findChild<ui::AnnouncePanel *>() : nullptr;
    return page && (page->hasUnsaved() || (customers && customers->hasUnsaved()));
}

}  // namespace onlyonce
