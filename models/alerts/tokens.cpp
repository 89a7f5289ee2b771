// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tokens.h"

#include "models/alerts/source.h"
#include "models/alerts/tokentable.h"
#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/documents/visibletext.h"
#include "models/storage/journal.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace onlyonce {

namespace {

constexpr qsizetype longestName = 100;

QByteArray hashOf(QByteArrayView secret)
{
    return QCryptographicHash::hash(secret.toByteArray(), QCryptographicHash::Sha256);
}

QString newSecret()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), sizeof random);
    return QStringLiteral("oo_")
         + QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

//! Every byte is looked at, whatever the first ones say.
bool equalInConstantTime(const QByteArray &left, const QByteArray &right)
{
    if (left.size() != right.size()) {
        return false;  // both are hashes: this tells of damage, not of the secret
    }
    unsigned char difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i) {
        difference |= static_cast<unsigned char>(left.at(i) ^ right.at(i));
    }
    return difference == 0;
}

}  // namespace

Result<MadeIntakeToken> makeIntakeToken(Transaction &transaction, const QString &name, const QString &source)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    const QString trimmed = visibleLine(name).simplified();
    if (trimmed.isEmpty() || trimmed.size() > longestName) {
        return fail(ErrorCode::Invalid, tr("Give the token a name of 1 to %1 characters.").arg(longestName));
    }
    if (!source.isEmpty() && !sourceNamed(source)) {
        return fail(ErrorCode::Invalid, tr("There is no alert source named “%1”.").arg(source.left(60)));
    }
    const auto known = tokentable::all(transaction);
    if (!known) {
        return failure(known);
    }
    const auto taken = [&](const IntakeToken &token) { return !token.revokedAt && token.name == trimmed; };
    if (std::ranges::any_of(*known, taken)) {
        return fail(ErrorCode::Conflict, tr("There is a token named “%1” already.").arg(trimmed));
    }
    MadeIntakeToken made{.token = {.name = trimmed, .source = source, .createdAt = transaction.now()},
                         .secret = newSecret()};
    const auto id = tokentable::insert(transaction, made.token, hashOf(made.secret.toLatin1()));
    if (!id) {
        return failure(id);
    }
    made.token.id = *id;
    transaction.touch(QStringLiteral("intake_token"), *id);
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("intake_token"),
                                            .entityId = id->value,
                                            .field = QStringLiteral("name"),
                                            .newValue = trimmed}));
    return made;
}

Result<> revokeIntakeToken(Transaction &transaction, IntakeTokenId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    const auto known = tokentable::all(transaction);
    if (!known) {
        return failure(known);
    }
    const auto token = std::ranges::find(*known, id, &IntakeToken::id);
    if (token == known->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such token."));
    }
    if (token->revokedAt) {
        return {};
    }
    ONLYONCE_TRY(tokentable::revoke(transaction, id));
    transaction.touch(QStringLiteral("intake_token"), id);
    return recordChange(transaction, {.entity = QStringLiteral("intake_token"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("revoked_at"),
                                      .newValue = toIso(transaction.now())});
}

Result<std::vector<IntakeToken>> intakeTokens(Transaction &transaction)
{
    return tokentable::all(transaction);
}

Result<IntakeTokenSet> IntakeTokenSet::load(Transaction &transaction)
{
    auto valid = tokentable::valid(transaction);
    if (!valid) {
        return failure(valid);
    }
    const auto everMade = tokentable::anyEverMade(transaction);
    if (!everMade) {
        return failure(everMade);
    }
    IntakeTokenSet set;
    set.m_required = *everMade;
    for (auto &[source, hash] : *valid) {
        set.m_entries.push_back({std::move(source), std::move(hash)});
    }
    return set;
}

bool IntakeTokenSet::admits(QByteArrayView secret, const QString &source) const
{
    const QByteArray hash = hashOf(secret);
    bool admitted = false;
    for (const Entry &entry : m_entries) {
        const bool equal = equalInConstantTime(entry.hash, hash);
        admitted |= equal && (entry.source.isEmpty() || source.isEmpty() || entry.source == source);
    }
    return admitted;
}

}  // namespace onlyonce
