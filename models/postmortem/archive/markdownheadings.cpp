// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/markdownheadings.h"

#include "models/postmortem/archive/historytext.h"

#include <map>

namespace onlyonce::archive {

namespace {

using namespace Qt::StringLiterals;

const std::map<QString, Place> &headings()
{
    using enum PostMortemField;
    using enum Part;
    static const std::map<QString, Place> all = [] {
        const std::vector<std::pair<Place, QStringList>> words{
            {Summary,
             {u"summary"_s, u"executive summary"_s, u"overview"_s, u"abstract"_s, u"tldr"_s, u"what happened"_s}},
            {Impact,
             {u"impact"_s, u"customer impact"_s, u"user impact"_s, u"business impact"_s, u"impact in numbers"_s}},
            {LeadUp, {u"lead up"_s, u"leadup"_s, u"background"_s, u"context"_s}},
            {Trigger, {u"trigger"_s, u"fault"_s}},
            {Detection, {u"detection"_s, u"how it was detected"_s, u"how was it detected"_s}},
            {Response, {u"response"_s, u"escalation"_s}},
            {Recovery, {u"recovery"_s, u"resolution"_s, u"mitigation"_s, u"resolution and recovery"_s, u"fix"_s}},
            {ContributingFactors, {u"contributing factors"_s, u"contributing causes"_s, u"contributors"_s}},
            {WentWell, {u"went well"_s, u"what went well"_s, u"what worked"_s, u"what worked well"_s}},
            {WentBadly,
             {u"went badly"_s, u"went wrong"_s, u"what went wrong"_s, u"what went badly"_s, u"what went poorly"_s,
              u"what didnt go well"_s, u"what could have gone better"_s}},
            {GotLucky, {u"got lucky"_s, u"where we got lucky"_s, u"luck"_s}},
            {Lessons, {u"lessons"_s, u"lessons learned"_s, u"lessons learnt"_s, u"learnings"_s, u"takeaways"_s}},
            {ExternalSummary, {u"external message"_s, u"message to customers"_s, u"customer communication"_s}},
            {Timeline, {u"timeline"_s, u"chronology"_s, u"sequence of events"_s}},
            {Whys,
             {u"five whys"_s, u"whys"_s, u"why tree"_s, u"why did it happen"_s, u"five whys analysis"_s,
              u"whys analysis"_s, u"root cause analysis"_s}},
            {WhysUndetected, {u"why was it not caught"_s, u"why was it not detected"_s}},
            {WhysSlow, {u"why was recovery slow"_s, u"why did recovery take so long"_s}},
            {RootCauses, {u"root cause"_s, u"root causes"_s, u"cause"_s, u"causes"_s, u"root causes and trigger"_s}},
            {Actions,
             {u"action items"_s, u"actions"_s, u"countermeasures"_s, u"corrective actions"_s, u"follow ups"_s,
              u"follow up"_s, u"follow up actions"_s, u"next steps"_s, u"remediation items"_s,
              u"corrective and preventative measures"_s, u"preventive actions"_s}},
            {Head, {u"metadata"_s, u"details"_s, u"key facts"_s}},
        };
        std::map<QString, Place> byWord;
        for (const auto &[place, known] : words) {
            for (const QString &word : known) {
                byWord.emplace(word, place);
            }
        }
        return byWord;
    }();
    return all;
}

}  // namespace

Place placeOfHeading(const QString &heading)
{
    QString key = plainKey(heading);
    for (const QString &first : {u"the "_s, u"incident "_s, u"our "_s}) {
        if (key.startsWith(first)) {
            key.remove(0, first.size());
        }
    }
    const auto known = headings().find(key);
    return known == headings().end() ? Place(Part::Unknown) : known->second;
}

}  // namespace onlyonce::archive
