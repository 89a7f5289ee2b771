// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/whys/whytree.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "models/postmortem/whys/whyevidence.h"
#include "models/postmortem/whys/whyfamily.h"
#include "models/postmortem/whys/whytable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

using whytable::Part;

std::unexpected<Error> conflict(const Why &stored, const QString &theirs, const QString &yours)
{
    return detail::conflictError(tr("This why"), {.theirs = theirs, .yours = yours, .version = stored.version});
}

//! What incidents are found by.
Result<> index(Transaction &transaction, IncidentId incident, WhyId why, const QString &text)
{
    return indexText(transaction, incident, QStringLiteral("why %1").arg(why.value), text);
}

//! `why` is the stored one with the part already changed.
Result<int> save(Transaction &transaction, Why &why, Part part, const QString &field, const QString &before,
                 const QString &after)
{
    ++why.version;
    ONLYONCE_TRY(whytable::update(transaction, why, part));
    transaction.touch(QStringLiteral("why"), why.id);
    ONLYONCE_TRY(detail::postMortemChanged(transaction, why.postMortem));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("why"),
                                            .entityId = why.id.value,
                                            .field = field,
                                            .oldValue = before,
                                            .newValue = after}));
    return why.version;
}

//! The usual edit: one member gets a new value. `show` makes the audited text of a value.
template <typename Value, typename Show>
Result<int> change(Transaction &transaction, WhyId id, Value Why::*member, const Value &value, int version, Part part,
                   const QString &field, const Show &show)
{
    auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    auto &why = edit->why;
    if (why.*member == value) {
        return why.version;
    }
    if (version != why.version) {
        return conflict(why, show(why.*member), show(value));
    }
    const QString before = show(why.*member);
    why.*member = value;
    return save(transaction, why, part, field, before, show(value));
}

Result<> renumber(Transaction &transaction, const std::vector<Why *> &siblings)
{
    for (size_t i = 0; i < siblings.size(); ++i) {
        if (siblings[i]->place != int(i)) {
            siblings[i]->place = int(i);
            ONLYONCE_TRY(whytable::update(transaction, *siblings[i], Part::Place));
            transaction.touch(QStringLiteral("why"), siblings[i]->id);
        }
    }
    return {};
}

//! The audited text of a place.
QString placeText(const Why &why)
{
    return QStringLiteral("%1/%2/%3").arg(toText(why.question)).arg(why.parent.value).arg(why.place);
}

//! A removed node, so that nothing of it is lost.
QString wholeText(const Why &why)
{
    return QString::fromUtf8(
        toJsonBytes({{QStringLiteral("parent"), why.parent.value},
                     {QStringLiteral("question"), toText(why.question)},
                     {QStringLiteral("place"), why.place},
                     {QStringLiteral("text"), why.text},
                     {QStringLiteral("state"), toText(why.state)},
                     {QStringLiteral("root"), why.root ? QJsonValue(toText(*why.root)) : QJsonValue()},
                     {QStringLiteral("jointly"), why.causes == Causes::OnlyTogether},
                     {QStringLiteral("accepted"), why.accepted},
                     {QStringLiteral("visibility"), toText(why.visibility)}}));
}

Result<> tellRoot(Transaction &transaction, const PostMortem &postMortem, const Why &why)
{
    const QJsonObject data{{QStringLiteral("why"), why.id.value}};
    return why.root
             ? detail::tellOnTimeline(transaction, postMortem, QStringLiteral("rootCause"),
                                      tr("Root cause found (%1): %2").arg(label(*why.root), escapeMarkdown(why.text)),
                                      data)
             : detail::tellOnTimeline(transaction, postMortem, QStringLiteral("rootCauseWithdrawn"),
                                      tr("No longer a root cause: %1").arg(escapeMarkdown(why.text)), data);
}

}  // namespace

Result<std::vector<WhyNode>> whysOf(Transaction &transaction, PostMortemId postMortem)
{
    auto rows = whytable::all(transaction, postMortem);
    if (!rows) {
        return failure(rows);
    }
    ONLYONCE_TRY(detail::readEvidence(transaction, postMortem, *rows));
    return WhyFamily(std::move(*rows)).tree();
}

