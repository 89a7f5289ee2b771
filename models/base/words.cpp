// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/words.h"

#include <QCoreApplication>
#include <QStringList>

namespace onlyonce {

std::optional<size_t> indexOfWord(std::span<const char *const> words, const QString &text)
{
    for (size_t i = 0; i < words.size(); ++i) {
        if (text.compare(QLatin1StringView(words[i]), Qt::CaseInsensitive) == 0) {
            return i;
        }
    }
    return std::nullopt;
}

Error noSuchWord(std::span<const char *const> words, const QString &text, const QString &what)
{
    QStringList all;
    for (const char *word : words) {
        all += QLatin1StringView(word);
    }
    return {ErrorCode::Invalid,
            QCoreApplication::translate("Words", "“%1” is not %2. Choose one of: %3.")
                .arg(text.left(40), what, all.join(QStringLiteral(", "))),
            {}};
}

}  // namespace onlyonce
