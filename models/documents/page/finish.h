// SPDX-License-Identifier: GPL-3.0-or-later
// What Qt's PDF writer leaves out: bookmarks, links into the document, language, dates and names that are the same for
// the same input. It changes nothing that can be seen on a page.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QByteArray>
#include <QRectF>
#include <QString>

#include <vector>

namespace onlyonce::page {

struct Bookmark
{
    int level = 1;
    QString text;
    int page = 0;    //!< from 0
    double top = 0;  //!< points from the page's upper edge
};

struct InnerLink
{
    int page = 0;
    QRectF rect;  //!< in points, from the page's upper left corner
    int targetPage = 0;
    double targetTop = 0;
};

struct Finish
{
    QString title;
    QString author;
    QString subject;
    QString language;
    Instant created{};
    std::vector<Bookmark> bookmarks;
    std::vector<InnerLink> links;
};

[[nodiscard]] Result<QByteArray> finishPdf(const QByteArray &pdf, const Finish &finish);

}  // namespace onlyonce::page
