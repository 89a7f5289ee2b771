// SPDX-License-Identifier: GPL-3.0-or-later
// What an incident gives to other programs, beside the documents for people (models/documents/formats/registry.h). All of
// it is for colleagues: what customers may read is a document of its own.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QByteArray>

#include <span>

namespace onlyonce {

struct DataFormat
{
    QString id;         //!< stable, for the command line
    QString label;      //!< for people
    QString extension;  //!< without the dot
    QString mimeType;
    //! The same data gives the same bytes. NotFound: there is no such incident.
    Result<QByteArray> (*write)(Transaction &transaction, IncidentId id);
};

[[nodiscard]] std::span<const DataFormat> dataFormats();
[[nodiscard]] const DataFormat *dataFormatById(QStringView id);  //!< nullptr: there is none

//! RFC 4180, UTF-8 with its mark (spreadsheets take it for another code without), times in UTC, text without Markdown. What
//! a spreadsheet would take for a formula begins with an apostrophe.
[[nodiscard]] Result<QByteArray> timelineCsv(Transaction &transaction, IncidentId id);

//! RFC 5545: a whole day for each countermeasure with a due date, an hour for the post-mortem's meeting. An event keeps its
//! UID for ever, so that a calendar that reads the file again moves it.
[[nodiscard]] Result<QByteArray> dueCalendar(Transaction &transaction, IncidentId id);

}  // namespace onlyonce
