// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks that both documents are made of. Pure. Internal to this slice.
#pragma once

#include "models/postmortem/document/material.h"

namespace onlyonce::sections {

//! "2026-11-23 05:18:47 UTC", and in a zone other than UTC "… (06:18:47 CET)". Markdown.
[[nodiscard]] QString moment(Instant instant, const QTimeZone &zone);

//! "in review" as it stands by itself, in a cell or beside its name: "In review".
[[nodiscard]] QString capitalized(const QString &words);

//! "Not recorded." under a heading that is there in any case.
void addNotRecorded(std::vector<Block> &blocks);

//! Leave: for customers, who read neither who it was nor what sort of entry it is.
enum class Actors { Show, Leave };
[[nodiscard]] Timeline timeline(const Material &material, Actors actors);

//! The symptom on top, then the questions' answers.
enum class Detail { Everything, Causes };
[[nodiscard]] Tree whyTree(const PostMortemRecord &record, const QString &symptom, Detail detail);

//! Code, pictures, or the name and hash of what is neither; a note where something had to be cut.
void addEvidence(std::vector<Block> &blocks, const std::vector<Attachment> &evidence);

//! Label, value and formula of every figure, and the recovery clock.
[[nodiscard]] Table figures(const Incident &incident);

}  // namespace onlyonce::sections
