// SPDX-License-Identifier: GPL-3.0-or-later
// How often what was thought to be corrected came again: the figure by which the promise of the program is measured.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QJsonObject>

#include <vector>

namespace onlyonce {

struct CameAgain
{
    IncidentId incident;
    qint64 number = 0;
    QString title;
    qint64 past = 0;  //!< number of the earlier one that it is the same as; of several the latest
};

struct RecurrenceFigures
{
    int days = 0;
    int incidents = 0;                      //!< that count: see recurrenceFormula()
    std::vector<CameAgain> cameAgain = {};  //!< of those, each once, the newest first
    int measuresFailed = 0;                 //!< countermeasures that failed by it, and have not been opened anew
};

inline constexpr int usualFigureDays = 365;

//! Of incidents that the reader may see, opened in the last so many days.
[[nodiscard]] Result<RecurrenceFigures> recurrenceFigures(Transaction &transaction, int days = usualFigureDays);

//! "2 of 14 incidents in the last 365 days came again; 1 countermeasure failed by it"; empty while there is no incident.
[[nodiscard]] QString sentenceOf(const RecurrenceFigures &figures);
//! What is counted and what is not, for beside the figure.
[[nodiscard]] QString recurrenceFormula(int days = usualFigureDays);
//! {days, incidents, cameAgain: [{number, title, earlier}], countermeasuresFailed}
[[nodiscard]] QJsonObject toJson(const RecurrenceFigures &figures);

}  // namespace onlyonce
