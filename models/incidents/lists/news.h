// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody who is not looking wants to be told at once: read from the timelines past a position that the reader
// keeps. Never what they did themselves.
#pragma once

#include "models/incidents/timeline.h"

namespace onlyonce {

struct News
{
    enum class Kind {
        Opened,
        Raised,   //!< its severity became worse
        Offered,  //!< the reader is asked to take a role over
    };

    Kind kind = Kind::Opened;
    Incident incident;  //!< as it is now
    QString text;       //!< the entry's, for Offered

    //! "INC-17  Title"; of a restricted incident nothing but its number.
    [[nodiscard]] QString title() const;
};

struct NewsPage
{
    std::vector<News> news;
    std::vector<IncidentId> ownIncidents;  //!< which the reader has opened
    qint64 position = 0;                   //!< where the next one begins
    bool more = false;
};

//! The end of what is there.
[[nodiscard]] Result<qint64> newsPosition(Transaction &transaction);
[[nodiscard]] Result<NewsPage> newsAfter(Transaction &transaction, qint64 position, ActorId reader, int limit = 500);

}  // namespace onlyonce
