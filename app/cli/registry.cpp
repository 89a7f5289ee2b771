// SPDX-License-Identifier: GPL-3.0-or-later
// Every command, in the order of --help. A new family is one file and one line here.
#include "app/cli/command.h"

namespace onlyonce {

const Commands &allCommands()
{
    static const Commands commands = [] {
        Commands all;
        for (const auto &family :
             {incidentListCommands,   incidentCommands,     leadCommands,       restrictionCommands,
              timelineCommands,       protocolCommands,     responseCommands,   endingCommands,
              recurrenceCommands,     evidenceCommands,     redactionCommands,  alertCommands,
              sourceCommands,         silenceCommands,      regroupCommands,    ruleCommands,
              placeCommands,          announcementCommands, postmortemCommands, reviewCommands,
              countermeasureCommands, documentCommands,     exportCommands,     setupCommands,
              connectionCommands,     deliveryCommands,     backupCommands,     auditCommands,
              serveCommands,          checkCommands,        demoCommands}) {
            const Commands part = family();
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }();
    return commands;
}

}  // namespace onlyonce
