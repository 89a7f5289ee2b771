// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/people.h"

#include "models/base/tr.h"
#include "models/catalog/actortable.h"
#include "models/catalog/peopletable.h"
#include "models/documents/visibletext.h"
#include "models/net/mail.h"
#include "models/storage/journal.h"

#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace onlyonce {

namespace {

Result<> check(const Person &person)
{
    if (person.name.isEmpty() || person.name.size() > 200) {
        return fail(ErrorCode::Invalid, tr("A person needs a name of at most 200 characters."));
    }
    if (person.name != visibleLine(person.name)) {
        return fail(
            ErrorCode::Invalid,
            tr("“%1” is not a name: it has to be one line, without control characters.").arg(visibleLine(person.name)));
    }
    if (!person.email.isEmpty()) {
        if (auto address = envelopeAddress(person.email); !address) {
            return failure(address);
        }
    }
    static const QRegularExpression e164(QStringLiteral("^\\+[1-9][0-9]{6,14}\\z"));
    if (!person.phone.isEmpty() && !e164.match(person.phone).hasMatch()) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” is not a telephone number. Write it with country code, like +4915112345678.")
                        .arg(person.phone.left(40)));
    }
    if (!person.timeZone.isEmpty() && !QTimeZone(person.timeZone.toUtf8()).isValid()) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” is not a time zone. Write it like Europe/Berlin.").arg(person.timeZone.left(40)));
    }
    if (person.onCall && person.email.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 is on call and needs a mail address.").arg(person.name));
    }
    return {};
}

QString summary(const Person &person)
{
    return QStringLiteral("%1 <%2> %3 %4 on-call=%5 active=%6")
        .arg(person.name, person.email, person.phone, person.timeZone)
        .arg(person.onCall)
        .arg(person.active);
}

}  // namespace

Result<std::vector<Person>> allPeople(Transaction &transaction)
{
    return peopletable::all(transaction);
}

Result<std::vector<Person>> peopleOnCall(Transaction &transaction)
{
    auto people = peopletable::all(transaction);
    if (people) {
        std::erase_if(*people, [](const Person &p) { return !p.onCall || !p.active; });
    }
    return people;
}

Result<std::optional<Person>> person(Transaction &transaction, PersonId id)
{
    return peopletable::byId(transaction, id);
}

Result<PersonId> savePerson(Transaction &transaction, const Person &written)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    Person person = written;
    person.name = written.name.trimmed();
    ONLYONCE_TRY(check(person));
    PersonId id = person.id;
    FieldChange change{.entity = QStringLiteral("person"), .field = QStringLiteral("row"), .newValue = summary(person)};
    if (id) {
        auto before = peopletable::byId(transaction, id);
        if (!before) {
            return failure(before);
        }
        if (!*before) {
            return fail(ErrorCode::NotFound, tr("This person was removed meanwhile."));
        }
        auto updated = peopletable::update(transaction, person);
        if (!updated) {
            return failure(updated);
        }
        if (!*updated) {
            return fail(ErrorCode::Conflict,
                        tr("Somebody else changed %1 meanwhile. Look again, then save.").arg(person.name),
                        summary(**before));
        }
        ONLYONCE_TRY(actortable::takeName(transaction, id));
        change.oldValue = summary(**before);
    } else {
        auto inserted = peopletable::insert(transaction, person);
        if (!inserted) {
            return failure(inserted);
        }
        id = *inserted;
    }
    change.entityId = id.value;
    ONLYONCE_TRY(recordChange(transaction, change));
    transaction.touch(QStringLiteral("person"), id);
    return id;
}

Result<Person> personMeant(Transaction &transaction, const QString &text)
{
    const QString wanted = text.simplified();
    auto people = peopletable::all(transaction);
    if (!people) {
        return failure(people);
    }
    std::vector<Person> near;
    for (const Person &each : *people) {
        if (each.name.compare(wanted, Qt::CaseInsensitive) == 0
            || (!each.email.isEmpty() && each.email.compare(wanted, Qt::CaseInsensitive) == 0)) {
            return each;
        }
        if (!wanted.isEmpty() && each.active && each.name.contains(wanted, Qt::CaseInsensitive)) {
            near.push_back(each);
        }
    }
    if (near.size() == 1) {
        return near.front();
    }
    if (near.empty()) {
        return fail(ErrorCode::NotFound,
                    tr("There is no person “%1”. “onlyonce person list” and Settings → People show them.")
                        .arg(visibleLine(wanted.left(80))));
    }
    QStringList names;
    for (const Person &each : near) {
        names << each.name;
    }
    return fail(ErrorCode::Invalid,
                tr("“%1” may be %2. Write more of the name.").arg(visibleLine(wanted), names.join(tr(", "))));
}

