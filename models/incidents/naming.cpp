// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/naming.h"

#include "models/base/tr.h"

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

}  // namespace onlyonce
