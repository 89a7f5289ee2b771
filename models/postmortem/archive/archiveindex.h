// SPDX-License-Identifier: GPL-3.0-or-later
// The first page of a whole archive: what is in it, with links to the files beside it. Internal to this room.
#pragma once

#include "models/postmortem/document/builder.h"

#include <QStringList>

#include <vector>

namespace onlyonce::archive {

struct IndexRow
{
    QString title;
    QStringList facts;  //!< below ArchiveIndex::columns; plain text
    QString folder;
    QStringList files;
};

struct ArchiveIndex
{
    QString title;
    QStringList columns;
    std::vector<IndexRow> rows;

    [[nodiscard]] QByteArray html() const;
    [[nodiscard]] QByteArray markdown() const;
};

[[nodiscard]] ArchiveIndex indexFor(Audience audience);
//! Customers read the title of the document, and nothing that it does not say.
[[nodiscard]] IndexRow rowOf(const Incident &incident, Audience audience, const QString &documentTitle);

}  // namespace onlyonce::archive
