// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/saycommands.h"

#include "models/announce/nextdraft.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

//! "identified We know the cause …", or the words alone, or nothing: then the template's.
Result<> announce(Transaction &transaction, const Said &said)
{
    NextDraft draft{.body = said.words};
    const QString first = said.words.section(QLatin1Char(' '), 0, 0).trimmed();
    if (const auto status = announcementStatusFrom(first.toLower())) {
        draft.status = *status;
        draft.body = said.words.mid(first.size()).trimmed();
    }
    const auto made = draftNext(transaction, said.incident.id, draft);
    return made ? Result<>() : failure(made);
}

}  // namespace

SayCommands allSayCommands()
{
    SayCommands commands;
    commands.add({.name = QStringLiteral("announce"),
                  .arguments = tr("[STATUS] [TEXT]"),
                  .summary = tr("Drafts a post for customers; nothing is sent before a commander approves it."),
                  .takes = SayCommand::Takes::Text,
                  .choices = {toText(AnnouncementStatus::Investigating), toText(AnnouncementStatus::Identified),
                              toText(AnnouncementStatus::Monitoring), toText(AnnouncementStatus::Resolved)},
                  .run = announce});
    return commands;
}

}  // namespace onlyonce
