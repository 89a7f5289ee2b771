// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/template/templates.h"

#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/postmortem/editing.h"
#include "models/postmortem/template/templatetable.h"
#include "models/storage/journal.h"

namespace onlyonce {

Result<StoredTemplate> storedTemplate(Transaction &transaction, Audience audience)
{
    const auto known = templatetable::of(transaction, audience);
    return known ? Result<StoredTemplate>(known->value_or(StoredTemplate{})) : failure(known);
}

Result<DocumentTemplate> templateFor(Transaction &transaction, Audience audience)
{
    const auto stored = storedTemplate(transaction, audience);
    if (!stored) {
        return failure(stored);
    }
    auto read = readTemplate(audience, stored->shown(audience));
    if (!read) {
        return fail(ErrorCode::Invalid,
                    tr("The template of the %1 document cannot be used. %2 Mend it under Settings, Documents, or with "
                       "“onlyonce template set”.")
                        .arg(toText(audience), read.error().message));
    }
    return read;
}

Result<int> saveTemplate(Transaction &transaction, Audience audience, const std::optional<QString> &text, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    if (text) {
        const auto read = readTemplate(audience, *text);
        if (!read) {
            return failure(read);
        }
    }
    const auto stored = storedTemplate(transaction, audience);
    if (!stored) {
        return failure(stored);
    }
    if (stored->text == text) {
        return stored->version;
    }
    if (version != stored->version) {
        return detail::conflictError(tr("The template"), {.theirs = stored->shown(audience),
                                                          .yours = text.value_or(builtInTemplate(audience)),
                                                          .version = stored->version});
    }
    ONLYONCE_TRY(templatetable::put(transaction, audience, text, version + 1));
    const auto id = qint64(audience) + 1;
    transaction.touch(QStringLiteral("document_template"), id);
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("document_template"),
                                            .entityId = id,
                                            .field = toText(audience),
                                            .oldValue = stored->text,
                                            .newValue = text}));
    return version + 1;
}

}  // namespace onlyonce
