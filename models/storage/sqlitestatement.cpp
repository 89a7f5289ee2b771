// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sqlitestatement.h"

#include <sqlite3.h>

namespace onlyonce {

std::unique_ptr<SqliteStatement> SqliteStatement::prepare(sqlite3 *handle, const QString &sql)
{
    const QByteArray text = sql.toUtf8();
    sqlite3_stmt *statement = nullptr;
    const int code =
        sqlite3_prepare_v3(handle, text.constData(), int(text.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return code == SQLITE_OK && statement ? std::unique_ptr<SqliteStatement>(new SqliteStatement(statement)) : nullptr;
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

bool SqliteStatement::bind(const QVariantList &values)
{
    m_texts.reserve(size_t(values.size()));  // what has been bound must not move
    for (int i = 0; i < values.size(); ++i) {
        const QVariant &value = values.at(i);
        int code = SQLITE_OK;
        switch (value.typeId()) {
        case QMetaType::UnknownType:
            code = sqlite3_bind_null(m_statement, i + 1);
            break;
        case QMetaType::LongLong:
            code = sqlite3_bind_int64(m_statement, i + 1, *static_cast<const qint64 *>(value.constData()));
            break;
        case QMetaType::Double:
            code = sqlite3_bind_double(m_statement, i + 1, value.toDouble());
            break;
        case QMetaType::QByteArray: {
            const QByteArray &bytes = m_texts.emplace_back(value.toByteArray());
            code =
                sqlite3_bind_blob64(m_statement, i + 1, bytes.constData(), sqlite3_uint64(bytes.size()), SQLITE_STATIC);
            break;
        }
        case QMetaType::QString: {
            const QByteArray &text = m_texts.emplace_back(static_cast<const QString *>(value.constData())->toUtf8());
            code = sqlite3_bind_text64(m_statement, i + 1, text.constData(), sqlite3_uint64(text.size()), SQLITE_STATIC,
                                       SQLITE_UTF8);
            break;
        }
        default:
            return false;
        }
        if (code != SQLITE_OK) {
            return false;
        }
    }
    return true;
}

int SqliteStatement::step()
{
    return sqlite3_step(m_statement);
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_texts.clear();
}

}  // namespace onlyonce
