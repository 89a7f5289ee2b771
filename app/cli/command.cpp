// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/catalog/people.h"
#include "models/documents/visibletext.h"

#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

namespace onlyonce {

namespace {

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

QString optionsText(const QList<QCommandLineOption> &options)
{
    QCommandLineParser parser;
    parser.addOptions(options);
    const QString text = parser.helpText();
    return text.mid(text.indexOf(QLatin1Char('\n'), text.indexOf(QStringLiteral("Options:"))) + 1);
}

QString helpOf(const Command &command, const QStringList &arguments)
{
    QString help = tr("Usage: onlyonce %1 %2").arg(command.name, command.arguments).trimmed()
                 + QStringLiteral("\n\n%1\n\n").arg(command.summary) + tr("Options:\n")
                 + optionsText(command.options + commonOptions())
                 + QStringLiteral("\nJSON: %1\n").arg(command.jsonHelp);
    if (command.moreHelp) {
        help += QLatin1Char('\n') + command.moreHelp(arguments) + QLatin1Char('\n');
    }
    return help;
}

QString overview()
{
    QString text = tr("OnlyOnce: have any issue once, and only once.\n\n"
                      "Usage: onlyonce [OPTION …]                        the window\n"
                      "       onlyonce COMMAND … [--json] [--help]       without a window\n\nCommands:\n");
    for (const Command &command : allCommands()) {
        text += QStringLiteral("  %1 %2\n")
                    .arg((command.name + QLatin1Char(' ') + command.arguments).trimmed().leftJustified(44),
                         command.summary);
    }
    return text + tr("\nOptions of the window:\n") + optionsText(windowOptions());
}

QString jsonOverview()
{
    QString text = tr("Answers with --json. Times are ISO 8601 in UTC, or null.\n\n");
    for (const Command &command : allCommands()) {
        text += QStringLiteral("%1\n    %2\n").arg(command.name, command.jsonHelp);
    }
    return text;
}

int say(const QString &text)
{
    const auto written = writeStandardOutput(text.toLocal8Bit());
    return written ? 0 : complain(written.error());
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

//! As many words as the command takes.
Result<> counted(const Command &command, qsizetype given)
{
    const QStringList names = command.arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto needed =
        std::ranges::count_if(names, [](const QString &name) { return !name.startsWith(QLatin1Char('[')); });
    if (given < needed) {
        return usage(tr("“onlyonce %1 %2”: %3 is missing.").arg(command.name, command.arguments, names.at(given)));
    }
    if (given > names.size()) {
        return usage(names.isEmpty()
                         ? tr("“onlyonce %1” takes no further words.").arg(command.name)
                         : tr("“onlyonce %1 %2”: there are more words than that. Put quotation marks around "
                              "a text of several words.")
                               .arg(command.name, command.arguments));
    }
    return {};
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
    m_person = opened->person.id;
    m_program = opened->program.id;
    m_database = std::move(opened->database);
    return m_database.get();
}

Result<Database *> Invocation::reading()
{
    if (m_database) {
        return m_database.get();
    }
    if (!m_reading) {
        auto opened = openToRead(m_environment);
        if (!opened) {
            return failure(opened);
        }
        const auto profile = m_environment.profile();
        if (!profile) {
            return failure(profile);
        }
        auto known = (*opened)->read(
            [name = *profile](Transaction &transaction) { return knownActorOfSession(transaction, name); });
        known.waitForFinished();
        const auto reader = known.result();
        if (!reader) {
            return failure(reader);
        }
        m_reader = *reader ? (*reader)->id : anybody;
        m_reading = std::move(*opened);
    }
    return m_reading.get();
}

Result<> Invocation::becomeKnown()
{
    if (const auto opened = database(); !opened) {
        return failure(opened);
    }
    return write(&Invocation::m_person, [](Transaction &transaction) -> Result<> {
        const auto known = personOfActor(transaction);
        const auto person = known ? onlyonce::actor(transaction, transaction.actor()) : failure(known);
        const auto here = person ? actorForCommandLine(transaction, person->value_or(Actor())) : failure(person);
        return here ? Result<>() : failure(here);
    });
}

void Invocation::print(const QString &text)
{
    write(visibleText(text).toLocal8Bit() + '\n');
}

void Invocation::print(const QJsonObject &object)
{
    write(QJsonDocument(object).toJson());
}

void Invocation::print(const QJsonArray &array)
{
    write(QJsonDocument(array).toJson());
}

void Invocation::answer(const QJsonObject &object, const QString &text)
{
    json() ? print(object) : print(text);
}

void Invocation::answer(const QJsonArray &array, const QString &text)
{
    json() ? print(array) : print(text);
}

void Invocation::write(const QByteArray &bytes)
{
    if (m_printed) {
        m_printed = writeStandardOutput(bytes);
    }
}

QList<QCommandLineOption> windowOptions()
{
    return {
        {QStringLiteral("database"), tr("A SQLite file, or postgresql://user@host/name."), tr("DATABASE")},
        {QStringLiteral("config"), tr("The settings file."), tr("FILE")},
        {QStringLiteral("demo"), tr("On a throw-away month of a fictional company.")},
        {QStringLiteral("dark"), tr("Dark, whatever the desktop says.")},
        {QStringLiteral("place"), tr("Where it opens: alerts, settings, incident/1 …"), tr("PLACE")},
        {QStringLiteral("screenshot"),
         tr("For pictures: saves one of --place and ends. Both may be given again, in pairs."), tr("FILE")},
        {QStringLiteral("size"), tr("Of such a picture: 1280x800."), tr("WxH")},
        {QStringLiteral("version"), tr("Say which version this is.")},
    };
}

int complain(const Error &error)
{
    std::fprintf(stderr, "onlyonce: %s\n", qPrintable(visibleLine(error.message.simplified())));
    return error.detail == usageMark ? exitUsage : exitFailed;
}

bool wantsCommand(const QStringList &arguments)
{
    QStringList valued;
    for (const QCommandLineOption &option : windowOptions()) {
        if (!option.valueName().isEmpty()) {
            valued += option.names();
        }
    }
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        if (word == QStringLiteral("--help") || word == QStringLiteral("-h") || !word.startsWith(QLatin1Char('-'))) {
            return true;
        }
        if (valued.contains(word.mid(2))) {
            ++i;
        }
    }
    return false;
}

int runCommand(const QStringList &arguments)
{
    const QStringList words = leadingWords(arguments);
    if (words.isEmpty() || words == QStringList{QStringLiteral("help")}) {
        return say(overview());
    }
    if (words == QStringList{QStringLiteral("help"), QStringLiteral("json")}) {
        return say(jsonOverview());
    }
    const Command *command = find(words);
    if (!command) {
        return complain(
            usage(tr("“%1” is not a command. “onlyonce help” lists them.").arg(words.join(QLatin1Char(' ')))).error());
    }
    QCommandLineParser parser;
    parser.addOptions(commonOptions());
    parser.addOptions(command->options);
    if (!parser.parse(arguments)) {
        return complain(
            usage(parser.errorText() + QLatin1Char(' ') + tr("See “onlyonce %1 --help”.").arg(command->name)).error());
    }
    const qsizetype wordsOfName = command->name.count(QLatin1Char(' ')) + 1;
    const QStringList given = parser.positionalArguments().mid(wordsOfName);
    if (parser.isSet(QStringLiteral("help"))) {
        return say(helpOf(*command, given));
    }
    if (const auto well = counted(*command, given.size()); !well) {
        return complain(well.error());
    }
    auto environment =
        environmentFrom(parser.value(QStringLiteral("database")), parser.value(QStringLiteral("config")));
    if (!environment) {
        return complain(environment.error());
    }
    if (environment->database.path != DatabaseUrl::defaultPath()) {
        environment->missing = command->missing;
    }
    Invocation invocation(parser, *environment, int(wordsOfName));
    auto done = command->run(invocation);
    if (done) {
        done = invocation.printed();
    }
    return done ? 0 : complain(done.error());
}

}  // namespace onlyonce
