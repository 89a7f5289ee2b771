// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/protocol/protocol.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"
#include "models/incidents/protocol/protocoltable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestName = 100;
constexpr qsizetype longestProtocol = 50'000;
constexpr size_t mostSteps = 100;

Result<Protocol> checked(const Protocol &protocol)
{
    Protocol wanted = protocol;
    wanted.name = shortLine(protocol.name, longestName);
    wanted.text = visibleText(protocol.text).trimmed();
    if (wanted.name.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("A protocol needs a name."));
    }
    if (wanted.text.size() > longestProtocol) {
        return fail(ErrorCode::Invalid, tr("A protocol has at most 50,000 characters. Link to what is longer."));
    }
    const size_t steps = stepsIn(wanted.text).size();
    if (steps == 0) {
        return fail(ErrorCode::Invalid,
                    tr("A protocol needs steps: write each as a list item, like “- [ ] Take command”."));
    }
    if (steps > mostSteps) {
        return fail(
            ErrorCode::Invalid,
            tr("These are %1 steps. At most 100 are read during an outage; make several protocols.").arg(steps));
    }
    wanted.services.clear();
    for (const QString &service : protocol.services) {
        if (const QString name = visibleLine(service).trimmed(); !name.isEmpty() && !wanted.services.contains(name)) {
            wanted.services << name;
        }
    }
    return wanted;
}

Result<> record(Transaction &transaction, ProtocolId id, const std::optional<QString> &before,
                const std::optional<QString> &after)
{
    transaction.touch(QStringLiteral("protocol"), id);
    return recordChange(transaction, {.entity = QStringLiteral("protocol"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("protocol"),
                                      .oldValue = before,
                                      .newValue = after});
}

}  // namespace

bool fits(const Protocol &protocol, const Incident &incident)
{
    const auto isConcerned = [&](const QString &service) { return incident.services.contains(service); };
    return incident.severity <= protocol.lowest && (protocol.drills || !incident.drill)
        && (protocol.services.isEmpty() || std::ranges::any_of(protocol.services, isConcerned));
}

Result<std::vector<Protocol>> protocols(Transaction &transaction)
{
    return protocoltable::all(transaction);
}

Result<ProtocolId> saveProtocol(Transaction &transaction, const Protocol &protocol)
{
    ONLYONCE_TRY(require(transaction, Permission::Catalogue));
    auto wanted = checked(protocol);
    const auto known = protocols(transaction);
    if (!wanted || !known) {
        return wanted ? failure(known) : failure(wanted);
    }
    const auto isTaken = [&](const Protocol &each) {
        return each.id != protocol.id && each.name.compare(wanted->name, Qt::CaseInsensitive) == 0;
    };
    if (std::ranges::any_of(*known, isTaken)) {
        return fail(ErrorCode::Conflict,
                    tr("There is a protocol “%1” already. Change that one, or choose another name.").arg(wanted->name));
    }
    if (!protocol.id) {
        const auto id = protocoltable::insert(transaction, *wanted);
        if (id) {
            ONLYONCE_TRY(record(transaction, *id, std::nullopt, toMarkdownFile(*wanted)));
        }
        return id;
    }
    const auto before = std::ranges::find(*known, protocol.id, &Protocol::id);
    if (before == known->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such protocol any more."));
    }
    const auto updated = protocoltable::update(transaction, *wanted);
    if (!updated) {
        return failure(updated);
    }
    if (!*updated) {
        return fail(
            ErrorCode::Conflict,
            tr("Somebody changed the protocol “%1” meanwhile. Look at it again before you save.").arg(before->name));
    }
    ONLYONCE_TRY(record(transaction, protocol.id, toMarkdownFile(*before), toMarkdownFile(*wanted)));
    return protocol.id;
}

Result<> removeProtocol(Transaction &transaction, ProtocolId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Catalogue));
    const auto known = protocols(transaction);
    if (!known) {
        return failure(known);
    }
    const auto found = std::ranges::find(*known, id, &Protocol::id);
    if (found == known->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such protocol any more."));
    }
    ONLYONCE_TRY(protocoltable::remove(transaction, id));
    return record(transaction, id, toMarkdownFile(*found), std::nullopt);
}

QString conditionText(const Protocol &protocol)
{
    QString text = protocol.lowest == Severity::Sev1 ? toText(protocol.lowest)
                 : protocol.lowest == Severity::Sev4 ? tr("any severity")
                                                     : tr("%1 and worse").arg(toText(protocol.lowest));
    if (!protocol.services.isEmpty()) {
        text = tr("%1 of %2").arg(text, protocol.services.join(QStringLiteral(", ")));
    }
    return protocol.drills ? text : tr("%1; not for drills").arg(text);
}

}  // namespace onlyonce
