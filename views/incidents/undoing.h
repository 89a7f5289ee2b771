// SPDX-License-Identifier: GPL-3.0-or-later
// Takes back what this person has changed of an incident since its page was opened, and makes it again; says what was done.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/undo/undo.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace onlyonce::ui {

class MessageStack;

//! Something else that can be taken back.
struct EarlierChange
{
    Instant at;
    std::function<void()> undo;
};

class Undoing final : public QObject
{
    Q_OBJECT

public:
    Undoing(Session &session, MessageStack &messages, QObject *parent);

    //! Once: what is changed from now on can be taken back.
    void begin(IncidentId incident);
    //! Or that, if it was later.
    void undo(const std::optional<EarlierChange> &elsewhere = {});
    void redo();
    //! The incident has changed: if this person has moved it on, that can be taken back for some seconds by one button.
    void offer();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    struct Done
    {
        QString text;  //!< empty: there was nothing to be done
        qint64 last = 0;
    };

    [[nodiscard]] Answer<Result<Done>> take(decltype(&lastChange) find, std::optional<Instant> unlessBefore);
    void tell(const Result<Done> &done, const QString &nothing, const QString &button, std::function<void()> press);
    void say(const QString &text, const QString &button = {}, std::function<void()> press = {});

    Session &m_session;
    IncidentId m_incident;
    MessageStack &m_messages;
    std::optional<qint64> m_since;  //!< the end of the audit trail when the page was opened
    qint64 m_told = 0;              //!< no change up to this row of it is offered any more
    QTimer m_fade;
};

}  // namespace onlyonce::ui
