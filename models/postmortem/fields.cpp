// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a post-mortem: how statuses and fields are called in the database, in JSON and before people.
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/postmortem/postmortem.h"

namespace onlyonce {

namespace {

constexpr auto statusWords = wordsFrom(PostMortemStatus::Draft, "draft", "in review", "approved", "published");
constexpr auto fieldWords =
    wordsFrom(PostMortemField::Summary, "summary", "impact", "leadUp", "trigger", "detection", "response", "recovery",
              "contributingFactors", "wentWell", "wentBadly", "gotLucky", "lessons", "externalTitle", "externalSummary",
              "externalStory", "externalActions");
static_assert(fieldWords.count == allPostMortemFields.size());

}  // namespace

QString toText(PostMortemStatus status)
{
    return statusWords.of(status);
}

Result<PostMortemStatus> postMortemStatusFrom(const QString &text)
{
    return statusWords.read(text, tr("a status of a post-mortem"));
}

QString label(PostMortemStatus status)
{
    switch (status) {
    case PostMortemStatus::Draft:
        return tr("draft");
    case PostMortemStatus::InReview:
        return tr("in review");
    case PostMortemStatus::Approved:
        return tr("approved");
    case PostMortemStatus::Published:
        return tr("published");
    }
    return {};
}

QString toText(PostMortemField field)
{
    return fieldWords.of(field);
}

Result<PostMortemField> postMortemFieldFrom(const QString &text)
{
    return fieldWords.read(text, tr("a field of a post-mortem"));
}

QString label(PostMortemField field)
{
    switch (field) {
    case PostMortemField::Summary:
        return tr("Summary");
    case PostMortemField::Impact:
        return tr("Impact");
    case PostMortemField::LeadUp:
        return tr("Lead-up");
    case PostMortemField::Trigger:
        return tr("Trigger");
    case PostMortemField::Detection:
        return tr("Detection");
    case PostMortemField::Response:
        return tr("Response");
    case PostMortemField::Recovery:
        return tr("Recovery");
    case PostMortemField::ContributingFactors:
        return tr("Contributing factors");
    case PostMortemField::WentWell:
        return tr("What went well");
    case PostMortemField::WentBadly:
        return tr("What went badly");
    case PostMortemField::GotLucky:
        return tr("Where we got lucky");
    case PostMortemField::Lessons:
        return tr("What we learned");
    case PostMortemField::ExternalTitle:
        return tr("Title for customers");
    case PostMortemField::ExternalSummary:
        return tr("Summary for customers");
    case PostMortemField::ExternalStory:
        return tr("What happened, for customers");
    case PostMortemField::ExternalActions:
        return tr("What we are doing, for customers");
    }
    return {};
}

QString prompt(PostMortemField field)
{
    switch (field) {
    case PostMortemField::Summary:
        return tr("What happened, to whom, and how did it end? Two or three sentences.");
    case PostMortemField::Impact:
        return tr("Which share of customers could not do what, for how long? Support requests? Data lost, or none?");
    case PostMortemField::LeadUp:
        return tr("What had been going on before, that made this possible?");
    case PostMortemField::Trigger:
        return tr("What set it off?");
    case PostMortemField::Detection:
        return tr("How was it noticed? How would the time to detect be halved?");
    case PostMortemField::Response:
        return tr("What was tried, in which order? What held people up?");
    case PostMortemField::Recovery:
        return tr("What brought the service back? What was temporary, what is permanent?");
    case PostMortemField::ContributingFactors:
        return tr("Which conditions had to come together?");
    case PostMortemField::WentWell:
        return tr("What should be done the same way again?");
    case PostMortemField::WentBadly:
        return tr("What made it longer or worse?");
    case PostMortemField::GotLucky:
        return tr("What could have made it worse, and did not by chance?");
    case PostMortemField::Lessons:
        return tr("What does the team know now that it did not know before?");
    case PostMortemField::ExternalTitle:
        return tr("How do customers call what they saw?");
    case PostMortemField::ExternalSummary:
        return tr("What did customers notice, when did it start and end? With an apology.");
    case PostMortemField::ExternalStory:
        return tr("The cause in plain words, without names and internal systems.");
    case PostMortemField::ExternalActions:
        return tr("What keeps it from happening again? Only what is decided.");
    }
    return {};
}

}  // namespace onlyonce
