// SPDX-License-Identifier: GPL-3.0-or-later
// The words of an enum: in the database, in JSON, on the command line. They are stable, in English, and not for labels.
#pragma once

#include "models/base/result.h"

#include <QLatin1StringView>

#include <array>
#include <optional>
#include <span>

namespace onlyonce {

//! Position of the word, whatever its case.
[[nodiscard]] std::optional<size_t> indexOfWord(std::span<const char *const> words, const QString &text);
//! “blue” is not `what` ("a severity"). Choose one of: …
[[nodiscard]] Error noSuchWord(std::span<const char *const> words, const QString &text, const QString &what);

template <typename Enum, size_t Count>
class Words
{
public:
    static constexpr size_t count = Count;

    constexpr Words(Enum first, std::array<const char *, Count> words)
        : m_first(size_t(first))
        , m_words(words)
    {
    }

    [[nodiscard]] QString of(Enum value) const { return QLatin1StringView(m_words.at(size_t(value) - m_first)); }
    [[nodiscard]] std::optional<Enum> find(const QString &text) const
    {
        const auto index = indexOfWord(m_words, text);
        return index ? std::optional(Enum(*index + m_first)) : std::nullopt;
    }
    //! For what a person has typed; `what` is the end of "… is not ": "a severity".
    [[nodiscard]] Result<Enum> read(const QString &text, const QString &what) const
    {
        const auto found = find(text);
        return found ? Result<Enum>(*found) : std::unexpected(noSuchWord(m_words, text, what));
    }

private:
    size_t m_first;
    std::array<const char *, Count> m_words;
};

//! `constexpr auto roleWords = wordsFrom(Role::Viewer, "viewer", "support", …)`: a word per value, in their order.
template <typename Enum, typename... Word>
[[nodiscard]] constexpr Words<Enum, sizeof...(Word)> wordsFrom(Enum first, Word... words)
{
    return {first, {words...}};
}

}  // namespace onlyonce
