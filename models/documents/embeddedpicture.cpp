// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/embeddedpicture.h"

#include <QBuffer>
#include <QImageReader>

namespace onlyonce {

namespace {

constexpr qint64 mostPixels = 50'000'000;  // 200 MB in memory; the photos of most cameras have fewer

}  // namespace

std::optional<EmbeddedPicture> embeddedPicture(const QByteArray &data)
{
    static constexpr char png[] = "\x89PNG\r\n\x1a\n";
    static constexpr char jpeg[] = "\xff\xd8\xff";
    const bool isPng = data.startsWith(png);
    if (!isPng && !data.startsWith(jpeg)) {
        return std::nullopt;
    }
    QBuffer buffer;
    buffer.setData(data);
    const QSize size = QImageReader(&buffer).size();
    if (size.isEmpty() || qint64(size.width()) * size.height() > mostPixels) {
        return std::nullopt;
    }
    return isPng ? EmbeddedPicture{QStringLiteral("png"), QStringLiteral("image/png"), size}
                 : EmbeddedPicture{QStringLiteral("jpg"), QStringLiteral("image/jpeg"), size};
}

}  // namespace onlyonce
