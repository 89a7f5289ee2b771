// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the audit trail is still what was written: every row carries a hash over itself and the row before it. Anybody
// can compute it from what `onlyonce audit export` writes:
//
//   content hash = SHA-256 of  item(salt) item(old value) item(new value) item(reason)
//   chain hash   = SHA-256 of  item(chain hash of the row before, empty for the first) item(id) item(at) item(actor)
//                              item(entity) item(entity id) item(field) item(content hash)
//   item(text)   = the text's length in bytes of UTF-8, ":", the text; "-" where there is none
//
// Hashes are in lower-case hexadecimal, `at` is in milliseconds since 1970, numbers are decimal. The salt makes it hopeless
// to find a redacted content by trying: redaction takes it away, and the chain, which needs the content's hash alone, holds.
#pragma once

#include "models/storage/journal.h"

namespace onlyonce {

struct AuditLink
{
    AuditRow row;
    bool hasRow = true;           //!< false: somebody has deleted the row under its link
    std::optional<QString> salt;  //!< nothing: the content was redacted
    QString contentHash;
    QString chainHash;
    bool late = false;      //!< linked after it was written: older than the chain, or by a program that knows none
    bool redacted = false;  //!< a redaction names it
};

//! Links the rows that are not linked yet, of which only `fresh` was written just now.
[[nodiscard]] Result<> chainAudit(Transaction &transaction, qint64 fresh = 0);

//! In order of writing, after the row `after`.
[[nodiscard]] Result<std::vector<AuditLink>> auditLinks(Transaction &transaction, qint64 after, int limit);

//! How far one has come in looking at the chain.
struct AuditVerified
{
    qint64 last = 0;
    QString hash;  //!< the head of the chain, to be noted somewhere else: with it, cut-off ends are noticed too
    qint64 rows = 0;
    qint64 late = 0;
    qint64 redacted = 0;
};

//! Looks at the next `limit` rows; true when these were the last. Damaged names the first row that is not as it was
//! written.
[[nodiscard]] Result<bool> verifyAudit(Transaction &transaction, AuditVerified &verified, int limit = 1000);

}  // namespace onlyonce
