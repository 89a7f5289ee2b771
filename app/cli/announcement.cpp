// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/announce/nextdraft.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

Result<> print(Invocation &call, const std::vector<Announcement> &announcements)
{
    QJsonArray array;
    QList<QStringList> rows;
    for (const Announcement &announcement : announcements) {
        array.append(toJson(announcement));
        for (const AnnouncementPost &post : announcement.posts) {
            rows.append({QString::number(post.id.value), toText(post.status), toText(post.state),
                         post.publishedAt ? toIso(*post.publishedAt) : QStringLiteral("—"), announcement.title,
                         post.problem});
        }
    }
    call.answer(array, rows.isEmpty() ? tr("No announcements.") : table(rows));
    return {};
}

Result<> list(Invocation &call)
{
    auto limit = limitMeant(call, 50);
    if (!limit) {
        return failure(limit);
    }
    auto found = call.ask([&](Transaction &transaction) { return announcements(transaction, *limit); });
    return found ? print(call, *found) : failure(found);
}

Result<> draft(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto status = announcementStatusFrom(call.argument(1));
    if (!status) {
        return usage(status.error().message);
    }
    QString body = call.option(QStringLiteral("body"));
    if (body.isEmpty()) {
        TemplateValues values;
        for (const QString &pair : call.options(QStringLiteral("set"))) {
            values.insert(pair.section(QLatin1Char('='), 0, 0), pair.section(QLatin1Char('='), 1));
        }
        auto suggested = suggestedBody(*incident, *status, SystemClock().now(), values);
        if (!suggested) {
            return failure(suggested);
        }
        body = *suggested;
    }
    auto post = call.change([&](Transaction &transaction) {
        return draftNext(transaction, incident->id,
                         {.status = *status, .title = call.option(QStringLiteral("title")), .body = body});
    });
    if (!post) {
        return failure(post);
    }
    call.answer(QJsonObject{{QStringLiteral("post"), post->id.value}, {QStringLiteral("body"), body}},
                tr("Post %1, a draft:\n\n%2").arg(post->id.value).arg(body));
    return {};
}

Result<AnnouncementPost> postMeant(Invocation &call, const QString &text)
{
    const auto number = numberMeant(text, tr("Which post? Give its number, as “onlyonce announcement list” shows it."));
    if (!number) {
        return failure(number);
    }
    const AnnouncementPostId id{*number};
    auto announcement = call.ask([id](Transaction &transaction) { return announcementWith(transaction, id); });
    if (!announcement) {
        return failure(announcement);
    }
    if (!*announcement) {
        return fail(ErrorCode::NotFound, tr("There is no post %1.").arg(id.value));
    }
    return *(*announcement)->post(id);
}

Result<> edit(Invocation &call)
{
    auto post = postMeant(call, call.argument(0));
    if (!post) {
        return failure(post);
    }
    const QString body = call.argument(1);
    auto done = call.change(
        [&](Transaction &transaction) { return editPost(transaction, post->id, post->status, body, post->version); });
    if (!done) {
        return failure(done);
    }
    call.answer(QJsonObject{{QStringLiteral("post"), post->id.value}, {QStringLiteral("body"), body}},
                tr("Post %1 is changed.").arg(post->id.value));
    return {};
}

Result<> publish(Invocation &call)
{
    auto post = postMeant(call, call.argument(0));
    if (!post) {
        return failure(post);
    }
    if (!call.has(QStringLiteral("even-so"))) {
        ONLYONCE_TRY(requireNoSecrets(post->body));
    }
    auto done =
        call.change([&](Transaction &transaction) { return releasePost(transaction, post->id, post->version); });
    if (!done) {
        return failure(done);
    }
    const QString form = *done == PostState::Draft
                           ? tr("Post %1 has your yes. The incident is restricted: it is sent when a second person "
                                "publishes it, too.")
                           : tr("Post %1 is on its way: the window or “onlyonce serve” delivers it.");
    call.answer(QJsonObject{{QStringLiteral("post"), post->id.value}, {QStringLiteral("state"), toText(*done)}},
                form.arg(post->id.value));
    return {};
}

}  // namespace

Commands announcementCommands()
{
    return {
        {.name = QStringLiteral("announcement list"),
         .summary = tr("What customers were told, newest first."),
         .options = {limitOption()},
         .run = list,
         .jsonHelp =
             tr("an array of {id, title, url, posts: [{id, status, state, body, createdAt, createdBy, approvedAt, "
                "approvedBy, publishedAt, problem}]}")},
        {.name = QStringLiteral("announcement draft"),
         .arguments = QStringLiteral("N STATUS"),
         .summary = tr("Drafts a post from the template: investigating, identified, monitoring, resolved."),
         .options = {{QStringLiteral("body"), tr("The text itself, instead of the template."), tr("MARKDOWN")},
                     {QStringLiteral("title"), tr("The topic's title, with the first post."), tr("TEXT")},
                     {QStringLiteral("set"), tr("Fills a gap of the template; may be given again."), tr("NAME=TEXT")}},
         .run = draft,
         .jsonHelp = tr("{post, body}")},
        {.name = QStringLiteral("announcement edit"),
         .arguments = QStringLiteral("POST MARKDOWN"),
         .summary = tr("Changes a post; one that customers can read is changed in the forum too."),
         .run = edit,
         .jsonHelp = tr("{post, body}")},
        {.name = QStringLiteral("announcement publish"),
         .arguments = QStringLiteral("POST"),
         .summary = tr("Approves a post and sends it to the forum; of a restricted incident somebody else than who "
                       "wrote it has to."),
         .options = {evenSoOption()},
         .run = publish,
         .jsonHelp = tr("{post, state}")},
    };
}

}  // namespace onlyonce
