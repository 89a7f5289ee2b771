// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the text of a path from left to right.
#pragma once

#include "models/alerts/sources/jsonpath.h"

namespace onlyonce {

class JsonPathReader
{
public:
    explicit JsonPathReader(QString text);

    //! As JsonPath::parse().
    [[nodiscard]] Result<JsonPath> read();

private:
    using Step = JsonPath::Step;
    using Term = JsonPath::Term;

    [[nodiscard]] Result<JsonPath::Sum> readSum();
    [[nodiscard]] Result<Term> readTerm();
    [[nodiscard]] Result<Term> readLiteral();
    [[nodiscard]] Result<> readMember(std::vector<Step> &steps);
    [[nodiscard]] Result<> readIndex(std::vector<Step> &steps);

    [[nodiscard]] bool isNext(QChar c) const;
    bool take(QChar c);
    void skipBlanks();
    [[nodiscard]] std::unexpected<Error> wrong(const QString &why) const;

    QString m_text;
    qsizetype m_at = 0;
};

}  // namespace onlyonce
