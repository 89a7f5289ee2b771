// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/languages.h"

#include <KSyntaxHighlighting/Repository>
#include <QHash>
#include <QRegularExpression>

void loadSyntaxResources()  // the macro must stand outside of every namespace
{
    Q_INIT_RESOURCE(syntax);
}

namespace onlyonce {

namespace {

//! A repository is not thread-safe and takes milliseconds to make, so each thread that highlights has its own.
KSyntaxHighlighting::Repository &repository()
{
    thread_local KSyntaxHighlighting::Repository own;
    thread_local const bool prepared = [] {
        loadSyntaxResources();
        own.addCustomSearchPath(QStringLiteral(":/onlyonce/documents"));
        return true;
    }();
    Q_UNUSED(prepared)
    return own;
}

Language languageOf(const KSyntaxHighlighting::Definition &definition)
{
    const bool isPlain = !definition.isValid() || definition.name() == QLatin1StringView("None")
                      || definition.name() == QLatin1StringView("Normal");
    return isPlain ? Language()
                   : Language{definition.name(), definition.translatedName(), definition.translatedSection()};
}

Language named(const QString &name)
{
    return name.isEmpty() ? Language() : languageOf(repository().definitionForName(name));
}

//! What people write behind ``` and in file extensions that no definition claims.
const QHash<QString, QString> &aliases()
{
    static const auto table = [] {
        struct Row
        {
            const char *name;
            const char *aliases;
        };
        static constexpr Row rows[]{
            {"Bash", "sh shell console terminal shell-session"},
            {"C++", "cpp cxx cc hpp"},
            {"C#", "cs csharp"},
            {"Diff", "patch udiff"},
            {"Dockerfile", "docker containerfile"},
            {"Email", "eml mail"},
            {"GDB Backtrace", "gdb backtrace bt core"},
            {"Go", "golang"},
            {"HTML", "htm xhtml"},
            {"INI Files", "ini conf cfg config properties systemd"},
            {"JSON", "json5 jsonl jsonc ndjson geojson"},
            {"JavaScript", "js mjs node"},
            {"Log File (advanced)", "log logs logfile syslog journal"},
            {"Markdown", "md gfm"},
            {"Perl", "pl"},
            {"PowerShell", "ps1 pwsh"},
            {"Python", "py python3"},
            {"Ruby", "rb"},
            {"Rust", "rs"},
            {"SQL (MySQL)", "mysql mariadb"},
            {"SQL (PostgreSQL)", "postgres postgresql psql pgsql plpgsql"},
            {"Stack Trace", "stacktrace traceback trace exception"},
            {"Terraform", "tf hcl"},
            {"TypeScript", "ts"},
            {"XML", "svg xsd wsdl"},
            {"YAML", "yml"},
            {"nginx Configuration", "nginx"},
            {"Apache Configuration", "apache httpd"},
        };
        QHash<QString, QString> all;
        for (const Row &row : rows) {
            for (const QString &alias : QString::fromLatin1(row.aliases).split(u' ')) {
                all.insert(alias, QString::fromLatin1(row.name));
            }
        }
        return all;
    }();
    return table;
}

//! "access.log.1", "syslog.2.gz.txt" and friends keep the name that they had before rotation.
QString withoutRotation(QString fileName)
{
    static const QRegularExpression rotation(
        QStringLiteral("(\\.log|syslog|messages)[.-][0-9.-]+(\\.(gz|xz|zst|txt))?$"));
    if (const auto match = rotation.match(fileName); match.hasMatch()) {
        fileName.truncate(match.capturedEnd(1));
    }
    return fileName;
}

Language languageFromFileName(const QString &path)
{
    const QString name = withoutRotation(path.section(u'/', -1).section(u'\\', -1));
    const QString extension = name.section(u'.', -1).toLower();
    // Extensions that many programs share: what stands in the file decides.
    static const QStringList vague{QStringLiteral("err"),  QStringLiteral("out"), QStringLiteral("txt"),
                                   QStringLiteral("conf"), QStringLiteral("cfg"), QStringLiteral("cnf"),
                                   QStringLiteral("dat"),  QStringLiteral("per"), QStringLiteral("not"),
                                   QStringLiteral("rc"),   QStringLiteral("i"),   QStringLiteral("p"),
                                   QStringLiteral("w"),    QStringLiteral("bt"),  QStringLiteral("rules"),
                                   QStringLiteral("rej"),  QStringLiteral("page")};
    if (extension == QLatin1StringView("log") || name == QLatin1StringView("syslog")
        || name == QLatin1StringView("messages")) {
        return named(QStringLiteral("Log File (advanced)"));
    }
    static const QRegularExpression manualPage(QStringLiteral("^\\d$"));
    const Language byName = languageOf(repository().definitionForFileName(name));
    const bool isExact =
        byName.name.contains(QLatin1StringView("nginx")) || byName.name.contains(QLatin1StringView("Apache"));
    if (!isExact && (vague.contains(extension) || manualPage.match(extension).hasMatch())) {
        return {};
    }
    return byName;
}

Language languageFromMimeType(const QString &mimeType)
{
    const QString type = mimeType.section(u';', 0, 0).trimmed().toLower();
    static const QStringList silent{QString(), QStringLiteral("text/plain"),
                                    QStringLiteral("application/octet-stream")};
    if (silent.contains(type)) {
        return {};
    }
    if (const Language known = languageOf(repository().definitionForMimeType(type)); !known.isPlain()) {
        return known;
    }
    // "application/problem+json", "application/x-yaml", "text/x-log": the last word says it.
    static const QRegularExpression lastWord(QStringLiteral("([a-z0-9]+)$"));
    return languageByName(lastWord.match(type).captured(1));
}

}  // namespace

KSyntaxHighlighting::Definition syntaxDefinition(const Language &language)
{
    return language.isPlain() ? KSyntaxHighlighting::Definition() : repository().definitionForName(language.name);
}

QList<Language> languages()
{
    QList<Language> result;
    for (const auto &definition : repository().definitions()) {
        if (const Language language = languageOf(definition); !definition.isHidden() && !language.isPlain()) {
            result += language;
        }
    }
    return result;
}

Language languageByName(QStringView name)
{
    const QString wanted = name.trimmed().toString();
    if (wanted.isEmpty()) {
        return {};
    }
    if (const Language exact = named(wanted); !exact.isPlain()) {
        return exact;
    }
    if (const auto alias = aliases().constFind(wanted.toLower()); alias != aliases().cend()) {
        return named(*alias);
    }
    for (const auto &definition : repository().definitions()) {
        if (definition.name().compare(wanted, Qt::CaseInsensitive) == 0) {
            return languageOf(definition);
        }
    }
    static const QRegularExpression extension(QStringLiteral("^[A-Za-z0-9+_-]{1,12}$"));
    return extension.match(wanted).hasMatch() ? languageFromFileName(QStringLiteral("x.") + wanted) : Language();
}

Language detectLanguage(const LanguageClues &clues)
{
    if (!clues.fileName.isEmpty()) {
        if (const Language language = languageFromFileName(clues.fileName); !language.isPlain()) {
            return language;
        }
    }
    if (const Language language = languageFromMimeType(clues.mimeType); !language.isPlain()) {
        return language;
    }
    return named(languageNameFromText(clues.text));
}

}  // namespace onlyonce
