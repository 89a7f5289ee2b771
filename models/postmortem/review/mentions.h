// SPDX-License-Identifier: GPL-3.0-or-later
// Who is meant by an @ in a comment, and how they hear of it: by mail, once for each comment however often it is changed.
// Of a restricted incident the mail says that there is something and nothing else, and only to those who see it.
#pragma once

#include "models/base/result.h"

#include <QStringList>

#include <vector>

namespace onlyonce {

class Transaction;
struct Comment;

//! "@Ada Lovelace", or "@Ada" as long as nobody else has that name; a letter before the @ makes it an address.
struct Mention
{
    qsizetype start = 0;  //!< of the @
    qsizetype length = 0;
    qsizetype name = 0;  //!< which of the names

    friend bool operator==(const Mention &, const Mention &) = default;
};

//! In order; upper and lower case are one. Of names that begin alike, the longest is meant.
[[nodiscard]] std::vector<Mention> mentionsIn(const QString &text, const QStringList &names);

//! What becomes of those who are mentioned, but for whoever writes.
struct MentionsTold
{
    QStringList told = {};      //!< names of those who get a mail
    QStringList untold = {};    //!< who have no address, or there is no mail connection: somebody has to tell them
    QStringList unseeing = {};  //!< to whom a restricted incident is not shown: they are told nothing

    friend bool operator==(const MentionsTold &, const MentionsTold &) = default;
};

//! For whoever has written; empty when nobody is mentioned.
[[nodiscard]] QString toText(const MentionsTold &mentions);

//! Intent::kind of these mails.
[[nodiscard]] QString mentionMailKind();

namespace detail {
//! Only comments.cpp uses it, with a comment that is stored. Whoever stands in `before` too, what it said until now, has
//! heard of it.
[[nodiscard]] Result<MentionsTold> tellMentioned(Transaction &transaction, const Comment &comment,
                                                 const QString &before);
}  // namespace detail

}  // namespace onlyonce
