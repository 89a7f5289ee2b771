// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/document/layout.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/document/figures.h"
#include "models/postmortem/document/sections.h"

#include <algorithm>
#include <ranges>

namespace onlyonce {

namespace layout {

namespace {

using Part = std::variant<TemplateHeading, TemplateSection, TemplateText>;
using Parts = std::span<const Part>;

QString valueNamed(const Writers &writers, const QString &name, const Material &material)
{
    const auto writer =
        std::ranges::find(writers.values, name, [](const ValueWriter &each) { return QLatin1StringView(each.name); });
    return writer == writers.values.end() ? QString() : writer->write(material);
}

//! What stands below one heading, up to the next of its level.
class Chapter
{
public:
    Chapter(const Writers &writers, const Material &material, int level)
        : m_writers(writers)
        , m_material(material)
        , m_level(level)
    {
    }

    void write(Parts parts)
    {
        while (!parts.empty()) {
            const Part &part = parts.front();
            parts = parts.subspan(1);
            if (const auto *section = std::get_if<TemplateSection>(&part)) {
                addSection(section->name);
            } else if (const auto *text = std::get_if<TemplateText>(&part)) {
                addText(text->markdown);
            } else {
                const auto &heading = std::get<TemplateHeading>(part);
                const auto end = std::ranges::find_if(parts, [&](const Part &each) {
                    const auto *next = std::get_if<TemplateHeading>(&each);
                    return next && next->level <= heading.level;
                });
                const auto below = size_t(end - parts.begin());
                addChapter(heading, parts.first(below));
                parts = parts.subspan(below);
            }
        }
        if (m_level > 0 && m_asked && !m_gave) {
            // "What we learned is this:", and then nothing: text of the template for what is not there goes with it.
            for (const size_t own : m_own | std::views::reverse) {
                m_blocks.erase(m_blocks.begin() + qsizetype(own));
            }
        }
    }

    [[nodiscard]] LaidOut take() { return {.blocks = std::move(m_blocks), .isEmpty = !m_gave}; }

private:
    void addSection(const QString &name)
    {
        const auto writer = std::ranges::find(m_writers.sections, name,
                                              [](const SectionWriter &each) { return QLatin1StringView(each.name); });
        if (writer == m_writers.sections.end()) {
            return;  // readTemplate() has refused it
        }
        m_asked = true;
        auto blocks = writer->write(m_material, m_level);
        m_gave = m_gave || !blocks.empty();
        std::ranges::move(blocks, std::back_inserter(m_blocks));
    }

    void addText(const QString &markdown)
    {
        bool missing = false;
        const QString text = filled(markdown, missing).trimmed();
        m_asked = m_asked || (missing && text.isEmpty());
        if (!text.isEmpty()) {
            m_own.push_back(m_blocks.size());
            m_blocks.push_back(Paragraph{text});
        }
    }

    void addChapter(const TemplateHeading &heading, Parts parts)
    {
        Chapter chapter(m_writers, m_material, heading.level);
        chapter.write(parts);
        bool missing = false;
        const QString title = filled(heading.markdown, missing);
        // A heading alone stays as whoever wrote it wants it.
        if (!chapter.m_blocks.empty() || !(chapter.m_asked || chapter.m_hadChapters || missing)) {
            if (!title.isEmpty()) {
                m_blocks.push_back(Heading{heading.level, markdownToPlain(QStringLiteral("# ") + title)});
            }
            std::ranges::move(chapter.m_blocks, std::back_inserter(m_blocks));
        }
        m_gave = m_gave || chapter.m_gave;
        m_hadChapters = true;
    }

    QString filled(const QString &text, bool &missing) const
    {
        return withValues(
            text, [this](const QString &name) { return valueNamed(m_writers, name, m_material); }, missing);
    }

    const Writers &m_writers;
    const Material &m_material;
    int m_level;
    std::vector<Block> m_blocks = {};
    std::vector<size_t> m_own = {};  //!< which of them are the template's own text, directly here
    bool m_asked = false;            //!< a section, or a value that is not known, stands directly here
    bool m_gave = false;             //!< a section had something to show, here or below
    bool m_hadChapters = false;
};

}  // namespace

LaidOut layOut(const DocumentTemplate &layout, const Writers &writers, const Material &material)
{
    Chapter whole(writers, material, 0);
    whole.write(layout.parts);
    return whole.take();
}

QString listed(const QStringList &names)
{
    QStringList escaped;
    for (const auto &name : names) {
        escaped << isolated(escapeMarkdown(name));
    }
    return escaped.join(QStringLiteral(", "));
}

QString number(const Material &material)
{
    return material.incident.reference();
}

QString services(const Material &material)
{
    return listed(material.incident.services);
}

QString dataCentres(const Material &material)
{
    return listed(material.incident.dataCentres);
}

QString roles(const Material &material)
{
    QStringList holders;
    for (const RoleHolder &each : material.roles) {
        holders << tr("%1: %2").arg(escapeMarkdown(sections::capitalized(roleLabel(each.role))),
                                    isolated(escapeMarkdown(each.name)));
    }
    return holders.join(QStringLiteral(", "));
}

QString duration(const Material &material)
{
    const auto &started = material.incident.time(IncidentTime::Started);
    const auto &restored = material.incident.time(IncidentTime::Mitigated);
    return started && restored && *started <= *restored ? exactText(*restored - *started) : QString();
}

QString moment(const Material &material, IncidentTime which)
{
    const auto &time = material.incident.time(which);
    return time ? sections::moment(*time, material.zone) : QString();
}

}  // namespace layout

std::vector<Placeholder> placeholdersFor(Audience audience)
{
    const auto writers = audience == Audience::Public ? layout::publicWriters() : layout::internalWriters();
    std::vector<Placeholder> all;
    for (const auto &section : writers.sections) {
        all.push_back({.name = QString::fromLatin1(section.name), .about = tr(section.about)});
    }
    for (const auto &value : writers.values) {
        all.push_back(
            {.name = QString::fromLatin1(value.name), .about = tr(value.about), .kind = Placeholder::Kind::Value});
    }
    return all;
}

}  // namespace onlyonce
