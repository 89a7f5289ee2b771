// SPDX-License-Identifier: GPL-3.0-or-later
// How much each rule weighs, what it is called, and what it tells its reader.
#include "models/postmortem/checks/checkwords.h"

#include "models/base/tr.h"
#include "models/base/words.h"

namespace onlyonce {

namespace {

constexpr auto ruleWords =
    wordsFrom(CheckRule::SummaryMissing, "summaryMissing", "noRootCause", "leafIsNoRoot", "tooShallow", "tooDeep",
              "rootNotConfirmed", "confirmedWithoutEvidence", "personAsCause", "blamefulWords", "rootUnanswered",
              "countermeasureVague", "countermeasureWithoutVerb", "ownerMissing", "dueDateMissing",
              "effectCheckMissing", "timelineGap", "timesContradict", "clockAhead", "secretInPublic",
              "internalInPublic", "serviceInPublic", "reviewWantsChanges", "reviewAwaited");
constexpr auto weightWords = wordsFrom(CheckWeight::Advice, "advice", "serious");
static_assert(ruleWords.count == size_t(CheckRule::ReviewAwaited) + 1);

struct PlaceWords
{
    QString operator()(std::monostate) const { return {}; }
    QString operator()(PostMortemField field) const { return QStringLiteral(" field ") + toText(field); }
    QString operator()(WhyId why) const { return QStringLiteral(" why %1").arg(why.value); }
    QString operator()(CountermeasureId id) const { return QStringLiteral(" countermeasure %1").arg(id.value); }
    QString operator()(TimelineId entry) const { return QStringLiteral(" entry %1").arg(entry.value); }
};

}  // namespace

QString toText(CheckRule rule)
{
    return ruleWords.of(rule);
}

QString toText(CheckWeight weight)
{
    return weightWords.of(weight);
}

QString keyOf(const Finding &finding)
{
    return toText(finding.rule) + std::visit(PlaceWords{}, finding.place);
}

CheckWeight weightOf(CheckRule rule)
{
    switch (rule) {
    case CheckRule::SummaryMissing:
    case CheckRule::NoRootCause:
    case CheckRule::LeafIsNoRoot:
    case CheckRule::PersonAsCause:
    case CheckRule::RootUnanswered:
    case CheckRule::OwnerMissing:
    case CheckRule::DueDateMissing:
    case CheckRule::ConfirmedWithoutEvidence:
    case CheckRule::TimesContradict:
    case CheckRule::SecretInPublic:
    case CheckRule::InternalInPublic:
    case CheckRule::ReviewWantsChanges:
        return CheckWeight::Serious;
    case CheckRule::TooShallow:
    case CheckRule::TooDeep:
    case CheckRule::RootNotConfirmed:
    case CheckRule::BlamefulWords:
    case CheckRule::CountermeasureVague:
    case CheckRule::CountermeasureWithoutVerb:
    case CheckRule::EffectCheckMissing:
    case CheckRule::TimelineGap:
    case CheckRule::ClockAhead:
    case CheckRule::ServiceInPublic:
    case CheckRule::ReviewAwaited:
        break;
    }
    return CheckWeight::Advice;
}

QString explanationOf(CheckRule rule)
{
    switch (rule) {
    case CheckRule::SummaryMissing:
        return tr("Most readers read nothing else. Two or three sentences: what happened, to whom, how it ended.");
    case CheckRule::NoRootCause:
        return tr("Without a root cause nothing keeps it from happening again. Ask why until you reach something that "
                  "the team can change, and mark it.");
    case CheckRule::LeafIsNoRoot:
        return tr("The whys stop here. Either ask once more, or mark this as the root cause.");
    case CheckRule::TooShallow:
        return tr("The first answers are mostly symptoms. Ask why this was possible at all.");
    case CheckRule::TooDeep:
        return tr("Beyond the seventh why, causes tend to be out of reach. Stop at the first that you can change.");
    case CheckRule::RootNotConfirmed:
        return tr("A countermeasure against a cause that only may be one can miss. What would confirm it?");
    case CheckRule::ConfirmedWithoutEvidence:
        return tr(
            "Whoever reads it later cannot tell whether it was seen or believed. Link what shows it (E), or make it "
            "possible again (C).");
    case CheckRule::PersonAsCause:
        return tr(
            "People act sensibly on what they see; a person is where the questions begin. What made it look right, "
            "and how could it pass?");
    case CheckRule::BlamefulWords:
        return tr("Who reads this as blame will say less the next time. Tell what was known then, and how things came "
                  "about.");
    case CheckRule::RootUnanswered:
        return tr(
            "A root cause that nobody acts on will be back. Add a countermeasure, or record the decision not to act.");
    case CheckRule::CountermeasureVague:
        return tr(
            "Nobody can tell when this is done. Begin with what is built, changed or switched off, and where it ends.");
    case CheckRule::CountermeasureWithoutVerb:
        return tr("It names a thing, and nothing that is done. Begin with a verb: add, alert, test, limit, remove.");
    case CheckRule::OwnerMissing:
        return tr("What belongs to everybody is done by nobody.");
    case CheckRule::DueDateMissing:
        return tr("Four to eight weeks are usual.");
    case CheckRule::EffectCheckMissing:
        return tr("Without a check it can be done but never proven: an alert that would have fired, a drill, a test.");
    case CheckRule::TimelineGap:
        return tr("What was tried in that time, and by whom? What took long is often found in what nobody wrote down.");
    case CheckRule::TimesContradict:
        return tr("Every figure rests on these times. Correct them in the incident's times.");
    case CheckRule::ClockAhead:
        return tr("A clock was wrong, that of a source or of somebody's machine. Correct the time of the entry, or say "
                  "by how much the clock was off.");
    case CheckRule::SecretInPublic:
        return tr("Customers would read it. Take it out, and change the secret: it may have been seen already.");
    case CheckRule::InternalInPublic:
        return tr(
            "Customers need no names of people and machines, and strangers can use them. Say what it does instead.");
    case CheckRule::ServiceInPublic:
        return tr("Does a customer know it by this name? If not, say what it does for them.");
    case CheckRule::ReviewWantsChanges:
        return tr("Change what is asked for and ask again, or say here why it stays as it is.");
    case CheckRule::ReviewAwaited:
        return tr("Whoever was there may know what is missing. Ask them in person, or go on without.");
    }
    return {};
}

}  // namespace onlyonce
