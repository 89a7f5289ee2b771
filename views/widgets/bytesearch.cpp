// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/bytesearch.h"

#include <algorithm>

namespace onlyonce::ui {

bool hasCapitals(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isUpper(); });
}

ByteSearch::ByteSearch(const QByteArray &pattern, Case sensitivity)
    : m_pattern(pattern)
{
    for (size_t i = 0; i < m_fold.size(); ++i) {
        const bool capital = i >= 'A' && i <= 'Z' && sensitivity == Case::Insensitive;
        m_fold[i] = static_cast<unsigned char>(capital ? i + ('a' - 'A') : i);
    }
    for (char &byte : m_pattern) {
        byte = static_cast<char>(m_fold[static_cast<unsigned char>(byte)]);
    }
    m_skip.fill(std::max<qsizetype>(1, m_pattern.size()));
    for (qsizetype i = 0; i + 1 < m_pattern.size(); ++i) {
        m_skip[static_cast<unsigned char>(m_pattern[i])] = m_pattern.size() - 1 - i;
    }
}

bool ByteSearch::matches(const char *at) const
{
    for (qsizetype i = m_pattern.size() - 1; i >= 0; --i) {
        if (m_fold[static_cast<unsigned char>(at[i])] != static_cast<unsigned char>(m_pattern[i])) {
            return false;
        }
    }
    return true;
}

qsizetype ByteSearch::next(QByteArrayView text, qsizetype from) const
{
    if (m_pattern.isEmpty()) {
        return -1;
    }
    const qsizetype last = text.size() - m_pattern.size();
    for (qsizetype at = std::max<qsizetype>(0, from); at <= last;) {
        if (matches(text.data() + at)) {
            return at;
        }
        at += m_skip[m_fold[static_cast<unsigned char>(text[at + m_pattern.size() - 1])]];
    }
    return -1;
}

qsizetype ByteSearch::previous(QByteArrayView text, qsizetype before) const
{
    if (m_pattern.isEmpty()) {
        return -1;
    }
    for (qsizetype at = std::min(before - 1, text.size() - m_pattern.size()); at >= 0; --at) {
        if (matches(text.data() + at)) {
            return at;
        }
    }
    return -1;
}

}  // namespace onlyonce::ui
