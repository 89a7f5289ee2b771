// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of evidence a text is, from its first lines alone. Each rule wants clear signs, because a wrong guess colours
// a customer's document at random; the order is from the most to the least telling.
#include "models/documents/languages.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype sniffedLength = 16 * 1024;
constexpr int sniffedLines = 60;

struct Sample
{
    QString text;       // trimmed
    QStringList lines;  // not empty ones, with their indentation
    bool whole = false;

    [[nodiscard]] int count(const QRegularExpression &pattern) const
    {
        return static_cast<int>(
            std::ranges::count_if(lines, [&](const QString &line) { return pattern.match(line).hasMatch(); }));
    }
    [[nodiscard]] bool mostly(const QRegularExpression &pattern) const
    {
        return !lines.isEmpty() && 2 * count(pattern) >= lines.size();
    }
    [[nodiscard]] bool startsWith(const QRegularExpression &pattern) const
    {
        return pattern.match(text, 0, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption)
            .hasMatch();
    }
};

Sample sampleOf(QStringView text)
{
    Sample sample;
    sample.whole = text.size() <= sniffedLength;
    QString head = text.first(std::min(text.size(), sniffedLength)).toString();
    head.replace(QLatin1StringView("\r\n"), QLatin1StringView("\n")).replace(u'\r', u'\n');
    for (const QStringView line : QStringView(head).split(u'\n')) {
        if (!line.trimmed().isEmpty() && sample.lines.size() < sniffedLines) {
            sample.lines += line.first(std::min<qsizetype>(line.size(), 2'000)).toString();
        }
    }
    sample.text = head.trimmed();
    return sample;
}

bool isDiff(const Sample &sample)
{
    static const QRegularExpression header(QStringLiteral("^(diff --git |diff -|Index: |@@ -\\d+(,\\d+)? \\+\\d)"));
    static const QRegularExpression pair(QStringLiteral("^--- .*\\n\\+\\+\\+ "));
    static const QRegularExpression hunk(QStringLiteral("^@@ -\\d+(,\\d+)? \\+\\d+(,\\d+)? @@"));
    return sample.startsWith(pair) || (sample.startsWith(header) && sample.count(hunk) > 0);
}

bool isJson(const Sample &sample)
{
    static const QRegularExpression object(QStringLiteral("\\{\\s*(\"([^\"\\\\]|\\\\.)*\"\\s*:|\\}$)"));
    static const QRegularExpression array(
        QStringLiteral("\\[\\s*([\\[{]\\s*[\\[{\"\\]}]|\"([^\"\\\\]|\\\\.)*\"\\s*[,\\]])"));
    if (!sample.text.startsWith(u'{') && !sample.text.startsWith(u'[')) {
        return false;
    }
    if (sample.startsWith(object) || sample.startsWith(array)) {
        return true;
    }
    const auto document = QJsonDocument::fromJson(sample.text.toUtf8());
    return sample.whole && !document.isNull() && sample.text.size() > 2;
}

QString fromFirstLine(const Sample &sample)
{
    if (sample.text.startsWith(QLatin1StringView("#!/"))) {
        static const QRegularExpression program(QStringLiteral("^#!(?:\\S*/env (?:-\\S+ )?)?(?:\\S*/)?([A-Za-z]+)"));
        return languageByName(program.match(sample.text).captured(1)).name;
    }
    static const QRegularExpression html(QStringLiteral("<(!doctype html|html)\\b"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression element(
        QStringLiteral("<([A-Za-z][\\w:.-]*)(\\s+[\\w:.-]+=(\"[^\"]*\"|'[^']*'))*\\s*/?>"));
    if (sample.startsWith(html)) {
        return QStringLiteral("HTML");
    }
    if (sample.text.startsWith(QLatin1StringView("<?xml"))
        || (sample.startsWith(element) && (!sample.whole || sample.text.endsWith(u'>')))) {
        return QStringLiteral("XML");
    }
    return {};
}

bool isStackTrace(const Sample &sample)
{
    static const QRegularExpression beginning(
        QStringLiteral("(Traceback \\(most recent call last\\)|Exception in thread |goroutine \\d+ \\[|panic: |"
                       "([a-z]\\w*\\.)+[A-Z]\\w*(Exception|Error)\\b|[A-Z]\\w*(Error|Exception): )"));
    static const QRegularExpression frame(QStringLiteral(
        "^\\s*(at [\\w.$<>\\[\\]/ ]+\\(.*\\)|at \\S+:\\d+:\\d+|File \".*\", line \\d+|Caused by: |\\.\\.\\. \\d+ more|"
        "\\S+\\.go:\\d+( \\+0x[0-9a-f]+)?$|#\\d+\\s+\\S+\\(\\d+\\): )"));
    const int frames = sample.count(frame);
    return (sample.startsWith(beginning) && frames > 0) || (frames >= 2 && sample.mostly(frame));
}

bool isDebuggerTrace(const Sample &sample)
{
    static const QRegularExpression frame(QStringLiteral("^#\\d+\\s+(0x[0-9a-f]+ in )?[\\w:~<>, *&]+ ?\\("));
    return sample.count(frame) >= 2 || (sample.text.startsWith(QLatin1StringView("#0 ")) && sample.count(frame) > 0);
}

bool isLog(const Sample &sample)
{
    static const QRegularExpression line(QStringLiteral(
        "^[\\[(<]?("
        "(<\\d{1,3}>\\d? ?)?\\d{4}[-/.]\\d\\d[-/.]\\d\\d[T ,_]+\\d\\d:\\d\\d"  // ISO and near it
        "|(<\\d{1,3}>)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \\d]\\d \\d\\d:\\d\\d:\\d\\d"  // syslog
        "|\\d\\d?[/-](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[/-]\\d{4}[: ]\\d\\d:\\d\\d"  // Apache error
        "|(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \\w{3} +\\d+ \\d\\d:\\d\\d:\\d\\d"
        "|[0-9a-fA-F.:]{3,39} \\S+ \\S+ \\[\\d\\d/\\w{3}/\\d{4}:"  // access log
        "|[IWEF]\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+"                // klog
        "|\\d\\d:\\d\\d:\\d\\d[.,]\\d{3}"
        "|\\s*\\d+\\.\\d{6}\\]"      // dmesg
        "|(time|ts|level|lvl)=\\S+"  // logfmt
        "|(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\\b[\\]:\\s]"
        ")"));
    static const QRegularExpression word(QStringLiteral("\\b(level|lvl)=(debug|info|warn|error|fatal)\\b"));
    return sample.mostly(line) || (sample.count(word) >= 2 && sample.mostly(word));
}

QString sqlDialect(const Sample &sample)
{
    static const QRegularExpression statement(
        QStringLiteral(
            "(--[^\\n]*\\n\\s*|/\\*.*?\\*/\\s*)*("
            "SELECT\\b.+\\bFROM\\b|SELECT\\b[^\\n]*;|INSERT\\s+INTO\\b|UPDATE\\s+\\S+\\s+SET\\b|DELETE\\s+FROM\\b|"
            "(CREATE|ALTER|DROP|TRUNCATE)\\s+(OR\\s+REPLACE\\s+|UNIQUE\\s+|TEMP(ORARY)?\\s+)*"
            "(TABLE|INDEX|VIEW|FUNCTION|TRIGGER|DATABASE|SCHEMA|ROLE|USER|SEQUENCE|EXTENSION|MATERIALIZED)\\b|"
            "WITH\\s+(RECURSIVE\\s+)?\\w+(\\s*\\([^)]*\\))?\\s+AS\\s*((NOT\\s+)?MATERIALIZED\\s*)?\\(\\s*"
            "(SELECT|VALUES|INSERT|UPDATE|DELETE|WITH)\\b|"
            "EXPLAIN\\s+(ANALYZE\\s+|\\([^)]*\\)\\s*|VERBOSE\\s+)*(SELECT|UPDATE|INSERT|DELETE|WITH)\\b|"
            "(BEGIN|COMMIT|ROLLBACK|START TRANSACTION)\\s*;|(GRANT|REVOKE)\\b.+\\b(ON|TO|FROM)\\b|"
            "VACUUM\\b[^\\n]*;)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    // English sentences begin with "Select" and "Update" too: a statement has its keywords in one case.
    static const QRegularExpression sentence(
        QStringLiteral("(Select|Update|Delete|Insert|Create|Drop|With|Grant)\\b[^;]*\\.\\s"));
    if (!sample.startsWith(statement) || sample.startsWith(sentence)) {
        return {};
    }
    return sample.text.contains(u'`') ? QStringLiteral("SQL (MySQL)") : QStringLiteral("SQL (PostgreSQL)");
}

QString fromConfiguration(const Sample &sample)
{
    static const QRegularExpression section(QStringLiteral("^\\[[\\w .:\"/@-]+\\]\\s*$"));
    static const QRegularExpression assignment(QStringLiteral("^\\s*[\\w.-]+\\s*=.*$"));
    static const QRegularExpression comment(QStringLiteral("^\\s*[#;]"));
    const int comments = sample.count(comment);
    const int lines = static_cast<int>(sample.lines.size()) - comments;
    if (sample.count(section) > 0 && sample.count(assignment) > 0
        && 10 * (sample.count(section) + sample.count(assignment)) >= 8 * lines) {
        return QStringLiteral("INI Files");
    }
    static const QRegularExpression nginx(
        QStringLiteral("^\\s*(server|location\\s.*|upstream\\s+\\S+|http|events)\\s*\\{\\s*$"));
    static const QRegularExpression directive(QStringLiteral("^\\s*[a-z_]+\\s.*;\\s*$"));
    if (sample.count(nginx) > 0 && sample.count(directive) > 0) {
        return QStringLiteral("nginx Configuration");
    }
    static const QRegularExpression from(QStringLiteral("((#[^\\n]*|ARG [^\\n]*)\\n\\s*)*FROM \\S+"));
    static const QRegularExpression instruction(
        QStringLiteral("^(RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|WORKDIR|EXPOSE|USER)\\s"));
    if (sample.startsWith(from) && sample.count(instruction) > 0) {
        return QStringLiteral("Dockerfile");
    }
    static const QRegularExpression mapping(QStringLiteral("^\\s*(- )*[\\w.\"'/-]+:(\\s+\\S.*)?$"));
    static const QRegularExpression item(QStringLiteral("^(\\s*- \\S|---(\\s|$))"));
    static const QRegularExpression nested(QStringLiteral("^\\s+(- )?[\\w.\"'/-]+:(\\s|$)"));
    static const QRegularExpression opening(QStringLiteral("^\\s*(- )?[\\w.\"'/-]+:\\s*([|>][+-]?)?$"));
    const int fitting = sample.count(mapping) + sample.count(item) + comments;
    const bool hasStructure = sample.text.startsWith(QLatin1StringView("---\n"))
                           || (sample.count(opening) > 0 && sample.count(nested) + sample.count(item) > 0);
    if (hasStructure && sample.count(mapping) >= 2 && 10 * fitting >= 7 * sample.lines.size()) {
        return QStringLiteral("YAML");
    }
    return {};
}

}  // namespace

QString languageNameFromText(QStringView text)
{
    const Sample sample = sampleOf(text);
    if (sample.lines.isEmpty()) {
        return {};
    }
    if (isDiff(sample)) {
        return QStringLiteral("Diff");
    }
    if (isJson(sample)) {
        return QStringLiteral("JSON");
    }
    if (const QString name = fromFirstLine(sample); !name.isEmpty()) {
        return name;
    }
    if (isLog(sample)) {
        return QStringLiteral("Log File (advanced)");
    }
    if (isStackTrace(sample)) {
        return QStringLiteral("Stack Trace");
    }
    if (isDebuggerTrace(sample)) {
        return QStringLiteral("GDB Backtrace");
    }
    if (const QString dialect = sqlDialect(sample); !dialect.isEmpty()) {
        return dialect;
    }
    return fromConfiguration(sample);
}

}  // namespace onlyonce
