// SPDX-License-Identifier: GPL-3.0-or-later
// GitHub's Markdown: fit for a repository, a wiki or a forum, and readable as it stands.
#include "models/documents/markdown.h"

#include "models/base/tr.h"
#include "models/documents/formats/formats.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace onlyonce {

namespace {

//! Inline Markdown within a table's row: one line, and a bar does not end the cell.
QString cell(const QString &markdown)
{
    QStringList lines;
    for (const QString &line : visibleText(markdown).split(u'\n')) {
        QString escaped;
        bool afterBackslash = false;
        for (const QChar c : line.trimmed()) {
            if (c == u'|' && !afterBackslash) {
                escaped += u'\\';
            }
            escaped += c;
            afterBackslash = c == u'\\' && !afterBackslash;
        }
        lines += escaped;
    }
    return lines.join(QStringLiteral("<br>"));
}

QString row(const QStringList &cells)
{
    return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
}

QString oneLine(const QString &markdown)
{
    return visibleText(markdown).trimmed().replace(u'\n', QStringLiteral("\\\n  "));
}

//! Inline Markdown at the beginning of a line, where nothing may turn it into a block.
QString lineStart(const QString &markdown)
{
    static const QRegularExpression blockStart(QStringLiteral("^(?:([#>+=~|-]|```)|\\d{1,9}([.)])(?:\\s|$))"));
    QString line = oneLine(markdown);
    if (const auto match = blockStart.match(line); match.hasMatch()) {
        line.insert(match.capturedLength(1) > 0 ? 0 : match.capturedStart(2), u'\\');
    }
    return line;
}

class Writer
{
public:
    explicit Writer(const QTimeZone &zone)
        : m_zone(zone)
    {
    }

    void operator()(const Heading &heading)
    {
        m_level = std::clamp(heading.level, 1, 4);
        add(QString(m_level + 1, u'#') + u' ' + escapeMarkdown(heading.text) + u'\n');
    }
    void operator()(const Paragraph &paragraph) { add(belowHeading(paragraph.markdown)); }
    void operator()(const Facts &facts)
    {
        QString text;
        for (const Fact &fact : facts.rows) {
            text += QStringLiteral("- **%1:** %2\n").arg(escapeMarkdown(fact.label), oneLine(isolated(fact.markdown)));
        }
        add(text);
    }
    void operator()(const Table &table)
    {
        if (table.columns.empty()) {
            return;
        }
        QString text = table.caption.isEmpty() ? QString() : escapeMarkdown(table.caption) + QStringLiteral("\n\n");
        QStringList titles;
        QStringList rules;
        for (const Column &column : table.columns) {
            titles += cell(escapeMarkdown(column.title));
            rules += column.align == Column::Align::Right  ? QStringLiteral("---:")
                   : column.align == Column::Align::Center ? QStringLiteral(":---:")
                                                           : QStringLiteral("---");
        }
        text += row(titles) + row(rules);
        for (const QStringList &cells : table.rows) {
            QStringList shown;
            for (size_t c = 0; c < table.columns.size(); ++c) {
                shown += cell(cells.value(static_cast<qsizetype>(c)));
            }
            text += row(shown);
        }
        add(text);
    }
    void operator()(const Code &code)
    {
        const QString title =
            code.title.isEmpty() ? QString() : QStringLiteral("**%1**\n\n").arg(escapeMarkdown(code.title));
        add(title + codeFence(visibleCode(code.text), code.language));
    }
    void operator()(const List &list)
    {
        QString text;
        int number = 1;
        for (const ListItem &item : list.items) {
            const QString box = item.done ? (*item.done ? QStringLiteral("[x] ") : QStringLiteral("[ ] ")) : QString();
            const QString marker = list.ordered ? QStringLiteral("%1. ").arg(number++) : QStringLiteral("- ");
            text += marker + box + lineStart(item.markdown) + u'\n';
        }
        add(text);
    }
    void operator()(const Tree &tree)
    {
        QString text;
        struct Open
        {
            const TreeNode *node;
            int level;
        };
        std::vector<Open> open;
        for (auto root = tree.roots.rbegin(); root != tree.roots.rend(); ++root) {
            open.push_back({&*root, 0});
        }
        while (!open.empty()) {
            const auto [node, level] = open.back();
            open.pop_back();
            text += treeNode(*node, level);
            for (auto child = node->children.rbegin(); child != node->children.rend(); ++child) {
                open.push_back({&*child, level + 1});
            }
        }
        add(text);
    }
    void operator()(const Timeline &timeline)
    {
        if (!timeline.entries.empty()) {
            (*this)(wholeTimeline(timeline, m_zone));
        }
    }
    void operator()(const Callout &callout)
    {
        QString text =
            callout.title.isEmpty() ? QString() : QStringLiteral("**%1**\n\n").arg(escapeMarkdown(callout.title));
        text += normalizedMarkdown(callout.markdown);
        QString quoted;
        for (const QString &line : text.trimmed().split(u'\n')) {
            quoted += line.isEmpty() ? QStringLiteral(">\n") : QStringLiteral("> ") + line + u'\n';
        }
        add(quoted);
    }
    void operator()(const Picture &picture)
    {
        const QString caption = picture.caption.isEmpty() ? picture.alt : picture.caption;
        add(u'*' + tr("Picture: %1").arg(escapeMarkdown(caption)) + QStringLiteral("*\n"));
    }
    void operator()(const PageBreak &) {}

