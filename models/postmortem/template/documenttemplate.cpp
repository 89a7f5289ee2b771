// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/template/documenttemplate.h"

#include "models/base/tr.h"
#include "models/documents/secrets.h"
#include "models/postmortem/editing.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace onlyonce {

namespace {

const QRegularExpression &braces()
{
    static const QRegularExpression pattern(QStringLiteral("\\{\\{\\s*([^{}]*?)\\s*\\}\\}"));
    return pattern;
}

//! Which lines are code: between fences, and the fences themselves.
class Fences
{
public:
    bool isCode(const QString &line)
    {
        static const QRegularExpression fence(QStringLiteral("^ {0,3}(`{3,}|~{3,})(.*)$"));
        const auto match = fence.match(line);
        const QString marks = match.captured(1);
        if (m_open.isEmpty()) {
            m_open = match.captured(2).contains(u'`') && marks.startsWith(u'`') ? QString() : marks;
            return !m_open.isEmpty();
        }
        if (marks.startsWith(m_open) && match.captured(2).trimmed().isEmpty()) {
            m_open.clear();
        }
        return true;
    }

private:
    QString m_open;
};

const Placeholder *known(const std::vector<Placeholder> &all, const QString &name)
{
    const auto found = std::ranges::find(all, name, &Placeholder::name);
    return found == all.end() ? nullptr : &*found;
}

//! How many letters have to be changed; names are short.
int distanceOf(const QString &from, const QString &to)
{
    std::vector<int> row(size_t(to.size()) + 1);
    for (size_t i = 0; i < row.size(); ++i) {
        row[i] = int(i);
    }
    for (qsizetype i = 0; i < from.size(); ++i) {
        int corner = std::exchange(row[0], int(i) + 1);
        for (qsizetype j = 0; j < to.size(); ++j) {
            const bool same = from.at(i).toCaseFolded() == to.at(j).toCaseFolded();
            const int best = std::min({row[size_t(j)] + 1, row[size_t(j) + 1] + 1, corner + (same ? 0 : 1)});
            corner = std::exchange(row[size_t(j) + 1], best);
        }
    }
    return row.back();
}

QString namesOf(const std::vector<Placeholder> &all, Placeholder::Kind kind)
{
    QStringList names;
    for (const Placeholder &each : all) {
        if (each.kind == kind) {
            names << each.name;
        }
    }
    return names.join(QStringLiteral(", "));
}

QString unknownName(Audience audience, const std::vector<Placeholder> &all, const QString &name)
{
    const QString shown = QStringLiteral("{{%1}}").arg(name);
    const QString possible = tr("Sections: %1. Values: %2.")
                                 .arg(namesOf(all, Placeholder::Kind::Section), namesOf(all, Placeholder::Kind::Value));
    if (audience == Audience::Public && known(placeholdersFor(Audience::Internal), name)) {
        return tr("%1 is for colleagues alone; the document for customers cannot hold it. %2").arg(shown, possible);
    }
    constexpr int nearest = 3;
    const auto near =
        std::ranges::min_element(all, {}, [&](const Placeholder &each) { return distanceOf(name, each.name); });
    if (near != all.end() && distanceOf(name, near->name) <= nearest) {
        return tr("There is no %1. Did you mean {{%2}}? %3").arg(shown, near->name, possible);
    }
    return tr("There is no %1. %2").arg(shown, possible);
}

class TemplateReader
{
public:
    TemplateReader(Audience audience, const QString &text)
        : m_audience(audience)
        , m_all(placeholdersFor(audience))
    {
        const QStringList lines = QString(text).replace(QStringLiteral("\r\n"), QStringLiteral("\n")).split(u'\n');
        Fences fences;
        for (const QString &line : lines) {
            ++m_line;
            if (fences.isCode(line)) {
                m_text << line;
            } else {
                readLine(line);
            }
        }
        endText();
        if (!m_hasSection && m_problems.empty()) {
            m_line = 1;
            complain(tr("It names no section, so every document would say the same. Write at least one, such as "
                        "{{summary}}, on a line of its own."));
        }
    }

    [[nodiscard]] const std::vector<TemplateProblem> &problems() const { return m_problems; }
    [[nodiscard]] const DocumentTemplate &read() const { return m_template; }

private:
    void complain(const QString &message) { m_problems.push_back({.line = m_line, .message = message}); }

