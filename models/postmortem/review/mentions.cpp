// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/mentions.h"

#include "models/base/tr.h"

#include <optional>

namespace onlyonce {

namespace {

bool isOfAWord(QChar letter)
{
    return letter.isLetterOrNumber() || letter.isSurrogate() || letter == QLatin1Char('_');
}

//! Whether `name` stands there as a whole.
bool standsAt(const QString &text, qsizetype at, QStringView name)
{
    return !name.isEmpty() && QStringView(text).mid(at, name.size()).compare(name, Qt::CaseInsensitive) == 0
        && (at + name.size() >= text.size() || !isOfAWord(text[at + name.size()]));
}

//! The longest whole name there.
std::optional<Mention> wholeName(const QString &text, qsizetype at, const QStringList &names)
{
    std::optional<Mention> found;
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (standsAt(text, at + 1, names[i]) && (!found || names[i].size() + 1 > found->length)) {
            found = Mention{.start = at, .length = names[i].size() + 1, .name = i};
        }
    }
    return found;
}

//! "@Ada", where there is one Ada.
std::optional<Mention> partOfAName(const QString &text, qsizetype at, const QStringList &names)
{
    std::optional<Mention> found;
    for (qsizetype i = 0; i < names.size(); ++i) {
        for (const QString &part : names[i].split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            if (!standsAt(text, at + 1, part) || (found && found->name == i)) {
                continue;
            }
            if (found) {
                return std::nullopt;  // it may be either
            }
            found = Mention{.start = at, .length = part.size() + 1, .name = i};
        }
    }
    return found;
}

}  // namespace

std::vector<Mention> mentionsIn(const QString &text, const QStringList &names)
{
    std::vector<Mention> mentions;
    for (qsizetype at = text.indexOf(QLatin1Char('@')); at >= 0; at = text.indexOf(QLatin1Char('@'), at + 1)) {
        if (at > 0 && isOfAWord(text[at - 1])) {
            continue;
        }
        auto found = wholeName(text, at, names);
        if (!found) {
            found = partOfAName(text, at, names);
        }
        if (found) {
            mentions.push_back(*found);
        }
    }
    return mentions;
}

QString toText(const MentionsTold &mentions)
{
    const auto all = [](const QStringList &names) { return names.join(QStringLiteral(", ")); };
    QStringList sentences;
    if (!mentions.told.isEmpty()) {
        sentences << tr("A mail goes to %1.").arg(all(mentions.told));
    }
    if (!mentions.untold.isEmpty()) {
        sentences << tr("No mail reaches %1 (no address, or no mail is set up): tell them yourself.")
                         .arg(all(mentions.untold));
    }
    if (!mentions.unseeing.isEmpty()) {
        sentences << tr("%1 cannot see this restricted incident, and was told nothing. Name them among those who may "
                        "see it, and mention them again.")
                         .arg(all(mentions.unseeing));
    }
    return sentences.join(QLatin1Char(' '));
}

}  // namespace onlyonce
