// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/lists/postmortemfacettable.h"

#include "models/storage/transaction.h"

namespace onlyonce::postmortemfacettable {

namespace {

using namespace Qt::StringLiterals;

struct Parts
{
    IncidentFacet facet;
    QStringList any;

    void add(const QString &condition, const QVariantList &values, const FacetWay &way)
    {
        any << condition;
        facet.values << values;
        facet.ways.push_back(way);
    }
    void addOwn(const QString &condition, const QVariantList &values = {})
    {
        add(condition, values, {{}, u"i.id"_s, condition, values});
    }
};

void addStatus(Parts &parts, PostMortemStage stage)
{
    const QVariantList status{toSql(toText(stage))};
    parts.add(u"EXISTS (SELECT 1 FROM postmortem w WHERE w.incident_id = i.id AND w.status = ?)"_s, status,
              {u"postmortem"_s, u"w.incident_id"_s, u"w.status = ?"_s, status});
}

//! What has no post-mortem, or is history that was recorded elsewhere, is never late.
void addOverdue(Parts &parts, const DueBefore &due)
{
    parts.addOwn(u"(i.severity = ? AND i.status IN ('resolved', 'closed') AND i.resolved_at < ? AND i.drill = 0 "
                 "AND (i.resolution IS NULL OR i.resolution IN ('', 'resolved')) "
                 "AND NOT EXISTS (SELECT 1 FROM postmortem p WHERE p.incident_id = i.id "
                 "AND p.status IN ('approved', 'published')) "
                 "AND NOT EXISTS (SELECT 1 FROM incident_import h WHERE h.incident_id = i.id))"_s,
                 {toSql(toText(due.severity)), toSql(due.before)});
}

}  // namespace

IncidentFacet facetOf(const std::vector<PostMortemStage> &stages, const std::vector<DueBefore> &due)
{
    Parts parts;
    for (const PostMortemStage stage : stages) {
        switch (stage) {
        case PostMortemStage::None:
            parts.addOwn(u"NOT EXISTS (SELECT 1 FROM postmortem p WHERE p.incident_id = i.id)"_s);
            break;
        case PostMortemStage::Draft:
        case PostMortemStage::InReview:
        case PostMortemStage::Approved:
        case PostMortemStage::Published:
            addStatus(parts, stage);
            break;
        case PostMortemStage::Overdue:
            for (const DueBefore &each : due) {
                addOverdue(parts, each);
            }
            break;
        }
    }
    parts.facet.condition = parts.any.isEmpty() ? u"1 = 0"_s : u"(%1)"_s.arg(parts.any.join(u" OR "_s));
    return parts.facet;
}

}  // namespace onlyonce::postmortemfacettable
