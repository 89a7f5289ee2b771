// SPDX-License-Identifier: GPL-3.0-or-later
// Finds a text in tens of megabytes of UTF-8 fast enough for a key stroke (Horspool's skips).
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <array>

namespace onlyonce::ui {

//! Whoever types capitals means them.
[[nodiscard]] bool hasCapitals(const QString &text);

class ByteSearch
{
public:
    enum class Case { Sensitive, Insensitive };

    //! Insensitive folds A to Z only; other letters match as they are written.
    ByteSearch(const QByteArray &pattern, Case sensitivity);

    //! The first hit at or after `from`; -1: none.
    [[nodiscard]] qsizetype next(QByteArrayView text, qsizetype from) const;
    //! The last hit that starts before `before`; -1: none.
    [[nodiscard]] qsizetype previous(QByteArrayView text, qsizetype before) const;

private:
    [[nodiscard]] bool matches(const char *at) const;

    std::array<unsigned char, 256> m_fold;
    std::array<qsizetype, 256> m_skip;
    QByteArray m_pattern;
};

}  // namespace onlyonce::ui
