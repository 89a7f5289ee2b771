// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/twopeople.h"

#include "models/base/tr.h"
#include "models/catalog/people.h"

namespace onlyonce {

namespace {

bool isPerson(const Actor &actor)
{
    return actor.kind == ActorKind::Person || actor.kind == ActorKind::CommandLine;
}

//! Of a command line nobody knows whose it is before its window has said so: then it may be the same person's.
bool areSurelyTwo(const Actor &one, const Actor &other)
{
    if (one.id == other.id || !isPerson(one) || !isPerson(other)) {
        return false;
    }
    return one.person && other.person ? one.person != other.person
                                      : one.kind == ActorKind::Person && other.kind == ActorKind::Person;
}

}  // namespace

Result<bool> isPerson(Transaction &transaction, ActorId id)
{
    const auto found = actor(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found && isPerson(**found);
}

Result<> requireTwoPeople(Transaction &transaction, const Incident &incident, ActorId writer, ActorId approver)
{
    if (incident.visibility != Visibility::Restricted) {
        return {};
    }
    const auto one = actor(transaction, writer);
    const auto other = actor(transaction, approver);
    if (!one || !other) {
        return one ? failure(other) : failure(one);
    }
    if (*one && *other && areSurelyTwo(**one, **other)) {
        return {};
    }
    if (!*one || !isPerson(**one)) {
        return fail(
            ErrorCode::Denied,
            tr("%1 is restricted: two people must approve what the program has written.").arg(incident.reference()));
    }
    const auto who = person(transaction, (*one)->person);
    if (!who) {
        return failure(who);
    }
    return fail(ErrorCode::Denied, tr("%1 is restricted: somebody else than %2 must approve this.")
                                       .arg(incident.reference(), *who ? (*who)->name : (*one)->name));
}

}  // namespace onlyonce
