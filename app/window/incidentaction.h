// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done on an incident's page: a row of the one table of actions.
#pragma once

#include <QKeySequence>
#include <QString>

#include <functional>
#include <vector>

namespace onlyonce {

namespace ui {
class IncidentPage;
}

//! The parts of an incident's page, in their order.
enum IncidentPart { timelinePart, responsePart, evidencePart, customersPart, postMortemPart, alertsPart };

struct IncidentAction
{
    const char *id;
    QString text;  //!< translated, with a mnemonic
    QKeySequence shortcut;
    const char *icon;
    std::function<void(ui::IncidentPage &)> run;
    bool separatorBefore = false;
    QString keywords = {};  //!< more words that the palette finds it by
};

//! What can be done about the post-mortem, in a menu of its own.
[[nodiscard]] std::vector<IncidentAction> postMortemActions();

}  // namespace onlyonce
