// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/part.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int longestPartLabel = 80;

struct PartWords
{
    QString operator()(std::monostate) const { return {}; }
    QString operator()(PostMortemField field) const { return QStringLiteral("field ") + toText(field); }
    QString operator()(WhyId why) const { return QStringLiteral("why %1").arg(why.value); }
    QString operator()(CountermeasureId id) const { return QStringLiteral("countermeasure %1").arg(id.value); }
};

}  // namespace

QString toText(const PostMortemPart &part)
{
    return std::visit(PartWords{}, part);
}

Result<PostMortemPart> postMortemPartFrom(const QString &text)
{
    const QString wanted = text.simplified();
    if (wanted.isEmpty()) {
        return PostMortemPart{};
    }
    const QString kind = wanted.section(u' ', 0, 0);
    const QString rest = wanted.section(u' ', 1);
    const qint64 number = rest.toLongLong();
    if (kind == QStringLiteral("why") && number > 0) {
        return PostMortemPart{WhyId{number}};
    }
    if (kind == QStringLiteral("countermeasure") && number > 0) {
        return PostMortemPart{CountermeasureId{number}};
    }
    const auto field = postMortemFieldFrom(kind == QStringLiteral("field") ? rest : wanted);
    return field
             ? Result<PostMortemPart>(*field)
             : fail(ErrorCode::Invalid,
                    tr("“%1” is no part of a post-mortem. Write the name of a field (summary, leadUp …), “why 12” or "
                       "“countermeasure 3”.")
                        .arg(visibleLine(wanted.left(longestPartLabel))));
}

QString labelOf(const PostMortemPart &part, const std::vector<WhyNode> &whys,
                const std::vector<Countermeasure> &countermeasures)
{
    if (const auto *field = std::get_if<PostMortemField>(&part)) {
        return label(*field);
    }
    if (const auto *why = std::get_if<WhyId>(&part)) {
        const auto path = pathTo(whys, *why);
        return path.empty() ? tr("a why that was removed")
                            : tr("“%1”").arg(shortLine(path.back().text, longestPartLabel));
    }
    if (const auto *id = std::get_if<CountermeasureId>(&part)) {
        const auto found = std::ranges::find(countermeasures, *id, &Countermeasure::id);
        return found == countermeasures.end() ? tr("a countermeasure that was removed")
                                              : tr("“%1”").arg(shortLine(found->what.text, longestPartLabel));
    }
    return tr("the whole post-mortem");
}

namespace detail {

Result<> requirePart(Transaction &transaction, PostMortemId postMortem, const PostMortemPart &part)
{
    if (const auto *why = std::get_if<WhyId>(&part)) {
        const auto tree = whysOf(transaction, postMortem);
        if (!tree) {
            return failure(tree);
        }
        if (pathTo(*tree, *why).empty()) {
            return fail(ErrorCode::NotFound, tr("This why is no longer there: somebody has removed it."));
        }
    }
    if (const auto *id = std::get_if<CountermeasureId>(&part)) {
        const auto found = countermeasure(transaction, *id);
        if (!found) {
            return failure(found);
        }
        if (!*found || (*found)->postMortem != postMortem) {
            return fail(ErrorCode::NotFound, tr("This countermeasure is no longer there: somebody has removed it."));
        }
    }
    return {};
}

}  // namespace detail

}  // namespace onlyonce
