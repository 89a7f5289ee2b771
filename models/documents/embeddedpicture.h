// SPDX-License-Identifier: GPL-3.0-or-later
// A picture for a document that takes it as the file that it is.
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

#include <optional>

namespace onlyonce {

struct EmbeddedPicture
{
    QString extension;  //!< "png" or "jpg", by its content
    QString mimeType;
    QSize size;  //!< in pixels
};

//! Nothing for other content, and for a picture that is small as a file and fills the memory of whoever opens it.
[[nodiscard]] std::optional<EmbeddedPicture> embeddedPicture(const QByteArray &data);

}  // namespace onlyonce
