// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done about the post-mortem of the incident in sight. Declared in incidentaction.h.
#include "app/window/incidentaction.h"
#include "models/base/tr.h"
#include "views/incidents/incidentpage.h"
#include "views/postmortem/due/meetingline.h"
#include "views/postmortem/fields/fieldproposals.h"
#include "views/postmortem/postmortempanel.h"
#include "views/postmortem/review/reviewbar.h"
#include "views/postmortem/review/reviewdesk.h"

namespace onlyonce {

namespace {

//! In the document of the post-mortem, which is shown.
void onPostMortem(ui::IncidentPage &page, const std::function<void(ui::PostMortemPanel &)> &what)
{
    const QWidget *shown = page.panel(postMortemPart);
    if (!shown || !shown->isVisible()) {
        page.showPanel(postMortemPart);  // else the keyboard stays where it is: that part is meant
    }
    if (auto *panel = qobject_cast<ui::PostMortemPanel *>(page.panel(postMortemPart))) {
        panel->showDocument();
        what(*panel);
    }
}

}  // namespace

std::vector<IncidentAction> postMortemActions()
{
    using Page = ui::IncidentPage;
    return {
        {"incident.postmortem", tr("&Post-mortem"), QKeySequence(tr("Alt+4")), "whys",
         [](Page &page) { page.showPanel(postMortemPart); }, false, tr("five whys root cause")},
        {"incident.proposal", tr("Next empty field with a proposal  (Ctrl+Enter takes it)"),
         QKeySequence(tr("Ctrl+F7")), "edit",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.proposals().next(); }); }, false,
         tr("fill in")},
        {"incident.finding", tr("Next finding of the checks"), QKeySequence(tr("Ctrl+F8")), "checklist",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.showNextFinding(); }); }, false,
         tr("checks lint")},
        {"incident.findings", tr("Back to the list of findings"), QKeySequence(tr("Ctrl+Shift+F8")), "checklist",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.showFindings(); }); }},
        {"incident.askreview", tr("Ask for a review of the post-mortem …"), QKeySequence(tr("Ctrl+Alt+Shift+R")),
         "users",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.review().bar()->ask(); }); }, true},
        {"incident.review", tr("Your review of the post-mortem …"), QKeySequence(tr("Ctrl+Alt+Shift+A")), "check",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.review().bar()->answer(); }); }},
        {"incident.handin", tr("Post-mortem: hand in for review, approve, publish"), QKeySequence(tr("Ctrl+F10")),
         "arrow-right", [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.advance(); }); },
         false, tr("in review approve publish status")},
        {"incident.takeback", tr("Post-mortem: back into review, or to a draft"), QKeySequence(tr("Ctrl+Shift+F10")),
         "undo", [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.takeBack(); }); }, false,
         tr("reopen change again status")},
        {"incident.comment", tr("Comment on this part of the post-mortem …"), QKeySequence(tr("Ctrl+Shift+F9")),
         "message",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.review().comment(); }); }, true},
        {"incident.comments", tr("Next open comment"), QKeySequence(tr("Ctrl+F9")), "message",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.review().nextComment(); }); }},
        {"incident.versions", tr("Earlier versions of this part of the post-mortem …"), QKeySequence(tr("Ctrl+F6")),
         "columns",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.review().showVersions(); }); },
         false, tr("history compare")},
        {"incident.meeting", tr("Plan the meeting about the post-mortem …"), QKeySequence(tr("Ctrl+Shift+F7")),
         "calendar", [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.meeting().plan(); }); },
         true},
        {"incident.present", tr("Present the post-mortem to the meeting"), QKeySequence(tr("F11")), "play",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.present(); }); }, false,
         tr("large type slides")},
        {"incident.export", tr("E&xport the post-mortem …"), QKeySequence(tr("Ctrl+Shift+E")), "export",
         [](Page &page) { onPostMortem(page, [](ui::PostMortemPanel &panel) { panel.exportNow(); }); }, false,
         tr("pdf html word opendocument markdown json csv")},
    };
}

}  // namespace onlyonce
