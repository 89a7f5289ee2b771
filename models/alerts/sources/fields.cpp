// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/fields.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cmath>
#include <limits>

namespace onlyonce::fields {

namespace {

constexpr qsizetype mostAlerts = 100'000;
constexpr qsizetype longestKey = 200;
constexpr qsizetype longestLink = 8192;

std::unexpected<Error> wrongType(const QString &place, const QString &wanted)
{
    return fail(ErrorCode::Invalid, tr("%1 is not %2.").arg(place, wanted));
}

//! Names come from the sender: neither control characters nor a novel belong into an error.
QString shown(QStringView key)
{
    QString text = key.left(60).toString();
    std::ranges::replace_if(text, [](QChar c) { return !c.isPrint(); }, QChar(QChar::ReplacementCharacter));
    return text;
}

//! What both engines store and give back unchanged: no U+0000 (PostgreSQL), no half of a surrogate pair (UTF-8).
QString storable(QString text)
{
    if (!text.isValidUtf16() || text.contains(QChar(u'\0'))) {
        for (qsizetype i = 0; i < text.size(); ++i) {
            const QChar c = text.at(i);
            if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
                ++i;
            } else if (c.isSurrogate() || c.isNull()) {
                text[i] = QChar::ReplacementCharacter;
            }
        }
    }
    return text;
}

Result<QJsonArray> checkedList(const QJsonValue &value, const QString &place)
{
    if (!value.isArray()) {
        return wrongType(place, tr("a list"));
    }
    QJsonArray array = value.toArray();
    if (array.size() > mostAlerts) {
        return fail(ErrorCode::Invalid, tr("%1 holds %2 alerts; at most %3 are taken at once.")
                                            .arg(place, QString::number(array.size()), QString::number(mostAlerts)));
    }
    return array;
}

}  // namespace

QString Place::of(QStringView key) const
{
    return m_list.isEmpty() ? shown(key) : text() + QLatin1Char('.') + shown(key);
}

QString Place::text() const
{
    return m_index < 0 ? QString(m_list) : QStringLiteral("%1[%2]").arg(m_list).arg(m_index);
}

Result<QString> text(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const QJsonValue value = object.value(key);
    if (value.isString()) {
        return storable(value.toString());
    }
    if (value.isUndefined() || value.isNull()) {
        return QString();
    }
    return wrongType(place.of(QString(key)), tr("a text"));
}

Result<QString> textOrNumber(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const QJsonValue value = object.value(key);
    if (!value.isDouble()) {
        return text(object, key, place);
    }
    if (const double number = value.toDouble(); std::floor(number) != number || std::abs(number) >= 0x1p63) {
        return wrongType(place.of(QString(key)), tr("a whole number"));
    }
    return QString::number(value.toInteger());
}

Result<QJsonObject> object(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const QJsonValue value = object.value(key);
    if (value.isObject()) {
        return value.toObject();
    }
    if (value.isUndefined() || value.isNull()) {
        return QJsonObject();
    }
    return wrongType(place.of(QString(key)), tr("an object"));
}

Result<QJsonObject> texts(const QJsonObject &parent, QLatin1StringView key, const Place &place)
{
    auto found = object(parent, key, place);
    if (!found) {
        return found;
    }
    for (auto entry = found->constBegin(); entry != found->constEnd(); ++entry) {
        if (!entry.value().isString()) {
            return wrongType(place.of(QString(key)) + QLatin1Char('.') + shown(entry.key()), tr("a text"));
        }
    }
    return found;
}

Result<int> count(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const QJsonValue value = object.value(key);
    if (value.isUndefined() || value.isNull()) {
        return 0;
    }
    if (!value.isDouble()) {
        return wrongType(place.of(QString(key)), tr("a number"));
    }
    return int(std::clamp(value.toDouble(), 0.0, double(std::numeric_limits<int>::max())));
}

