// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/countermeasures/countermeasures.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/postmortem/countermeasures/countermeasurechange.h"
#include "models/postmortem/countermeasures/countermeasuretable.h"

#include <QUrl>

#include <utility>

namespace onlyonce {

namespace {

using namespace countermeasurechange;

constexpr int longestText = 2'000;

Result<> checkLink(const QString &link)
{
    const QUrl url(link, QUrl::StrictMode);
    const bool web = url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http");
    if (!link.isEmpty() && (!url.isValid() || !web || url.host().isEmpty())) {
        return fail(ErrorCode::Invalid, tr("“%1” is not a web address. Write it whole, as https://….").arg(link));
    }
    return {};
}

//! What was typed, checked and trimmed. `before` is what stood there: an owner who has left may stay.
Result<CountermeasureText> checked(Transaction &transaction, PostMortemId postMortem, CountermeasureText what,
                                   const CountermeasureText &before)
{
    auto text = detail::requiredText(what.text, tr("The countermeasure"), longestText);
    if (!text) {
        return failure(text);
    }
    what.text = *text;
    what.effectCheck = what.effectCheck.trimmed();
    ONLYONCE_TRY(detail::checkText(what.effectCheck, tr("The check of its effect"), longestText));
    what.link = what.link.trimmed();
    ONLYONCE_TRY(detail::checkText(what.link, tr("The link"), longestText));
    ONLYONCE_TRY(checkLink(what.link));
    if (what.dueOn && (!what.dueOn->isValid() || what.dueOn->year() < 1970 || what.dueOn->year() > 9999)) {
        return fail(ErrorCode::Invalid, tr("The due date is not a date between 1970 and 9999."));
    }
    if (what.owner != before.owner) {
        ONLYONCE_TRY(detail::ownerName(transaction, what.owner));
    }
    if (what.why && what.why != before.why) {
        auto tree = whysOf(transaction, postMortem);
        if (!tree) {
            return failure(tree);
        }
        if (pathTo(*tree, what.why).empty()) {
            return fail(ErrorCode::NotFound, tr("The why that this should answer is no longer there."));
        }
    }
    return what;
}

Result<QString> shown(Transaction &transaction, const CountermeasureText &what)
{
    QString owner;
    if (what.owner) {
        auto found = person(transaction, what.owner);
        if (!found) {
            return failure(found);
        }
        owner = *found ? (*found)->name : QString();
    }
    return tr("%1\nKind: %2\nOwner: %3\nDue: %4\nCheck: %5\nLink: %6\nVisibility: %7")
        .arg(what.text, label(what.kind), owner, dateText(what.dueOn), what.effectCheck, what.link,
             detail::visibilityLabel(what.visibility));
}

Result<> auditDifferences(Transaction &transaction, CountermeasureId id, const CountermeasureText &before,
                          const CountermeasureText &after)
{
    const auto old = values(before);
    const auto now = values(after);
    for (size_t i = 0; i < old.size(); ++i) {
        if (old[i].second != now[i].second) {
            ONLYONCE_TRY(audit(transaction, id, old[i].first, old[i].second, now[i].second));
        }
    }
    return {};
}

Result<> checkStep(const Countermeasure &measure, CountermeasureState to, const QString &checkResult)
{
    using enum CountermeasureState;
    const auto from = measure.state;
    const bool possible = (from == Open && to == Done) || (from == Done && to != Done)
                       || (from == Proven && to == Failed) || (from == Failed && to == Open);
    if (!possible) {
        return fail(ErrorCode::Invalid,
                    tr("A countermeasure that is “%1” cannot become “%2” at once. The way is: open, done, and then, "
                       "after its check, proven or failed; a failed one is opened again.")
                        .arg(label(from), label(to)));
    }
    if (to == Proven && measure.what.effectCheck.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    tr("Write down first how one sees that it works: without a check nothing is proven."));
    }
    if ((to == Proven || to == Failed) && checkResult.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Write down what the check has shown."));
    }
    return {};
}

}  // namespace

Result<CountermeasureId> addCountermeasure(Transaction &transaction, PostMortemId postMortemId,
                                           const CountermeasureText &what)
{
    auto about = detail::postMortemToEdit(transaction, postMortemId);
    if (!about) {
        return failure(about);
    }
    auto good = checked(transaction, postMortemId, what, {});
    if (!good) {
        return failure(good);
    }
    Countermeasure measure{
        .postMortem = postMortemId, .what = std::move(*good), .createdAt = transaction.now(), .version = 1};
    auto id = countermeasuretable::insert(transaction, measure);
    if (!id) {
        return failure(id);
    }
    measure.id = *id;
    ONLYONCE_TRY(changed(transaction, measure));
    for (const auto &[field, value] : values(measure.what)) {
        if (!value.isEmpty()) {
            ONLYONCE_TRY(audit(transaction, measure.id, field, std::nullopt, value));
        }
    }
    ONLYONCE_TRY(tell(transaction, *about, measure.id, QStringLiteral("countermeasure"),
                      tr("Countermeasure added: %1").arg(escapeMarkdown(measure.what.text))));
    return measure.id;
}

