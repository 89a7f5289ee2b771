// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/jsonpath.h"

#include "models/alerts/sources/fields.h"
#include "models/alerts/sources/jsonpathreader.h"
#include "models/base/tr.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr size_t mostTexts = 100;  // joined into one
constexpr qsizetype longestShown = 60;

QString shown(const QString &text)
{
    return fields::oneLine(text, longestShown);
}

//! Datadog leaves "$HOSTNAME" where it has none, UptimeRobot "*monitorURL*"; both, and scripts, write their empty value.
bool isFilledIn(const QString &text)
{
    static const QRegularExpression leftOver(QStringLiteral("^(\\$[A-Z][A-Z_].*|\\*[A-Za-z]+\\*|[Nn]ull|None)?$"),
                                             QRegularExpression::DotMatchesEverythingOption);
    constexpr qsizetype longestLeftOver = 200;
    const QString trimmed = text.trimmed();
    return trimmed.size() > longestLeftOver || !leftOver.match(trimmed).hasMatch();
}

bool isFilledIn(const QJsonValue &value)
{
    return value.isString() ? isFilledIn(value.toString()) : !value.isNull() && !value.isUndefined();
}

//! The value of that name in an object, a list of named values, or a text that is such a list.
QJsonValue member(const QJsonValue &value, const QString &name)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        const auto found = object.constFind(name);
        if (found != object.constEnd()) {
            return *found;
        }
        const auto [itsName, itsValue] = namedValue(object);
        return itsName == name ? itsValue : QJsonValue(QJsonValue::Undefined);
    }
    if (value.isString()) {
        for (const QString &part : commaParts(value.toString())) {
            if (const auto [itsName, itsValue] = namedValue(part); itsName == name) {
                return itsValue;
            }
        }
    }
    if (value.isArray()) {
        const QJsonArray list = value.toArray();
        for (const QJsonValue item : list) {
            const auto named = item.isObject() ? namedValue(item.toObject())
                                               : std::pair<QString, QJsonValue>(namedValue(item.toString()));
            if (named.first == name) {
                return named.second;
            }
        }
    }
    return QJsonValue::Undefined;
}

QString typeOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Object:
        return tr("an object");
    case QJsonValue::Array:
        return tr("a list");
    case QJsonValue::String:
        return tr("a text");
    case QJsonValue::Double:
        return tr("a number");
    case QJsonValue::Bool:
        return tr("true or false");
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return tr("empty");
}

QString joined(const std::vector<QJsonValue> &values)
{
    QStringList texts;
    for (const QJsonValue &value : values) {
        const QString text = fields::word(value).trimmed();
        if (!text.isEmpty()) {
            texts << text;
        }
    }
    return texts.join(QStringLiteral(", "));
}

}  // namespace

QStringList commaParts(const QString &text)
{
    constexpr qsizetype longestTakenApart = 10'000;  // millions of parts would take a hundred times their room
    QStringList parts = text.left(longestTakenApart).split(u',', Qt::SkipEmptyParts);
    for (QString &part : parts) {
        part = part.trimmed();
    }
    parts.removeAll(QString());
    return parts;
}

std::pair<QString, QString> namedValue(const QString &text)
{
    const auto sign = std::ranges::find_if(text, [](QChar c) { return c == u':' || c == u'='; });
    const qsizetype at = sign - text.cbegin();
    return sign == text.cend() ? std::pair<QString, QString>()
                               : std::pair(text.left(at).trimmed(), text.mid(at + 1).trimmed());
}

std::pair<QString, QJsonValue> namedValue(const QJsonObject &object)
{
    for (const QLatin1StringView name :
         {QLatin1StringView("name"), QLatin1StringView("key"), QLatin1StringView("tag")}) {
        if (object.value(name).isString() && object.contains(QLatin1StringView("value"))) {
            return {object.value(name).toString(), object.value(QLatin1StringView("value"))};
        }
    }
    return {};
}

QString JsonPath::lastName() const
{
    for (const Sum &sum : m_alternatives) {
        for (const Term &term : sum) {
            const auto last = std::find_if(term.steps.rbegin(), term.steps.rend(),
                                           [](const Step &step) { return step.kind == Step::Kind::Member; });
            if (last != term.steps.rend()) {
                return last->name;
            }
        }
    }
    return {};
}

void JsonPath::follow(const QJsonValue &value, std::span<const Step> steps, size_t most, std::vector<QJsonValue> &found)
{
    if (found.size() >= most || !isFilledIn(value)) {
        return;
    }
    if (steps.empty()) {
        found.push_back(value);
        return;
    }
    const Step &step = steps.front();
    switch (step.kind) {
    case Step::Kind::Member:
        follow(member(value, step.name), steps.subspan(1), most, found);
        return;
    case Step::Kind::Nth:
        follow(value.toArray().at(step.index), steps.subspan(1), most, found);
        return;
    case Step::Kind::Each:
        const QJsonArray list =
            value.isString() ? QJsonArray::fromStringList(commaParts(value.toString())) : value.toArray();
        for (const QJsonValue item : list) {
            follow(item, steps.subspan(1), most, found);
        }
        return;
    }
}

