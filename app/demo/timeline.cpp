// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/timeline.h"

#include "app/demo/moment.h"
#include "app/saycommands.h"
#include "models/catalog/people.h"
#include "models/incidents/timeline/notetemplates.h"
#include "models/incidents/timeline/timelinepage.h"

namespace onlyonce {

namespace {

Result<> sayIt(Transaction &transaction, IncidentId incident, const QString &words)
{
    const auto people = allPeople(transaction);
    if (!people) {
        return failure(people);
    }
    SayOptions options;
    for (const Person &person : *people) {
        options.mentions.append(person.name);
    }
    const SayCommands commands = allSayCommands();
    return say(transaction, incident, parseSaying(words, commands), commands, options);
}

Result<TimelineEntry> lastWriting(Transaction &transaction, IncidentId incident)
{
    const auto entries = timelinePage(transaction, incident, {.group = TimelineGroup::People}, {});
    if (!entries) {
        return failure(entries);
    }
    const auto last = std::find_if(entries->rbegin(), entries->rend(), isCorrectable);
    return last == entries->rend() ? fail(ErrorCode::Internal, QStringLiteral("nobody has written anything yet"))
                                   : Result<TimelineEntry>(*last);
}

}  // namespace

Result<> furnishTemplates(Transaction &transaction, const QJsonArray &templates)
{
    for (const auto value : templates) {
        const QJsonObject each = value.toObject();
        const auto saved = saveNoteTemplate(transaction, {.name = text(each, "name"), .body = text(each, "body")});
        if (!saved) {
            return failure(saved);
        }
    }
    return {};
}

bool isSaying(const QString &what)
{
    return what == QStringLiteral("say") || what == QStringLiteral("correct") || what == QStringLiteral("pin");
}

Result<> tellSaying(Transaction &transaction, IncidentId incident, const QJsonObject &moment)
{
    const QString what = text(moment, "do");
    if (what == QStringLiteral("say")) {
        return sayIt(transaction, incident, text(moment, "text"));
    }
    const auto last = lastWriting(transaction, incident);
    if (!last) {
        return failure(last);
    }
    if (what == QStringLiteral("pin")) {
        return pinEntry(transaction, last->id, true);
    }
    const auto corrected = correctEntry(transaction, last->id,
                                        {.kind = last->kind,
                                         .body = text(moment, "text"),
                                         .visibility = last->visibility,
                                         .happenedAt = last->happenedAt},
                                        text(moment, "reason"));
    return corrected ? Result<>() : failure(corrected);
}

}  // namespace onlyonce
