// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a text out of the database for good: wherever it stands, a mark stands afterwards, in the audit trail too, whose
// chain holds. Each slice says where it keeps texts; what was overwritten is remembered by place, never by content, so
// that it can be overwritten again in a copy that was taken before.
#pragma once

#include "models/storage/transaction.h"

#include <QStringList>

#include <vector>

namespace onlyonce {

using RedactionId = Id<struct RedactionTag>;

//! Columns of one table in which people's or machines' texts stand. SQL: only *table.cpp files make them.
struct TextPlace
{
    QString table;
    QString key = QStringLiteral("id");  //!< an integer column by which a row is named; may name several
    QStringList columns;
    QString ofIncident = {};  //!< a condition with one ? for the incident; empty: the rows of all incidents
    bool bytes = false;       //!< the columns are bytes
    bool versioned = false;   //!< it has a version, which moves: whoever edits it at the moment sees a conflict
};
using TextPlaces = std::vector<TextPlace>;

struct Redaction
{
    RedactionId id;  //!< none yet: only to be looked at
    qint64 incident = 0;
    QStringList texts;  //!< every spelling of what is to go; the longest first

    [[nodiscard]] bool isIn(const QString &text) const;
    [[nodiscard]] QString applied(QString text) const;
    [[nodiscard]] QByteArray applied(QByteArray bytes) const;
};

//! What stands in the place of what was there.
[[nodiscard]] QString redactionMark();

struct RedactedPlace
{
    QString place;  //!< table
    qint64 row = 0;
    QString field;

    friend bool operator==(const RedactedPlace &, const RedactedPlace &) = default;
};
using RedactedPlaces = std::vector<RedactedPlace>;

//! Remembers who and why (the transaction says who and when), and readies SQLite to leave nothing of what is overwritten
//! in the file; the log is emptied after the commit.
[[nodiscard]] Result<RedactionId> beginRedaction(Transaction &transaction, qint64 incident, const QString &reason);
[[nodiscard]] Result<> endRedaction(Transaction &transaction);
//! Once per place; again is no error.
[[nodiscard]] Result<> rememberPlace(Transaction &transaction, RedactionId id, const RedactedPlace &place);

//! Where the texts stand. Overwrites them if the redaction has begun.
[[nodiscard]] Result<RedactedPlaces> redactPlaces(Transaction &transaction, const Redaction &redaction,
                                                  const TextPlaces &places);
//! The same for the audit trail, of whatever incident.
[[nodiscard]] Result<RedactedPlaces> redactAudit(Transaction &transaction, const Redaction &redaction);

//! @name Again in a copy.
//! @{
struct RedactedValue
{
    RedactedPlace place;
    QVariant value;  //!< what stands there now; the mark where the row is no more
};
struct KnownRedaction
{
    RedactionId id;
    qint64 incident = 0;
    Instant at;
    ActorId actor;
    QString reason;
};
//! What came after the redaction `last`, oldest first.
[[nodiscard]] Result<std::vector<KnownRedaction>> redactionsAfter(Transaction &transaction, RedactionId last);
[[nodiscard]] Result<RedactionId> lastRedaction(Transaction &transaction);
[[nodiscard]] Result<RedactedPlaces> placesOf(Transaction &transaction, RedactionId id);
//! What stands in the places now. `all`: what the slices have said about their tables.
[[nodiscard]] Result<std::vector<RedactedValue>> valuesOf(Transaction &transaction, const RedactedPlaces &places,
                                                          const TextPlaces &all);
//! Puts them into this database, whose rows are older; how many were different.
[[nodiscard]] Result<int> putValues(Transaction &transaction, const std::vector<RedactedValue> &values,
                                    const TextPlaces &all);
//! @}

}  // namespace onlyonce
