// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/places.h"

#include "models/base/tr.h"
#include "models/catalog/placestable.h"
#include "models/documents/visibletext.h"
#include "models/storage/cursors.h"
#include "models/storage/journal.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

using placestable::Label;
using placestable::Name;

Result<QString> checkedName(const QString &name)
{
    QString clean = visibleLine(name).simplified();
    if (clean.isEmpty() || clean.size() > longestPlaceName) {
        return fail(ErrorCode::Invalid,
                    tr("A service or data centre needs a name of at most %1 characters.").arg(longestPlaceName));
    }
    return clean;
}

bool isPattern(const QString &label)
{
    return label.contains(QLatin1Char('*')) || label.contains(QLatin1Char('?'));
}

bool fits(const QString &pattern, const QString &name)
{
    QString expression = QRegularExpression::escape(pattern);
    expression.replace(QLatin1StringView("\\*"), QLatin1StringView(".*"))
        .replace(QLatin1StringView("\\?"), QLatin1StringView("."));
    return QRegularExpression(QRegularExpression::anchoredPattern(expression)).match(name).hasMatch();
}

//! What somebody has said of a name that is no data centre of the catalogue itself.
std::optional<qint64> meaningOf(const QString &name, const std::vector<Label> &labels)
{
    const Label *best = nullptr;
    for (const Label &label : labels) {
        if (label.pattern == name) {
            return label.means;
        }
        if (isPattern(label.pattern) && (!best || label.pattern.size() > best->pattern.size())
            && fits(label.pattern, name)) {
            best = &label;
        }
    }
    return best ? std::optional(best->means) : std::nullopt;
}

//! After a change of the catalogue: every name means what it says now.
Result<> settle(Transaction &transaction)
{
    const auto names = placestable::names(transaction);
    const auto labels = placestable::labels(transaction);
    const auto revision = placesRevision(transaction);
    if (!names || !labels || !revision) {
        return !names ? failure(names) : !labels ? failure(labels) : failure(revision);
    }
    for (const Name &each : *names) {
        if (const auto means = meaningOf(each.name, *labels); !each.isCatalogued() && means != each.means) {
            ONLYONCE_TRY(placestable::setMeaning(transaction, each.id, means));
        }
    }
    transaction.touch(QStringLiteral("data_centre"), 0);
    transaction.touch(QStringLiteral("incident"), 0);  // they name data centres
    return moveCursor(transaction, QStringLiteral("places"), *revision + 1);
}

Result<> record(Transaction &transaction, DataCentreId id, const QString &name, const std::optional<QString> &means)
{
    return recordChange(transaction, {.entity = QStringLiteral("data_centre"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("%1 means").arg(name),
                                      .oldValue = {},
                                      .newValue = means});
}

}  // namespace

Result<ServiceId> serviceNamed(Transaction &transaction, const QString &name)
{
    const auto clean = checkedName(name);
    return clean ? placestable::service(transaction, *clean) : failure(clean);
}

Result<std::vector<Service>> allServices(Transaction &transaction)
{
    return placestable::services(transaction);
}

Result<NamedPlace> placeNamed(Transaction &transaction, const QString &name)
{
    const auto clean = checkedName(name);
    const auto known = clean ? placestable::named(transaction, *clean) : failure(clean);
    if (!known) {
        return failure(known);
    }
    if (*known) {
        return NamedPlace{(*known)->id, (*known)->means.value_or(-(*known)->id.value)};
    }
    const auto labels = placestable::labels(transaction);
    if (!labels) {
        return failure(labels);
    }
    const auto means = meaningOf(*clean, *labels);
    const auto id = placestable::insert(transaction, *clean, means);
    if (!id) {
        return failure(id);
    }
    transaction.touch(QStringLiteral("data_centre"), *id);
    return NamedPlace{*id, means.value_or(-id->value)};
}

Result<> countMentions(Transaction &transaction, DataCentreId id, int alerts, Instant since)
{
    return placestable::addMentions(transaction, id, alerts, since);
}

