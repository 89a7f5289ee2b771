// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/countermeasures/countermeasurechange.h"

#include "models/base/tr.h"
#include "models/postmortem/countermeasures/countermeasuretable.h"
#include "models/storage/journal.h"

namespace onlyonce::countermeasurechange {

Result<Edit> toEdit(Transaction &transaction, CountermeasureId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto found = countermeasuretable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("This countermeasure is no longer there: somebody has removed it."));
    }
    auto about = postMortem(transaction, (*found)->postMortem);
    if (!about) {
        return failure(about);
    }
    return Edit{std::move(about->value()), std::move(**found)};
}

QString dateText(const std::optional<QDate> &date)
{
    return date ? date->toString(Qt::ISODate) : QString();
}

Values values(const CountermeasureText &what)
{
    return {{QStringLiteral("why"), what.why ? QString::number(what.why.value) : QString()},
            {QStringLiteral("body"), what.text},
            {QStringLiteral("owner"), what.owner ? QString::number(what.owner.value) : QString()},
            {QStringLiteral("due_on"), dateText(what.dueOn)},
            {QStringLiteral("kind"), toText(what.kind)},
            {QStringLiteral("effect_check"), what.effectCheck},
            {QStringLiteral("link"), what.link},
            {QStringLiteral("visibility"), toText(what.visibility)}};
}

Result<> audit(Transaction &transaction, CountermeasureId id, const QString &field, std::optional<QString> before,
               std::optional<QString> after, const QString &reason)
{
    return recordChange(transaction, {.entity = QStringLiteral("countermeasure"),
                                      .entityId = id.value,
                                      .field = field,
                                      .oldValue = std::move(before),
                                      .newValue = std::move(after),
                                      .reason = reason});
}

Result<> changed(Transaction &transaction, const Countermeasure &measure)
{
    transaction.touch(QStringLiteral("countermeasure"), measure.id);
    return detail::postMortemChanged(transaction, measure.postMortem);
}

Result<> tell(Transaction &transaction, const PostMortem &postMortem, CountermeasureId id, const QString &event,
              const QString &markdown)
{
    return detail::tellOnTimeline(transaction, postMortem, event, markdown,
                                  {{QStringLiteral("countermeasure"), id.value}});
}

}  // namespace onlyonce::countermeasurechange