Result<Why> addWhy(Transaction &transaction, PostMortemId postMortem, const WhyPlace &place, const QString &text)
{
    const auto edited = detail::postMortemToEdit(transaction, postMortem);
    if (!edited) {
        return failure(edited);
    }
    auto checked = detail::requiredText(text, tr("The answer"), longestWhy);
    if (!checked) {
        return failure(checked);
    }
    auto rows = whytable::all(transaction, postMortem);
    if (!rows) {
        return failure(rows);
    }
    if (rows->size() >= mostWhys) {
        return fail(ErrorCode::Invalid,
                    tr("This tree has %1 whys already, and nobody reads more. Join some of them.").arg(mostWhys));
    }
    WhyFamily family(std::move(*rows));
    Why added{.postMortem = postMortem, .question = place.question, .text = *checked, .version = 1};
    auto order = family.put(added, place);
    if (!order) {
        return failure(order);
    }
    auto id = whytable::insert(transaction, added);
    if (!id) {
        return failure(id);
    }
    added.id = *id;
    ONLYONCE_TRY(renumber(transaction, *order));
    transaction.touch(QStringLiteral("why"), added.id);
    ONLYONCE_TRY(index(transaction, edited->incident, added.id, added.text));
    ONLYONCE_TRY(detail::postMortemChanged(transaction, postMortem));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("why"),
                                            .entityId = added.id.value,
                                            .field = QStringLiteral("body"),
                                            .oldValue = std::nullopt,
                                            .newValue = added.text}));
    return added;
}

Result<int> editWhy(Transaction &transaction, WhyId id, const QString &text, int version)
{
    auto checked = detail::requiredText(text, tr("The answer"), longestWhy);
    if (!checked) {
        return failure(checked);
    }
    auto edited = change(transaction, id, &Why::text, *checked, version, Part::Text, QStringLiteral("body"),
                         [](const QString &value) { return value; });
    const auto edit = edited ? detail::whyToEdit(transaction, id) : failure(edited);
    if (!edit) {
        return failure(edit);
    }
    ONLYONCE_TRY(index(transaction, edit->postMortem.incident, id, *checked));
    return edited;
}

Result<int> setWhyState(Transaction &transaction, WhyId id, WhyState state, int version)
{
    const auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    if (state == WhyState::Confirmed && edit->why.state != state) {
        ONLYONCE_TRY(detail::requireEvidence(transaction, id));
    }
    return change(transaction, id, &Why::state, state, version, Part::State, QStringLiteral("state"),
                  [](WhyState value) { return toText(value); });
}

Result<int> setWhyCauses(Transaction &transaction, WhyId id, Causes causes, int version)
{
    return change(transaction, id, &Why::causes, causes, version, Part::Causes, QStringLiteral("jointly"),
                  [](Causes value) { return QString::number(value == Causes::OnlyTogether ? 1 : 0); });
}

Result<int> setWhyVisibility(Transaction &transaction, WhyId id, Visibility visibility, int version)
{
    return change(transaction, id, &Why::visibility, visibility, version, Part::Visibility,
                  QStringLiteral("visibility"), [](Visibility value) { return toText(value); });
}

Result<int> markRoot(Transaction &transaction, WhyId id, std::optional<RootCategory> category, int version)
{
    auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    const bool wasRoot = edit->why.root.has_value();
    auto saved = change(transaction, id, &Why::root, category, version, Part::Root, QStringLiteral("root"),
                        [](const std::optional<RootCategory> &value) { return value ? toText(*value) : QString(); });
    if (saved && wasRoot != category.has_value()) {
        edit->why.root = category;
        ONLYONCE_TRY(tellRoot(transaction, edit->postMortem, edit->why));
    }
    return saved;
}

Result<int> acceptRoot(Transaction &transaction, WhyId id, const QString &reason, int version)
{
    const QString trimmed = reason.trimmed();
    ONLYONCE_TRY(detail::checkText(trimmed, tr("The reason"), longestWhy));
    auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    if (!edit->why.root && !trimmed.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Only a root cause can be left as it is. Mark this why as one first."));
    }
    return change(transaction, id, &Why::accepted, trimmed, version, Part::Accepted, QStringLiteral("accepted"),
                  [](const QString &value) { return value; });
}

