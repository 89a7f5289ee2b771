// SPDX-License-Identifier: GPL-3.0-or-later
// Prometheus' label matchers, as Alertmanager's API and its silences write them: service="sign-in", region=~"eu-.*".
// Source: prometheus.io/docs/alerting/latest/configuration/#label-matchers.
#pragma once

#include "models/base/result.h"

#include <QJsonObject>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <vector>

namespace onlyonce {

class Matcher
{
public:
    enum class Operator { Equal, NotEqual, Matches, NotMatches };

    //! `name="value"`, `name!="value"`, `name=~"expression"`, `name!~"expression"`; the quotes may be missing, spaces around
    //! the operator may be there. Invalid, naming what is wrong, for anything else. An expression matches whole values.
    [[nodiscard]] static Result<Matcher> parse(const QString &text);

    //! name="value".
    [[nodiscard]] static Matcher equal(const QString &name, const QString &value);

    //! A label that is missing is the empty text.
    [[nodiscard]] bool matches(const QJsonObject &labels) const;

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] Operator op() const { return m_operator; }
    [[nodiscard]] const QString &value() const { return m_value; }
    [[nodiscard]] QString text() const;  //!< as parse() takes it

private:
    QString m_name;
    Operator m_operator = Operator::Equal;
    QString m_value;
    QRegularExpression m_expression;
};

using Matchers = std::vector<Matcher>;

//! As a person writes several: with commas between them, outside of quotes. Invalid names the one that is wrong.
[[nodiscard]] Result<Matchers> parseMatchers(const QString &line);

//! @name As they are stored and shown; what is no matcher is left out.
//! @{
[[nodiscard]] QStringList textsOf(const Matchers &matchers);
[[nodiscard]] Matchers matchersFrom(const QStringList &texts);
//! @}

[[nodiscard]] bool allMatch(const Matchers &matchers, const QJsonObject &labels);

}  // namespace onlyonce
