// SPDX-License-Identifier: GPL-3.0-or-later
// Gives a post another text. It is read first: a text that neither stood there when we last knew nor is an earlier attempt
// of ours was written by somebody else, and is never overwritten. The forum itself guards the moment in between.
#include "models/announce/forums/discourse/attempt.h"
#include "models/base/tr.h"

namespace onlyonce::discourse {

namespace {

constexpr int mostContests = 5;

class EditAttempt final : public Attempt
{
public:
    using Attempt::Attempt;

protected:
    Step first() override { return askPost(QStringLiteral("before"), intent.postId); }
    Step answered(const QString &at, const HttpReply &reply) override;

private:
    Step put(const QString &raw);
    [[nodiscard]] Step conflict() const;
};

Step EditAttempt::answered(const QString &at, const HttpReply &reply)
{
    if (reply.status == 404 || reply.status == 410) {
        return Refused{site.postGone(reply)};
    }
    const bool isEdited = at == QStringLiteral("edited");
    if (isEdited && reply.status == 409) {
        return askPost(QStringLiteral("contested"), intent.postId);
    }
    const auto answer = site.object(reply);
    if (!answer) {
        return Refused{answer.error()};
    }
    if (isEdited) {
        return deliver((*answer)[u"post"].toObject(), false);
    }
    const QString raw = (*answer)[u"raw"].toString();
    const bool isWanted = isText(raw, intent.body);
    const bool isContested = at == QStringLiteral("contested");
    if (isWanted && (intent.title.isEmpty() || isContested)) {
        return deliver(*answer, false);
    }
    if (!isContested && (mayBeThisPost(raw) || isText(raw, intent.originalBody))) {
        return put(raw);
    }
    // Asking once more keeps the other text with the delivery, for whoever has to compare the two; but not for ever, if it
    // is another one each time.
    const int asked = progress[u"asked"].toInt();
    const bool isKept = progress[u"theirs"] == raw || asked == mostContests;
    progress.insert(QStringLiteral("theirs"), raw);
    progress.insert(QStringLiteral("asked"), asked + 1);
    return isKept ? conflict() : askPost(QStringLiteral("contested"), intent.postId);
}

Step EditAttempt::put(const QString &raw)
{
    // Both names of the guard: older servers know only the second, and without it the last writer wins.
    QJsonObject body{{QStringLiteral("post"), QJsonObject{{QStringLiteral("raw"), inForumsDialect(intent.body)},
                                                          {QStringLiteral("original_text"), raw},
                                                          {QStringLiteral("raw_old"), raw}}}};
    if (!intent.title.isEmpty()) {
        body.insert(QStringLiteral("title"), intent.title);
    }
    return ask(QStringLiteral("edited"), site.send("PUT", QStringLiteral("/posts/%1.json").arg(intent.postId), body));
}

Step EditAttempt::conflict() const
{
    return Refused{
        {ErrorCode::Conflict,
         tr("Somebody changed this post in the forum meanwhile, so it was not overwritten. Compare the two "
            "texts, take over what shall stay, and publish again."),
         QStringLiteral("the forum holds:\n%1\nours is:\n%2").arg(progress[u"theirs"].toString(), intent.body)}};
}

}  // namespace

std::unique_ptr<Attempt> makeEditAttempt(const Site &site, const ForumIntent &intent, const DeliveryState &state)
{
    return std::make_unique<EditAttempt>(site, intent, state);
}

}  // namespace onlyonce::discourse
