// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/saycompletion.h"

#include <QRegularExpression>

namespace onlyonce::ui {

namespace {

constexpr int mostPeople = 8;

//! Where a command may stand: at the start of the line, and behind "/public" and "/at 14:05".
QString behindModifiers(QString line, const SayCommands &commands)
{
    static const QRegularExpression modifier(
        QStringLiteral("^/(\\w+)\\s+(?:(\\d{4}-\\d{2}-\\d{2}\\s+)?[-\\d][\\d:]*\\s+)?(?=/)"));
    while (true) {
        const auto match = modifier.match(line);
        const SayCommand *command = match.hasMatch() ? commands.find(match.captured(1)) : nullptr;
        if (!command || !command->modify) {
            return line;
        }
        line = line.mid(match.capturedLength());
    }
}

QString words(const SayCommand &command)
{
    return QStringLiteral("/%1 %2").arg(command.name, command.arguments).trimmed();
}

Composer::Offer people(const QString &typed, int replaces, const QString &mark, const QStringList &names)
{
    Composer::Offer offer{.replaces = replaces};
    for (const QString &name : names) {
        // Any of the names may be typed: "@love" is Ada Lovelace.
        const bool fits =
            name.startsWith(typed, Qt::CaseInsensitive) || name.contains(QLatin1Char(' ') + typed, Qt::CaseInsensitive);
        if (fits && offer.choices.size() < mostPeople) {
            offer.choices.append({.text = mark + name, .detail = {}});
        }
    }
    return offer;
}

}  // namespace

Composer::Offer sayOffer(const QString &before, const SayCommands &commands, const QStringList &names)
{
    const QString line = behindModifiers(before, commands);
    if (line.startsWith(QLatin1Char('/'))) {
        const qsizetype blank = line.indexOf(QLatin1Char(' '));
        const QString name = line.mid(1, blank < 0 ? -1 : blank - 1);
        Composer::Offer offer{.replaces = int(line.size())};
        if (blank < 0) {
            for (const SayCommand &command : commands.rows()) {
                if (command.name.startsWith(name, Qt::CaseInsensitive)) {
                    offer.choices.append({QLatin1Char('/') + command.name, command.summary});
                }
            }
            return offer;
        }
        const SayCommand *command = commands.find(name);
        const QString typed = line.mid(blank + 1);
        if (command && !typed.contains(QLatin1Char(' ')) && !command->choices.isEmpty()) {
            offer.replaces = int(typed.size());
            for (const QString &choice : command->choices) {
                if (choice.startsWith(typed, Qt::CaseInsensitive)) {
                    offer.choices.append({choice, {}});
                }
            }
            return offer;
        }
        if (command && command->namesPerson && typed.contains(QLatin1Char(' '))) {
            QString person = typed.section(QLatin1Char(' '), 1);
            const QString mark = person.startsWith(QLatin1Char('@')) ? QStringLiteral("@") : QString();
            return people(person.mid(mark.size()), int(person.size()), mark, names);
        }
    }
    static const QRegularExpression mention(QStringLiteral("(?:^|[\\s(])(@[\\w.-]*)$"),
                                            QRegularExpression::UseUnicodePropertiesOption);
    const auto match = mention.match(before);
    return match.hasMatch() ? people(match.captured(1).mid(1), int(match.capturedLength(1)), QStringLiteral("@"), names)
                            : Composer::Offer{};
}

QString sayHelp(const QString &line, const SayCommands &commands)
{
    const QString last = behindModifiers(line, commands);
    const SayCommand *command =
        last.startsWith(QLatin1Char('/')) ? commands.find(last.mid(1).section(QLatin1Char(' '), 0, 0)) : nullptr;
    return command ? QStringLiteral("%1 — %2").arg(words(*command), command->summary) : QString();
}

}  // namespace onlyonce::ui
