// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/naming.h"

#include <QCoreApplication>

namespace onlyonce {

QString restrictedName(const QString &reference)
{
    return QCoreApplication::translate("Incident", "%1, restricted").arg(reference);
}

QString nameForAll(const Incident &incident)
{
    return incident.visibility == Visibility::Restricted
             ? restrictedName(incident.reference())
             : QStringLiteral("%1  %2").arg(incident.reference(), incident.title);
}

}  // namespace onlyonce
