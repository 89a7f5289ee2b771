// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/builder.h"

#include "models/postmortem/material.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PostMortem", text);
}

}  // namespace

QString toText(Audience audience)
{
    return audience == Audience::Public ? QStringLiteral("public") : QStringLiteral("internal");
}

Result<Audience> audienceFrom(const QString &text)
{
    for (const auto audience : {Audience::Internal, Audience::Public}) {
        if (text == toText(audience)) {
            return audience;
        }
    }
    return fail(ErrorCode::Invalid, tr("“%1” is not an audience. It is internal or public.").arg(text));
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
