// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a payload something stands, as a person writes it into a settings field. Pure; it must not know what the
// payload means.
//   event.service          the member "service" of the member "event"
//   alerts[0]  alerts[*]   the first of a list; each of a list, or each part of a text between commas
//   tags.service           also finds "service:login", "service=login" and {"name": "service", "value": "login"} in a list,
//                          and the first two in a text, between commas
//   $.host                 from the top of the body, where paths otherwise begin at one of its alerts
//   a|b                    b, where nothing is found at a
//   a+b                    both, with a blank between them; found when each of its parts is
//   "web"                  that text itself
#pragma once

#include "models/base/result.h"

#include <QJsonValue>
#include <QString>

#include <span>
#include <vector>

namespace onlyonce {

class JsonPath
{
public:
    //! Invalid, with the place in the text and what is wrong there. A blank text is the empty path, which finds nothing.
    [[nodiscard]] static Result<JsonPath> parse(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_alternatives.empty(); }
    [[nodiscard]] QString written() const { return m_written; }
    //! The last member's name: what a value found here is called. Empty when there is none.
    [[nodiscard]] QString lastName() const;

    struct Found
    {
        std::vector<QJsonValue> values;
        bool isList = false;  //!< they are the entries of one
    };
    //! The values of the first alternative under which any is filled in, at most `most`; for a list its entries. A value
    //! that its sender did not fill in counts as none: null, a blank text, "None", and placeholders that were left
    //! ("$HOSTNAME", "*monitorURL*"). A sum is one text.
    [[nodiscard]] Found find(const QJsonValue &from, const QJsonValue &body, size_t most) const;
    //! As one text, fit to be stored; several with commas between them. Objects have none.
    [[nodiscard]] QString text(const QJsonValue &from, const QJsonValue &body) const;
    //! There is a list, and nothing in it.
    [[nodiscard]] bool isEmptyList(const QJsonValue &from) const;
    //! Why text() is empty, in a sentence per alternative.
    [[nodiscard]] QString whyNot(const QJsonValue &from, const QJsonValue &body) const;

private:
    friend class JsonPathReader;

    struct Step
    {
        enum class Kind { Member, Nth, Each } kind = Kind::Member;
        QString name;
        qsizetype index = 0;
    };
    struct Term
    {
        bool isLiteral = false;
        bool fromTop = false;
        QString literal;
        std::vector<Step> steps;
    };
    using Sum = std::vector<Term>;

    [[nodiscard]] static Found findTerm(const Term &term, const QJsonValue &from, const QJsonValue &body, size_t most);
    static void follow(const QJsonValue &value, std::span<const Step> steps, size_t most,
                       std::vector<QJsonValue> &found);
    [[nodiscard]] static QString textOf(const Sum &sum, const QJsonValue &from, const QJsonValue &body);
    [[nodiscard]] static QString whyNot(const Term &term, const QJsonValue &start);

    QString m_written;
    std::vector<Sum> m_alternatives;
};

//! The parts of a text between commas, trimmed, without blank ones. Of a very long text its beginning.
[[nodiscard]] QStringList commaParts(const QString &text);
//! "service:login" and "service=login" taken apart; an empty name for anything else.
[[nodiscard]] std::pair<QString, QString> namedValue(const QString &text);
//! {"name": "service", "value": "login"}, also with "key" or "tag" for the name; an empty name for anything else.
[[nodiscard]] std::pair<QString, QJsonValue> namedValue(const QJsonObject &object);

}  // namespace onlyonce
