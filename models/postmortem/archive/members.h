// SPDX-License-Identifier: GPL-3.0-or-later
// Reads JSON that people may have written: what is not as expected is said with the way to it. Internal to this room.
#pragma once

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/postmortem/editing.h"

#include <optional>

namespace onlyonce::archive {

inline constexpr int longestText = 1'000'000;

//! Members of an object by name. The first that is missing or of another type is remembered, with the way to it; what is
//! read after that is empty and never used.
class Members
{
public:
    Members(const QJsonValue &value, const QString &path, std::optional<Error> &problem)
        : m_object(value.toObject())
        , m_path(path)
        , m_problem(problem)
    {
        if (!value.isObject()) {
            complain(m_path, tr("an object is expected"));
        }
    }

    [[nodiscard]] QString text(const char *key)
    {
        const QJsonValue value = at(key);
        if (!value.isString()) {
            complain(pathTo(key), tr("a text is expected"));
        } else if (const auto storable = detail::checkText(value.toString(), tr("The text"), longestText); !storable) {
            complain(pathTo(key), storable.error().message);
        }
        return value.toString();
    }
    //! What is written as base64; however long.
    [[nodiscard]] QByteArray content(const char *key)
    {
        const QByteArray text = at(key).toString().toLatin1();
        auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
        if (!at(key).isString() || !decoded) {
            complain(pathTo(key), tr("a text in base64 is expected"));
        }
        return *decoded;
    }
    [[nodiscard]] QString maybeText(const char *key) { return at(key).isNull() ? QString() : text(key); }
    [[nodiscard]] bool flag(const char *key)
    {
        if (!at(key).isBool()) {
            complain(pathTo(key), tr("true or false is expected"));
        }
        return at(key).toBool();
    }
    //! Of something that stands in the file, from 1; 0 for null.
    [[nodiscard]] int place(const char *key, size_t count)
    {
        const QJsonValue value = at(key);
        const int number = value.toInt(-1);
        if (!value.isNull() && (number < 1 || size_t(number) > count)) {
            complain(pathTo(key), tr("a number from 1 to %1 is expected").arg(count));
        }
        return value.isNull() ? 0 : number;
    }
    [[nodiscard]] qint64 number(const char *key)
    {
        if (!at(key).isDouble()) {
            complain(pathTo(key), tr("a number is expected"));
        }
        return at(key).toInteger();
    }
    //! What `from` makes of the text.
    template <typename From>
    [[nodiscard]] auto read(const char *key, From from)
    {
        auto result = from(text(key));
        if (!result) {
            complain(pathTo(key), result.error().message);
        }
        using Value = std::remove_cvref_t<decltype(*result)>;
        return result ? *result : Value{};
    }
    [[nodiscard]] std::optional<Instant> maybeTime(const char *key)
    {
        return at(key).isNull() ? std::nullopt
                                : std::optional(read(key, [](const QString &word) { return parseMachineTime(word); }));
    }
    [[nodiscard]] Instant time(const char *key)
    {
        return read(key, [](const QString &word) { return parseMachineTime(word); });
    }
    //! Names, each of a line.
    [[nodiscard]] QStringList names(const char *key)
    {
        constexpr int longest = 300;
        QStringList result;
        for (const auto value : array(key)) {
            const QString name = value.toString();
            if (!value.isString()) {
                complain(pathTo(key), tr("a list of texts is expected"));
            } else if (const auto sound = detail::checkText(name, tr("A name"), longest); !sound) {
                complain(pathTo(key), sound.error().message);
            }
            result += name;
        }
        return result;
    }
    [[nodiscard]] Members object(const char *key) { return {at(key), pathTo(key), m_problem}; }
    template <typename Visit>
    void each(const char *key, Visit visit)
    {
        int index = 0;
        for (const auto value : array(key)) {
            visit(Members(value, QStringLiteral("%1[%2]").arg(pathTo(key)).arg(++index), m_problem));
        }
    }
    [[nodiscard]] QJsonValue at(const char *key) const { return m_object.value(QLatin1StringView(key)); }
    [[nodiscard]] bool has(const char *key) const { return m_object.contains(QLatin1StringView(key)); }
    [[nodiscard]] QStringList keys() const { return m_object.keys(); }

    void complain(const QString &path, const QString &what)
    {
        if (!m_problem) {
            m_problem =
                Error{ErrorCode::Invalid, tr("%1: %2.").arg(path, what.endsWith(u'.') ? what.chopped(1) : what), {}};
        }
    }

private:
    [[nodiscard]] QString pathTo(const char *key) const
    {
        return m_path.isEmpty() ? QString::fromLatin1(key) : m_path + u'.' + QLatin1StringView(key);
    }
    [[nodiscard]] QJsonArray array(const char *key)
    {
        if (!at(key).isArray()) {
            complain(pathTo(key), tr("a list is expected"));
        }
        return at(key).toArray();
    }

    QJsonObject m_object;
    QString m_path;
    std::optional<Error> &m_problem;
};

}  // namespace onlyonce::archive
