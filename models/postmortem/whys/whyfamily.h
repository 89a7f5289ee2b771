// SPDX-License-Identifier: GPL-3.0-or-later
// Who stands where in a why tree: places, depth, no circles. Pure; whytree.cpp writes down what it decides.
#pragma once

#include "models/postmortem/whys/whytree.h"

namespace onlyonce {

class WhyFamily
{
public:
    explicit WhyFamily(std::vector<Why> whys);

    //! Damaged when a node hangs below none of the others.
    [[nodiscard]] Result<std::vector<WhyNode>> tree() const;

    [[nodiscard]] Why *find(WhyId id);  //!< nullptr: not in this post-mortem
    //! In order of place. A null parent: those directly below the question.
    [[nodiscard]] std::vector<Why *> siblings(WhyId parent, WhyQuestion question);
    //! Every node under this one, parents before their children.
    [[nodiscard]] std::vector<Why *> below(WhyId id);

    //! Gives `why` (in the family, or about to be) its parent, question and place, and answers with all siblings there,
    //! itself among them, in their new order; their own places are still the old ones. Invalid with the reason when it
    //! cannot go there; `why` is then untouched.
    [[nodiscard]] Result<std::vector<Why *>> put(Why &why, const WhyPlace &place);

private:
    [[nodiscard]] int levels(WhyId id);  //!< of the branch that begins with this node: 1 for a leaf
    [[nodiscard]] int depth(WhyId id);   //!< 1 for a node directly below its question; 0 for none

    std::vector<Why> m_whys;
};

}  // namespace onlyonce
