// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/matcher.h"

#include "models/base/tr.h"

#include <algorithm>
#include <array>

namespace onlyonce {

namespace {

using Operator = Matcher::Operator;

//! The longer ones first: "=~" begins with "=".
constexpr auto operators = std::to_array<std::pair<const char *, Operator>>({
    {"=~", Operator::Matches},
    {"!~", Operator::NotMatches},
    {"!=", Operator::NotEqual},
    {"=", Operator::Equal},
});

//! An expression longer than this is no filter that a person or a program means.
constexpr qsizetype longestMatcher = 4000;

//! What stands between quotes, with \" \\ and \n as Go writes them; nothing if the quotes do not fit.
std::optional<QString> unquoted(QStringView text)
{
    if (!text.startsWith(u'"')) {
        return text.toString();
    }
    if (text.size() < 2 || !text.endsWith(u'"')) {
        return std::nullopt;
    }
    QString plain;
    const QStringView inner = text.mid(1).chopped(1);
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (inner[i] == u'"') {
            return std::nullopt;
        }
        if (inner[i] != u'\\') {
            plain += inner[i];
        } else if (++i == inner.size()) {
            return std::nullopt;
        } else {
            plain += inner[i] == u'n' ? QChar(u'\n') : inner[i];
        }
    }
    return plain;
}

}  // namespace

Result<Matcher> Matcher::parse(const QString &text)
{
    const auto wrong = [&text] {
        return fail(
            ErrorCode::Invalid,
            tr("“%1” is no label matcher. Write it like service=\"sign-in\" or region=~\"eu-.*\".").arg(text.left(60)));
    };
    const qsizetype at = text.indexOf(QRegularExpression(QStringLiteral("[=!]")));
    if (at < 1 || text.size() > longestMatcher) {
        return wrong();
    }
    Matcher matcher;
    matcher.m_name = text.left(at).trimmed();
    const QStringView rest = QStringView(text).mid(at);
    const auto found = std::ranges::find_if(
        operators, [rest](const auto &each) { return rest.startsWith(QLatin1StringView(each.first)); });
    if (matcher.m_name.isEmpty() || found == operators.end()) {
        return wrong();
    }
    matcher.m_operator = found->second;
    const auto value = unquoted(rest.mid(QLatin1StringView(found->first).size()).trimmed());
    if (!value) {
        return wrong();
    }
    matcher.m_value = *value;
    if (matcher.m_operator == Operator::Matches || matcher.m_operator == Operator::NotMatches) {
        matcher.m_expression.setPattern(QRegularExpression::anchoredPattern(matcher.m_value));
        matcher.m_expression.setPatternOptions(QRegularExpression::DotMatchesEverythingOption);
        if (!matcher.m_expression.isValid()) {
            return fail(ErrorCode::Invalid, tr("“%1” is no regular expression: %2.")
                                                .arg(matcher.m_value.left(60), matcher.m_expression.errorString()));
        }
    }
    return matcher;
}

Matcher Matcher::equal(const QString &name, const QString &value)
{
    Matcher matcher;
    matcher.m_name = name;
    matcher.m_value = value;
    return matcher;
}

bool Matcher::matches(const QJsonObject &labels) const
{
    const QString label = labels.value(m_name).toString();
    switch (m_operator) {
    case Operator::Equal:
        return label == m_value;
    case Operator::NotEqual:
        return label != m_value;
    case Operator::Matches:
        return m_expression.match(label).hasMatch();
    case Operator::NotMatches:
        return !m_expression.match(label).hasMatch();
    }
    return false;
}

QString Matcher::text() const
{
    QString quoted = m_value;
    quoted.replace(u'\\', QStringLiteral("\\\\"))
        .replace(u'"', QStringLiteral("\\\""))
        .replace(u'\n', QStringLiteral("\\n"));
    const auto found = std::ranges::find(operators, m_operator, &std::pair<const char *, Operator>::second);
    return m_name + QLatin1StringView(found->first) + QLatin1Char('"') + quoted + QLatin1Char('"');
}

Result<Matchers> parseMatchers(const QString &line)
{
    static const QRegularExpression separator(QStringLiteral(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    Matchers matchers;
    for (const QString &text : line.split(separator)) {
        if (text.trimmed().isEmpty()) {
            continue;
        }
        auto matcher = Matcher::parse(text.trimmed());
        if (!matcher) {
            return failure(matcher);
        }
        matchers.push_back(std::move(*matcher));
    }
    return matchers;
}

QStringList textsOf(const Matchers &matchers)
{
    QStringList texts;
    for (const Matcher &matcher : matchers) {
        texts << matcher.text();
    }
    return texts;
}

Matchers matchersFrom(const QStringList &texts)
{
    Matchers matchers;
    for (const QString &text : texts) {
        if (auto matcher = Matcher::parse(text)) {
            matchers.push_back(std::move(*matcher));
        }
    }
    return matchers;
}

bool allMatch(const Matchers &matchers, const QJsonObject &labels)
{
    return std::ranges::all_of(matchers, [&labels](const Matcher &matcher) { return matcher.matches(labels); });
}

}  // namespace onlyonce
