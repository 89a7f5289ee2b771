// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/redacting.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

//! Lines "3" or "3-5" of a file, counted from 1.
Result<QStringList> linesMeant(Invocation &call, AttachmentId id, const QString &lines)
{
    const QStringList ends = lines.split(u'-');
    auto first = numberMeant(ends.first(), tr("--lines takes a line, or the first and the last one: 3-5."));
    auto last = numberMeant(ends.last(), tr("--lines takes a line, or the first and the last one: 3-5."));
    if (!first || !last || ends.size() > 2) {
        return usage(tr("--lines takes a line, or the first and the last one: 3-5."));
    }
    auto whole = call.ask([id](Transaction &transaction) { return attachment(transaction, id); });
    if (!whole || !*whole) {
        return whole ? fail(ErrorCode::NotFound, tr("There is no evidence with the number %1.").arg(id.value))
                     : failure(whole);
    }
    const QList<QByteArray> all = (*whole)->content.split('\n');
    QStringList texts;
    for (qint64 line = *first; line <= *last && line <= all.size(); ++line) {
        texts << QString::fromUtf8(all[line - 1]).trimmed();
    }
    return texts;
}

Result<RedactionWish> wishMeant(Invocation &call, IncidentId incident)
{
    RedactionWish wish{.incident = incident, .texts = call.options(QStringLiteral("text"))};
    if (wish.texts.contains(QStringLiteral("-"))) {  // so that it stands in no shell's history
        auto typed = readInput({}, largestAttached);
        if (!typed) {
            return failure(typed);
        }
        wish.texts.removeAll(QStringLiteral("-"));
        wish.texts << QString::fromUtf8(*typed).trimmed();
    }
    if (call.has(QStringLiteral("entry"))) {
        auto id = numberMeant(call.option(QStringLiteral("entry")),
                              tr("Which entry? Give its id, as “onlyonce incident show N --json” tells it."));
        if (!id) {
            return failure(id);
        }
        wish.entry = TimelineId{*id};
    }
    if (call.has(QStringLiteral("file"))) {
        auto id = numberMeant(call.option(QStringLiteral("file")),
                              tr("Which file? Give its number, as “onlyonce evidence list N” shows it."));
        if (!id) {
            return failure(id);
        }
        if (!call.has(QStringLiteral("lines"))) {
            wish.attachment = AttachmentId{*id};
            return wish;
        }
        auto lines = linesMeant(call, AttachmentId{*id}, call.option(QStringLiteral("lines")));
        if (!lines) {
            return failure(lines);
        }
        wish.texts << *lines;
    }
    return wish;
}

Result<> redact(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto wish = wishMeant(call, incident->id);
    if (!wish) {
        return failure(wish);
    }
    const QString reason = call.option(QStringLiteral("reason"));
    auto places = call.change([&](Transaction &transaction) {
        return reason.isEmpty() ? placesToRedact(transaction, *wish) : redactAll(transaction, *wish, reason);
    });
    if (!places) {
        return failure(places);
    }
    QJsonArray copies;
    QStringList lines;
    for (const BackupFile &copy : copiesFrom(call.environment().backupFolder(), SystemClock().now())) {
        copies.append(copy.path);
        lines << copy.path;
    }
    const QString where = toText(*places);
    QString text = reason.isEmpty() ? tr("It stands in: %1. Nothing was changed; --reason redacts it.")
                                          .arg(where.isEmpty() ? tr("nothing of this incident") : where)
                                    : tr("Redacted: %1.").arg(where);
    if (!lines.isEmpty()) {
        text += u'\n' + tr("These copies were taken before and may hold it; “restore” redacts it again:") + u'\n'
              + lines.join(u'\n');
    }
    text += u'\n' + beyondReach(call.environment().database.engine);
    QJsonArray array;
    for (const RedactedPlace &place : *places) {
        array.append(QJsonObject{{QStringLiteral("place"), place.place},
                                 {QStringLiteral("row"), place.row},
                                 {QStringLiteral("field"), place.field}});
    }
    call.answer(QJsonObject{{QStringLiteral("done"), !reason.isEmpty()},
                            {QStringLiteral("places"), array},
                            {QStringLiteral("copies"), copies}},
                text);
    return {};
}

}  // namespace

Result<QString> redactedAgain(Invocation &call, const QString &path)
{
    auto live = call.reading();
    if (!live) {
        return tr("What was redacted since could not be looked up: %1").arg(live.error().message);
    }
    Environment there = call.environment();
    there.database = {.path = path};
    auto copy = openDatabase(there);
    if (!copy) {
        return failure(copy);
    }
    if ((*live)->uuid() != copy->database->uuid()) {
        return tr("It is a copy of another database than %1: what was redacted since is not known.")
            .arg((*live)->url().display());
    }
    const auto last =
        waitFor(copy->database->read([](Transaction &transaction) { return lastRedaction(transaction); }));
    if (!last) {
        return failure(last);
    }
    const auto made = waitFor((*live)->read(
        [last = *last](Transaction &transaction) { return redactionsMade(transaction, last); }, Reader::Background));
    if (!made) {
        return failure(made);
    }
    for (const RedactionMade &each : *made) {
        const auto again = waitFor(copy->database->write(
            copy->program.id, [&each](Transaction &transaction) { return redactAgain(transaction, each); }));
        if (!again) {
            return failure(again);
        }
    }
    return made->empty()     ? QString()
         : made->size() == 1 ? tr("What was redacted since was redacted in it again.")
                             : tr("The %1 redactions since were made in it again.").arg(made->size());
}

Commands redactionCommands()
{
    return {
        {.name = QStringLiteral("incident redact"),
         .arguments = QStringLiteral("N"),
         .summary = tr("Overwrites a text wherever it stands in an incident; without --reason, says where."),
         .options = {{QStringLiteral("text"),
                      tr("What is to go; may be given again. - reads it from the standard input."), tr("TEXT")},
                     {QStringLiteral("entry"), tr("All that this entry of the timeline says."), tr("ID")},
                     {QStringLiteral("file"), tr("The content of this evidence."), tr("ID")},
                     {QStringLiteral("lines"), tr("Of the file only these, wherever they stand."), tr("A-B")},
                     {QStringLiteral("reason"), tr("Why; kept for good."), tr("TEXT")}},
         .run = redact,
         .jsonHelp = tr("{done, places: [{place, row, field}], copies: [path]}")},
    };
}

}  // namespace onlyonce
