// SPDX-License-Identifier: GPL-3.0-or-later
// Once and only once: each new incident is compared with all earlier ones, anew with what is found out until its post-mortem is
// approved, and whoever leads it is told that it looks like one of them, with that one's root cause and what was done against it. A person says whether it is the same again; then the
// countermeasures that were thought to have corrected it have failed. Restricted incidents, drills, false alarms, duplicates
// and what was merged away are compared with nothing, and nothing with them.
#pragma once

#include "models/postmortem/record.h"
#include "models/storage/indexfollower.h"

namespace onlyonce {

enum class RecurrenceState {
    Proposed,
    Confirmed,  //!< by a person: the same again
    Refuted,    //!< by a person: not the same
};
[[nodiscard]] QString toText(RecurrenceState state);  //!< "proposed", "confirmed", "refuted"
[[nodiscard]] RecurrenceState recurrenceStateFrom(const QString &text);

//! An earlier incident that a newer one is like.
struct Alike
{
    IncidentId past;
    qint64 number = 0;
    QString title;
    double score = 0;   //!< as likeness.h has it; 0: a person has named it
    bool said = false;  //!< high enough to tell people without being asked
    QStringList words;  //!< that speak for it, those that weigh most first
    QStringList marks;  //!< hosts and texts of alerts that both have
    RecurrenceState state = RecurrenceState::Proposed;
    QString decidedBy;
    std::optional<Instant> decidedAt;
    std::optional<Why> root;                        //!< of its post-mortem: the first
    std::vector<Countermeasure> countermeasures{};  //!< against that root, else all

    [[nodiscard]] QString reference() const { return QStringLiteral("INC-%1").arg(number); }
    //! Proposed, said, or confirmed: what people are to see without asking.
    [[nodiscard]] bool isShown() const
    {
        return state == RecurrenceState::Confirmed || (said && state == RecurrenceState::Proposed);
    }
};

//! As they were compared last, at most three that nobody has decided about, the likeliest first.
[[nodiscard]] Result<std::vector<Alike>> alikeTo(Transaction &transaction, IncidentId id);
//! What it is like, and what is known of that: {"Looks like INC-17 “…”.", "Root cause: …. Countermeasure …"}, plain text.
[[nodiscard]] std::pair<QString, QString> sentencesOf(const Alike &alike);
//! Both in one line: "Looks like INC-17 “…”. Root cause: …. Countermeasure “…” was done on 3 March 2026."
[[nodiscard]] QString sentenceOf(const Alike &alike);
//! Why it was found, plain; empty where a person has named it: "Both speak of pool, waiting; both have pgb".
[[nodiscard]] QString reasonOf(const Alike &alike);
//! {number, title, score, said, state, decidedBy, decidedAt, words, marks, rootCause (or null), rootCategory (or null),
//!  countermeasures: [{text, state, doneAt}]}
[[nodiscard]] QJsonObject toJson(const Alike &alike);

//! @name Said by a person, with timeline entries in both incidents. Needs Permission::Respond. Invalid: `past` is not the
//! earlier one. Again is no error.
//! @{
//! The two are linked, and what of the earlier one's countermeasures was done or proven has failed.
[[nodiscard]] Result<> confirmRecurrence(Transaction &transaction, IncidentId id, IncidentId past);
//! The link is taken back, if there was one; a countermeasure that has failed by it stays so until somebody opens it anew.
[[nodiscard]] Result<> refuteRecurrence(Transaction &transaction, IncidentId id, IncidentId past);
//! @}

//! Compares it now and keeps what was found; whether there is anything new. Nothing happens where nothing is known of it
//! that was not known the last time.
[[nodiscard]] Result<bool> compareIncident(Transaction &transaction, const Incident &incident);
//! Keeps what others are to be compared with.
[[nodiscard]] Result<> learnFrom(Transaction &transaction, const Incident &incident);

//! One step of the follower: at most `limit` entries of timelines and as many post-mortems; whether there is more.
[[nodiscard]] Result<bool> followRecurrences(Transaction &transaction, int limit = 200);

//! Runs followRecurrences() whenever something was written.
class RecurrenceFollower : public IndexFollower
{
public:
    //! The database outlives it.
    RecurrenceFollower(Database &database, ActorId program, QObject *parent = nullptr);
};

}  // namespace onlyonce
