// SPDX-License-Identifier: GPL-3.0-or-later
// The words of announcements: templates per status, what they are filled with, and what a forum takes. A template never
// promises an end, and what it does not know stands in it as a visible ⟨gap⟩ until a person has filled it.
#pragma once

#include "models/announce/announcement.h"

#include <QHash>
#include <QStringList>

namespace onlyonce {

//! Placeholder names ("service") and the Markdown that replaces them.
using TemplateValues = QHash<QString, QString>;

//! Replaces every {{name}}. One that has no value becomes a gap, "⟨cause: the cause in plain words⟩"; one that no template
//! may have, or that never closes, is ErrorCode::Invalid and named. Values are taken as they are, never filled again.
[[nodiscard]] Result<QString> fillTemplate(QStringView text, const TemplateValues &values);
//! The gaps of a text and placeholders that nobody filled, in order: empty when it may be published.
[[nodiscard]] QStringList gapsIn(QStringView markdown);

//! What the program itself knows: service, startedAt, mitigatedAt, resolvedAt, duration, nextUpdate, reference. Machine-made
//! names are escaped; times are UTC. A value that is not known is left out.
[[nodiscard]] TemplateValues templateValues(const Incident &incident, Instant now);
//! When customers shall hear from us again: every 20 minutes for two hours, then hourly; on the next five minutes.
//! What was promised for later holds.
[[nodiscard]] Instant nextUpdateDue(const Incident &incident, Instant now);
//! "13:05 UTC on 23 November 2026"
[[nodiscard]] QString announcedTime(Instant time);
//! What a post tells customers of it, in the words of the templates ("Next update: by 13:05 UTC on …"); nothing when it
//! does not say.
[[nodiscard]] std::optional<Instant> toldNextUpdate(const QString &body);

//! The status's template, filled. `values` win over what the program knows.
[[nodiscard]] Result<QString> suggestedBody(const Incident &incident, AnnouncementStatus status, Instant now,
                                            const TemplateValues &values = {});
//! What takes back what customers have read of a false alarm: its own template, filled. Why it was one is a gap, because the
//! internal reason is not for them.
[[nodiscard]] Result<QString> suggestedRetraction(const Incident &incident, Instant now);
//! "checkout: service disruption (INC-17, 2026-11-23)": forums refuse a title twice, so it names number and day.
[[nodiscard]] QString suggestedTitle(const Incident &incident);
//! The title as one line, with the incident's number added when it has neither number nor date.
[[nodiscard]] QString unmistakableTitle(const QString &title, const Incident &incident);

//! Invalid says which limit is not kept: 15 to 255 characters.
[[nodiscard]] Result<> checkTitle(const QString &title);
//! 20 to 32,000 characters.
[[nodiscard]] Result<> checkBody(const QString &body);

}  // namespace onlyonce
