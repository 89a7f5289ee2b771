// SPDX-License-Identifier: GPL-3.0-or-later
// Words as the engines' indexes of words are asked for them. A word is letters and digits, so no sign of it means
// anything to either engine.
#pragma once

#include "models/storage/databaseurl.h"

#include <QString>

namespace onlyonce {

[[nodiscard]] inline QString wholeWord(Engine engine, const QString &word)
{
    return engine == Engine::Sqlite ? QStringLiteral("\"%1\"").arg(word) : QStringLiteral("'%1'").arg(word);
}

[[nodiscard]] inline QString beginningOfWord(Engine engine, const QString &word)
{
    return wholeWord(engine, word) + (engine == Engine::Sqlite ? QStringLiteral(" *") : QStringLiteral(":*"));
}

[[nodiscard]] inline QString allOf(Engine engine, const QStringList &words)
{
    return words.join(engine == Engine::Sqlite ? QStringLiteral(" AND ") : QStringLiteral(" & "));
}

}  // namespace onlyonce
