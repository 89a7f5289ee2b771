// SPDX-License-Identifier: GPL-3.0-or-later
// Who else has this post-mortem open, and in which part of it they are. Nobody has to say that they leave: who is not
// heard of for a while has gone. It is no change of the document, stands in no audit trail and in no export.
//
// A page that is alone writes when it is opened and when it is closed, and never else. As long as there is company, each
// page says where its person is when that changes, and every few seconds that it is still there. The first of these wakes
// the others (models/storage/quiet.h), the second does not; they look when somebody's time is over. Of a SQLite file other
// processes only hear that it has changed, and read anew what they show: there a page says more rarely that it is still
// there, and one whose program was killed is taken for present for longer.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/incident.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace onlyonce {

struct Present
{
    ActorId actor;
    QString name;
    QString part;  //!< "field leadUp", "why 12", "countermeasure 3"; empty: in none of them

    friend bool operator==(const Present &, const Present &) = default;
};

class Presence final : public QObject
{
    Q_OBJECT

public:
    struct Pace
    {
        milliseconds beat;
        milliseconds gone;  //!< after this long without a beat
        milliseconds move;  //!< at most one word in this time while somebody goes through
    };
    [[nodiscard]] static Pace paceOf(Engine engine);

    Presence(const Session &session, IncidentId incident, QObject *parent = nullptr);
    Presence(const Session &session, IncidentId incident, const Pace &pace, QObject *parent = nullptr);
    ~Presence() override;

    //! The page is in sight; until leave().
    void enter();
    void leave();
    void moveTo(const QString &part);
    //! By name, one for each page: somebody may have two.
    [[nodiscard]] const std::vector<Present> &others() const { return m_others; }

Q_SIGNALS:
    void changed();

private:
    enum class Say { Aloud, Quietly };
    void say(Say how);
    void look();
    struct Sight;
    void see(const Sight &sight);

    Session m_session;
    IncidentId m_incident;
    Pace m_pace;
    QString m_token;
    QString m_part;
    bool m_isHere = false;
    bool m_isLooking = false;
    bool m_lookAgain = false;
    std::vector<QString> m_known;  //!< tokens of the others
    std::vector<Present> m_others;
    QTimer m_beat;
    QTimer m_moved;
    QTimer m_expiry;
};

}  // namespace onlyonce
