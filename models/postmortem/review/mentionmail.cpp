// SPDX-License-Identifier: GPL-3.0-or-later
// The mail to whoever is mentioned in a comment.
#include "models/base/tr.h"
#include "models/catalog/colleaguemail.h"
#include "models/documents/markdown.h"
#include "models/documents/secrets.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"
#include "models/postmortem/review/comments.h"
#include "models/postmortem/review/mentions.h"
#include "models/storage/identity.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! What a mail about one comment is made of.
struct Commented
{
    Incident incident;
    QString author;
    PersonId writer;  //!< who writes; null: somebody whom the catalogue does not know
    QString part;     //!< for people; empty: the whole
    QString words;

    [[nodiscard]] bool isRestricted() const { return incident.visibility == Visibility::Restricted; }
};

Result<QString> partName(Transaction &transaction, const Comment &comment)
{
    if (std::holds_alternative<std::monostate>(comment.part)) {
        return QString();
    }
    const auto whys = whysOf(transaction, comment.postMortem);
    const auto measures = whys ? countermeasuresOf(transaction, comment.postMortem) : failure(whys);
    return measures ? Result<QString>(labelOf(comment.part, *whys, *measures)) : failure(measures);
}

Result<Commented> commented(Transaction &transaction, const Comment &comment)
{
    const auto about = postMortem(transaction, comment.postMortem);
    if (!about) {
        return failure(about);
    }
    const auto where = incident(transaction, *about ? (*about)->incident : IncidentId{});
    const auto who = where ? actor(transaction, transaction.actor()) : failure(where);
    const auto part = who ? partName(transaction, comment) : failure(who);
    if (!part) {
        return failure(part);
    }
    if (!*where) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    return Commented{.incident = **where,
                     .author = *who ? visibleLine((*who)->name) : tr("Somebody"),
                     .writer = *who ? (*who)->person : PersonId{},
                     .part = visibleLine(*part),
                     .words = comment.body};
}

//! The words themselves, as a quotation; not what may be a secret, which is looked at where it is written.
QString quotedWords(const QString &words)
{
    if (const auto secrets = secretsIn(words); !secrets.empty()) {
        return tr("(The words are not in this mail: they may hold a secret.)");
    }
    QStringList lines;
    for (const QString &line : visibleText(markdownToPlain(words)).trimmed().split(QLatin1Char('\n'))) {
        lines << QStringLiteral("> %1").arg(line);
    }
    return lines.join(QLatin1Char('\n'));
}

QString mentionBody(const Person &person, const Commented &about)
{
    const QString name = visibleLine(person.name);
    const QString way = tr("To answer, open %1 in OnlyOnce (Ctrl+K finds it by its number): Alt+4 is its post-mortem, "
                           "Ctrl+F9 leads from one open comment to the next, and what you write there is a reply.")
                            .arg(about.incident.reference());
    if (about.isRestricted()) {
        return tr("%1, %2 mentions you in a comment on the post-mortem of %3. What it says is in OnlyOnce alone.")
                   .arg(name, about.author, referenceForAll(about.incident))
             + QStringLiteral("\n\n%1\n").arg(way);
    }
    const QString which = nameInText(about.incident);
    return (about.part.isEmpty()
                ? tr("%1, %2 mentions you in a comment on the post-mortem of %3").arg(name, about.author, which)
                : tr("%1, %2 mentions you in a comment on %3, in the post-mortem of %4")
                      .arg(name, about.author, about.part, which))
         + QStringLiteral("\n\n%1\n\n%2\n").arg(quotedWords(about.words), way);
}

Result<> enqueueMention(Transaction &transaction, const ConnectionRow &connection, const Person &person,
                        const QString &key, const Commented &about)
{
    const auto uuid = databaseUuid(transaction);
    if (!uuid) {
        return failure(uuid);
    }
    return mailColleague(transaction, *uuid, connection, person,
                         {.kind = mentionMailKind(),
                          .key = key,
                          .title = tr("Mail to %1: mentioned in a comment"),
                          .subject = tr("You are mentioned: post-mortem of %1").arg(nameInText(about.incident)),
                          .body = mentionBody(person, about),
                          .incident = about.incident.id.value});
}

//! Those who stand in it and did not before, but for whoever writes; each once.
std::vector<Person> newlyMentioned(const std::vector<Person> &people, const Comment &comment, const QString &before)
{
    QStringList names;
    for (const Person &person : people) {
        names << person.name;
    }
    std::vector<bool> isKnown(people.size());
    for (const Mention &mention : mentionsIn(before, names)) {
        isKnown[size_t(mention.name)] = true;
    }
    std::vector<Person> mentioned;
    for (const Mention &mention : mentionsIn(comment.body, names)) {
        if (!isKnown[size_t(mention.name)]) {
            isKnown[size_t(mention.name)] = true;
            mentioned.push_back(people[size_t(mention.name)]);
        }
    }
    return mentioned;
}

}  // namespace

QString mentionMailKind()
{
    return QStringLiteral("comment.mail");
}

namespace detail {

Result<MentionsTold> tellMentioned(Transaction &transaction, const Comment &comment, const QString &before)
{
    if (!comment.body.contains(QLatin1Char('@'))) {
        return MentionsTold{};
    }
    const auto people = allPeople(transaction);
    if (!people) {
        return failure(people);
    }
    const std::vector<Person> mentioned = newlyMentioned(*people, comment, before);
    if (mentioned.empty()) {
        return MentionsTold{};
    }
    const auto about = commented(transaction, comment);
    const auto readers = about ? incidentReaders(transaction, about->incident.id) : failure(about);
    const auto connection = readers ? defaultConnection(transaction, QStringLiteral("mail")) : failure(readers);
    if (!connection) {
        return failure(connection);
    }
    MentionsTold mentions;
    for (const Person &person : mentioned) {
        if (person.id == about->writer) {
            continue;
        }
        if (about->isRestricted() && std::ranges::find(*readers, person.id, &Person::id) == readers->end()) {
            mentions.unseeing << person.name;
            continue;
        }
        if (!*connection || person.email.isEmpty()) {
            mentions.untold << person.name;
            continue;
        }
        const QString key = QStringLiteral("comment-%1/person-%2").arg(comment.id.value).arg(person.id.value);
        const auto earlier = outboxRow(transaction, key);
        if (!earlier) {
            return failure(earlier);
        }
        if (*earlier) {
            continue;  // taken out and put in again
        }
        ONLYONCE_TRY(enqueueMention(transaction, **connection, person, key, *about));
        mentions.told << person.name;
    }
    return mentions;
}

}  // namespace detail

}  // namespace onlyonce
