// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tellback/writeback.h"

#include "models/base/words.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

constexpr auto toldWords = wordsFrom(Happening::Acknowledged, "acknowledged", "silenced", "silenceEnded");

constexpr QLatin1StringView whatKey("what");
constexpr QLatin1StringView byKey("by");
constexpr QLatin1StringView commentKey("comment");
constexpr QLatin1StringView targetsKey("targets");
constexpr QLatin1StringView matchersKey("matchers");
constexpr QLatin1StringView startsAtKey("startsAt");
constexpr QLatin1StringView endsAtKey("endsAt");
constexpr QLatin1StringView settingKey("writeBack");

}  // namespace

QJsonObject Telling::toJson() const
{
    QJsonObject json{{whatKey, toldWords.of(what)}, {byKey, by}, {commentKey, comment}};
    if (!targets.isEmpty()) {
        json.insert(targetsKey, targets);
    }
    if (!matchers.isEmpty()) {
        json.insert(matchersKey, matchers);
    }
    if (what != Happening::Acknowledged) {
        json.insert(startsAtKey, toMillis(startsAt));
        json.insert(endsAtKey, toMillis(endsAt));
    }
    return json;
}

Telling Telling::from(const QJsonObject &json)
{
    return {.what = toldWords.find(json.value(whatKey).toString()).value_or(Happening::Acknowledged),
            .by = json.value(byKey).toString(),
            .comment = json.value(commentKey).toString(),
            .targets = json.value(targetsKey).toArray(),
            .matchers = json.value(matchersKey).toArray(),
            .startsAt = fromMillis(json.value(startsAtKey).toInteger()),
            .endsAt = fromMillis(json.value(endsAtKey).toInteger())};
}

SettingField writeBackField(const QString &help)
{
    return {.key = settingKey,
            .label = QCoreApplication::translate("WriteBack", "Tell it what people do here"),
            .kind = SettingField::Kind::Flag,
            .help = help,
            .placeholder = {},
            .defaultValue = QStringLiteral("false"),
            .choices = {}};
}

bool wantsWriteBack(const QJsonObject &settings)
{
    return settings.value(settingKey).toVariant().toBool();
}

}  // namespace onlyonce
