// SPDX-License-Identifier: GPL-3.0-or-later
// What the parsers of payloads share: typed fields whose errors name the place, texts fit to be stored and shown, and (in
// labels.h) the customs by which labels tell severity, service and data centre. Pure; it must not guess what a payload
// does not say.
#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/sources/labels.h"

#include <QJsonArray>
#include <QJsonObject>

#include <initializer_list>
#include <optional>

namespace onlyonce::fields {

//! Where in a payload we are. The text is made only when an error needs it.
class Place
{
public:
    Place() = default;
    Place(QLatin1StringView list, qsizetype index)
        : m_list(list)
        , m_index(index)
    {
    }

    //! Inside an object at the top: "payload.summary".
    explicit Place(QLatin1StringView object)
        : Place(object, -1)
    {
    }

    //! "alerts[2].labels", or "labels" at the top.
    [[nodiscard]] QString of(QStringView key) const;
    [[nodiscard]] QString text() const;

private:
    QLatin1StringView m_list;
    qsizetype m_index = 0;
};

//! @name Typed fields. Absent and null are the empty value; another type than asked for is Invalid and names the place.
//! @{
[[nodiscard]] Result<QString> text(const QJsonObject &object, QLatin1StringView key, const Place &place);
//! A text, or a whole number as its digits: ids are written now so, now so.
[[nodiscard]] Result<QString> textOrNumber(const QJsonObject &object, QLatin1StringView key, const Place &place);
[[nodiscard]] Result<QJsonObject> object(const QJsonObject &object, QLatin1StringView key, const Place &place);
//! An object whose values are all texts.
[[nodiscard]] Result<QJsonObject> texts(const QJsonObject &object, QLatin1StringView key, const Place &place);
//! A count: never negative, at most INT_MAX, fractions cut.
[[nodiscard]] Result<int> count(const QJsonObject &object, QLatin1StringView key, const Place &place);
//! A machine's time. One outside the years 1970 to 9999 is none (Go's zero time is in year 1).
[[nodiscard]] Result<std::optional<Instant>> time(const QJsonObject &object, QLatin1StringView key, const Place &place);
//! A number, also one that is written as a text ("1795411538"); nothing for an empty text.
[[nodiscard]] Result<std::optional<double>> number(const QJsonObject &object, QLatin1StringView key,
                                                   const Place &place);
//! Seconds since 1970, as number(). 0 and less, and what lies after the year 9999, is none.
[[nodiscard]] Result<std::optional<Instant>> epoch(const QJsonObject &object, QLatin1StringView key,
                                                   const Place &place);
//! An array as of list().
[[nodiscard]] Result<QJsonArray> maybeList(const QJsonObject &object, QLatin1StringView key, const Place &place);
//! @}

//! A text; a number or a truth value as one. Empty for everything else: for what is not worth refusing an alert.
[[nodiscard]] QString word(const QJsonValue &value);

//! An array that must be there. Invalid when it holds more than 100,000 elements: no body within the listener's limit
//! holds that many real alerts.
[[nodiscard]] Result<QJsonArray> list(const QJsonObject &object, QLatin1StringView key);

//! Reads the fields of one object by the functions above. The first error stays in `outcome`, which several readers of one
//! payload share, and which is asked once, behind the last field; until then a wrong field looks absent.
class Reader
{
public:
    //! `outcome` outlives the reader.
    Reader(QJsonObject object, const Place &place, Result<> &outcome)
        : m_object(std::move(object))
        , m_place(place)
        , m_outcome(outcome)
    {
    }

    [[nodiscard]] QString text(QLatin1StringView key) { return kept(fields::text(m_object, key, m_place)); }
    [[nodiscard]] QString textOrNumber(QLatin1StringView key)
    {
        return kept(fields::textOrNumber(m_object, key, m_place));
    }
    [[nodiscard]] QJsonObject object(QLatin1StringView key) { return kept(fields::object(m_object, key, m_place)); }
    [[nodiscard]] QJsonArray list(QLatin1StringView key) { return kept(fields::maybeList(m_object, key, m_place)); }
    [[nodiscard]] std::optional<Instant> time(QLatin1StringView key)
    {
        return kept(fields::time(m_object, key, m_place));
    }
    [[nodiscard]] std::optional<Instant> epoch(QLatin1StringView key)
    {
        return kept(fields::epoch(m_object, key, m_place));
    }

private:
    template <typename T>
    T kept(Result<T> read)
    {
        if (read) {
            return std::move(*read);
        }
        if (m_outcome) {
            m_outcome = failure(read);
        }
        return T{};
    }

    QJsonObject m_object;
    Place m_place;
    Result<> &m_outcome;
};

//! A source's clock may run ahead of ours: what lies after the receipt is not known.
[[nodiscard]] std::optional<Instant> notAfter(std::optional<Instant> time, Instant receivedAt);

//! A line fit to be shown (see shortLine()) of at most `longest` characters.
[[nodiscard]] QString oneLine(const QString &text, qsizetype longest = longestLine);
//! These names with their values, without the empty ones.
[[nodiscard]] QJsonObject filled(std::initializer_list<std::pair<const char *, QString>> texts);
//! The address if it is http or https and fit to be shown; else empty.
[[nodiscard]] QString webLink(const QString &text);

//! Fit to be a key: at most 200 characters without control characters; anything else by its SHA-256.
[[nodiscard]] QString key(const QString &fingerprint);

//! The part of a guide() that is the same for all who push: what to do when they cannot reach this machine. Markdown.
[[nodiscard]] QString behindNat();

}  // namespace onlyonce::fields