Result<int> editCountermeasure(Transaction &transaction, CountermeasureId id, const CountermeasureText &what,
                               int version)
{
    auto edit = toEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    ONLYONCE_TRY(detail::postMortemToEdit(transaction, edit->postMortem.id));
    auto &measure = edit->measure;
    auto good = checked(transaction, measure.postMortem, what, measure.what);
    if (!good) {
        return failure(good);
    }
    if (*good == measure.what) {
        return measure.version;
    }
    if (version != measure.version) {
        auto theirs = shown(transaction, measure.what);
        auto yours = shown(transaction, *good);
        if (!theirs || !yours) {
            return failure(theirs ? yours : theirs);
        }
        return detail::conflictError(tr("This countermeasure"),
                                     {.theirs = *theirs, .yours = *yours, .version = measure.version});
    }
    const auto before = std::exchange(measure.what, std::move(*good));
    ++measure.version;
    ONLYONCE_TRY(countermeasuretable::updateText(transaction, measure));
    ONLYONCE_TRY(changed(transaction, measure));
    ONLYONCE_TRY(auditDifferences(transaction, id, before, measure.what));
    return measure.version;
}

Result<int> setCountermeasureState(Transaction &transaction, CountermeasureId id, CountermeasureState state,
                                   int version, const QString &checkResult)
{
    auto edit = toEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    auto &measure = edit->measure;
    if (measure.state == state) {
        return measure.version;
    }
    if (version != measure.version) {
        return detail::conflictError(
            tr("This countermeasure"),
            {.theirs = label(measure.state), .yours = label(state), .version = measure.version});
    }
    const QString result = checkResult.trimmed();
    ONLYONCE_TRY(detail::checkText(result, tr("What the check has shown"), longestText));
    ONLYONCE_TRY(checkStep(measure, state, result));
    const auto before = std::exchange(measure.state, state);
    switch (state) {
    case CountermeasureState::Open:
        measure.doneAt.reset();
        measure.checkedAt.reset();
        measure.checkResult.clear();
        break;
    case CountermeasureState::Done:
        measure.doneAt = transaction.now();
        break;
    case CountermeasureState::Proven:
    case CountermeasureState::Failed:
        measure.checkedAt = transaction.now();
        measure.checkResult = result;
        break;
    }
    ++measure.version;
    ONLYONCE_TRY(countermeasuretable::updateState(transaction, measure));
    ONLYONCE_TRY(changed(transaction, measure));
    ONLYONCE_TRY(audit(transaction, id, QStringLiteral("state"), toText(before), toText(state), result));
    ONLYONCE_TRY(tell(transaction, edit->postMortem, id, QStringLiteral("countermeasureState"),
                      tr("Countermeasure %1: %2").arg(label(state), escapeMarkdown(measure.what.text))));
    return measure.version;
}

Result<std::vector<Countermeasure>> countermeasuresOf(Transaction &transaction, PostMortemId postMortem)
{
    return countermeasuretable::all(transaction, postMortem);
}

Result<std::optional<Countermeasure>> countermeasure(Transaction &transaction, CountermeasureId id)
{
    return countermeasuretable::byId(transaction, id);
}

Result<CountermeasurePage> countermeasuresIn(Transaction &transaction, CountermeasureState state, int limit,
                                             const std::optional<Countermeasure> &after)
{
    auto rows = countermeasuretable::inState(transaction, state, limit + 1, after);
    if (!rows) {
        return failure(rows);
    }
    const bool more = rows->size() > size_t(limit);
    if (more) {
        rows->pop_back();
    }
    return CountermeasurePage{.rows = std::move(*rows), .more = more};
}

Result<int> overdueCountermeasures(Transaction &transaction, QDate today)
{
    return countermeasuretable::overdue(transaction, today);
}

namespace detail {

Result<> detachCountermeasures(Transaction &transaction, WhyId why)
{
    auto rows = countermeasuretable::answering(transaction, why);
    if (!rows) {
        return failure(rows);
    }
    for (auto &measure : *rows) {
        const auto before = measure.what;
        measure.what.why = {};
        ++measure.version;
        ONLYONCE_TRY(countermeasuretable::updateText(transaction, measure));
        transaction.touch(QStringLiteral("countermeasure"), measure.id);
        ONLYONCE_TRY(auditDifferences(transaction, measure.id, before, measure.what));
    }
    return {};
}

}  // namespace detail

}  // namespace onlyonce