Result<std::optional<Instant>> time(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const auto written = text(object, key, place);
    if (!written) {
        return failure(written);
    }
    if (written->isEmpty() || written->startsWith(QLatin1StringView("0001-01-01T00:00:00"))) {
        return std::nullopt;
    }
    if (const auto parsed = parseMachineTime(*written)) {
        return *parsed;
    }
    if (QDateTime::fromString(written->trimmed(), Qt::ISODateWithMs).isValid()) {
        return std::nullopt;
    }
    return wrongType(place.of(QString(key)), tr("a time like 2026-11-23T14:05:00Z"));
}

Result<std::optional<double>> number(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const QJsonValue value = object.value(key);
    const QString written = value.isString() ? value.toString().trimmed() : QString();
    if (value.isUndefined() || value.isNull() || (value.isString() && written.isEmpty())) {
        return std::nullopt;
    }
    bool ok = value.isDouble();
    const double found = ok ? value.toDouble() : written.toDouble(&ok);
    if (!ok || !std::isfinite(found)) {
        return wrongType(place.of(QString(key)), tr("a number"));
    }
    return found;
}

Result<std::optional<Instant>> epoch(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const auto seconds = number(object, key, place);
    if (!seconds) {
        return failure(seconds);
    }
    constexpr double year10000 = 253'402'300'800;
    const bool isTime = *seconds && **seconds > 0 && **seconds < year10000;
    return isTime ? std::optional(fromMillis(qint64(**seconds * 1000))) : std::nullopt;
}

QString word(const QJsonValue &value)
{
    if (value.isString()) {
        return storable(value.toString());
    }
    return value.isDouble() || value.isBool() ? value.toVariant().toString() : QString();
}

Result<QJsonArray> list(const QJsonObject &object, QLatin1StringView key)
{
    return checkedList(object.value(key), QString(key));
}

Result<QJsonArray> maybeList(const QJsonObject &object, QLatin1StringView key, const Place &place)
{
    const QJsonValue value = object.value(key);
    const bool isNone = value.isUndefined() || value.isNull();
    return isNone ? QJsonArray() : checkedList(value, place.of(QString(key)));
}

std::optional<Instant> notAfter(std::optional<Instant> time, Instant receivedAt)
{
    return time && *time > receivedAt ? std::nullopt : time;
}

QString oneLine(const QString &text, qsizetype longest)
{
    const auto plain = [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7F; };
    const bool clean = std::ranges::all_of(text, [&](QChar c) { return plain(c) || c == QLatin1Char(' '); });
    const bool spaced = clean && !text.startsWith(QLatin1Char(' ')) && !text.endsWith(QLatin1Char(' '))
                     && !text.contains(QLatin1StringView("  "));
    if (spaced && text.size() <= longest) {
        return text;  // nearly always
    }
    return shortLine(QStringView(text).left(4 * longest), longest);
}

QJsonObject filled(std::initializer_list<std::pair<const char *, QString>> texts)
{
    QJsonObject result;
    for (const auto &[name, text] : texts) {
        if (!text.isEmpty()) {
            result.insert(QLatin1StringView(name), text);
        }
    }
    return result;
}

QString webLink(const QString &text)
{
    const bool web = text.startsWith(QLatin1StringView("http://"), Qt::CaseInsensitive)
                  || text.startsWith(QLatin1StringView("https://"), Qt::CaseInsensitive);
    const bool fit = std::ranges::all_of(text, [](QChar c) { return c.unicode() > 0x20 && c.unicode() != 0x7F; });
    const bool whole = !text.endsWith(QLatin1StringView("://")) && text.size() <= longestLink;
    return web && fit && whole ? text : QString();
}

QString key(const QString &fingerprint)
{
    const bool fit = fingerprint.size() <= longestKey && std::ranges::all_of(fingerprint, [](QChar c) {
                         return c.unicode() >= 0x20 && c.unicode() != 0x7F;
                     });
    if (fit) {
        return fingerprint;
    }
    return QString::fromLatin1(QCryptographicHash::hash(fingerprint.toUtf8(), QCryptographicHash::Sha256).toHex());
}

QString behindNat()
{
    return tr("If this machine is behind NAT, run `onlyonce serve` with the same PostgreSQL database where the sender "
              "can reach it, or let it come in by a tunnel.");
}

}  // namespace onlyonce::fields
