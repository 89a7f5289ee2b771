// SPDX-License-Identifier: GPL-3.0-or-later
// Who is told of what people do here, and how a row of the outbox says it. Only tellback.cpp and latecomers.cpp use it.
#pragma once

#include "models/alerts/silences.h"
#include "models/alerts/source.h"
#include "models/alerts/tellback/writeback.h"
#include "models/delivery/connections.h"

namespace onlyonce {

struct Listener
{
    ConnectionRow connection;
    std::shared_ptr<const WriteBack> writeBack;
};

//! Sources that can be told, wanted or not; a demo has none.
[[nodiscard]] Result<std::vector<Listener>> allListeners(Transaction &transaction);
//! Those of them that a person has switched it on for.
[[nodiscard]] Result<std::vector<Listener>> listeners(Transaction &transaction);

struct Targets
{
    QJsonArray list;
    bool isCut = false;  //!< there are more, which are not told

    //! "db-1!disk", "db-1!disk and 3 more"
    [[nodiscard]] QString text() const;
};

struct Acknowledgement
{
    qint64 incident = 0;  //!< id
    QString reference;    //!< "INC-12"
    QString by;           //!< name
};

//! @name `key` tells the rows of one incident or silence apart: empty or "begin" for what is told at once,
//! "end" for the end of a silence.
//! @{
[[nodiscard]] Result<> putAcknowledged(Transaction &transaction, const Listener &listener, const Targets &targets,
                                       const Acknowledgement &acknowledgement, const QString &key);
//! `what` is silenced, for people.
[[nodiscard]] Result<OutboxId> putSilenced(Transaction &transaction, const Listener &listener, const Silence &silence,
                                           const Telling &telling, const QString &what, const QString &key);
[[nodiscard]] Result<OutboxId> putTelling(Transaction &transaction, const Listener &listener, Intent intent,
                                          const Telling &telling);
//! @}

//! In one lane for each silence: an end is not told before the beginning.
[[nodiscard]] Intent silenceIntent(Transaction &transaction, const Silence &silence, const Listener &listener,
                                   const QString &key);
//! Who wants it, why, and by what the silence is found again among those of other databases.
[[nodiscard]] Result<Telling> tellingOf(Transaction &transaction, const Silence &silence, Happening what, ActorId by);
//! What that source was told of the silence, its end apart, whatever became of it.
[[nodiscard]] Result<std::vector<OutboxRow>> toldOf(Transaction &transaction, const Silence &silence,
                                                    const Listener &listener);
[[nodiscard]] Result<QString> nameOf(Transaction &transaction, ActorId who);

}  // namespace onlyonce
