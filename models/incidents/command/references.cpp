// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/references.h"

#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/referencetable.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/timeline.h"
#include "models/storage/journal.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestAddress = 2000;
constexpr qsizetype longestTitle = 80;

constexpr auto kindWords = wordsFrom(ReferenceKind::Bridge, "bridge", "chat", "dashboard", "runbook", "link");

Result<Reference> checked(const Reference &wanted)
{
    Reference reference = wanted;
    reference.title = shortLine(wanted.title, longestTitle);
    const auto address = checkedAddress(wanted.url);
    if (!address) {
        return failure(address);
    }
    reference.url = *address;
    return reference;
}

//! What the timeline and the audit trail call it.
QString described(const Reference &reference)
{
    return QStringLiteral("%1 <%2>").arg(reference.shownTitle(), reference.url);
}

Result<> allowed(Transaction &transaction, IncidentId id)
{
    if (!id) {
        return require(transaction, Permission::Administer);
    }
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto incident = incidenttable::byId(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    return *incident ? Result<>() : fail(ErrorCode::NotFound, tr("There is no such incident."));
}

Result<> record(Transaction &transaction, IncidentId id, ReferenceId reference, const QString &before,
                const QString &after, const QString &told)
{
    transaction.touch(QStringLiteral("reference"), id);
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("reference"),
                                            .entityId = reference.value,
                                            .field = QStringLiteral("row"),
                                            .oldValue = before,
                                            .newValue = after}));
    if (!id) {
        return {};
    }
    const auto entry = append(transaction, {.incident = id,
                                            .kind = TimelineKind::Reference,
                                            .body = told,
                                            .data = {{QStringLiteral("from"), before}, {QStringLiteral("to"), after}}});
    return entry ? Result<>() : failure(entry);
}

QString namedText(const Reference &reference)
{
    return QStringLiteral("**%1** · %2").arg(escapeMarkdown(reference.shownTitle()), codeSpan(reference.url));
}

Result<std::optional<Reference>> existing(Transaction &transaction, IncidentId id, ReferenceId reference)
{
    const auto all = referencetable::all(transaction, id);
    if (!all) {
        return failure(all);
    }
    const auto found = std::ranges::find(*all, reference, &Reference::id);
    return found == all->end() ? std::optional<Reference>() : std::optional(*found);
}

}  // namespace

QString toText(ReferenceKind kind)
{
    return kindWords.of(kind);
}

Result<ReferenceKind> referenceKindFrom(const QString &text)
{
    return kindWords.read(text, tr("a kind of link"));
}

QString label(ReferenceKind kind)
{
    switch (kind) {
    case ReferenceKind::Bridge:
        return tr("Call bridge");
    case ReferenceKind::Chat:
        return tr("Chat");
    case ReferenceKind::Dashboard:
        return tr("Dashboard");
    case ReferenceKind::Runbook:
        return tr("Runbook");
    case ReferenceKind::Link:
        return tr("Link");
    }
    return {};
}

