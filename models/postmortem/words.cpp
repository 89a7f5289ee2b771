// SPDX-License-Identifier: GPL-3.0-or-later
// The words of whys and countermeasures: in the database and in JSON, and before people.
#include "models/postmortem/countermeasures.h"
#include "models/postmortem/whytree.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PostMortem", text);
}

constexpr std::array questionNames{"happened", "undetected", "slow"};
constexpr std::array whyStateNames{"possible", "confirmed"};
constexpr std::array categoryNames{"change",   "configuration", "design",  "code",    "capacity",  "dependency",
                                   "hardware", "monitoring",    "testing", "process", "knowledge", "other"};
constexpr std::array kindNames{"prevent", "detect", "mitigate"};
constexpr std::array stateNames{"open", "done", "proven", "failed"};
static_assert(questionNames.size() == allWhyQuestions.size() && categoryNames.size() == allRootCategories.size()
              && kindNames.size() == allCountermeasureKinds.size());

template <typename Enum, size_t size>
Result<Enum> from(const std::array<const char *, size> &names, const QString &text, const QString &what)
{
    const auto found = std::ranges::find_if(names, [&](const char *name) { return text == QLatin1StringView(name); });
    if (found == names.end()) {
        QStringList known;
        for (const char *name : names) {
            known << QLatin1StringView(name);
        }
        return fail(ErrorCode::Invalid,
                    tr("“%1” is not %2. There are: %3.").arg(text, what, known.join(QStringLiteral(", "))));
    }
    return Enum(found - names.begin());
}

}  // namespace

QString toText(WhyQuestion question)
{
    return QLatin1StringView(questionNames.at(size_t(question)));
}

QString toText(WhyState state)
{
    return QLatin1StringView(whyStateNames.at(size_t(state)));
}

QString toText(RootCategory category)
{
    return QLatin1StringView(categoryNames.at(size_t(category)));
}

QString toText(CountermeasureKind kind)
{
    return QLatin1StringView(kindNames.at(size_t(kind)));
}

QString toText(CountermeasureState state)
{
    return QLatin1StringView(stateNames.at(size_t(state)));
}

Result<WhyQuestion> whyQuestionFrom(const QString &text)
{
    return from<WhyQuestion>(questionNames, text, tr("one of the three questions"));
}

Result<WhyState> whyStateFrom(const QString &text)
{
    return from<WhyState>(whyStateNames, text, tr("a state of a why"));
}

Result<RootCategory> rootCategoryFrom(const QString &text)
{
    return from<RootCategory>(categoryNames, text, tr("a category of root causes"));
}

Result<CountermeasureKind> countermeasureKindFrom(const QString &text)
{
    return from<CountermeasureKind>(kindNames, text, tr("a kind of countermeasure"));
}

Result<CountermeasureState> countermeasureStateFrom(const QString &text)
{
    return from<CountermeasureState>(stateNames, text, tr("a state of a countermeasure"));
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
