// SPDX-License-Identifier: GPL-3.0-or-later
// The faces of documents, with what steps in for letters they lack: Chinese, Japanese, Korean, Arabic, emoji. All are
// outline fonts, because a PDF prints colour fonts as nothing. Internal to this slice.
#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace onlyonce {

class DocumentFonts
{
public:
    //! `language` (BCP 47) picks the forms of shared CJK characters.
    explicit DocumentFonts(const QString &language);

    //! `size` in painter units (whole ones), without hinting: the same on every device.
    [[nodiscard]] QFont text(int size, QFont::Weight weight = QFont::Normal) const;
    [[nodiscard]] QFont code(int size, QFont::Weight weight = QFont::Normal) const;

private:
    QStringList m_text;
    QStringList m_code;
};

}  // namespace onlyonce