QString JsonPath::textOf(const Sum &sum, const QJsonValue &from, const QJsonValue &body)
{
    QStringList parts;
    for (const Term &term : sum) {
        QString part = term.literal;
        if (!term.isLiteral) {
            part = joined(findTerm(term, from, body, mostTexts).values);
        }
        if (part.isEmpty()) {
            return {};
        }
        parts << part;
    }
    return parts.join(u' ');
}

QString JsonPath::text(const QJsonValue &from, const QJsonValue &body) const
{
    for (const Sum &sum : m_alternatives) {
        QString text = textOf(sum, from, body);
        if (!text.isEmpty()) {
            return text;
        }
    }
    return {};
}

JsonPath::Found JsonPath::findTerm(const Term &term, const QJsonValue &from, const QJsonValue &body, size_t most)
{
    Found found;
    follow(term.fromTop ? body : from, term.steps, most, found.values);
    found.isList = !term.steps.empty() && term.steps.back().kind == Step::Kind::Each;
    if (found.values.size() == 1 && found.values.front().isArray()) {
        const QJsonArray list = found.values.front().toArray();
        found.values.assign(list.begin(), list.begin() + std::min(list.size(), qsizetype(most)));
        found.isList = true;
    }
    return found;
}

JsonPath::Found JsonPath::find(const QJsonValue &from, const QJsonValue &body, size_t most) const
{
    for (const Sum &sum : m_alternatives) {
        Found found;
        if (sum.size() == 1 && !sum.front().isLiteral) {
            found = findTerm(sum.front(), from, body, most);
        } else if (const QString text = textOf(sum, from, body); !text.isEmpty()) {
            found.values.emplace_back(text);
        }
        if (!found.values.empty()) {
            return found;
        }
    }
    return {};
}

bool JsonPath::isEmptyList(const QJsonValue &from) const
{
    const auto isEmpty = [](const QJsonValue &value) { return value.isArray() && value.toArray().isEmpty(); };
    for (const Sum &sum : m_alternatives) {
        const std::vector<Step> &steps = sum.front().steps;
        for (size_t length = 0; length <= steps.size(); ++length) {
            std::vector<QJsonValue> found;
            follow(from, std::span(steps).first(length), mostTexts, found);
            if (!found.empty() && std::ranges::all_of(found, isEmpty)) {
                return true;
            }
        }
    }
    return false;
}

QString JsonPath::whyNot(const Term &term, const QJsonValue &start)
{
    QJsonValue value = start;
    QString place = term.fromTop ? QStringLiteral("$") : QString();
    const auto here = [&place] { return place.isEmpty() ? tr("the alert") : shown(place); };
    for (const Step &step : term.steps) {
        const bool wantsMember = step.kind == Step::Kind::Member;
        if (step.kind == Step::Kind::Each && value.isString()) {
            continue;  // its parts between commas
        }
        const QJsonValue next =
            wantsMember ? member(value, step.name) : value.toArray().at(step.kind == Step::Kind::Nth ? step.index : 0);
        const QString before = here();
        if (wantsMember) {
            place += (place.isEmpty() ? QString() : QStringLiteral(".")) + step.name;
        } else {
            place += step.kind == Step::Kind::Nth ? QStringLiteral("[%1]").arg(step.index) : QStringLiteral("[*]");
        }
        if (!next.isUndefined()) {
            value = next;
        } else if (!wantsMember && value.isArray()) {
            return value.toArray().isEmpty()
                     ? tr("%1 is an empty list.").arg(before)
                     : tr("%1 has only %2 entries.").arg(before, QString::number(value.toArray().size()));
        } else if (wantsMember && (value.isObject() || value.isArray())) {
            return tr("There is no “%1” in %2.").arg(shown(step.name), before);
        } else {
            return wantsMember ? tr("%1 is %2, so there is no “%3” in it.").arg(before, typeOf(value), shown(step.name))
                               : tr("%1 is %2, not a list.").arg(before, typeOf(value));
        }
    }
    if (value.isString() && !value.toString().trimmed().isEmpty()) {
        return tr("%1 was not filled in by its sender: “%2”.").arg(here(), shown(value.toString()));
    }
    return value.isObject() || value.isArray() ? tr("%1 is %2, not a text.").arg(here(), typeOf(value))
                                               : tr("%1 is empty.").arg(here());
}

QString JsonPath::whyNot(const QJsonValue &from, const QJsonValue &body) const
{
    QStringList sentences;
    for (const Sum &sum : m_alternatives) {
        const auto missing = std::ranges::find_if(
            sum, [&](const Term &term) { return !term.isLiteral && textOf({term}, from, body).isEmpty(); });
        if (missing != sum.end()) {
            const QString sentence = whyNot(*missing, missing->fromTop ? body : from);
            if (!sentences.contains(sentence)) {
                sentences << sentence;
            }
        }
    }
    return sentences.mid(0, 5).join(u' ');
}

Result<JsonPath> JsonPath::parse(const QString &text)
{
    return JsonPathReader(text).read();
}

}  // namespace onlyonce
