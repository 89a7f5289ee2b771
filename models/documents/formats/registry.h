// SPDX-License-Identifier: GPL-3.0-or-later
// Every export format, in the order in which people see them. A new one is a .cpp beside this file, a line in
// registry.cpp and a folder of golden files under tests/data/documents/.
#pragma once

#include "models/base/result.h"
#include "models/documents/document.h"
#include "models/documents/formatoptions.h"

#include <QByteArray>
#include <QString>

#include <span>

namespace onlyonce {

struct Format
{
    QString id;         //!< stable, for the command line: "markdown", "html", "pdf"
    QString label;      //!< for people
    QString extension;  //!< without the dot
    QString mimeType;
    //! A function of its arguments: the same ones give the same bytes, on any thread but the window's. Never touches the
    //! network. One that runs a program of the system says so in `needs`.
    Result<QByteArray> (*render)(const Document &document, const FormatOptions &options);
    QString (*needs)() = nullptr;  //!< what is missing on this machine, as a sentence for people, or empty

    [[nodiscard]] QString missing() const { return needs ? needs() : QString(); }
};

[[nodiscard]] std::span<const Format> formats();
[[nodiscard]] const Format *formatById(QStringView id);  //!< nullptr: there is none

//! A file name for people and for every file system: "INC-17 Checkout down.pdf".
[[nodiscard]] QString suggestedFileName(const Document &document, const Format &format);

}  // namespace onlyonce
