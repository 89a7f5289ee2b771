// SPDX-License-Identifier: GPL-3.0-or-later
// The other direction of source.h: what a person does here, told to the monitoring system. Pure like every adapter: it says
// what to send, and the outbox' runner sends it under the source's own connection.
#pragma once

#include "models/alerts/alert.h"
#include "models/delivery/adapter.h"

#include <QJsonArray>

namespace onlyonce {

enum class Happening { Acknowledged, Silenced, SilenceEnded };

//! What is told: the payload of such a row of the outbox.
struct Telling
{
    Happening what = Happening::Acknowledged;
    QString by;           //!< who did it, for people over there
    QString comment;      //!< for them as well; of a silence, the same text at its end, by which ours are found again
    QJsonArray targets;   //!< WriteBack::target() of each alert concerned
    QJsonArray matchers;  //!< of a silence, if WriteBack::takesMatchers(), as Alertmanager's API writes them
    Instant startsAt;     //!< of a silence
    Instant endsAt;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Telling from(const QJsonObject &json);
};

class WriteBack
{
public:
    virtual ~WriteBack() = default;

    //! For the setting that switches it on: what becomes of what over there, and which rights the log-in then needs.
    [[nodiscard]] virtual QString help() const = 0;
    [[nodiscard]] virtual bool takesAcknowledgement() const { return true; }
    //! Whether a silence goes there by its matchers; else what fires and matches is quieted, problem by problem.
    [[nodiscard]] virtual bool takesMatchers() const { return false; }
    //! How that alert is found over there, with its "name" there for people. Empty when it cannot be, or when it is so over
    //! there already: what came from there is not sent back.
    [[nodiscard]] virtual QJsonObject target(const AlertRow & /*alert*/, Happening /*what*/) const { return {}; }
    //! As Adapter::step(), Telling::from(state.intent) being what is to be told. It may be told twice without doing harm:
    //! where a second time would show, the far side is asked first. What is gone over there is told.
    [[nodiscard]] virtual Step step(const DeliveryState &state, const DeliveryReply *reply) const = 0;
};

//! Whether a person has asked that source to be told; the settings are its connection's.
[[nodiscard]] SettingField writeBackField(const QString &help);
[[nodiscard]] bool wantsWriteBack(const QJsonObject &settings);

}  // namespace onlyonce
