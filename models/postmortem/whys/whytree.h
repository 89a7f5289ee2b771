// SPDX-License-Identifier: GPL-3.0-or-later
// The five whys as data: a tree of answers below three questions, each answer possible or confirmed, some of them root
// causes. One answer may raise several whys. Edits keep the rules of postmortem.h: permission, audit, versions per node,
// nothing once approved; each returns the node's new version.
#pragma once

#include "models/incidents/evidence.h"
#include "models/postmortem/postmortem.h"

namespace onlyonce {

using WhyId = Id<struct WhyTag>;
using WhyEvidenceId = Id<struct WhyEvidenceTag>;

enum class WhyQuestion { Happened, Undetected, Slow };
enum class WhyState { Possible, Confirmed };
//! What kind of thing a root cause is. A person is none: what let the mistake through is.
enum class RootCategory {
    Change,  //!< a release, migration or roll-out
    Configuration,
    Design,  //!< architecture, a missing redundancy or limit
    Code,
    Capacity,
    Dependency,  //!< a third party
    Hardware,
    Monitoring,
    Testing,
    Process,
    Knowledge,  //!< documentation, training, a runbook
    Other,
};
enum class Causes { EachAlone, OnlyTogether };

inline constexpr std::array allWhyQuestions{WhyQuestion::Happened, WhyQuestion::Undetected, WhyQuestion::Slow};
inline constexpr std::array allRootCategories{
    RootCategory::Change,   RootCategory::Configuration, RootCategory::Design,    RootCategory::Code,
    RootCategory::Capacity, RootCategory::Dependency,    RootCategory::Hardware,  RootCategory::Monitoring,
    RootCategory::Testing,  RootCategory::Process,       RootCategory::Knowledge, RootCategory::Other};

[[nodiscard]] QString toText(WhyQuestion question);   //!< "happened", "undetected", "slow"
[[nodiscard]] QString toText(WhyState state);         //!< "possible", "confirmed"
[[nodiscard]] QString toText(RootCategory category);  //!< "change", …
[[nodiscard]] Result<WhyQuestion> whyQuestionFrom(const QString &text);
[[nodiscard]] Result<WhyState> whyStateFrom(const QString &text);
[[nodiscard]] Result<RootCategory> rootCategoryFrom(const QString &text);
[[nodiscard]] QString label(WhyQuestion question);  //!< "Why did it happen?"
[[nodiscard]] QString label(WhyState state);
[[nodiscard]] QString label(RootCategory category);

//! What shows that an answer is so: an entry of the timeline, or a file. One of the two.
struct EvidenceLink
{
    TimelineId entry;
    AttachmentId file;

    friend bool operator==(const EvidenceLink &, const EvidenceLink &) = default;
};

//! As it reads now, whoever has corrected the entry since.
struct WhyEvidence
{
    WhyEvidenceId id;  //!< null: not linked (yet)
    EvidenceLink what;
    Instant at;    //!< when it happened, or the file was added
    QString text;  //!< plain, one line: what the entry says, or the file's name
    Visibility visibility = Visibility::Internal;
};

struct Why
{
    WhyId id;
    PostMortemId postMortem;
    WhyId parent;  //!< null: directly below its question
    WhyQuestion question = WhyQuestion::Happened;
    int place = 0;  //!< among its siblings, from 0
    QString text;   //!< plain
    WhyState state = WhyState::Possible;
    std::optional<RootCategory> root;   //!< set: a root cause
    Causes causes = Causes::EachAlone;  //!< of the nodes below it
    QString accepted;                   //!< why nothing is done about this root cause; empty: no such decision
    Visibility visibility = Visibility::Internal;
    int version = 0;
    std::vector<WhyEvidence> evidence = {};  //!< filled by whysOf(), in the order of linking
};

struct WhyNode
{
    Why why;
    std::vector<WhyNode> children;
};

inline constexpr int deepestWhy = 20;     //!< levels; five is usual
inline constexpr int mostWhys = 500;      //!< per post-mortem
inline constexpr int longestWhy = 2'000;  //!< UTF-16 units

//! Where a node goes. With a parent the question is the parent's.
struct WhyPlace
{
    WhyId parent;
    WhyQuestion question = WhyQuestion::Happened;
    std::optional<int> place;  //!< among the siblings there, from 0; absent or too large: last
};

//! The tree in order: by question, then by place.
[[nodiscard]] Result<std::vector<WhyNode>> whysOf(Transaction &transaction, PostMortemId postMortem);

[[nodiscard]] Result<Why> addWhy(Transaction &transaction, PostMortemId postMortem, const WhyPlace &place,
                                 const QString &text);
[[nodiscard]] Result<int> editWhy(Transaction &transaction, WhyId id, const QString &text, int version);
//! Confirmed only with evidence (whyevidence.h): Invalid says so. What was confirmed before that rule stays.
[[nodiscard]] Result<int> setWhyState(Transaction &transaction, WhyId id, WhyState state, int version);
[[nodiscard]] Result<int> setWhyCauses(Transaction &transaction, WhyId id, Causes causes, int version);
[[nodiscard]] Result<int> setWhyVisibility(Transaction &transaction, WhyId id, Visibility visibility, int version);
//! A root cause, told on the timeline; or, without a category, none (any more).
[[nodiscard]] Result<int> markRoot(Transaction &transaction, WhyId id, std::optional<RootCategory> category,
                                   int version);
//! Records the decision not to act on a root cause, with its reason; an empty reason takes it back.
[[nodiscard]] Result<int> acceptRoot(Transaction &transaction, WhyId id, const QString &reason, int version);
//! With everything below it. Invalid when that would make a circle or a tree too deep.
[[nodiscard]] Result<int> moveWhy(Transaction &transaction, WhyId id, const WhyPlace &place, int version);
//! With everything below it, each node audited whole. Countermeasures stay, without the node that they answered.
[[nodiscard]] Result<> removeWhy(Transaction &transaction, WhyId id, int version);
//! A branch that was removed, under its own ids and with its evidence; the why above it must be there.
[[nodiscard]] Result<> restoreWhy(Transaction &transaction, const WhyNode &branch);

//! Depth first; `depth` counts from 0.
template <typename Visit>
void walkWhys(const std::vector<WhyNode> &nodes, const Visit &visit, int depth = 0)
{
    for (const auto &node : nodes) {
        visit(node, depth);
        walkWhys(node.children, visit, depth + 1);
    }
}

//! From the top of the tree down to the node; empty when it is not in the tree.
[[nodiscard]] std::vector<Why> pathTo(const std::vector<WhyNode> &tree, WhyId id);

//! The therefore-test, plain text: from the node up to the symptom, a line each, "Therefore:" before all but the first.
//! If a line does not follow from the one before, the tree is wrong there.
[[nodiscard]] QString thereforeText(const std::vector<WhyNode> &tree, WhyId id, const QString &symptom);

namespace detail {
struct WhyEdit
{
    PostMortem postMortem;
    Why why;
};
//! NotFound when somebody has removed it; the rules of postmortem.h.
[[nodiscard]] Result<WhyEdit> whyToEdit(Transaction &transaction, WhyId id);
}  // namespace detail

}  // namespace onlyonce
