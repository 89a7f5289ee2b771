// SPDX-License-Identifier: GPL-3.0-or-later
// The words by which an alert is found, the same on both engines: pure. Runs of letters and digits, without case and
// accents; scripts that do not part words are taken sign by sign. Nothing else is looked at, so that no sign in a
// question ("%", "*", a quotation mark) can mean anything to an engine.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace onlyonce {

//! Each once, in order of first mention; at most `most`, each cut to 12 characters: the index has all beginnings of that
//! length, and what is longer than that is not told apart.
[[nodiscard]] QStringList wordsOf(const QString &text, qsizetype most = 200);

//! Of the names and the values of labels too. An alert that has more than are looked at also has everyWord(), so that whoever
//! must miss none can ask for it.
[[nodiscard]] QStringList wordsOfAlert(const QString &summary, const QString &service, const QJsonObject &labels);
[[nodiscard]] QString everyWord();

}  // namespace onlyonce
