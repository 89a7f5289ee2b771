// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/document/builder.h"

#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/incidents/command/twopeople.h"
#include "models/postmortem/document/material.h"
#include "models/postmortem/document/sections.h"
#include "models/postmortem/template/templates.h"

namespace onlyonce {

namespace {

constexpr auto audienceWords = wordsFrom(Audience::Internal, "internal", "public");

//! Also where one alone had approved it before the incident was restricted.
Result<> mayBePublic(Transaction &transaction, const Incident &about)
{
    if (about.visibility != Visibility::Restricted) {
        return {};
    }
    const auto postMortem = postMortemOf(transaction, about.id);
    if (!postMortem) {
        return failure(postMortem);
    }
    if (*postMortem && (*postMortem)->approvedAt) {
        return requireTwoPeople(transaction, about, (*postMortem)->changedBy, (*postMortem)->approvedBy);
    }
    return fail(ErrorCode::Denied,
                tr("%1 is restricted: before customers get a document of it, two people have to stand for its "
                   "post-mortem. Hand it in for review, and let somebody else approve it.")
                    .arg(about.reference()));
}

}  // namespace

QString toText(Audience audience)
{
    return audienceWords.of(audience);
}

Result<Audience> audienceFrom(const QString &text)
{
    return audienceWords.read(text, tr("an audience"));
}

Result<Document> buildDocument(Transaction &transaction, IncidentId id, Audience audience, const QTimeZone &zone)
{
    const auto layout = templateFor(transaction, audience);
    return layout ? buildDocument(transaction, id, audience, zone, *layout) : failure(layout);
}

Result<Document> buildDocument(Transaction &transaction, IncidentId id, Audience audience, const QTimeZone &zone,
                               const DocumentTemplate &layout)
{
    auto found = incident(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    if (audience == Audience::Public) {
        ONLYONCE_TRY(mayBePublic(transaction, **found));
    }
    auto about = material(transaction, **found, audience, zone);
    if (!about) {
        return failure(about);
    }
    return audience == Audience::Public ? publicDocument(*about, layout) : internalDocument(*about, layout);
}

Tree whyPicture(const PostMortemRecord &record, const QString &symptom)
{
    return sections::whyTree(record, symptom, sections::Detail::Everything);
}

}  // namespace onlyonce
