// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/secrets.h"

#include "models/base/tr.h"
#include "models/documents/secretforms.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace onlyonce {

namespace {

using namespace secretforms;

//! The words of a text, one after the other, in search of secrets.
class Scan
{
public:
    Scan(std::string_view text, size_t most)
        : m_text(text)
        , m_most(most)
    {
    }

    std::vector<Secret> run()
    {
        for (m_at = 0; m_at < m_text.size() && m_found.size() < m_most;) {
            const size_t before = m_at;
            look();
            m_at = std::max(m_at, before + 1);
        }
        return std::move(m_found);
    }

private:
    [[nodiscard]] char at(size_t place) const { return place < m_text.size() ? m_text[place] : '\0'; }
    [[nodiscard]] std::string_view from(size_t place) const { return m_text.substr(std::min(place, m_text.size())); }

    //! At m_at; moves it past what it has found.
    void look()
    {
        const char c = m_text[m_at];
        if (c == '\n') {
            ++m_line;
        } else if (c == ':' && from(m_at).starts_with("://"sv)) {
            urlPassword();
        } else if (c == ':' || c == '=') {
            named();
        } else if (c == '-') {
            privateKey();
        } else if (isLetter(c) && (m_at == 0 || !isWord(m_text[m_at - 1]))) {
            token();
        }
    }

    void add(SecretKind kind, size_t start, size_t length)
    {
        m_found.push_back({kind, qsizetype(start), qsizetype(length), m_line});
        m_line += int(std::ranges::count(m_text.substr(m_at, start + length - m_at), '\n'));
        m_at = start + length;
    }

    void privateKey()
    {
        constexpr auto begin = "-----BEGIN "sv;
        if (!from(m_at).starts_with(begin)) {
            return;
        }
        const auto line = from(m_at).substr(0, 100);
        const auto name = line.find("PRIVATE KEY"sv);
        if (name == std::string_view::npos || line.find('\n') < name) {
            return;
        }
        const auto end = m_text.find("-----END "sv, m_at);
        const auto close = end == std::string_view::npos ? end : m_text.find("-----"sv, end + 9);
        const size_t last =
            close == std::string_view::npos ? std::min(m_text.find('\n', m_at), m_text.size()) : close + 5;
        add(SecretKind::PrivateKey, m_at, last - m_at);
    }

    void token()
    {
        const auto rest = from(m_at);
        if (rest.starts_with("eyJ"sv)) {
            webToken();
            return;
        }
        if (rest.starts_with("AKIA"sv) || rest.starts_with("ASIA"sv)) {
            const auto end = std::ranges::find_if_not(rest, isUpperOrDigit);
            const auto key = rest.substr(0, size_t(end - rest.begin()));
            const char next = at(m_at + key.size());
            if (key.size() == 20 && !isWord(next) && next != '+' && next != '/' && !key.ends_with("EXAMPLE"sv)) {
                add(SecretKind::AwsKey, m_at, key.size());
            }
            return;
        }
        for (const TokenForm &form : tokenForms) {
            if (rest.starts_with(form.prefix)) {
                const auto value = rest.substr(form.prefix.size());
                const auto end = size_t(std::ranges::find_if_not(value, form.fits) - value.begin());
                if (end >= form.least && isMixed(value.substr(0, end)) && !isPlaceholder(value.substr(0, end))) {
                    add(SecretKind::Token, m_at, form.prefix.size() + end);
                }
                return;
            }
        }
        if (const auto slack = "hooks.slack.com/services/"sv; rest.starts_with(slack)) {
            const auto value = rest.substr(slack.size());
            const auto end = std::ranges::find_if_not(value, [](char c) { return isWord(c) || c == '/'; });
            if (end - value.begin() >= 30) {
                add(SecretKind::Token, m_at, slack.size() + size_t(end - value.begin()));
            }
        }
    }

    //! Three parts, of which the first two are JSON objects.
    void webToken()
    {
        size_t place = m_at;
        for (int part = 0; part < 3; ++part) {
            const size_t start = place;
            while (isWordOrDash(at(place))) {
                ++place;
            }
            const bool isObject = from(start).starts_with("eyJ"sv);
            if (place - start < 10 || (part < 2 && !isObject) || (part < 2 && at(place++) != '.')) {
                return;
            }
        }
        add(SecretKind::WebToken, m_at, place - m_at);
    }

    //! scheme://user:password@host
    void urlPassword()
    {
        const size_t start = m_at + 3;
        size_t colon = 0;
        for (size_t place = start; place < m_text.size() && place - start < 300; ++place) {
            const char c = m_text[place];
            if (c == '@') {
                const auto value = colon ? m_text.substr(colon + 1, place - colon - 1) : std::string_view();
                if (!value.empty() && !isPlaceholder(value)) {
                    add(SecretKind::UrlPassword, colon + 1, value.size());
                }
                return;
            }
            if (c == ':' && !colon) {
                colon = place;
            } else if (" \t\r\n/?#\"'<>,;()\\"sv.contains(c)) {
                return;
            }
        }
    }

