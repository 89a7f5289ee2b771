// SPDX-License-Identifier: GPL-3.0-or-later
// Short inline text with emphasis, code and links, laid out for painting. Nothing else is understood on purpose: what
// comes from elsewhere may hold markup, and it is shown as the letters it is. No images, no blocks, no HTML.
#pragma once

#include "views/widgets/theme.h"

#include <QPoint>
#include <QTextLayout>
#include <QUrl>

#include <memory>
#include <vector>

class QPainter;

namespace onlyonce::ui {

class RichText
{
public:
    RichText() = default;
    //! `source`: `**strong**`, `*emphasis*`, `` `code` ``, `[text](https://…)`, bare https:// links, lines, "- " items.
    //! Only http, https and mailto links become links.
    RichText(const QString &source, const Theme &theme);

    //! Wraps to `width` px; gives the height.
    int layout(int width);
    void draw(QPainter &painter, const QPoint &topLeft, const QColor &color) const;
    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] QUrl linkAt(const QPoint &point) const;
    [[nodiscard]] QString plainText() const;

private:
    struct Link
    {
        int start;
        int length;
        QUrl url;
    };
    std::shared_ptr<QTextLayout> m_layout;
    std::vector<Link> m_links;
    int m_width = -1;
    int m_height = 0;
};

}  // namespace onlyonce::ui
