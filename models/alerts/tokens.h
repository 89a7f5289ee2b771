// SPDX-License-Identifier: GPL-3.0-or-later
// The secrets by which senders of alerts are let in. Each is shown once, when it is made; the database keeps only its
// SHA-256 (256 random bits need no slow hash). It must not know HTTP.
#pragma once

#include "models/storage/transaction.h"

#include <QString>

#include <vector>

namespace onlyonce {

using IntakeTokenId = Id<struct IntakeTokenTag>;

struct IntakeToken
{
    IntakeTokenId id;
    QString name;
    QString source;  //!< the one source that it opens; empty for every one
    Instant createdAt;
    std::optional<Instant> revokedAt;
};

struct MadeIntakeToken
{
    IntakeToken token;
    QString secret;  //!< "oo_" and 43 letters, digits, "-", "_": fit for a header and for a path
};

//! Administrators only. The name (1 to 100 characters) tells people which sender it is; unrevoked names are unique.
//! Errors: Denied, Invalid (name, or no such source), Conflict (the name is taken). Audited.
[[nodiscard]] Result<MadeIntakeToken> makeIntakeToken(Transaction &transaction, const QString &name,
                                                      const QString &source);
//! Administrators only. Revoking again changes nothing. Errors: Denied, NotFound. Audited.
[[nodiscard]] Result<> revokeIntakeToken(Transaction &transaction, IntakeTokenId id);
//! Oldest first, revoked ones included.
[[nodiscard]] Result<std::vector<IntakeToken>> intakeTokens(Transaction &transaction);

//! The tokens that are valid now, for a listener that must decide without asking the database.
class IntakeTokenSet
{
public:
    [[nodiscard]] static Result<IntakeTokenSet> load(Transaction &transaction);

    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    //! A token was made once, so nobody comes in without: revoking the last one closes the door, it does not open it.
    [[nodiscard]] bool isRequired() const { return m_required; }
    //! May this secret bring alerts of that source (or, with an empty one, of any)? The time it takes tells nothing of
    //! the secrets.
    [[nodiscard]] bool admits(QByteArrayView secret, const QString &source) const;

private:
    struct Entry
    {
        QString source;
        QByteArray hash;
    };
    std::vector<Entry> m_entries;
    bool m_required = false;
};

}  // namespace onlyonce