Result<int> moveWhy(Transaction &transaction, WhyId id, const WhyPlace &place, int version)
{
    auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    if (version != edit->why.version) {
        return conflict(edit->why, edit->why.text, tr("moved elsewhere"));
    }
    auto rows = whytable::all(transaction, edit->why.postMortem);
    if (!rows) {
        return failure(rows);
    }
    WhyFamily family(std::move(*rows));
    Why &moved = *family.find(id);
    const Why before = moved;
    auto order = family.put(moved, place);
    if (!order) {
        return failure(order);
    }
    if (placeText(before) == placeText(moved)) {
        return moved.version;
    }
    auto saved = save(transaction, moved, Part::Place, QStringLiteral("place"), placeText(before), placeText(moved));
    if (!saved) {
        return failure(saved);
    }
    ONLYONCE_TRY(renumber(transaction, *order));
    ONLYONCE_TRY(renumber(transaction, family.siblings(before.parent, before.question)));
    for (Why *below : family.below(moved.id)) {  // the whole branch answers the question under which it now stands
        if (below->question != moved.question) {
            below->question = moved.question;
            ONLYONCE_TRY(whytable::update(transaction, *below, Part::Place));
            transaction.touch(QStringLiteral("why"), below->id);
        }
    }
    return saved;
}

Result<> removeWhy(Transaction &transaction, WhyId id, int version)
{
    auto edit = detail::whyToEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    if (version != edit->why.version) {
        return conflict(edit->why, edit->why.text, tr("removed"));
    }
    auto rows = whytable::all(transaction, edit->why.postMortem);
    if (!rows) {
        return failure(rows);
    }
    WhyFamily family(std::move(*rows));
    auto branch = family.below(id);
    branch.insert(branch.begin(), family.find(id));
    auto siblings = family.siblings(edit->why.parent, edit->why.question);
    std::erase(siblings, branch.front());
    for (auto node = branch.rbegin(); node != branch.rend(); ++node) {  // from the leaves up
        Why &why = **node;
        ONLYONCE_TRY(detail::detachCountermeasures(transaction, why.id));
        ONLYONCE_TRY(whytable::remove(transaction, why.id));
        ONLYONCE_TRY(index(transaction, edit->postMortem.incident, why.id, {}));
        transaction.touch(QStringLiteral("why"), why.id);
        ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("why"),
                                                .entityId = why.id.value,
                                                .field = QStringLiteral("removed"),
                                                .oldValue = wholeText(why),
                                                .newValue = std::nullopt}));
        if (why.root) {
            why.root.reset();
            ONLYONCE_TRY(tellRoot(transaction, edit->postMortem, why));
        }
    }
    ONLYONCE_TRY(renumber(transaction, siblings));
    return detail::postMortemChanged(transaction, edit->why.postMortem);
}

Result<> restoreWhy(Transaction &transaction, const WhyNode &branch)
{
    const auto edited = detail::postMortemToEdit(transaction, branch.why.postMortem);
    if (!edited) {
        return failure(edited);
    }
    auto rows = whytable::all(transaction, branch.why.postMortem);
    if (!rows) {
        return failure(rows);
    }
    if (std::ranges::find(*rows, branch.why.id, &Why::id) != rows->end()) {
        return fail(ErrorCode::Conflict, tr("This why is there already."));
    }
    WhyFamily family(std::move(*rows));
    Why again = branch.why;
    ++again.version;
    const auto order =
        family.put(again, {.parent = again.parent, .question = again.question, .place = branch.why.place});
    if (!order) {
        return failure(order);
    }
    ONLYONCE_TRY(whytable::insertAgain(transaction, again));
    ONLYONCE_TRY(renumber(transaction, *order));
    transaction.touch(QStringLiteral("why"), again.id);
    ONLYONCE_TRY(index(transaction, edited->incident, again.id, again.text));
    ONLYONCE_TRY(detail::postMortemChanged(transaction, again.postMortem));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("why"),
                                            .entityId = again.id.value,
                                            .field = QStringLiteral("restored"),
                                            .oldValue = std::nullopt,
                                            .newValue = wholeText(again)}));
    if (again.root) {
        ONLYONCE_TRY(tellRoot(transaction, *edited, again));
    }
    for (const WhyEvidence &evidence : again.evidence) {
        ONLYONCE_TRY(linkEvidence(transaction, again.id, evidence.what));
    }
    for (const WhyNode &below : branch.children) {
        ONLYONCE_TRY(restoreWhy(transaction, below));
    }
    return {};
}

namespace detail {

Result<WhyEdit> whyToEdit(Transaction &transaction, WhyId id)
{
    auto found = whytable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("This why is no longer there: somebody has removed it."));
    }
    auto postMortem = postMortemToEdit(transaction, (*found)->postMortem);
    if (!postMortem) {
        return failure(postMortem);
    }
    return WhyEdit{std::move(*postMortem), std::move(**found)};
}

}  // namespace detail

}  // namespace onlyonce
