// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

constexpr int exitFailed = 1;
constexpr int exitUsage = 2;
const QString usageMark = QStringLiteral("usage");

QList<QCommandLineOption> commonOptions()
{
    return {
        {QStringLiteral("database"), tr("A SQLite file, or postgresql://user@host/name."), tr("DATABASE")},
        {QStringLiteral("config"), tr("The settings file."), tr("FILE")},
        {QStringLiteral("json"), tr("Answer as JSON (see “onlyonce help json”).")},
        {{QStringLiteral("h"), QStringLiteral("help")}, tr("Say how the command is used.")},
    };
}

QString helpOf(const Command &command)
{
    QCommandLineParser parser;
    parser.addOptions(command.options);
    parser.addOptions(commonOptions());
    QString text = parser.helpText();
    text = text.mid(text.indexOf(tr("Options:")));
    QString help = tr("Usage: onlyonce %1 %2").arg(command.name, command.arguments).trimmed()
                 + QStringLiteral("\n\n%1\n\n%2").arg(command.summary, text);
    if (!command.jsonHelp.isEmpty()) {
        help += QStringLiteral("\nJSON: %1\n").arg(command.jsonHelp);
    }
    return help;
}

QString overview()
{
    QString text = tr("OnlyOnce: have any issue once, and only once.\n\n"
                      "Usage: onlyonce [--database DATABASE] [--config FILE]   the window\n"
                      "       onlyonce --demo                                  the window on a throw-away demo\n"
                      "       onlyonce COMMAND … [--json] [--help]\n\nCommands:\n");
    for (const Command &command : allCommands()) {
        text += QStringLiteral("  %1 %2\n")
                    .arg((command.name + QLatin1Char(' ') + command.arguments).trimmed().leftJustified(44),
                         command.summary);
    }
    return text;
}

QString jsonOverview()
{
    QString text = tr("Answers with --json. Times are ISO 8601 in UTC, or null.\n\n");
    for (const Command &command : allCommands()) {
        if (!command.jsonHelp.isEmpty()) {
            text += QStringLiteral("%1\n    %2\n").arg(command.name, command.jsonHelp);
        }
    }
    return text;
}

void complain(const QString &line)
{
    std::fprintf(stderr, "onlyonce: %s\n", qPrintable(line.simplified()));
}

//! The command whose name is the first one or two words.
const Command *find(const QStringList &words)
{
    const Command *best = nullptr;
    for (const Command &command : allCommands()) {
        const QStringList name = command.name.split(QLatin1Char(' '));
        if (words.mid(0, name.size()) == name && (!best || name.size() > best->name.count(QLatin1Char(' ')) + 1)) {
            best = &command;
        }
    }
    return best;
}

//! The words that are no options and no options' values, as far as that can be told without knowing the command.
QStringList leadingWords(const QStringList &arguments)
{
    QStringList words;
    for (qsizetype i = 1; i < arguments.size() && words.size() < 2; ++i) {
        const QString &argument = arguments.at(i);
        if (argument == QStringLiteral("--database") || argument == QStringLiteral("--config")) {
            ++i;
        } else if (!argument.startsWith(QLatin1Char('-'))) {
            words.append(argument);
        } else if (!words.isEmpty()) {
            break;  // an option of the command itself
        }
    }
    return words;
}

int report(const Result<> &result)
{
    if (result) {
        return 0;
    }
    complain(result.error().message);
    return result.error().detail == usageMark ? exitUsage : exitFailed;
}

}  // namespace

std::unexpected<Error> usage(const QString &message)
{
    return fail(ErrorCode::Invalid, message, usageMark);
}

Invocation::Invocation(const QCommandLineParser &parser, Environment environment, int wordsOfName)
    : m_parser(parser)
    , m_environment(std::move(environment))
    , m_wordsOfName(wordsOfName)
{
}

QString Invocation::argument(int index) const
{
    return m_parser.positionalArguments().value(m_wordsOfName + index);
}

Result<Database *> Invocation::database()
{
    if (m_database) {
        return m_database.get();
    }
    auto opened = openDatabase(m_environment);
    if (!opened) {
        return failure(opened);
    }
    auto actor = opened->database->write(
        {}, [person = opened->person](Transaction &transaction) { return actorForCommandLine(transaction, person); });
    actor.waitForFinished();
    const auto result = actor.result();
    if (!result) {
        return failure(result);
    }
    m_actor = result->id;
    m_database = std::move(opened->database);
    return m_database.get();
}

void Invocation::print(const QString &line)
{
    m_out << line << Qt::endl;
}

void Invocation::print(const QJsonObject &object)
{
    m_out << QString::fromUtf8(QJsonDocument(object).toJson()) << Qt::flush;
}

void Invocation::print(const QJsonArray &array)
{
    m_out << QString::fromUtf8(QJsonDocument(array).toJson()) << Qt::flush;
}

std::optional<int> runCommand(const QStringList &arguments, const Environment &environment)
{
    const QStringList words = leadingWords(arguments);
    if (words.isEmpty()) {
        const bool wantsHelp = arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"));
        if (!wantsHelp) {
            return std::nullopt;
        }
    }
    if (words.isEmpty() || words == QStringList{QStringLiteral("help")}) {
        std::fputs(qPrintable(overview()), stdout);
        return 0;
    }
    if (words == QStringList{QStringLiteral("help"), QStringLiteral("json")}) {
        std::fputs(qPrintable(jsonOverview()), stdout);
        return 0;
    }
    const Command *command = find(words);
    if (!command) {
        complain(tr("“%1” is not a command. “onlyonce help” lists them.").arg(words.join(QLatin1Char(' '))));
        return exitUsage;
    }
    QCommandLineParser parser;
    parser.addOptions(commonOptions());
    parser.addOptions(command->options);
    if (!parser.parse(arguments)) {
        complain(parser.errorText() + QStringLiteral(" ") + tr("See “onlyonce %1 --help”.").arg(command->name));
        return exitUsage;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(qPrintable(helpOf(*command)), stdout);
        return 0;
    }
    Environment chosen = environment;
    if (parser.isSet(QStringLiteral("database")) || parser.isSet(QStringLiteral("config"))) {
        auto named = environmentFrom(parser.value(QStringLiteral("database")), parser.value(QStringLiteral("config")));
        if (!named) {
            return report(failure(named));
        }
        chosen = *named;
    }
    Invocation invocation(parser, chosen, int(command->name.count(QLatin1Char(' '))) + 1);
    return report(command->run(invocation));
}

}  // namespace onlyonce
