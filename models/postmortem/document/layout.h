// SPDX-License-Identifier: GPL-3.0-or-later
// A document's blocks as its template orders them. Each audience has a table of its own of what a template may name, so that
// the one for customers reaches nothing but what was written for them. Pure. Internal to this slice.
#pragma once

#include "models/postmortem/document/material.h"
#include "models/postmortem/template/documenttemplate.h"

#include <span>

namespace onlyonce::layout {

struct SectionWriter
{
    const char *name;
    const char *about;  //!< for people, to be translated
    //! Below a heading of that level (0: none). Nothing: the section is empty.
    std::vector<Block> (*write)(const Material &material, int level);
};

struct ValueWriter
{
    const char *name;
    const char *about;
    QString (*write)(const Material &material);  //!< inline Markdown; empty: not known
};

struct Writers
{
    std::span<const SectionWriter> sections;
    std::span<const ValueWriter> values;
};
[[nodiscard]] Writers internalWriters();
[[nodiscard]] Writers publicWriters();

struct LaidOut
{
    std::vector<Block> blocks;
    bool isEmpty = true;  //!< no section had anything to show; there may be text of the template even so
};
//! What turns out empty takes its heading with it, and the template's own text that stands beside it alone.
[[nodiscard]] LaidOut layOut(const DocumentTemplate &layout, const Writers &writers, const Material &material);

//! @name Values and sections that both documents have.
//! @{
template <PostMortemField field>
std::vector<Block> prose(const Material &material, int)
{
    const QString text = material.text(field);
    return text.isEmpty() ? std::vector<Block>() : std::vector<Block>{Paragraph{text}};
}
[[nodiscard]] QString number(const Material &material);
[[nodiscard]] QString services(const Material &material);
[[nodiscard]] QString dataCentres(const Material &material);
[[nodiscard]] QString roles(const Material &material);     //!< "Commander: Ada, Scribe: Grace"
[[nodiscard]] QString duration(const Material &material);  //!< mitigated − started
[[nodiscard]] QString moment(const Material &material, IncidentTime which);
template <IncidentTime which>
QString time(const Material &material)
{
    return moment(material, which);
}
//! @}

//! Inline Markdown that shows the names.
[[nodiscard]] QString listed(const QStringList &names);

}  // namespace onlyonce::layout
