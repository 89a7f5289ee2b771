// SPDX-License-Identifier: GPL-3.0-or-later
// What a document is made of, already cut down to what its readers may see: the writers after this know no visibility, so
// they cannot betray anything. Internal to this slice.
#pragma once

#include "models/incidents/command/roles.h"
#include "models/incidents/desk.h"
#include "models/incidents/sight.h"
#include "models/postmortem/checks/findings.h"
#include "models/postmortem/document/builder.h"
#include "models/postmortem/record.h"

namespace onlyonce {

struct DocumentTemplate;

struct Material
{
    Incident incident;  //!< public: without title, services, data centres and times as far as they are not public
    QString title;      //!< of the document
    QString symptom;    //!< on top of the why tree, and where "therefore" ends
    std::optional<PostMortemRecord> record;
    std::vector<Finding> answered;        //!< findings that stay, with the reasons; internal only
    std::vector<Review> reviews;          //!< internal only
    std::vector<TimelineEntry> timeline;  //!< without the work on the post-mortem itself
    std::vector<Attachment> evidence;     //!< with content
    IncidentSight sight;                  //!< internal only
    std::vector<RoleHolder> roles;        //!< internal only
    QTimeZone zone;
    Instant changed{};          //!< the latest change of any of it
    bool timesAreKnown = true;  //!< false: the readers may not see the incident's times
    int restricted = 0;         //!< rows left out of an internal document

    //! The text of a field, trimmed; empty when it was not written (or is not for these readers).
    [[nodiscard]] QString text(PostMortemField field) const;
};

[[nodiscard]] Result<Material> material(Transaction &transaction, const Incident &incident, Audience audience,
                                        const QTimeZone &zone);

[[nodiscard]] Document internalDocument(const Material &material, const DocumentTemplate &layout);
[[nodiscard]] Document publicDocument(const Material &material, const DocumentTemplate &layout);

}  // namespace onlyonce
