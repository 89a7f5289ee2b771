// SPDX-License-Identifier: GPL-3.0-or-later
// From an incident and its post-mortem to a document that any format can render. It asks no clock and writes nothing: the
// same data gives the same document.
#pragma once

#include "models/documents/document.h"
#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QTimeZone>

namespace onlyonce {

struct DocumentTemplate;
struct PostMortemRecord;

//! Internal: everything but what is restricted (how much that is, is said). Public: only what is marked public, in a
//! structure of its own for customers.
enum class Audience { Internal, Public };
[[nodiscard]] QString toText(Audience audience);  //!< "internal", "public"
[[nodiscard]] Result<Audience> audienceFrom(const QString &text);

//! Local times in `zone` stand beside UTC when it is not UTC. An incident without a post-mortem gives a document that
//! says so. NotFound: there is no such incident. Denied: a public one of a restricted incident whose post-mortem two people
//! have not said yes to.
[[nodiscard]] Result<Document> buildDocument(Transaction &transaction, IncidentId incident, Audience audience,
                                             const QTimeZone &zone);
//! The same laid out by a template that nobody has saved, to look at.
[[nodiscard]] Result<Document> buildDocument(Transaction &transaction, IncidentId incident, Audience audience,
                                             const QTimeZone &zone, const DocumentTemplate &layout);

//! The why tree as the internal document shows it, below the symptom.
[[nodiscard]] Tree whyPicture(const PostMortemRecord &record, const QString &symptom);

}  // namespace onlyonce
