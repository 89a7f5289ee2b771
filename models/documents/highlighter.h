// SPDX-License-Identifier: GPL-3.0-or-later
// Turns logs, config, queries and code into coloured spans, for the window's code view and for every document.
// It says what a piece of text *is* (keyword, string, error…); a theme says how that looks, so that changing between
// light and dark needs no second pass and HTML can carry both. Built on KDE Syntax Highlighting, which no header shows.
// It must never fail or stall on hostile text: what is too long or too much stays plain.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QList>
#include <QString>
#include <QStringView>

#include <memory>
#include <vector>

namespace onlyonce {

//! What a span means. The order is fixed: it indexes the palettes of both themes.
enum class CodeStyle : quint8 {
    Normal,
    Keyword,
    Function,
    Variable,
    ControlFlow,
    Operator,
    BuiltIn,
    Extension,
    Preprocessor,
    Attribute,
    Char,
    SpecialChar,
    String,
    VerbatimString,
    SpecialString,
    Import,
    DataType,
    Decimal,
    BaseNumber,
    Float,
    Constant,
    Comment,
    Documentation,
    Annotation,
    CommentVariable,
    RegionMarker,
    Information,
    Warning,
    Alert,
    Error,
    Others,
    Added,
    Removed,  //!< lines of a diff
};
inline constexpr int codeStyleCount = static_cast<int>(CodeStyle::Removed) + 1;

enum class CodeTheme { Light, Dark };

struct CodeFormat
{
    QColor foreground;
    QColor background;  //!< invalid: none
    bool bold = false;
    bool italic = false;
    bool underline = false;

    friend bool operator==(const CodeFormat &, const CodeFormat &) = default;
};

//! How a style looks. Every foreground reaches a contrast of 4.5:1 on codeSurface(theme).background.
[[nodiscard]] CodeFormat codeFormat(CodeStyle style, CodeTheme theme);

//! The colours around the text.
struct CodeSurface
{
    QColor background;
    QColor text;
    QColor border;
    QColor lineNumber;
    QColor currentLine;
    QColor selection;
};
[[nodiscard]] CodeSurface codeSurface(CodeTheme theme);

//! UTF-16 code units of one line, in order, never overlapping; gaps are CodeStyle::Normal.
struct CodeSpan
{
    int start = 0;
    int length = 0;
    CodeStyle style = CodeStyle::Normal;

    friend bool operator==(const CodeSpan &, const CodeSpan &) = default;
};

//! A language that can be highlighted. Value type; the null Language is plain text.
struct Language
{
    QString
        name;  //!< stable English name, fit for storing and for Document's Code::language: "JSON", "SQL (PostgreSQL)"
    QString label;    //!< for people, translated
    QString section;  //!< group in a picker: "Configuration", "Scripts"…

    [[nodiscard]] bool isPlain() const { return name.isEmpty(); }
    friend bool operator==(const Language &a, const Language &b) { return a.name == b.name; }
};

//! Every language for a picker, sorted by section and label; plain text is not among them.
[[nodiscard]] QList<Language> languages();

//! By name or usual alias, in any case: "JSON", "json", "py", "yml", "postgres", "log". Unknown names are plain text.
[[nodiscard]] Language languageByName(QStringView name);

struct LanguageClues
{
    QString fileName;  //!< "nginx.conf", may carry a path; empty when unknown
    QString mimeType;  //!< "application/json; charset=utf-8"; empty when unknown
    QStringView text;  //!< the beginning decides; only the first 16 KiB are read
};

//! The best guess: file name, then MIME type, then the text itself (JSON, YAML, SQL, diff, logs, stack traces, INI,
//! XML, shell scripts). Plain text when nothing speaks clearly: a wrong guess is worse than none.
[[nodiscard]] Language detectLanguage(const LanguageClues &clues);

//! Lines longer than this stay plain, and the state passes over them unchanged.
inline constexpr int longestHighlightedLine = 20'000;
//! highlight() leaves what comes after this many UTF-16 units plain. (A Highlighter has no such limit.)
inline constexpr qsizetype longestHighlightedText = 4'000'000;

//! Where the highlighter stands between two lines (inside a comment, a here-document…). Cheap to copy and to compare;
//! the default is the state before the first line. Only meaningful to a Highlighter of the same language.
class HighlightState
{
public:
    HighlightState();
    HighlightState(const HighlightState &);
    HighlightState(HighlightState &&) noexcept;
    HighlightState &operator=(const HighlightState &);
    HighlightState &operator=(HighlightState &&) noexcept;
    ~HighlightState();

    friend bool operator==(const HighlightState &a, const HighlightState &b) { return a.equals(b); }

private:
    friend class Highlighter;
    struct Data;
    [[nodiscard]] bool equals(const HighlightState &other) const;
    std::shared_ptr<const Data> m_data;
};

//! Where something begins or ends that can be folded away: an object, a block, an element. A begin belongs to the next
//! end of the same kind that is not nested.
struct CodeFold
{
    int kind = 0;  //!< only to be compared with others of the same Highlighter
    bool begins = true;

    friend bool operator==(const CodeFold &, const CodeFold &) = default;
};

struct HighlightedLine
{
    std::vector<CodeSpan> spans;
    HighlightState after;              //!< hand it to the next line; when it equals what was there before an edit, stop
    std::vector<CodeFold> folds = {};  //!< in order
};

//! Line by line, for views that highlight only what is visible. An object belongs to the thread that made it (as do its
//! states); any number of threads may have their own.
class Highlighter
{
public:
    explicit Highlighter(const Language &language);
    Highlighter(Highlighter &&) noexcept;
    Highlighter &operator=(Highlighter &&) noexcept;
    ~Highlighter();

    //! `line` has no line end. Never fails.
    [[nodiscard]] HighlightedLine line(const QString &line, const HighlightState &before);
    //! What is indented deeper than a line belongs to it (YAML, Python); `folds` say nothing then.
    [[nodiscard]] bool foldsByIndentation() const;

private:
    class Engine;
    std::unique_ptr<Engine> m_engine;
};

struct CodeLine
{
    QString text;  //!< without its line end (LF, CR LF and CR all end a line)
    std::vector<CodeSpan> spans;
};

//! A whole text at once. An empty text has no line; a final line end makes no extra one. May be called from any thread.
[[nodiscard]] std::vector<CodeLine> highlight(QStringView text, const Language &language);

}  // namespace onlyonce
