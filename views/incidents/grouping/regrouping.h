// SPDX-License-Identifier: GPL-3.0-or-later
// Moving alerts to another incident, splitting one off, merging two: asks where to, as the command palette does, carries it
// out, and takes it back.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/regroup.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

class QWidget;

namespace onlyonce::ui {

class CommandPalette;
struct PaletteItem;

class Regrouping final : public QObject
{
    Q_OBJECT

public:
    //! `host` is the window over which it asks.
    Regrouping(Session &session, QWidget *host);

    //! Asks where these go: an incident that is open, one that is named or sought, or a new one.
    //! `from`: number of the one that all of them are in, which is no answer; 0 if there is none. Many are moved in steps.
    void move(const std::vector<AlertId> &alerts, qint64 from);
    //! Asks into which incident this one goes.
    void merge(const Incident &from);
    void undo(TimelineId entry);

Q_SIGNALS:
    void moving(const QString &text);  //!< so far, of many
    void moved(const QString &text, onlyonce::TimelineId entry, onlyonce::IncidentId to);
    void undone();
    void failed(const onlyonce::Error &error);

private:
    //! What becomes of the choice; a null id is a new incident.
    using Choice = std::function<void(const Incident &)>;

    void ask(const QString &placeholder, qint64 except, bool offersNew, Choice choice);
    [[nodiscard]] QList<PaletteItem> items(const QString &pattern);
    void seek(const QString &pattern);
    struct LongMove;
    void begin(const std::vector<AlertId> &alerts, IncidentId to);
    void step(const std::shared_ptr<LongMove> &move);
    void end(const std::shared_ptr<LongMove> &move);
    void carryOut(Answer<Result<Moved>> answer, const std::function<QString(const Moved &)> &text);

    Session &m_session;
    CommandPalette *m_palette;
    Choice m_choice;
    qint64 m_except = 0;  //!< number of the incident that cannot be the answer
    bool m_offersNew = false;
    std::vector<Incident> m_found;
    QString m_sought;
    CancelTokenPtr m_seeking;
};

}  // namespace onlyonce::ui
