// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/whys/whytable.h"

namespace onlyonce::whytable {

namespace {

Why read(const Row &row)
{
    Why why{.id = row.id<WhyId>(0),
            .postMortem = row.id<PostMortemId>(1),
            .parent = row.id<WhyId>(2),
            .question = whyQuestionFrom(row.text(3)).value_or(WhyQuestion::Happened),
            .place = int(row.integer(4)),
            .text = row.text(5),
            .state = whyStateFrom(row.text(6)).value_or(WhyState::Possible),
            .causes = row.flag(9) ? Causes::OnlyTogether : Causes::EachAlone,
            .accepted = row.text(10),
            .visibility = visibilityFrom(row.text(11)).value_or(Visibility::Restricted),
            .version = int(row.integer(12))};
    if (row.flag(7)) {
        why.root = rootCategoryFrom(row.text(8)).value_or(RootCategory::Other);
    }
    return why;
}

QString select(QLatin1StringView rest)
{
    return QStringLiteral("SELECT id, postmortem_id, parent_id, question, place, body, state, root, category, jointly, "
                          "accepted, visibility, version FROM why ")
         + rest;
}

QString categoryText(const Why &why)
{
    return why.root ? toText(*why.root) : QString();
}

}  // namespace

Result<std::optional<Why>> byId(Transaction &transaction, WhyId id)
{
    return transaction.one(select(QLatin1StringView("WHERE id = ?")), read, id);
}

Result<std::vector<Why>> all(Transaction &transaction, PostMortemId postMortem)
{
    return transaction.all(select(QLatin1StringView("WHERE postmortem_id = ? ORDER BY place, id")), read, postMortem);
}

Result<WhyId> insert(Transaction &transaction, const Why &why)
{
    return transaction.insert<WhyId>(
        QStringLiteral(
            "INSERT INTO why (postmortem_id, parent_id, question, place, body, state, root, category, jointly, "
            "accepted, visibility, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        why.postMortem, why.parent, toText(why.question), why.place, why.text, toText(why.state), why.root.has_value(),
        categoryText(why), why.causes == Causes::OnlyTogether, why.accepted, toText(why.visibility), why.version);
}

Result<> insertAgain(Transaction &transaction, const Why &why)
{
    const auto done = transaction.exec(
        QStringLiteral(
            "INSERT INTO why (id, postmortem_id, parent_id, question, place, body, state, root, category, jointly, "
            "accepted, visibility, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        why.id, why.postMortem, why.parent, toText(why.question), why.place, why.text, toText(why.state),
        why.root.has_value(), categoryText(why), why.causes == Causes::OnlyTogether, why.accepted,
        toText(why.visibility), why.version);
    return done ? Result<>() : failure(done);
}

Result<> update(Transaction &transaction, const Why &why, Part part)
{
    const auto set = [&](QLatin1StringView columns, auto... values) -> Result<> {
        auto done = transaction.exec(QStringLiteral("UPDATE why SET %1, version = ? WHERE id = ?").arg(columns),
                                     values..., why.version, why.id);
        if (!done) {
            return failure(done);
        }
        return {};
    };
    switch (part) {
    case Part::Text:
        return set(QLatin1StringView("body = ?"), why.text);
    case Part::State:
        return set(QLatin1StringView("state = ?"), toText(why.state));
    case Part::Causes:
        return set(QLatin1StringView("jointly = ?"), why.causes == Causes::OnlyTogether);
    case Part::Visibility:
        return set(QLatin1StringView("visibility = ?"), toText(why.visibility));
    case Part::Accepted:
        return set(QLatin1StringView("accepted = ?"), why.accepted);
    case Part::Root:
        return set(QLatin1StringView("root = ?, category = ?"), why.root.has_value(), categoryText(why));
    case Part::Place:
        return set(QLatin1StringView("parent_id = ?, question = ?, place = ?"), why.parent, toText(why.question),
                   why.place);
    }
    return {};
}

Result<> remove(Transaction &transaction, WhyId id)
{
    auto done = transaction.exec(QStringLiteral("DELETE FROM why WHERE id = ?"), id);
    if (!done) {
        return failure(done);
    }
    return {};
}

}  // namespace onlyonce::whytable