Result<QString> checkedAddress(const QString &text)
{
    static const QStringList web{QStringLiteral("http"), QStringLiteral("https")};
    static const QStringList programs{
        QStringLiteral("tel"),     QStringLiteral("sip"),     QStringLiteral("sips"),       QStringLiteral("slack"),
        QStringLiteral("msteams"), QStringLiteral("zoommtg"), QStringLiteral("webexteams"), QStringLiteral("xmpp"),
        QStringLiteral("irc"),     QStringLiteral("ircs"),    QStringLiteral("matrix")};
    static const QRegularExpression scheme(QStringLiteral("^[A-Za-z][A-Za-z0-9+.-]*:"));
    static const QRegularExpression number(QStringLiteral("^\\+[0-9 ()/.-]{5,40}$"));
    static const QRegularExpression hostAndPort(QStringLiteral("^[A-Za-z0-9.-]+:[0-9]{1,5}(/.*)?$"));
    QString address = text.trimmed();
    if (address.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Where does it lead? Write an address, like https://meet.example.org/ops."));
    }
    if (number.match(address).hasMatch()) {
        address = QStringLiteral("tel:") + QString(address).remove(QRegularExpression(QStringLiteral("[^0-9+]")));
    } else if (!scheme.match(address).hasMatch() || hostAndPort.match(address).hasMatch()) {
        address.prepend(QStringLiteral("https://"));
    }
    const QUrl url(address, QUrl::StrictMode);
    const bool isWeb = web.contains(url.scheme());
    if (address.size() > longestAddress || !url.isValid() || address != visibleLine(address)
        || (isWeb && url.host().isEmpty()) || (!isWeb && url.path().isEmpty() && url.host().isEmpty())) {
        return fail(ErrorCode::Invalid, tr("“%1” is no address. Write one like https://meet.example.org/ops, or a "
                                           "number like +49 30 901820.")
                                            .arg(visibleLine(text.left(80))));
    }
    if (!isWeb && !programs.contains(url.scheme())) {
        return fail(ErrorCode::Invalid, tr("Addresses that begin with “%1:” are not opened from here. These are: %2.")
                                            .arg(url.scheme(), (web + programs).join(QStringLiteral(", "))));
    }
    if (!url.password().isEmpty()) {
        return fail(ErrorCode::Invalid, tr("There is a password in this address, which everybody would see. Leave it "
                                           "out."));
    }
    return QString::fromUtf8(url.toEncoded());
}

Result<std::vector<Reference>> referencesOf(Transaction &transaction, IncidentId id)
{
    return referencetable::all(transaction, id);
}

Result<ReferenceId> addReference(Transaction &transaction, IncidentId id, const Reference &wanted)
{
    ONLYONCE_TRY(allowed(transaction, id));
    const auto reference = checked(wanted);
    const auto known = reference ? referencetable::all(transaction, id) : failure(reference);
    if (!known) {
        return failure(known);
    }
    constexpr size_t most = 40;
    if (known->size() >= most) {
        return fail(ErrorCode::Invalid, tr("There are %1 links already. Remove one first.").arg(most));
    }
    const auto made = referencetable::insert(transaction, id, *reference);
    if (!made) {
        return failure(made);
    }
    ONLYONCE_TRY(record(transaction, id, *made, {}, described(*reference), namedText(*reference)));
    return *made;
}

Result<> changeReference(Transaction &transaction, IncidentId id, const Reference &seen, const Reference &wanted)
{
    ONLYONCE_TRY(allowed(transaction, id));
    auto reference = checked(wanted);
    const auto stored = reference ? existing(transaction, id, seen.id) : failure(reference);
    if (!stored) {
        return failure(stored);
    }
    if (*stored != seen) {
        return fail(ErrorCode::Conflict,
                    tr("Somebody else changed this link meanwhile. Look again, then repeat your change."));
    }
    reference->id = seen.id;
    if (*reference == seen) {
        return {};
    }
    ONLYONCE_TRY(referencetable::update(transaction, *reference));
    return record(transaction, id, seen.id, described(seen), described(*reference),
                  tr("%1 → %2").arg(namedText(seen), namedText(*reference)));
}

Result<> removeReference(Transaction &transaction, IncidentId id, ReferenceId reference)
{
    ONLYONCE_TRY(allowed(transaction, id));
    const auto stored = existing(transaction, id, reference);
    if (!stored || !*stored) {
        return stored ? Result<>() : failure(stored);
    }
    ONLYONCE_TRY(referencetable::remove(transaction, reference));
    return record(transaction, id, reference, described(**stored), {}, tr("Removed: %1").arg(namedText(**stored)));
}

QJsonArray toJson(const std::vector<Reference> &references)
{
    QJsonArray array;
    for (const Reference &each : references) {
        array.append(QJsonObject{{QStringLiteral("id"), each.id.value},
                                 {QStringLiteral("kind"), toText(each.kind)},
                                 {QStringLiteral("title"), each.shownTitle()},
                                 {QStringLiteral("url"), each.url}});
    }
    return array;
}

}  // namespace onlyonce