Result<Person> personOfActor(Transaction &transaction)
{
    const auto found = actortable::byId(transaction, transaction.actor());
    const auto actors = actortable::all(transaction);
    const auto people = peopletable::all(transaction);
    if (!found || !actors || !people) {
        return !found ? failure(found) : !actors ? failure(actors) : failure(people);
    }
    const Actor actor = found->value_or(Actor{.kind = ActorKind::Program});
    if (const auto own = std::ranges::find(*people, actor.person, &Person::id); own != people->end()) {
        return *own;
    }
    if (actor.kind != ActorKind::Person) {
        return fail(ErrorCode::Denied, tr("It is not known which person this is. Give a name."));
    }
    const auto isHim = [&](const Person &each) {
        return each.active && each.name.compare(actor.name, Qt::CaseInsensitive) == 0
            && std::ranges::find(*actors, each.id, &Actor::person) == actors->end();
    };
    Person person;
    if (const auto named = std::ranges::find_if(*people, isHim); named != people->end()) {
        person = *named;
    } else {
        person.name = actor.name.left(200);
        const auto made = peopletable::insert(transaction, person);
        if (!made) {
            return failure(made);
        }
        person.id = *made;
        person.version = 1;
        ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("person"),
                                                .entityId = made->value,
                                                .field = QStringLiteral("row"),
                                                .newValue = summary(person)}));
        transaction.touch(QStringLiteral("person"), *made);
    }
    ONLYONCE_TRY(actortable::updatePerson(transaction, actor.id, person.id));
    return person;
}

Result<> linkByName(Transaction &transaction, PersonId id)
{
    const auto actors = actortable::all(transaction);
    const auto person = peopletable::byId(transaction, id);
    if (!actors || !person) {
        return actors ? failure(person) : failure(actors);
    }
    const auto isAtWindow = [](const Actor &each) { return each.kind == ActorKind::Person; };
    const auto isNamesake = [&](const Actor &each) {
        return isAtWindow(each) && !each.person && each.name.compare((*person)->name, Qt::CaseInsensitive) == 0;
    };
    const auto isHim = [&](const Actor &each) { return isAtWindow(each) && each.person == id; };
    if (!*person || std::ranges::any_of(*actors, isHim) || std::ranges::count_if(*actors, isNamesake) != 1) {
        return {};
    }
    return actortable::updatePerson(transaction, std::ranges::find_if(*actors, isNamesake)->id, id);
}

Result<bool> mayAnswerFor(Transaction &transaction, ActorId actor, PersonId person)
{
    const auto actors = actortable::all(transaction);
    if (!actors) {
        return failure(actors);
    }
    const auto me = std::ranges::find(*actors, actor, &Actor::id);
    const bool isSomebodys = std::ranges::find(*actors, person, &Actor::person) != actors->end();
    return me != actors->end() && (!isSomebodys || me->person == person);
}

Result<> answerFor(Transaction &transaction, PersonId person)
{
    const auto may = mayAnswerFor(transaction, transaction.actor(), person);
    const auto who = peopletable::byId(transaction, person);
    const auto me = actortable::byId(transaction, transaction.actor());
    if (!may || !who || !me) {
        return !may ? failure(may) : !who ? failure(who) : failure(me);
    }
    if (!*may || !*me) {
        return fail(ErrorCode::Denied, tr("This is for %1 to answer.").arg(*who ? (*who)->name : tr("somebody else")));
    }
    const bool isNobodyYet = (*me)->kind == ActorKind::Person && !(*me)->person;
    return isNobodyYet ? actortable::updatePerson(transaction, (*me)->id, person) : Result<>();
}

}  // namespace onlyonce
