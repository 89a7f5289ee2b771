// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/naming.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"

namespace onlyonce {

QString referenceForAll(const Incident &incident)
{
    return incident.visibility == Visibility::Restricted ? tr("%1, restricted").arg(incident.reference())
                                                         : incident.reference();
}

QString nameForAll(const Incident &incident)
{
    return incident.visibility == Visibility::Restricted
             ? referenceForAll(incident)
             : QStringLiteral("%1  %2").arg(incident.reference(), incident.title);
}

QString nameInText(const Incident &incident)
{
    return nameInText(incident, incident.title);
}

QString nameInText(const Incident &incident, const QString &words)
{
    return incident.visibility == Visibility::Restricted ? referenceForAll(incident)
                                                         : tr("%1: %2").arg(incident.reference(), visibleLine(words));
}

}  // namespace onlyonce
