// SPDX-License-Identifier: GPL-3.0-or-later
// What a document is laid out by: Markdown of the company's own, in which the names of sections stand on lines of their own
// ({{timeline}}) and small values ({{number}}) within its text. Each audience has its own names, and a template can reach
// nothing else, so whoever writes one for customers cannot let anything internal out. Pure.
#pragma once

#include "models/postmortem/document/builder.h"

#include <functional>
#include <variant>
#include <vector>

namespace onlyonce {

struct Placeholder
{
    enum class Kind {
        Section,  //!< on a line of its own
        Value,    //!< a few words, anywhere in a text or a heading
    };

    QString name;   //!< "timeline", as it stands between {{ and }}
    QString about;  //!< for people
    Kind kind = Kind::Section;
};
//! In the order of the document; sections first.
[[nodiscard]] std::vector<Placeholder> placeholdersFor(Audience audience);

struct TemplateHeading
{
    int level = 1;     //!< 1 to 4
    QString markdown;  //!< inline, with the values' names in it
    friend bool operator==(const TemplateHeading &, const TemplateHeading &) = default;
};
struct TemplateSection
{
    QString name;
    friend bool operator==(const TemplateSection &, const TemplateSection &) = default;
};
//! Markdown of the template itself, with the values' names in it.
struct TemplateText
{
    QString markdown;
    friend bool operator==(const TemplateText &, const TemplateText &) = default;
};

struct DocumentTemplate
{
    std::vector<std::variant<TemplateHeading, TemplateSection, TemplateText>> parts;
};

struct TemplateProblem
{
    int line = 1;  //!< counted from 1
    QString message;
};

inline constexpr int longestTemplate = 50'000;  //!< UTF-16 units

//! Everything that is wrong with it, in order; a template without any is one that readTemplate() takes.
[[nodiscard]] std::vector<TemplateProblem> problemsOf(Audience audience, const QString &text);
//! Invalid: "Line 3: …", the first of the problems.
[[nodiscard]] Result<DocumentTemplate> readTemplate(Audience audience, const QString &text);

//! The template that comes with the program.
[[nodiscard]] QString builtInTemplate(Audience audience);

//! "Summary\n{{summary}}" with every {{name}} replaced by what `valueOf` gives for it. A line in which a value is not known
//! goes; `missing` says whether there was one. Code keeps its braces.
[[nodiscard]] QString withValues(const QString &text, const std::function<QString(const QString &name)> &valueOf,
                                 bool &missing);

}  // namespace onlyonce
