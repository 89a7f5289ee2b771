// SPDX-License-Identifier: GPL-3.0-or-later
// What the sections of a post-mortem say: facts below the title, the timeline, whys, action items. Internal to this room.
#pragma once

#include "models/postmortem/archive/historytext.h"
#include "models/postmortem/archive/markdownsections.h"

#include <map>

namespace onlyonce::archive {

//! What reading a section takes.
struct Parts
{
    std::optional<QTimeZone> zone;
    LineProblems &problems;
    std::optional<QDate> day = {};  //!< of times that name none
};

struct Facts
{
    QString title;
    std::optional<QDate> day;
    qint64 number = 0;
    Severity severity = Severity::Sev2;
    QStringList services;
    QStringList dataCentres;
    QString owner;
    QStringList causes;
    decltype(Incident::times) times;
    std::map<PostMortemField, QString> prose;  //!< "Impact: …" in a line
};
//! Lines "Key: value", however emphasised, tables of two columns, and plain paragraphs, which are the summary.
void readFacts(const std::vector<Section> &head, Parts &parts, Facts &facts);

//! "- 14:05 text", a table with a column of times, or lines that begin with one; a day alone holds for what follows, and a
//! clock that goes back by half a day has passed midnight.
void readTimeline(const Section &section, Parts &parts, std::vector<TimelineEntry> &entries);
//! A flat list is a chain, each answer below the one before; in an indented one the indentation tells. What nothing
//! stands below is a root cause.
void readWhys(const Section &section, WhyQuestion question, Parts &parts, std::vector<RecordedWhy> &whys);
//! Each item, or paragraph, unless it stands among the whys.
void readRootCauses(const Section &section, std::vector<RecordedWhy> &whys);
//! A list with check boxes, "@owner" and "due 2026-01-31", or a table by the titles of its columns.
void readActions(const Section &section, Parts &parts, std::vector<RecordedMeasure> &measures);

}  // namespace onlyonce::archive
