// SPDX-License-Identifier: GPL-3.0-or-later
// What several commands need: which incident is meant, times as people type them, tables for terminals.
#pragma once

#include "app/cli/command.h"
#include "models/incidents/desk.h"

namespace onlyonce {

//! "17" or "INC-17"; NotFound when there is none.
[[nodiscard]] Result<Incident> incidentMeant(Invocation &invocation, const QString &text);
//! Like setTime()'s value: a person's time in this machine's zone, or "none".
[[nodiscard]] Result<std::optional<Instant>> timeMeant(const QString &text, Instant now);
//! The id that a word gives; usage() asks `question` when it is none.
[[nodiscard]] Result<qint64> numberMeant(const QString &text, const QString &question);
//! From `--limit`, 1 to 10,000.
[[nodiscard]] Result<int> limitMeant(const Invocation &invocation, int otherwise);
//! A file, or standard input for "-" and for nothing. Refuses more than `most` bytes.
[[nodiscard]] Result<QByteArray> readInput(const QString &path, qint64 most);
//! A file ("-": standard input), however long, brought into the database for attach(). `language` may be empty.
[[nodiscard]] Result<Attachment> evidenceMeant(Invocation &invocation, IncidentId incident, const QString &path,
                                               const QString &language);
//! Takes what came in into incidents now, whether or not another process would.
[[nodiscard]] Result<> groupAll(Invocation &invocation);
//! Columns of equal width, two blanks between them. A row is one line, whatever its cells contain.
[[nodiscard]] QString table(QList<QStringList> rows);
[[nodiscard]] QCommandLineOption limitOption();

//! @name Who sees a restricted incident: --to, which may be given again. Who asks is known afterwards.
//! @{
[[nodiscard]] QCommandLineOption readersOption();
[[nodiscard]] Result<QList<PersonId>> readersMeant(Invocation &call);
//! @}
//! In a copy that was put back: what has been redacted since it was taken. A sentence about it, if there is one to say.
[[nodiscard]] Result<QString> redactedAgain(Invocation &invocation, const QString &path);
//! Before something goes public: Invalid says what in it looks like a secret, and how to publish it even so.
[[nodiscard]] Result<> requireNoSecrets(const QString &text);
[[nodiscard]] QCommandLineOption evenSoOption();
//! "INC-17  SEV2  Investigating  Checkout fails"
[[nodiscard]] QString lineOf(const Incident &incident);

}  // namespace onlyonce
