// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/transaction.h"

#include <QSqlQuery>

#include <sqlite3.h>

namespace onlyonce {

bool Row::isNull(int column) const
{
    return m_statement ? sqlite3_column_type(m_statement, column) == SQLITE_NULL : m_query->isNull(column);
}

qint64 Row::integer(int column) const
{
    return m_statement ? sqlite3_column_int64(m_statement, column) : m_query->value(column).toLongLong();
}

double Row::real(int column) const
{
    return m_statement ? sqlite3_column_double(m_statement, column) : m_query->value(column).toDouble();
}

QString Row::text(int column) const
{
    if (!m_statement) {
        return m_query->value(column).toString();
    }
    // The text before its length: the length is that of the text only once SQLite has made it one.
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(text, sqlite3_column_bytes(m_statement, column));
}

QByteArray Row::bytes(int column) const
{
    if (!m_statement) {
        return m_query->value(column).toByteArray();
    }
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {bytes, sqlite3_column_bytes(m_statement, column)};
}

}  // namespace onlyonce
