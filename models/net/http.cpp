// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/http.h"

#include <QLocale>

#include <algorithm>

namespace onlyonce {

namespace {

bool sameName(QByteArrayView left, QByteArrayView right)
{
    return left.compare(right, Qt::CaseInsensitive) == 0;
}

//! RFC 9110, 5.6.7: the one form that may be sent, and the two obsolete ones that must still be read.
std::optional<Instant> parseHttpDate(const QByteArray &text)
{
    static const QStringList forms{
        QStringLiteral("dd MMM yyyy HH:mm:ss 'GMT'"),
        QStringLiteral("dd-MMM-yy HH:mm:ss 'GMT'"),
        QStringLiteral("ddd MMM d HH:mm:ss yyyy"),
    };
    QString simplified = QString::fromLatin1(text).simplified();
    simplified.remove(0, simplified.indexOf(u',') + 1);  // the day's name says nothing that the date does not
    simplified = simplified.trimmed();
    for (const QString &form : forms) {
        QDateTime time = QLocale::c().toDateTime(simplified, form);
        if (!time.isValid()) {
            continue;
        }
        if (time.date().year() < 1970) {
            time = time.addYears(100);  // two-digit years
        }
        return fromMillis(QDateTime(time.date(), time.time(), QTimeZone::utc()).toMSecsSinceEpoch());
    }
    return std::nullopt;
}

}  // namespace

void HttpHeaders::set(QByteArrayView name, QByteArray value)
{
    const auto found =
        std::ranges::find_if(m_headers, [name](const HttpHeader &header) { return sameName(header.name, name); });
    if (found == m_headers.end()) {
        add(name.toByteArray(), std::move(value));
        return;
    }
    found->value = std::move(value);
    m_headers.erase(std::remove_if(std::next(found), m_headers.end(),
                                   [name](const HttpHeader &header) { return sameName(header.name, name); }),
                    m_headers.end());
}

void HttpHeaders::remove(QByteArrayView name)
{
    m_headers.removeIf([name](const HttpHeader &header) { return sameName(header.name, name); });
}

bool HttpHeaders::contains(QByteArrayView name) const
{
    return std::ranges::any_of(m_headers, [name](const HttpHeader &header) { return sameName(header.name, name); });
}

std::optional<QByteArray> HttpHeaders::find(QByteArrayView name) const
{
    for (const HttpHeader &header : m_headers) {
        if (sameName(header.name, name)) {
            return header.value;
        }
    }
    return std::nullopt;
}

QByteArray HttpHeaders::value(QByteArrayView name, const QByteArray &fallback) const
{
    return find(name).value_or(fallback);
}

QList<QByteArray> HttpHeaders::values(QByteArrayView name) const
{
    QList<QByteArray> values;
    for (const HttpHeader &header : m_headers) {
        if (sameName(header.name, name)) {
            values.append(header.value);
        }
    }
    return values;
}

std::optional<milliseconds> retryAfter(const HttpHeaders &headers, Instant now)
{
    const std::optional<QByteArray> value = headers.find("Retry-After");
    if (!value || value->trimmed().isEmpty()) {
        return std::nullopt;
    }
    constexpr milliseconds longest = std::chrono::days(1);
    const QByteArray text = value->trimmed();
    if (std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
        bool fits = false;
        const qint64 seconds = text.toLongLong(&fits);
        return fits && seconds < 86'400 ? milliseconds(seconds * 1000) : longest;
    }
    const std::optional<Instant> date = parseHttpDate(text);
    if (!date) {
        return std::nullopt;
    }
    return std::clamp(*date - now, milliseconds{0}, longest);
}

QString originText(const QUrl &url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

}  // namespace onlyonce
