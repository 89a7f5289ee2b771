// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/documentsfolder.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace onlyonce::ui {

QString documentsFolder()
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QFileInfo(documents).isDir() ? documents : QDir::homePath();
}

}  // namespace onlyonce::ui
