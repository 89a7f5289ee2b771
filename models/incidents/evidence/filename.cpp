// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidence/filename.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"

#include <QFileInfo>

namespace onlyonce {

Result<QString> evidenceName(const QString &given)
{
    constexpr qsizetype longest = 255;
    QString name = visibleLine(QFileInfo(given).fileName()).simplified();
    if (name.isEmpty() || name == QStringLiteral(".") || name == QStringLiteral("..") || name.size() > longest) {
        return fail(ErrorCode::Invalid, tr("Evidence needs a file name of at most %1 characters.").arg(longest));
    }
    return name;
}

}  // namespace onlyonce
