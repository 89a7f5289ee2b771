// SPDX-License-Identifier: GPL-3.0-or-later
// A linter for post-mortems: what experts would ask about, each finding with the reason and the place. It only warns; what
// becomes of it is findings.h. Pure: rules over a record and what surrounds it, no database.
#pragma once

#include "models/postmortem/record.h"
#include "models/postmortem/review/reviews.h"

#include <variant>

namespace onlyonce {

enum class CheckRule {
    SummaryMissing,
    NoRootCause,
    LeafIsNoRoot,  //!< the whys end without a cause that can be changed
    TooShallow,    //!< a root cause on the first or second level
    TooDeep,       //!< a root cause below the seventh level
    RootNotConfirmed,
    ConfirmedWithoutEvidence,
    PersonAsCause,              //!< "human error", "forgot", "should have", or a person's name, in a root cause
    BlamefulWords,              //!< the same in other whys and in prose
    RootUnanswered,             //!< neither a countermeasure nor a decision not to act
    CountermeasureVague,        //!< "be careful", "improve", "try to": nobody can tell when it is done
    CountermeasureWithoutVerb,  //!< "A runbook": a thing, and nothing that is done
    OwnerMissing,
    DueDateMissing,
    EffectCheckMissing,
    TimelineGap,       //!< nothing is recorded for longer than longestSilence before the recovery
    TimesContradict,   //!< resolved before it was mitigated, and the like
    ClockAhead,        //!< an entry that happened after it was written down: a source's clock is wrong
    SecretInPublic,    //!< a key or a password in what customers would read
    InternalInPublic,  //!< a person or a host in what customers would read
    ServiceInPublic,   //!< a service by the company's own name, of which no announcement has told; may be a plain word
    ReviewWantsChanges,  //!< a reviewer does not agree with it as it is
    ReviewAwaited,       //!< somebody was asked and has not answered
};

//! Serious ones are to be answered before an approval.
enum class CheckWeight { Advice, Serious };

[[nodiscard]] QString toText(CheckRule rule);      //!< "leafIsNoRoot"
[[nodiscard]] QString toText(CheckWeight weight);  //!< "advice", "serious"

//! Where it is: the field, the node, the countermeasure, the entry, or the document as a whole.
using CheckPlace = std::variant<std::monostate, PostMortemField, WhyId, CountermeasureId, TimelineId>;

struct Finding
{
    CheckRule rule = CheckRule::NoRootCause;
    CheckWeight weight = CheckWeight::Advice;
    CheckPlace place = {};
    QString message;      //!< what was found, with the words in question
    QString explanation;  //!< why it matters and what to do
    QString reason = {};  //!< why it stays as it is; empty: nobody has said (findings.h)

    [[nodiscard]] bool isOpen() const { return weight == CheckWeight::Serious && reason.isEmpty(); }
    friend bool operator==(const Finding &, const Finding &) = default;
};

//! "leafIsNoRoot why 12": the same for the same rule at the same place, in the database and on the command line.
[[nodiscard]] QString keyOf(const Finding &finding);

//! What a record is looked at beside.
struct Surroundings
{
    std::optional<Incident> incident = {};
    std::vector<TimelineEntry> timeline = {};  //!< in order of happening
    QStringList people = {};                   //!< names that no cause should carry, nor a customer read
    QStringList services = {};                 //!< as the company calls them
    std::vector<Review> reviews = {};          //!< of whom a review was asked
};
inline constexpr std::chrono::minutes longestSilence{20};

//! In the order of the document.
[[nodiscard]] std::vector<Finding> checkPostMortem(const PostMortemRecord &record,
                                                   const Surroundings &surroundings = {});

//! The first wording in a text that puts a person where a cause should be, as it stands there; empty when there is
//! none. English.
[[nodiscard]] QString blamefulWording(const QString &text);
//! The first host of an inner network in a text ("db-2.internal", "10.1.2.3", "inv-fra1-03"); empty when there is none.
[[nodiscard]] QString hostIn(const QString &text);

}  // namespace onlyonce
