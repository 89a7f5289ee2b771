// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/jsonpathreader.h"

#include "models/alerts/sources/fields.h"
#include "models/base/tr.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestPath = 500;
constexpr qsizetype longestShown = 60;

}  // namespace

JsonPathReader::JsonPathReader(QString text)
    : m_text(std::move(text))
{
}

Result<JsonPath> JsonPathReader::read()
{
    JsonPath path;
    path.m_written = m_text;
    if (m_text.size() > longestPath) {
        return wrong(tr("it is longer than %1 characters").arg(longestPath));
    }
    if (m_text.trimmed().isEmpty()) {
        return path;
    }
    do {
        auto sum = readSum();
        if (!sum) {
            return failure(sum);
        }
        path.m_alternatives.push_back(std::move(*sum));
    } while (take(u'|'));
    if (m_at < m_text.size()) {
        return wrong(tr("“%1” is not expected there").arg(m_text.at(m_at)));
    }
    return path;
}

Result<JsonPath::Sum> JsonPathReader::readSum()
{
    JsonPath::Sum sum;
    do {
        skipBlanks();
        auto term = isNext(u'"') ? readLiteral() : readTerm();
        if (!term) {
            return failure(term);
        }
        sum.push_back(std::move(*term));
        skipBlanks();
    } while (take(u'+'));
    return sum;
}

Result<JsonPath::Term> JsonPathReader::readLiteral()
{
    take(u'"');
    const qsizetype end = m_text.indexOf(u'"', m_at);
    if (end < 0) {
        return wrong(tr("the closing quote is missing"));
    }
    Term term{.isLiteral = true, .literal = m_text.mid(m_at, end - m_at).trimmed()};
    if (term.literal.isEmpty()) {
        return wrong(tr("there is nothing in the quotes"));
    }
    m_at = end + 1;
    return term;
}

Result<JsonPath::Term> JsonPathReader::readTerm()
{
    Term term;
    term.fromTop = take(u'$');
    // A name stands at the beginning and behind every dot; a list, or the top of the body, needs none.
    if (term.fromTop ? take(u'.') : !isNext(u'[')) {
        ONLYONCE_TRY(readMember(term.steps));
    }
    for (;;) {
        if (take(u'[')) {
            ONLYONCE_TRY(readIndex(term.steps));
        } else if (take(u'.')) {
            ONLYONCE_TRY(readMember(term.steps));
        } else {
            return term;
        }
    }
}

Result<> JsonPathReader::readMember(std::vector<Step> &steps)
{
    const qsizetype from = m_at;
    while (m_at < m_text.size() && !QStringView(u".[]|+\"").contains(m_text.at(m_at))) {
        ++m_at;
    }
    const QString name = m_text.mid(from, m_at - from).trimmed();
    if (name.isEmpty()) {
        return wrong(tr("a name is missing"));
    }
    steps.push_back({.kind = Step::Kind::Member, .name = name});
    return {};
}

Result<> JsonPathReader::readIndex(std::vector<Step> &steps)
{
    constexpr qsizetype mostDigits = 6;
    const qsizetype end = m_text.indexOf(u']', m_at);
    const QString inside = m_text.mid(m_at, end < 0 ? 0 : end - m_at).trimmed();
    const bool isNumber = !inside.isEmpty() && inside.size() <= mostDigits
                       && std::ranges::all_of(inside, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isNumber && inside != u"*") {
        return wrong(tr("write [0], [1] and so on for one entry of a list, or [*] for each"));
    }
    m_at = end + 1;
    steps.push_back({.kind = isNumber ? Step::Kind::Nth : Step::Kind::Each, .index = inside.toInt()});
    return {};
}

bool JsonPathReader::isNext(QChar c) const
{
    return m_at < m_text.size() && m_text.at(m_at) == c;
}

bool JsonPathReader::take(QChar c)
{
    const bool taken = isNext(c);
    m_at += taken ? 1 : 0;
    return taken;
}

void JsonPathReader::skipBlanks()
{
    while (m_at < m_text.size() && m_text.at(m_at).isSpace()) {
        ++m_at;
    }
}

std::unexpected<Error> JsonPathReader::wrong(const QString &why) const
{
    return fail(ErrorCode::Invalid, tr("“%1” is not a path: at character %2, %3.")
                                        .arg(fields::oneLine(m_text, longestShown), QString::number(m_at + 1), why));
}

}  // namespace onlyonce
