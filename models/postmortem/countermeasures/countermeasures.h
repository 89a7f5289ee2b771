// SPDX-License-Identifier: GPL-3.0-or-later
// What is done so that it happens only once: each countermeasure has a kind, an owner, a due date and a check that shows
// whether it works, and is followed until it is proven. Its text is guarded like the rest of the post-mortem; its state
// is not, because the work goes on after the approval.
#pragma once

#include "models/postmortem/whys/whytree.h"

#include <QDate>

namespace onlyonce {

using CountermeasureId = Id<struct CountermeasureTag>;

enum class CountermeasureKind { Prevent, Detect, Mitigate };
enum class CountermeasureState { Open, Done, Proven, Failed };

inline constexpr std::array allCountermeasureKinds{CountermeasureKind::Prevent, CountermeasureKind::Detect,
                                                   CountermeasureKind::Mitigate};

[[nodiscard]] QString toText(CountermeasureKind kind);    //!< "prevent", "detect", "mitigate"
[[nodiscard]] QString toText(CountermeasureState state);  //!< "open", "done", "proven", "failed"
[[nodiscard]] Result<CountermeasureKind> countermeasureKindFrom(const QString &text);
[[nodiscard]] Result<CountermeasureState> countermeasureStateFrom(const QString &text);
[[nodiscard]] QString label(CountermeasureKind kind);
[[nodiscard]] QString label(CountermeasureState state);

//! What a person writes down.
struct CountermeasureText
{
    WhyId why;     //!< the cause that it answers; may be null
    QString text;  //!< plain, begins with a verb; 1 to 2,000 characters
    PersonId owner;
    std::optional<QDate> dueOn;
    CountermeasureKind kind = CountermeasureKind::Prevent;
    QString effectCheck;  //!< plain: how one will see that it works
    QString link;         //!< http or https, or empty
    Visibility visibility = Visibility::Internal;

    friend bool operator==(const CountermeasureText &, const CountermeasureText &) = default;
};

struct Countermeasure
{
    CountermeasureId id;
    PostMortemId postMortem;
    IncidentId incident;  //!< filled on reading, as are the next two
    qint64 incidentNumber = 0;
    QString ownerName;
    CountermeasureText what;
    CountermeasureState state = CountermeasureState::Open;
    std::optional<Instant> doneAt;
    std::optional<Instant> checkedAt;  //!< when it was proven or failed
    QString checkResult;               //!< what was seen then
    Instant createdAt;
    int version = 0;

    [[nodiscard]] bool isOverdue(QDate today) const
    {
        return state == CountermeasureState::Open && what.dueOn && *what.dueOn < today;
    }
    friend bool operator==(const Countermeasure &, const Countermeasure &) = default;
};

[[nodiscard]] Result<CountermeasureId> addCountermeasure(Transaction &transaction, PostMortemId postMortem,
                                                         const CountermeasureText &what);
[[nodiscard]] Result<int> editCountermeasure(Transaction &transaction, CountermeasureId id,
                                             const CountermeasureText &what, int version);
//! Open → done → proven or failed; proven → failed when it happens again; done and failed → open to try anew. Proven needs
//! a check in the text and `checkResult`, what the check has shown; failed needs the latter too.
[[nodiscard]] Result<int> setCountermeasureState(Transaction &transaction, CountermeasureId id,
                                                 CountermeasureState state, int version,
                                                 const QString &checkResult = {});
//! Audited whole.
[[nodiscard]] Result<> removeCountermeasure(Transaction &transaction, CountermeasureId id, int version);

//! In the order in which they were added.
[[nodiscard]] Result<std::vector<Countermeasure>> countermeasuresOf(Transaction &transaction, PostMortemId postMortem);
[[nodiscard]] Result<std::optional<Countermeasure>> countermeasure(Transaction &transaction, CountermeasureId id);

struct CountermeasurePage
{
    std::vector<Countermeasure> rows;
    bool more = false;
};
//! Of every incident, by due date (those without one last): the first page, or what follows `after`.
[[nodiscard]] Result<CountermeasurePage> countermeasuresIn(Transaction &transaction, CountermeasureState state,
                                                           int limit, const std::optional<Countermeasure> &after = {});
//! How many are open although their day has passed.
[[nodiscard]] Result<int> overdueCountermeasures(Transaction &transaction, QDate today);

namespace detail {
//! Before a why is removed: its countermeasures answer none any more.
[[nodiscard]] Result<> detachCountermeasures(Transaction &transaction, WhyId why);
}  // namespace detail

}  // namespace onlyonce
