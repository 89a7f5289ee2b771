// SPDX-License-Identifier: GPL-3.0-or-later
// What secrets look like, as data: prefixes of tokens, names under which passwords stand, and what stands in their place
// where there is none. Only secrets.cpp uses it.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace onlyonce::secretforms {

using namespace std::string_view_literals;

inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
inline bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool isWord(char c)
{
    return isDigit(c) || isLetter(c) || c == '_';
}
inline bool isWordOrDash(char c)
{
    return isWord(c) || c == '-';
}
inline bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f');
}
inline bool isUpperOrDigit(char c)
{
    return isDigit(c) || (c >= 'A' && c <= 'Z');
}
inline bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}
inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}
inline std::string lower(std::string_view text)
{
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](char c) { return lower(c); });
    return low;
}

//! Digits and letters both: what machines make up, and few words are.
inline bool isMixed(std::string_view text)
{
    return std::ranges::any_of(text, isDigit) && std::ranges::any_of(text, isLetter);
}

struct TokenForm
{
    std::string_view prefix;
    size_t least;  //!< characters after the prefix
    bool (*fits)(char);
};

inline constexpr std::array tokenForms{
    TokenForm{"ghp_"sv, 36, isWord},
    TokenForm{"gho_"sv, 36, isWord},
    TokenForm{"ghu_"sv, 36, isWord},
    TokenForm{"ghs_"sv, 36, isWord},
    TokenForm{"ghr_"sv, 36, isWord},
    TokenForm{"github_pat_"sv, 22, isWord},
    TokenForm{"glpat-"sv, 20, isWordOrDash},
    TokenForm{"xoxb-"sv, 20, isWordOrDash},
    TokenForm{"xoxp-"sv, 20, isWordOrDash},
    TokenForm{"xoxa-"sv, 20, isWordOrDash},
    TokenForm{"xoxr-"sv, 20, isWordOrDash},
    TokenForm{"xoxs-"sv, 20, isWordOrDash},
    TokenForm{"xapp-"sv, 20, isWordOrDash},
    TokenForm{"sk_live_"sv, 16, isWord},
    TokenForm{"rk_live_"sv, 16, isWord},
    TokenForm{"sk_test_"sv, 16, isWord},
    TokenForm{"whsec_"sv, 24, isWord},
    TokenForm{"sk-ant-"sv, 24, isWordOrDash},
    TokenForm{"sk-proj-"sv, 24, isWordOrDash},
    TokenForm{"sk-"sv, 40, isWord},
    TokenForm{"AIza"sv, 35, isWordOrDash},
    TokenForm{"ya29."sv, 30, isWordOrDash},
    TokenForm{"npm_"sv, 36, isWord},
    TokenForm{"pypi-"sv, 60, isWordOrDash},
    TokenForm{"dop_v1_"sv, 64, isHex},
    TokenForm{"hvs."sv, 24, isWordOrDash},
    TokenForm{"shpat_"sv, 32, isHex},
    TokenForm{"SG."sv, 22, isWordOrDash},
    TokenForm{"dckr_pat_"sv, 24, isWordOrDash},
};

//! What keys are called at the end of their names, without - and _; the first ones may be any word, the others are long.
inline constexpr std::array passwordNames{"password"sv, "passwd"sv, "pwd"sv, "passphrase"sv, "passwort"sv};
inline constexpr std::array keyNames{"secret"sv,      "apikey"sv,      "accesskey"sv,       "secretkey"sv,
                                     "authtoken"sv,   "accesstoken"sv, "refreshtoken"sv,    "sessiontoken"sv,
                                     "bearertoken"sv, "token"sv,       "secretaccesskey"sv, "accountkey"sv,
                                     "privatekey"sv};

//! What stands where a secret would, and is none.
inline constexpr std::array placeholders{
    "null"sv,     "none"sv,     "nil"sv,      "true"sv,     "false"sv,     "undefined"sv,    "redacted"sv, "masked"sv,
    "hidden"sv,   "filtered"sv, "removed"sv,  "required"sv, "missing"sv,   "incorrect"sv,    "invalid"sv,  "expired"sv,
    "changed"sv,  "password"sv, "passwd"sv,   "secret"sv,   "example"sv,   "yourpassword"sv, "optional"sv, "string"sv,
    "changeme"sv, "unknown"sv,  "rejected"sv, "accepted"sv, "accesskey"sv, "credentials"sv,  "pass"sv,     "token"sv};

inline std::string plainName(std::string_view name)
{
    std::string plain = lower(name);
    std::erase_if(plain, [](char c) { return c == '-' || c == '_' || c == '.'; });
    return plain;
}

inline bool isPlaceholder(std::string_view value)
{
    if (value.empty() || "$<{[(%*&@"sv.contains(value.front())) {
        return true;
    }
    if (std::ranges::all_of(value, [&](char c) { return c == value.front(); })) {
        return true;  // xxxxxxxx, 00000000
    }
    return std::ranges::find(placeholders, std::string_view(plainName(value))) != placeholders.end()
        || value.contains("****"sv) || value.contains("EXAMPLE"sv) || value.contains("xxxx"sv) || value.contains("${"sv)
        || value.contains("..."sv);
}

}  // namespace onlyonce::secretforms
