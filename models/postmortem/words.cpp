// SPDX-License-Identifier: GPL-3.0-or-later
// The words of whys and countermeasures: in the database and in JSON, and before people.
#include "models/base/words.h"

#include "models/base/tr.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "models/postmortem/whys/whytree.h"

namespace onlyonce {

namespace {

constexpr auto questionWords = wordsFrom(WhyQuestion::Happened, "happened", "undetected", "slow");
constexpr auto whyStateWords = wordsFrom(WhyState::Possible, "possible", "confirmed");
constexpr auto categoryWords =
    wordsFrom(RootCategory::Change, "change", "configuration", "design", "code", "capacity", "dependency", "hardware",
              "monitoring", "testing", "process", "knowledge", "other");
constexpr auto kindWords = wordsFrom(CountermeasureKind::Prevent, "prevent", "detect", "mitigate");
constexpr auto stateWords = wordsFrom(CountermeasureState::Open, "open", "done", "proven", "failed");
static_assert(questionWords.count == allWhyQuestions.size() && categoryWords.count == allRootCategories.size()
              && kindWords.count == allCountermeasureKinds.size());

}  // namespace

QString toText(WhyQuestion question)
{
    return questionWords.of(question);
}

QString toText(WhyState state)
{
    return whyStateWords.of(state);
}

QString toText(RootCategory category)
{
    return categoryWords.of(category);
}

QString toText(CountermeasureKind kind)
{
    return kindWords.of(kind);
}

QString toText(CountermeasureState state)
{
    return stateWords.of(state);
}

Result<WhyQuestion> whyQuestionFrom(const QString &text)
{
    return questionWords.read(text, tr("one of the three questions"));
}

Result<WhyState> whyStateFrom(const QString &text)
{
    return whyStateWords.read(text, tr("a state of a why"));
}

Result<RootCategory> rootCategoryFrom(const QString &text)
{
    return categoryWords.read(text, tr("a category of root causes"));
}

Result<CountermeasureKind> countermeasureKindFrom(const QString &text)
{
    return kindWords.read(text, tr("a kind of countermeasure"));
}

Result<CountermeasureState> countermeasureStateFrom(const QString &text)
{
    return stateWords.read(text, tr("a state of a countermeasure"));
}

QString label(WhyQuestion question)
{
    switch (question) {
    case WhyQuestion::Happened:
        return tr("Why did it happen?");
    case WhyQuestion::Undetected:
        return tr("Why was it not caught?");
    case WhyQuestion::Slow:
        return tr("Why was recovery slow?");
    }
    return {};
}

QString label(WhyState state)
{
    switch (state) {
    case WhyState::Possible:
        return tr("possible");
    case WhyState::Confirmed:
        return tr("confirmed");
    }
    return {};
}

QString label(RootCategory category)
{
    switch (category) {
    case RootCategory::Change:
        return tr("change");
    case RootCategory::Configuration:
        return tr("configuration");
    case RootCategory::Design:
        return tr("design");
    case RootCategory::Code:
        return tr("code");
    case RootCategory::Capacity:
        return tr("capacity");
    case RootCategory::Dependency:
        return tr("dependency");
    case RootCategory::Hardware:
        return tr("hardware");
    case RootCategory::Monitoring:
        return tr("monitoring");
    case RootCategory::Testing:
        return tr("testing");
    case RootCategory::Process:
        return tr("process");
    case RootCategory::Knowledge:
        return tr("knowledge");
    case RootCategory::Other:
        return tr("other");
    }
    return {};
}

QString label(CountermeasureKind kind)
{
    switch (kind) {
    case CountermeasureKind::Prevent:
        return tr("prevent");
    case CountermeasureKind::Detect:
        return tr("detect");
    case CountermeasureKind::Mitigate:
        return tr("mitigate");
    }
    return {};
}

QString label(CountermeasureState state)
{
    switch (state) {
    case CountermeasureState::Open:
        return tr("open");
    case CountermeasureState::Done:
        return tr("done");
    case CountermeasureState::Proven:
        return tr("proven");
    case CountermeasureState::Failed:
        return tr("failed");
    }
    return {};
}

}  // namespace onlyonce
