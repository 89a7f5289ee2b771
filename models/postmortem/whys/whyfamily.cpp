// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/whys/whyfamily.h"

#include "models/base/tr.h"

#include <algorithm>
#include <tuple>

namespace onlyonce {

namespace {

std::vector<WhyNode> childrenOf(const std::vector<Why> &whys, WhyId parent, int depth)
{
    std::vector<WhyNode> children;
    if (depth > deepestWhy) {  // only a circle is that deep; tree() then misses nodes
        return children;
    }
    for (const auto &why : whys) {
        if (why.parent == parent) {
            children.push_back({.why = why, .children = childrenOf(whys, why.id, depth + 1)});
        }
    }
    return children;
}

}  // namespace

WhyFamily::WhyFamily(std::vector<Why> whys)
    : m_whys(std::move(whys))
{
    std::ranges::sort(m_whys, {}, [](const Why &why) { return std::tuple(why.question, why.place, why.id); });
}

Result<std::vector<WhyNode>> WhyFamily::tree() const
{
    auto nodes = childrenOf(m_whys, {}, 1);
    size_t count = 0;
    walkWhys(nodes, [&count](const WhyNode &, int) { ++count; });
    if (count != m_whys.size()) {
        return fail(ErrorCode::Damaged, tr("The why tree is damaged: %1 of its %2 nodes hang nowhere.")
                                            .arg(m_whys.size() - count)
                                            .arg(m_whys.size()));
    }
    return nodes;
}

Why *WhyFamily::find(WhyId id)
{
    const auto found = std::ranges::find(m_whys, id, &Why::id);
    return found == m_whys.end() ? nullptr : &*found;
}

std::vector<Why *> WhyFamily::siblings(WhyId parent, WhyQuestion question)
{
    std::vector<Why *> found;
    for (auto &why : m_whys) {
        if (why.parent == parent && (parent || why.question == question)) {
            found.push_back(&why);
        }
    }
    std::ranges::stable_sort(found, {}, &Why::place);
    return found;
}

std::vector<Why *> WhyFamily::below(WhyId id)
{
    std::vector<Why *> found;
    std::vector<WhyId> parents{id};
    for (size_t i = 0; i < parents.size() && parents.size() <= m_whys.size(); ++i) {
        for (auto &why : m_whys) {
            if (why.parent == parents[i]) {
                found.push_back(&why);
                parents.push_back(why.id);
            }
        }
    }
    return found;
}

int WhyFamily::depth(WhyId id)
{
    int depth = 0;
    for (const Why *why = id ? find(id) : nullptr; why && depth <= deepestWhy;
         why = why->parent ? find(why->parent) : nullptr) {
        ++depth;
    }
    return depth;
}

int WhyFamily::levels(WhyId id)
{
    int deepest = depth(id);
    for (const Why *why : below(id)) {
        deepest = std::max(deepest, depth(why->id));
    }
    return deepest - depth(id) + 1;
}

Result<std::vector<Why *>> WhyFamily::put(Why &why, const WhyPlace &place)
{
    WhyQuestion question = place.question;
    if (place.parent) {
        const Why *parent = find(place.parent);
        if (!parent) {
            return fail(ErrorCode::NotFound, tr("The why above is no longer there: somebody has removed it."));
        }
        const auto branch = why.id ? below(why.id) : std::vector<Why *>();
        if (parent == &why || std::ranges::find(branch, parent) != branch.end()) {
            return fail(ErrorCode::Invalid,
                        tr("A why cannot be its own cause. Move it somewhere outside its own branch."));
        }
        question = parent->question;
    }
    if (depth(place.parent) + (why.id ? levels(why.id) : 1) > deepestWhy) {
        return fail(
            ErrorCode::Invalid,
            tr("A why tree has at most %1 levels. Stop at the first cause that you can change.").arg(deepestWhy));
    }
    auto order = siblings(place.parent, question);
    std::erase(order, &why);
    const auto at =
        std::clamp<std::ptrdiff_t>(place.place.value_or(int(order.size())), 0, std::ptrdiff_t(order.size()));
    order.insert(order.begin() + at, &why);
    why.parent = place.parent;
    why.question = question;
    why.place = int(at);
    return order;
}

// Of the tree as a value ------------------------------------------------------------------------------------------------

std::vector<Why> pathTo(const std::vector<WhyNode> &tree, WhyId id)
{
    for (const auto &node : tree) {
        if (node.why.id == id) {
            return {node.why};
        }
        if (auto path = pathTo(node.children, id); !path.empty()) {
            path.insert(path.begin(), node.why);
            return path;
        }
    }
    return {};
}

QString thereforeText(const std::vector<WhyNode> &tree, WhyId id, const QString &symptom)
{
    const auto path = pathTo(tree, id);
    if (path.empty()) {
        return {};
    }
    QStringList lines;
    for (auto why = path.rbegin(); why != path.rend(); ++why) {
        lines << why->text;
    }
    lines << symptom;
    return lines.join(QLatin1Char('\n') + tr("Therefore:") + QLatin1Char(' '));
}

}  // namespace onlyonce
