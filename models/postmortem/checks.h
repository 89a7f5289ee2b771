// SPDX-License-Identifier: GPL-3.0-or-later
// A linter for post-mortems: what experts would ask about, each finding with the reason and the place. It only warns.
// Pure: rules over a record, no database.
#pragma once

#include "models/postmortem/record.h"

#include <variant>

namespace onlyonce {

enum class CheckRule {
    SummaryMissing,
    NoRootCause,
    LeafIsNoRoot,  //!< the whys end without a cause that can be changed
    TooShallow,    //!< a root cause on the first or second level
    TooDeep,       //!< a root cause below the seventh level
    RootNotConfirmed,
    PersonAsCause,        //!< "human error", "forgot", "should have", or a person's name, in a root cause
    BlamefulWords,        //!< the same in other whys and in prose
    RootUnanswered,       //!< neither a countermeasure nor a decision not to act
    CountermeasureVague,  //!< "be careful", "improve", "try to": nobody can tell when it is done
    OwnerMissing,
    DueDateMissing,
    EffectCheckMissing,
};

//! Serious ones are to be answered before an approval.
enum class CheckWeight { Advice, Serious };

//! Where it is: the field, the node, the countermeasure, or the document as a whole.
using CheckPlace = std::variant<std::monostate, PostMortemField, WhyId, CountermeasureId>;

struct Finding
{
    CheckRule rule = CheckRule::NoRootCause;
    CheckWeight weight = CheckWeight::Advice;
    CheckPlace place = {};
    QString message;      //!< what was found, with the words in question
    QString explanation;  //!< why it matters and what to do

    friend bool operator==(const Finding &, const Finding &) = default;
};

//! In the order of the document. `people`: names that no cause should carry.
[[nodiscard]] std::vector<Finding> checkPostMortem(const PostMortemRecord &record, const QStringList &people = {});

//! The first wording in a text that puts a person where a cause should be, as it stands there; empty when there is
//! none. English.
[[nodiscard]] QString blamefulWording(const QString &text);

}  // namespace onlyonce
