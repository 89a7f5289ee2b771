// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/reviewmail.h"

#include "models/base/tr.h"
#include "models/catalog/colleaguemail.h"
#include "models/documents/visibletext.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"
#include "models/postmortem/review/reviewtable.h"

#include <algorithm>

namespace onlyonce {

QString reviewMailKind()
{
    return QStringLiteral("review.mail");
}

namespace detail {

namespace {

Result<QString> askerName(Transaction &transaction)
{
    const auto me = actor(transaction, transaction.actor());
    if (!me) {
        return failure(me);
    }
    return *me ? visibleLine((*me)->name) : tr("Somebody");
}

QString bodyOfReview(const Person &person, const QString &asker, const QString &what)
{
    return tr("%1, %2 asks you to review the post-mortem of %3.\n\n"
              "Open it in OnlyOnce: Alt+4 on the incident. Read it, write comments where something is missing or not "
              "so, "
              "and then say whether you agree or want changes. Until then it is not approved.\n")
        .arg(visibleLine(person.name), asker, what);
}

}  // namespace

Result<bool> mailReview(Transaction &transaction, const PostMortem &postMortem, PersonId id,
                        const QString &databaseUuid)
{
    const auto connection = defaultConnection(transaction, QStringLiteral("mail"));
    const auto who = connection ? person(transaction, id) : failure(connection);
    const auto about = who ? incident(transaction, postMortem.incident) : failure(who);
    const auto reviews = about ? reviewtable::all(transaction, postMortem.id) : failure(about);
    const auto asker = reviews ? askerName(transaction) : failure(reviews);
    if (!asker) {
        return failure(asker);
    }
    const auto review = std::ranges::find(*reviews, id, &Review::person);
    if (!*connection || !*who || (*who)->email.isEmpty() || !*about || review == reviews->end()) {
        return false;
    }
    const QString what = nameInText(**about);
    const QString key = QStringLiteral("review/postmortem-%1/person-%2/%3")
                            .arg(postMortem.id.value)
                            .arg(id.value)
                            .arg(toMillis(review->askedAt));
    const auto row = mailColleague(transaction, databaseUuid, **connection, **who,
                                   {.kind = reviewMailKind(),
                                    .key = key,
                                    .title = tr("Mail to %1: review asked for"),
                                    .subject = tr("Your review is asked for: post-mortem of %1").arg(what),
                                    .body = bodyOfReview(**who, *asker, what),
                                    .incident = postMortem.incident.value});
    return row ? Result<bool>(true) : failure(row);
}

}  // namespace detail

}  // namespace onlyonce
