// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/editing.h"

#include "models/base/json.h"
#include "models/base/tr.h"

#include <QLocale>

namespace onlyonce {

namespace {

//! The first place that cannot be stored, or -1.
qsizetype unstorable(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text.at(i);
        if (unit.isNull()) {
            return i;
        }
        if (unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            ++i;
        } else if (unit.isSurrogate()) {
            return i;
        }
    }
    return -1;
}

}  // namespace

std::optional<EditConflict> editConflict(const Error &error)
{
    if (error.code != ErrorCode::Conflict) {
        return {};
    }
    const auto detail = parseJsonObject(error.detail.toUtf8());
    if (!detail || !detail->contains(QLatin1StringView("theirs"))) {
        return {};
    }
    return EditConflict{.theirs = detail->value(QLatin1StringView("theirs")).toString(),
                        .yours = detail->value(QLatin1StringView("yours")).toString(),
                        .version = detail->value(QLatin1StringView("version")).toInt()};
}

namespace detail {

std::unexpected<Error> conflictError(const QString &what, const EditConflict &conflict)
{
    const QJsonObject both{{QStringLiteral("theirs"), conflict.theirs},
                           {QStringLiteral("yours"), conflict.yours},
                           {QStringLiteral("version"), conflict.version}};
    return fail(
        ErrorCode::Conflict,
        tr("%1 was changed by somebody else in the meantime. Nothing was overwritten: compare both and save again.")
            .arg(what),
        QString::fromUtf8(toJsonBytes(both)));
}

Result<> checkText(const QString &text, const QString &what, int most)
{
    if (text.size() > most) {
        const QLocale locale(QLocale::English);
        return fail(ErrorCode::Invalid,
                    tr("%1 has %2 characters; at most %3 are possible. Attach long texts as evidence.")
                        .arg(what, locale.toString(text.size()), locale.toString(most)));
    }
    if (const auto place = unstorable(text); place >= 0) {
        return fail(ErrorCode::Invalid,
                    tr("%1 has a character at position %2 that cannot be stored (U+%3). Remove it and save again.")
                        .arg(what)
                        .arg(place + 1)
                        .arg(text.at(place).unicode(), 4, 16, QLatin1Char('0')));
    }
    return {};
}

Result<QString> requiredText(const QString &text, const QString &what, int most)
{
    ONLYONCE_TRY(checkText(text, what, most));
    QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 is empty. Write at least a word.").arg(what));
    }
    return trimmed;
}

QString visibilityLabel(Visibility visibility)
{
    switch (visibility) {
    case Visibility::Internal:
        return tr("internal");
    case Visibility::Public:
        return tr("public");
    case Visibility::Restricted:
        return tr("restricted");
    }
    return {};
}

}  // namespace detail

}  // namespace onlyonce
