// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline/say.h"

#include "models/base/tr.h"
#include "models/incidents/desk.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

bool isFence(const QString &line)
{
    return line.trimmed().startsWith(QStringLiteral("```"));
}

//! The first word without its slash; nothing for a text, or a path.
QString commandWord(const QString &line)
{
    static const QRegularExpression word(QStringLiteral("^/([A-Za-z][A-Za-z-]*)(?=\\s|$)"));
    return word.match(line).captured(1).toLower();
}

QString afterFirstWord(const QString &text)
{
    const qsizetype blank = text.indexOf(QRegularExpression(QStringLiteral("\\s")));
    return blank < 0 ? QString() : text.mid(blank + 1).trimmed();
}

//! How many letters must be changed, put in or left out.
qsizetype distance(QStringView one, QStringView other)
{
    std::vector<qsizetype> row(size_t(other.size()) + 1);
    std::ranges::generate(row, [n = qsizetype{0}]() mutable { return n++; });
    for (qsizetype i = 0; i < one.size(); ++i) {
        qsizetype corner = std::exchange(row[0], i + 1);
        for (size_t j = 1; j < row.size(); ++j) {
            const qsizetype changed = corner + (one[i] == other[qsizetype(j) - 1] ? 0 : 1);
            corner = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row.back();
}

Result<> runPart(Transaction &transaction, const SayPart &part, Said said, const SayCommands &commands)
{
    said.words = part.words;
    const SayCommand *command = part.command;
    while (command && command->modify) {
        ONLYONCE_TRY(command->modify(transaction, said));
        if (said.words.isEmpty()) {
            return fail(ErrorCode::Invalid,
                        tr("What is to be said? /%1 needs a text, or another command, behind it.").arg(command->name));
        }
        command = commands.find(commandWord(said.words));
        if (command) {
            said.words = afterFirstWord(said.words);
        }
    }
    if (command) {
        return command->run(transaction, said);
    }
    said.writing.body = said.words;
    const auto written = writeEntry(transaction, said.incident.id, said.writing);
    return written ? Result<>() : failure(written);
}

}  // namespace

const SayCommand *SayCommands::find(QStringView name) const
{
    const auto row = std::ranges::find_if(
        m_rows, [name](const SayCommand &command) { return name.compare(command.name, Qt::CaseInsensitive) == 0; });
    return row == m_rows.end() ? nullptr : &*row;
}

const SayCommand *SayCommands::meant(QStringView name) const
{
    const auto likeness = [name](const SayCommand &command) { return distance(command.name, name); };
    const auto best = std::ranges::min_element(m_rows, {}, likeness);
    return best != m_rows.end() && likeness(*best) <= 2 ? &*best : nullptr;
}

Saying parseSaying(const QString &text, const SayCommands &commands, bool asText)
{
    Saying saying;
    bool inFence = false;
    int number = 0;
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        ++number;
        const QString word = inFence ? QString() : commandWord(line);
        const SayCommand *command = word.isEmpty() ? nullptr : commands.find(word);
        inFence = inFence != isFence(line);
        if (command) {
            saying.parts.push_back({command, afterFirstWord(line), number});
            continue;
        }
        if (!word.isEmpty() && !asText) {
            saying.unknown.append(word);
        }
        const bool goesOn =
            !saying.parts.empty()
            && (!saying.parts.back().command || saying.parts.back().command->takes == SayCommand::Takes::Text);
        if (goesOn) {
            saying.parts.back().words += QLatin1Char('\n') + line;
        } else if (!line.trimmed().isEmpty()) {
            saying.parts.push_back({nullptr, line, number});
        }
    }
    for (SayPart &part : saying.parts) {
        part.words = part.words.trimmed();
    }
    return saying;
}

QString unknownText(const Saying &saying, const SayCommands &commands)
{
    const QString word = saying.unknown.value(0);
    const SayCommand *meant = commands.meant(word);
    const QString text = tr("“/%1” is no command.").arg(word);
    return meant ? text + QLatin1Char(' ') + tr("Did you mean /%1?").arg(meant->name) : text;
}

Result<> say(Transaction &transaction, IncidentId id, const Saying &saying, const SayCommands &commands,
             const SayOptions &options)
{
    if (saying.parts.empty()) {
        return fail(ErrorCode::Invalid, tr("There is nothing to be said."));
    }
    for (const SayPart &part : saying.parts) {
        const auto now = incident(transaction, id);  // each part may have changed it
        if (!now) {
            return failure(now);
        }
        if (!*now) {
            return fail(ErrorCode::NotFound, tr("There is no such incident."));
        }
        Said said{.incident = **now, .zone = options.zone, .writing = {.visibility = options.visibility}};
        for (const QString &name : options.mentions) {
            if (part.words.contains(QLatin1Char('@') + name)) {
                said.writing.mentions.append(name);
            }
        }
        if (const auto done = runPart(transaction, part, said, commands); !done) {
            Error error = done.error();
            if (saying.parts.size() > 1) {
                error.message = tr("Line %1: %2 Nothing was written.").arg(part.line).arg(error.message);
            }
            return std::unexpected(error);
        }
    }
    return {};
}

}  // namespace onlyonce
