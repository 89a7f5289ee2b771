// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/auditchain.h"

#include "models/base/tr.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

namespace onlyonce {

namespace {

constexpr int step = 1000;

//! A hash over items of any length that no other items have.
class Items
{
public:
    Items &add(const std::optional<QString> &text)
    {
        if (!text) {
            m_hash.addData("-");
            return *this;
        }
        const QByteArray bytes = text->toUtf8();
        m_hash.addData(QByteArray::number(bytes.size()) + ':' + bytes);
        return *this;
    }
    Items &add(qint64 number) { return add(QString::number(number)); }
    [[nodiscard]] QString hash() const { return QString::fromLatin1(m_hash.result().toHex()); }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

QString contentHash(const std::optional<QString> &salt, const FieldChange &change)
{
    return Items().add(salt).add(change.oldValue).add(change.newValue).add(change.reason).hash();
}

QString chainHash(const QString &before, const AuditRow &row, const QString &content)
{
    const std::optional<QString> actor = row.actor ? std::optional(QString::number(row.actor.value)) : std::nullopt;
    return Items()
        .add(before)
        .add(row.id)
        .add(toMillis(row.at))
        .add(actor)
        .add(row.change.entity)
        .add(row.change.entityId)
        .add(row.change.field)
        .add(content)
        .hash();
}

QString freshSalt()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toHex());
}

std::optional<QString> textOrNone(const Row &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(row.text(column));
}

Result<> link(Transaction &transaction, const AuditRow &row, QString &before, bool late)
{
    const QString salt = freshSalt();
    const QString content = contentHash(salt, row.change);
    before = chainHash(before, row, content);
    auto done = transaction.exec(
        QStringLiteral(
            "INSERT INTO audit_link (audit_id, salt, content_hash, chain_hash, late) VALUES (?, ?, ?, ?, ?)"),
        row.id, salt, content, before, late);
    return done ? Result<>() : failure(done);
}

Error broken(qint64 id, const QString &what)
{
    return {ErrorCode::Damaged, tr("The audit trail was changed by another program: row %1 %2.").arg(id).arg(what), {}};
}

Result<> verifyLink(const AuditLink &each, const QString &before)
{
    if (!each.hasRow) {
        return std::unexpected(broken(each.row.id, tr("is missing")));
    }
    if (each.salt ? contentHash(each.salt, each.row.change) != each.contentHash : !each.redacted) {
        return std::unexpected(broken(each.row.id, tr("no longer says what it said")));
    }
    if (chainHash(before, each.row, each.contentHash) != each.chainHash) {
        return std::unexpected(broken(each.row.id, tr("does not follow from the one before it")));
    }
    return {};
}

}  // namespace

Result<> chainAudit(Transaction &transaction, qint64 fresh)
{
    struct Head
    {
        qint64 id = 0;
        QString hash = QStringLiteral("");
    };
    auto known =
        transaction.one(QStringLiteral("SELECT audit_id, chain_hash FROM audit_link ORDER BY audit_id DESC LIMIT 1"),
                        [](const Row &row) { return Head{row.integer(0), row.text(1)}; });
    if (!known) {
        return failure(known);
    }
    Head head = known->value_or(Head());
    while (true) {
        auto rows = transaction.all(
            QStringLiteral("SELECT id, at, actor_id, entity, entity_id, field, old_value, new_value, reason FROM audit "
                           "WHERE id > ? ORDER BY id LIMIT ?"),
            auditRow, head.id, step);
        if (!rows) {
            return failure(rows);
        }
        for (const AuditRow &row : *rows) {
            ONLYONCE_TRY(link(transaction, row, head.hash, row.id != fresh));
            head.id = row.id;
        }
        if (rows->size() < step) {
            return {};
        }
    }
}

Result<std::vector<AuditLink>> auditLinks(Transaction &transaction, qint64 after, int limit)
{
    return transaction.all(
        QStringLiteral(
            "SELECT l.audit_id, a.at, a.actor_id, a.entity, a.entity_id, a.field, a.old_value, a.new_value, a.reason, "
            "a.id, l.salt, l.content_hash, l.chain_hash, l.late, CASE WHEN l.salt IS NOT NULL THEN 0 ELSE "
            "(SELECT count(*) FROM redacted_place p WHERE p.place = 'audit' AND p.row_id = l.audit_id) END "
            "FROM audit_link l LEFT JOIN audit a ON a.id = l.audit_id WHERE l.audit_id > ? ORDER BY l.audit_id LIMIT "
            "?"),
        [](const Row &row) {
            return AuditLink{.row = auditRow(row),
                             .hasRow = !row.isNull(9),
                             .salt = textOrNone(row, 10),
                             .contentHash = row.text(11),
                             .chainHash = row.text(12),
                             .late = row.flag(13),
                             .redacted = row.integer(14) > 0};
        },
        after, limit);
}

Result<bool> verifyAudit(Transaction &transaction, AuditVerified &verified, int limit)
{
    auto links = auditLinks(transaction, verified.last, limit);
    if (!links) {
        return failure(links);
    }
    for (const AuditLink &each : *links) {
        ONLYONCE_TRY(verifyLink(each, verified.hash));
        verified.last = each.row.id;
        verified.hash = each.chainHash;
        ++verified.rows;
        verified.late += each.late ? 1 : 0;
        verified.redacted += each.salt ? 0 : 1;
    }
    if (links->size() == size_t(limit)) {
        return false;
    }
    // One that was slipped in has no link. (What an older program has written since stands behind the last one.)
    auto alone = transaction.one(
        QStringLiteral("SELECT min(id) FROM audit a WHERE id <= ? "
                       "AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.audit_id = a.id)"),
        [](const Row &row) { return row.integer(0); }, verified.last);
    if (!alone) {
        return failure(alone);
    }
    if (const qint64 id = alone->value_or(0); id != 0) {
        return std::unexpected(broken(id, tr("was slipped in")));
    }
    return true;
}

}  // namespace onlyonce
