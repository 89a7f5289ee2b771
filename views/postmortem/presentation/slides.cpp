// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/presentation/slides.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/desk.h"
#include "models/incidents/timeline/moments.h"
#include "models/postmortem/document/builder.h"
#include "models/postmortem/document/figures.h"
#include "views/widgets/words.h"

#include <QLocale>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QString dayOf(QDate day)
{
    return QLocale().toString(day, QStringLiteral("d MMM yyyy"));
}

Slide coverOf(const Talk &talk)
{
    const Incident &about = talk.incident;
    Slide slide{.key = QStringLiteral("cover"), .title = about.title, .isCover = true};
    QStringList facts{about.reference(), toText(about.severity)};
    facts += about.services;
    facts += about.dataCentres;
    slide.text = facts.join(QStringLiteral(" · "));
    for (const Figure &figure : impactFigures(about)) {
        slide.rows.push_back({.lead = label(figure.kind), .text = shown(figure)});
    }
    if (const auto verdict = recoveryVerdict(about)) {
        slide.rows.push_back({.lead = tr("Recovery clock"),
                              .text = shown(*verdict),
                              .tone = verdict->kept() ? Tone::Success : Tone::Danger});
    }
    return slide;
}

Slide fieldSlide(const Talk &talk, PostMortemField field)
{
    const QString text = talk.record ? talk.record->text(field).markdown : QString();
    return {.key = toText(field),
            .title = label(field),
            .text = markdownToPlain(text),
            .nothing = prompt(field),
            .field = field};
}

//! The times of the incident, with the moments that people have pinned among them.
Slide timelineSlide(const Talk &talk, const QTimeZone &zone)
{
    struct Moment
    {
        Instant at;
        SlideRow row;
    };
    std::vector<Moment> moments;
    for (const IncidentTime time : allIncidentTimes) {
        if (const auto &at = talk.incident.time(time)) {
            moments.push_back({*at, {.text = capitalized(label(time)), .tone = Tone::Accent}});
        }
    }
    for (const TimelineEntry &entry : talk.moments) {
        moments.push_back(
            {entry.happenedAt,
             {.text = markdownToPlain(bodyIn(entry, zone)), .detail = entry.actorName, .place = entry.id}});
    }
    std::ranges::stable_sort(moments, {}, &Moment::at);
    Slide slide{
        .key = QStringLiteral("timeline"), .title = tr("Key moments"), .nothing = tr("No times are recorded yet.")};
    QDate day;
    for (Moment &moment : moments) {
        const QDateTime at = toDateTime(moment.at, zone);
        const bool isNewDay = std::exchange(day, at.date()) != at.date();
        moment.row.lead = at.toString(QStringLiteral("HH:mm"));
        if (isNewDay) {
            const QString zoned = QStringLiteral("%1, %2").arg(dayOf(day), at.timeZoneAbbreviation());
            moment.row.detail =
                moment.row.detail.isEmpty() ? zoned : QStringLiteral("%1 · %2").arg(zoned, moment.row.detail);
        }
        slide.rows.push_back(std::move(moment.row));
    }
    return slide;
}

Slide whySlide(const Talk &talk, WhyQuestion question)
{
    Slide slide{.key = QStringLiteral("why ") + toText(question),
                .title = label(question),
                .nothing = tr("Nobody has asked yet. Enter writes the first why."),
                .question = question};
    PostMortemRecord part = talk.record.value_or(PostMortemRecord());
    std::erase_if(part.whys, [question](const WhyNode &node) { return node.why.question != question; });
    walkWhys(part.whys, [&slide](const WhyNode &node, int) { slide.whys.push_back(node.why); });
    if (!slide.whys.empty()) {
        slide.tree = whyPicture(part, talk.incident.title);
        for (TreeNode &node : slide.tree.roots.front().children) {
            node.caption.clear();  // the slide's title says it
        }
    }
    return slide;
}

Slide measuresSlide(const Talk &talk, QDate today)
{
    Slide slide{.key = QStringLiteral("countermeasures"),
                .title = tr("Countermeasures"),
                .nothing = tr("None yet. A root cause without a countermeasure will come back.")};
    for (const Countermeasure &measure : talk.record ? talk.record->countermeasures : std::vector<Countermeasure>()) {
        QStringList facts{measure.ownerName.isEmpty() ? tr("no owner") : measure.ownerName};
        facts << (measure.what.dueOn ? tr("due %1").arg(dayOf(*measure.what.dueOn)) : tr("no due date"));
        facts << capitalized(label(measure.what.kind));
        const bool isLate = measure.isOverdue(today);
        const bool isBad = isLate || measure.state == CountermeasureState::Failed;
        const bool isGood = measure.state == CountermeasureState::Proven;
        slide.rows.push_back({.text = measure.what.text,
                              .detail = facts.join(QStringLiteral(" · ")),
                              .mark = isLate ? tr("Overdue") : capitalized(label(measure.state)),
                              .tone = isBad  ? Tone::Danger
                                    : isGood ? Tone::Success
                                             : Tone::Accent,
                              .place = measure.id});
    }
    return slide;
}

Slide openSlide(const Talk &talk)
{
    Slide slide{.key = QStringLiteral("open"),
                .title = tr("Still open"),
                .nothing = talk.record ? tr("Nothing: the checks find nothing more to ask.")
                                       : tr("Nobody has begun to write yet.")};
    for (const bool isSerious : {true, false}) {
        for (const Finding &finding : talk.findings) {
            if (finding.reason.isEmpty() && (finding.weight == CheckWeight::Serious) == isSerious) {
                slide.rows.push_back({.text = finding.message,
                                      .mark = isSerious ? tr("Before it is approved") : QString(),
                                      .tone = isSerious ? Tone::Warning : Tone::Neutral,
                                      .place = finding.place});
            }
        }
    }
    return slide;
}

}  // namespace

Result<std::optional<Talk>> talkOf(Transaction &transaction, IncidentId id)
{
    auto about = incident(transaction, id);
    if (!about || !*about) {
        return about ? Result<std::optional<Talk>>(std::nullopt) : failure(about);
    }
    auto record = postMortemRecord(transaction, id);
    auto timeline = record ? timelineOf(transaction, id) : failure(record);
    auto findings = timeline ? findingsOf(transaction, id) : failure(timeline);
    if (!findings) {
        return failure(findings);
    }
    std::erase_if(*timeline, [](const TimelineEntry &entry) { return !entry.pinned; });
    return Talk{.incident = std::move(**about),
                .record = std::move(*record),
                .moments = std::move(*timeline),
                .findings = std::move(*findings)};
}

std::vector<Slide> slidesOf(const Talk &talk, const QTimeZone &zone, QDate today)
{
    using enum PostMortemField;
    std::vector<Slide> slides{coverOf(talk), fieldSlide(talk, Summary), timelineSlide(talk, zone)};
    const auto addIfWritten = [&](PostMortemField field) {
        Slide slide = fieldSlide(talk, field);
        if (!slide.text.isEmpty()) {
            slides.push_back(std::move(slide));
        }
    };
    for (const PostMortemField field : {Impact, LeadUp, Trigger, Detection, Response, Recovery}) {
        addIfWritten(field);
    }
    for (const WhyQuestion question : allWhyQuestions) {
        slides.push_back(whySlide(talk, question));
    }
    for (const PostMortemField field : {ContributingFactors, WentWell, WentBadly, GotLucky}) {
        slides.push_back(fieldSlide(talk, field));
    }
    addIfWritten(Lessons);
    slides.push_back(measuresSlide(talk, today));
    slides.push_back(openSlide(talk));
    return slides;
}

}  // namespace onlyonce::ui