    void add(const QString &block)
    {
        if (block.trimmed().isEmpty()) {
            return;
        }
        if (!m_text.isEmpty()) {
            m_text += u'\n';
        }
        m_text += block;
        if (!m_text.endsWith(u'\n')) {
            m_text += u'\n';
        }
    }

    [[nodiscard]] QByteArray take() const { return m_text.toUtf8(); }

private:
    QString belowHeading(const QString &markdown) const { return normalizedMarkdown(markdown, m_level + 1); }

    static QString treeNode(const TreeNode &node, int level)
    {
        const QString indent(level * 2, u' ');
        QString text = indent + QStringLiteral("- ");
        if (!node.caption.isEmpty()) {
            text += QStringLiteral("*%1* ").arg(escapeMarkdown(node.caption));
        }
        text += isolated(escapeMarkdown(node.text));
        for (const Badge &badge : node.badges) {
            text += QStringLiteral(" **\\[%1\\]**").arg(escapeMarkdown(badge.text));
        }
        if (node.jointly && node.children.size() > 1) {
            text += QStringLiteral(" *(%1)*").arg(tr("the following only together"));
        }
        for (const QString &detail : node.details) {
            text += QStringLiteral("\\\n") + indent + QStringLiteral("  ") + escapeMarkdown(detail);
        }
        return text + u'\n';
    }

    QTimeZone m_zone;
    QString m_text;
    int m_level = 0;
};

}  // namespace

Result<QByteArray> renderMarkdown(const Document &document, const FormatOptions &options)
{
    Writer writer(options.zone);
    writer.add(QStringLiteral("# ") + escapeMarkdown(document.title) + u'\n');
    if (!document.notice.isEmpty()) {
        writer.add(QStringLiteral("**%1**\n").arg(escapeMarkdown(document.notice)));
    }
    writer.add(escapeMarkdown(document.subtitle) + u'\n');
    writer(Facts{document.facts});
    for (const Block &block : document.blocks) {
        std::visit(writer, block);
    }
    const QString author = document.author.trimmed().isEmpty()
                             ? QString()
                             : isolated(escapeMarkdown(document.author)) + QStringLiteral(" · ");
    writer.add(QStringLiteral("---\n\n*%1%2*\n").arg(author, utcText(document.created)));
    return writer.take();
}

}  // namespace onlyonce