Result<Places> places(Transaction &transaction)
{
    const auto names = placestable::names(transaction);
    const auto labels = placestable::labels(transaction);
    if (!names || !labels) {
        return names ? failure(labels) : failure(names);
    }
    Places found;
    for (const Name &each : *names) {
        if (!each.means) {
            found.unmapped.push_back({each.name, each.alerts, each.since});
        } else if (each.isCatalogued()) {
            DataCentre centre{each.id, each.name, {}};
            for (const Label &label : *labels) {
                if (label.means == each.id.value) {
                    centre.labels << label.pattern;
                }
            }
            found.dataCentres.push_back(std::move(centre));
        }
    }
    for (const Label &label : *labels) {
        if (label.means == 0) {
            found.none << label.pattern;
        }
    }
    std::ranges::stable_sort(found.unmapped, std::ranges::greater(), &UnmappedName::alerts);
    return found;
}

Result<QString> placeName(Transaction &transaction, qint64 place)
{
    const auto name = placestable::nameOf(transaction, std::abs(place));
    return name ? Result<QString>(name->value_or(QString())) : failure(name);
}

Result<DataCentreId> addDataCentre(Transaction &transaction, const QString &name)
{
    ONLYONCE_TRY(require(transaction, Permission::Catalogue));
    const auto clean = checkedName(name);
    const auto place = clean ? placeNamed(transaction, *clean) : failure(clean);
    if (!place) {
        return failure(place);
    }
    if (isPattern(*clean)) {
        return fail(
            ErrorCode::Invalid,
            tr("“%1” is a pattern. Add a data centre by its name, then say that the pattern means it.").arg(*clean));
    }
    const auto unsaid = placestable::removeLabel(transaction, *clean);
    if (!unsaid) {
        return failure(unsaid);
    }
    ONLYONCE_TRY(placestable::setMeaning(transaction, place->id, place->id.value));
    ONLYONCE_TRY(record(transaction, place->id, *clean, *clean));
    ONLYONCE_TRY(settle(transaction));
    return place->id;
}

Result<> mapLabel(Transaction &transaction, const QString &label, DataCentreId dataCentre)
{
    ONLYONCE_TRY(require(transaction, Permission::Catalogue));
    const auto clean = checkedName(label);
    if (!clean) {
        return failure(clean);
    }
    QString name;
    if (dataCentre) {
        const auto all = placestable::names(transaction);
        if (!all) {
            return failure(all);
        }
        const auto found = std::ranges::find(*all, dataCentre, &Name::id);
        if (found == all->end() || !found->isCatalogued()) {
            return fail(ErrorCode::NotFound, tr("There is no such data centre in the catalogue."));
        }
        if (found->name == *clean) {
            return {};
        }
        name = found->name;
    }
    const auto known = placestable::named(transaction, *clean);
    if (!known) {
        return failure(known);
    }
    if (*known && (*known)->isCatalogued()) {
        ONLYONCE_TRY(placestable::moveLabels(transaction, (*known)->id, dataCentre.value));
        ONLYONCE_TRY(placestable::setMeaning(transaction, (*known)->id, dataCentre.value));
    }
    ONLYONCE_TRY(placestable::setLabel(transaction, *clean, dataCentre.value));
    ONLYONCE_TRY(record(transaction, *known ? (*known)->id : dataCentre, *clean, name));
    return settle(transaction);
}

Result<> forgetPlace(Transaction &transaction, const QString &name)
{
    ONLYONCE_TRY(require(transaction, Permission::Catalogue));
    const auto known = placestable::named(transaction, name);
    const auto gone = known ? placestable::removeLabel(transaction, name) : failure(known);
    if (!gone) {
        return failure(gone);
    }
    const bool catalogued = *known && (*known)->isCatalogued();
    if (!*gone && !catalogued) {
        return fail(ErrorCode::NotFound, tr("Nobody has said what “%1” means.").arg(name));
    }
    if (catalogued) {
        ONLYONCE_TRY(placestable::moveLabels(transaction, (*known)->id, 0));
        ONLYONCE_TRY(placestable::setMeaning(transaction, (*known)->id, std::nullopt));
    }
    ONLYONCE_TRY(record(transaction, *known ? (*known)->id : DataCentreId(), name, std::nullopt));
    return settle(transaction);
}

Result<qint64> placesRevision(Transaction &transaction)
{
    return cursorPosition(transaction, QStringLiteral("places"));
}

}  // namespace onlyonce
