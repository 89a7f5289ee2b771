// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/highlighter.h"

#include "models/documents/languages.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/FoldingRegion>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>
#include <QHash>

#include <algorithm>

namespace onlyonce {

namespace {

static_assert(int(CodeStyle::Error) == int(KSyntaxHighlighting::Theme::Error)
              && int(CodeStyle::Others) == int(KSyntaxHighlighting::Theme::Others)
              && int(CodeStyle::Comment) == int(KSyntaxHighlighting::Theme::Comment)
              && int(CodeStyle::String) == int(KSyntaxHighlighting::Theme::String));

//! Definitions borrow styles by their look in one editor; where that hides a meaning, the name of the format tells it.
CodeStyle styleOf(const KSyntaxHighlighting::Format &format, const QString &language)
{
    const QString name = format.name();
    if (language == QLatin1StringView("Diff")) {
        if (name == QLatin1StringView("Removed line") || name == QLatin1StringView("Changed line (old)")) {
            return CodeStyle::Removed;
        }
        if (name == QLatin1StringView("Added line") || name == QLatin1StringView("Changed line (new)")) {
            return CodeStyle::Added;
        }
    } else if (language == QLatin1StringView("Log File (advanced)")) {
        static const QHash<QString, CodeStyle> meanings{
            {QStringLiteral("Debug"), CodeStyle::Comment},   {QStringLiteral("Information"), CodeStyle::Information},
            {QStringLiteral("Warning"), CodeStyle::Warning}, {QStringLiteral("Error"), CodeStyle::Error},
            {QStringLiteral("Critical"), CodeStyle::Alert},  {QStringLiteral("Date"), CodeStyle::Operator},
            {QStringLiteral("Time"), CodeStyle::Operator},   {QStringLiteral("Time Zone"), CodeStyle::Operator},
        };
        if (const auto meaning = meanings.constFind(name); meaning != meanings.cend()) {
            return *meaning;
        }
    } else if (language == QLatin1StringView("YAML") && format.textStyle() == KSyntaxHighlighting::Theme::Attribute) {
        return CodeStyle::Normal;
    }
    return static_cast<CodeStyle>(format.textStyle());
}

}  // namespace

struct HighlightState::Data
{
    KSyntaxHighlighting::State state;
};

HighlightState::HighlightState() = default;
HighlightState::HighlightState(const HighlightState &) = default;
HighlightState::HighlightState(HighlightState &&) noexcept = default;
HighlightState &HighlightState::operator=(const HighlightState &) = default;
HighlightState &HighlightState::operator=(HighlightState &&) noexcept = default;
HighlightState::~HighlightState() = default;

bool HighlightState::equals(const HighlightState &other) const
{
    return m_data == other.m_data || (m_data && other.m_data && m_data->state == other.m_data->state);
}

class Highlighter::Engine final : public KSyntaxHighlighting::AbstractHighlighter
{
public:
    explicit Engine(const KSyntaxHighlighting::Definition &definition)
        : m_language(definition.name())
    {
        setDefinition(definition);
    }

    KSyntaxHighlighting::State run(const QString &line, const KSyntaxHighlighting::State &before,
                                   HighlightedLine &result)
    {
        m_spans = &result.spans;
        m_folds = &result.folds;
        m_line = line;
        auto after = highlightLine(line, before);
        m_spans = nullptr;
        m_folds = nullptr;
        return after;
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        const CodeStyle style = cachedStyle(format);
        if (style == CodeStyle::Information) {
            // Most lines of a log are of no concern: their level is marked, their text is not.
            const QStringView text = QStringView(m_line).mid(offset, length);
            const auto end = std::ranges::find_if_not(text, [](QChar c) { return c.isLetter(); });
            length = m_spans->empty() || m_spans->back().style != style ? static_cast<int>(end - text.begin()) : 0;
        }
        if (length <= 0 || style == CodeStyle::Normal) {
            return;
        }
        if (!m_spans->empty() && m_spans->back().style == style
            && m_spans->back().start + m_spans->back().length == offset) {
            m_spans->back().length += length;
        } else {
            m_spans->push_back({offset, length, style});
        }
    }

    void applyFolding(int, int, KSyntaxHighlighting::FoldingRegion region) override
    {
        m_folds->push_back({.kind = region.id(), .begins = region.type() == KSyntaxHighlighting::FoldingRegion::Begin});
    }

private:
    CodeStyle cachedStyle(const KSyntaxHighlighting::Format &format)
    {
        const auto known = m_styles.constFind(format.id());
        if (known != m_styles.cend()) {
            return *known;
        }
        return *m_styles.insert(format.id(), styleOf(format, m_language));
    }

    QString m_language;
    QStringView m_line;
    QHash<int, CodeStyle> m_styles;
    std::vector<CodeSpan> *m_spans = nullptr;
    std::vector<CodeFold> *m_folds = nullptr;
};

Highlighter::Highlighter(const Language &language)
{
    if (const auto definition = syntaxDefinition(language); definition.isValid()) {
        m_engine = std::make_unique<Engine>(definition);
    }
}

Highlighter::Highlighter(Highlighter &&) noexcept = default;
Highlighter &Highlighter::operator=(Highlighter &&) noexcept = default;
Highlighter::~Highlighter() = default;

HighlightedLine Highlighter::line(const QString &line, const HighlightState &before)
{
    HighlightedLine result{{}, before};
    if (!m_engine || line.size() > longestHighlightedLine) {
        return result;
    }
    static const KSyntaxHighlighting::State beginning;
    const auto &start = before.m_data ? before.m_data->state : beginning;
    auto after = m_engine->run(line, start, result);
    if (!before.m_data || !(after == start)) {
        result.after.m_data = std::make_shared<const HighlightState::Data>(HighlightState::Data{std::move(after)});
    }
    return result;
}

bool Highlighter::foldsByIndentation() const
{
    return m_engine && m_engine->definition().indentationBasedFoldingEnabled();
}

std::vector<CodeLine> highlight(QStringView text, const Language &language)
{
    std::vector<CodeLine> lines;
    Highlighter highlighter(language);
    HighlightState state;
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = at;
        while (end < text.size() && text[end] != u'\n' && text[end] != u'\r') {
            ++end;
        }
        CodeLine line{text.sliced(at, end - at).toString(), {}};
        if (end < longestHighlightedText) {
            auto highlighted = highlighter.line(line.text, state);
            line.spans = std::move(highlighted.spans);
            state = std::move(highlighted.after);
        }
        lines.push_back(std::move(line));
        const bool isPair = end + 1 < text.size() && text[end] == u'\r' && text[end + 1] == u'\n';
        at = end + (isPair ? 2 : 1);
    }
    return lines;
}

}  // namespace onlyonce