    //! What stands before the = or :, without quotes.
    [[nodiscard]] std::string_view nameBefore() const
    {
        size_t end = m_at;
        while (end > 0 && isBlank(m_text[end - 1]) && m_at - end < 8) {
            --end;
        }
        if (end > 0 && (m_text[end - 1] == '"' || m_text[end - 1] == '\'')) {
            --end;
        }
        size_t start = end;
        while (start > 0 && end - start < 80 && (isWordOrDash(m_text[start - 1]) || m_text[start - 1] == '.')) {
            --start;
        }
        return m_text.substr(start, end - start);
    }

    struct Value
    {
        size_t start = 0;
        size_t length = 0;
        bool quoted = false;
        bool close = false;  //!< nothing between the sign and it
    };

    [[nodiscard]] std::optional<Value> valueAfter() const
    {
        size_t place = m_at + 1;
        if (m_text[m_at] == '=' && at(place) == '>') {
            ++place;
        }
        if (at(place) == '=' || (m_text[m_at] == '=' && at(place) == '~')) {
            return {};  // a comparison
        }
        const bool close = !isBlank(at(place));
        while (isBlank(at(place))) {
            ++place;
        }
        const char quote = at(place);
        Value value{.start = place, .quoted = quote == '"' || quote == '\'', .close = close};
        value.start += value.quoted ? 1 : 0;
        const auto ends = [&](char c) {
            return value.quoted ? c == quote || c == '\n' : isBlank(c) || "\r\n,;&\"'<>)]}|`"sv.contains(c);
        };
        const auto rest = from(value.start).substr(0, 4096);
        value.length = size_t(std::ranges::find_if(rest, ends) - rest.begin());
        return value;
    }

    void named()
    {
        const auto name = nameBefore();
        if (name.size() < 3) {
            return;
        }
        const std::string plain = plainName(name);
        if (plain.ends_with("authorization"sv)) {
            authorization();
            return;
        }
        const auto isEnd = [&plain](std::string_view end) { return plain.ends_with(end); };
        const bool isPassword = std::ranges::any_of(passwordNames, isEnd);
        if (!isPassword && !std::ranges::any_of(keyNames, isEnd)) {
            return;
        }
        const auto value = valueAfter();
        if (!value) {
            return;
        }
        const auto text = m_text.substr(value->start, value->length);
        const bool isCode = text.contains('(') || (!value->quoted && text.contains('['));
        if (isCode || isPlaceholder(text) || (plain.ends_with("pwd"sv) && "/~"sv.contains(text.front()))) {
            return;
        }
        if (isPassword ? isLikePassword(text, *value) : text.size() >= 16 && isMixed(text)) {
            add(SecretKind::Password, value->start, value->length);
        }
    }

    //! Words of prose and names in code stand after ": " and " = " as well: there it takes more than letters.
    static bool isLikePassword(std::string_view text, const Value &value)
    {
        const bool odd = std::ranges::any_of(text, isDigit)
                      || std::ranges::any_of(text, [](char c) { return "!@#$%^&*+/=~?"sv.contains(c); });
        return text.size() >= 6 && !text.contains(' ') && (value.quoted || value.close || odd);
    }

    void authorization()
    {
        auto value = valueAfter();
        if (!value) {
            return;
        }
        const std::string scheme = lower(from(value->start).substr(0, 7));
        const size_t skip = scheme == "bearer " ? 7 : scheme.starts_with("basic ") ? 6 : 0;
        if (skip == 0) {
            return;
        }
        const auto rest = from(value->start + skip).substr(0, 4096);
        const auto end =
            std::ranges::find_if_not(rest, [](char c) { return isWordOrDash(c) || "./+=~"sv.contains(c); });
        const auto text = rest.substr(0, size_t(end - rest.begin()));
        if (text.size() >= 12 && !isPlaceholder(text)) {
            add(SecretKind::Token, value->start + skip, text.size());
        }
    }

    std::string_view m_text;
    size_t m_most;
    size_t m_at = 0;
    int m_line = 0;
    std::vector<Secret> m_found;
};

}  // namespace

std::vector<Secret> secretsIn(QByteArrayView utf8, size_t most)
{
    return Scan({utf8.data(), size_t(utf8.size())}, most).run();
}

std::vector<Secret> secretsIn(const QString &text)
{
    return secretsIn(QByteArrayView(text.toUtf8()));
}

QString toText(SecretKind kind)
{
    switch (kind) {
    case SecretKind::PrivateKey:
        return tr("a private key");
    case SecretKind::AwsKey:
        return tr("an AWS access key");
    case SecretKind::Token:
        return tr("an access token");
    case SecretKind::WebToken:
        return tr("a web token");
    case SecretKind::UrlPassword:
        return tr("an address with a password");
    case SecretKind::Password:
        return tr("a password");
    }
    return {};
}

QString toText(const std::vector<Secret> &secrets)
{
    if (secrets.empty()) {
        return {};
    }
    const QString first =
        tr("Line %1 holds what looks like %2").arg(secrets.front().line + 1).arg(toText(secrets.front().kind));
    const auto more = secrets.size() - 1;
    return more == 0 ? first + u'.'
         : more == 1 ? tr("%1, and there is another secret in line %2.").arg(first).arg(secrets.back().line + 1)
                     : tr("%1, and there are %2 more.").arg(first).arg(more);
}

}  // namespace onlyonce
