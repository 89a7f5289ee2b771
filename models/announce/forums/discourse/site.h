// SPDX-License-Identifier: GPL-3.0-or-later
// One Discourse site as a connection describes it: its requests, and what its answers mean before anybody looks at what
// was asked. Only discourse.cpp uses it.
#pragma once

#include "models/delivery/adapter.h"

#include <QStringList>
#include <QUrlQuery>

#include <optional>

namespace onlyonce::discourse {

[[nodiscard]] std::vector<SettingField> siteFields();

struct Site
{
    QUrl base;  //!< without a slash at its end
    QString user;
    QByteArray key;
    int category = 0;
    QStringList tags;
    QByteArray caPem;
    Instant now;

    //! Invalid names the setting that is missing or wrong.
    [[nodiscard]] static Result<Site> from(const DeliveryState &state);

    [[nodiscard]] HttpRequest get(const QString &path, const QUrlQuery &query = {}) const;
    [[nodiscard]] HttpRequest send(const QByteArray &method, const QString &path, const QJsonObject &body) const;
    //! For people. `path` as the forum writes it: in a sub-folder it may or may not begin with that.
    [[nodiscard]] QString url(const QString &path) const;
    [[nodiscard]] QString host() const { return base.host(); }
    //! The user's name as a part of a path.
    [[nodiscard]] QString pathUser() const { return QString::fromLatin1(QUrl::toPercentEncoding(user)); }

    //! Nothing when the answer can be used: a success, or one of 3xx, 400, 404, 409, 410, 422, whose meaning depends on
    //! the question. Else what it means for the attempt: no answer, too many requests, no access, a broken server.
    [[nodiscard]] std::optional<Step> trouble(const Result<HttpReply> &reply, bool isWrite) const;

    //! The JSON object of a success; anything else as the sentence for a refusal.
    [[nodiscard]] Result<QJsonObject> object(const HttpReply &reply) const;
    //! What the forum itself says in `errors`.
    [[nodiscard]] Error refusal(const HttpReply &reply) const;
    [[nodiscard]] Error notDiscourse(const HttpReply &reply) const;
    [[nodiscard]] Error topicGone(const HttpReply &reply) const;
    [[nodiscard]] Error postGone(const HttpReply &reply) const;
};

//! Who are we there, and may we write into the category? Delivered::result "text" tells it.
[[nodiscard]] Step testSite(const Site &site, const DeliveryState &state, const HttpReply *reply);

}  // namespace onlyonce::discourse
