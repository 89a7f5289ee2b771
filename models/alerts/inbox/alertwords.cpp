// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/alertwords.h"

#include <QSet>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestWord = 12;
constexpr qsizetype mostWords = 200;

bool standsAlone(char32_t sign)
{
    const QChar::Script script = QChar::script(sign);
    return script == QChar::Script_Han || script == QChar::Script_Hiragana || script == QChar::Script_Katakana;
}

//! Without what words do not differ by: capitals, accents, ways to write a sign.
QString folded(const QString &text)
{
    if (std::ranges::all_of(text, [](QChar sign) { return sign.unicode() < 0x80; })) {
        return text.toLower();  // nearly every alert, in a fraction of the time
    }
    return text.normalized(QString::NormalizationForm_KD)
        .toCaseFolded()
        .replace(QChar(0xdf), QLatin1StringView("ss"));  // Qt folds letter by letter
}

}  // namespace

QStringList wordsOf(const QString &text, qsizetype most)
{
    QStringList words;
    QSet<QString> known;
    QString word;
    const auto finish = [&] {
        if (!word.isEmpty() && words.size() < most && !known.contains(word)) {
            known.insert(word);
            words << word;
        }
        word.clear();
    };
    for (const char32_t sign : folded(text).toUcs4()) {
        if (QChar::isMark(sign)) {
            continue;
        }
        if (!QChar::isLetterOrNumber(sign)) {
            finish();
            continue;
        }
        if (standsAlone(sign)) {
            finish();
        }
        if (word.size() < longestWord) {
            word += QChar::fromUcs4(sign);
        }
        if (standsAlone(sign)) {
            finish();
        }
    }
    finish();
    return words;
}

QStringList wordsOfAlert(const QString &summary, const QString &service, const QJsonObject &labels)
{
    QString text = summary + QLatin1Char(' ') + service;
    for (auto label = labels.begin(); label != labels.end(); ++label) {
        text += QLatin1Char(' ') + label.key() + QLatin1Char(' ') + label.value().toVariant().toString();
    }
    QStringList words = wordsOf(text, mostWords);
    if (words.size() == mostWords) {
        words << everyWord();
    }
    return words;
}

QString everyWord()
{
    return QStringLiteral("~");  // no text has it: words are letters and digits
}

}  // namespace onlyonce