    void readLine(const QString &line)
    {
        static const QRegularExpression heading(QStringLiteral("^ {0,3}(#{1,4})[ \\t]+(.*?)(?:[ \\t]+#+)?[ \\t]*$"));
        static const QRegularExpression alone(QStringLiteral("^ {0,3}\\{\\{\\s*([^{}]*?)\\s*\\}\\}\\s*$"));
        if (const auto match = alone.match(line); match.hasMatch()) {
            const Placeholder *placeholder = known(m_all, match.captured(1));
            if (placeholder && placeholder->kind == Placeholder::Kind::Section) {
                endText();
                m_template.parts.emplace_back(TemplateSection{placeholder->name});
                m_hasSection = true;
                return;
            }
        }
        checkNames(line);
        if (const auto match = heading.match(line); match.hasMatch()) {
            endText();
            m_template.parts.emplace_back(
                TemplateHeading{.level = int(match.capturedLength(1)), .markdown = match.captured(2)});
            return;
        }
        m_text << line;
    }

    void checkNames(const QString &line)
    {
        QString rest = line;
        for (auto matches = braces().globalMatch(line); matches.hasNext();) {
            const auto match = matches.next();
            const QString name = match.captured(1);
            const Placeholder *placeholder = known(m_all, name);
            if (!placeholder) {
                complain(unknownName(m_audience, m_all, name));
            } else if (placeholder->kind == Placeholder::Kind::Section) {
                complain(tr("{{%1}} is a section: it stands on a line of its own.").arg(name));
            }
            rest.remove(match.captured(0));
        }
        if (rest.contains(QStringLiteral("{{"))) {
            complain(tr("A “{{” does not close. Write “{{name}}” within one line, or put what is to show its braces "
                        "between ``` lines."));
        }
    }

    void endText()
    {
        const QString markdown = m_text.join(u'\n');
        m_text.clear();
        if (!markdown.trimmed().isEmpty()) {
            static const QRegularExpression blankLines(QStringLiteral("^(?:[ \\t]*\\n)+"));
            m_template.parts.emplace_back(TemplateText{QString(markdown).remove(blankLines)});
        }
    }

    Audience m_audience;
    std::vector<Placeholder> m_all;
    DocumentTemplate m_template;
    std::vector<TemplateProblem> m_problems;
    QStringList m_text;
    int m_line = 0;
    bool m_hasSection = false;
};

}  // namespace

std::vector<TemplateProblem> problemsOf(Audience audience, const QString &text)
{
    if (const auto storable = detail::checkText(text, tr("The template"), longestTemplate); !storable) {
        return {{.line = 1, .message = storable.error().message}};
    }
    auto problems = TemplateReader(audience, text).problems();
    if (audience == Audience::Public) {
        for (const Secret &secret : secretsIn(text)) {
            problems.push_back(
                {.line = secret.line + 1,
                 .message =
                     tr("This looks like %1, and customers would read it. Take it out.").arg(toText(secret.kind))});
        }
    }
    std::ranges::stable_sort(problems, {}, &TemplateProblem::line);
    return problems;
}

Result<DocumentTemplate> readTemplate(Audience audience, const QString &text)
{
    const auto problems = problemsOf(audience, text);
    if (!problems.empty()) {
        return fail(ErrorCode::Invalid,
                    tr("Line %1: %2").arg(QString::number(problems.front().line), problems.front().message));
    }
    return TemplateReader(audience, text).read();
}

QString builtInTemplate(Audience audience)
{
    QFile file(QStringLiteral(":/templates/postmortem/%1.md").arg(toText(audience)));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString withValues(const QString &text, const std::function<QString(const QString &)> &valueOf, bool &missing)
{
    QStringList kept;
    Fences fences;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        if (fences.isCode(line)) {
            kept << line;
            continue;
        }
        QString filled;
        qsizetype from = 0;
        bool isKnown = true;
        for (auto matches = braces().globalMatch(line); matches.hasNext();) {
            const auto match = matches.next();
            const QString value = valueOf(match.captured(1));
            isKnown = isKnown && !value.isEmpty();
            filled += line.mid(from, match.capturedStart() - from) + value;
            from = match.capturedEnd();
        }
        if (isKnown) {
            kept << filled + line.mid(from);
        }
        missing = missing || !isKnown;
    }
    return kept.join(u'\n');
}

}  // namespace onlyonce
