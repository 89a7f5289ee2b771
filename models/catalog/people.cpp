// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/people.h"

#include "models/catalog/peopletable.h"
#include "models/documents/visibletext.h"
#include "models/net/mail.h"
#include "models/storage/journal.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTimeZone>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("People", text);
}

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

}  // namespace onlyonce
