// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/builder.h"

#include "models/base/words.h"
#include "models/postmortem/material.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PostMortem", text);
}

constexpr auto audienceWords = wordsFrom(Audience::Internal, "internal", "public");

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
    auto found = incident(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    auto about = material(transaction, **found, audience, zone);
    if (!about) {
        return failure(about);
    }
    return audience == Audience::Public ? publicDocument(*about) : internalDocument(*about);
}

}  // namespace onlyonce
