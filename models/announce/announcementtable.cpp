// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/announcementtable.h"

#include <QCoreApplication>

#include <limits>

namespace onlyonce::announcementtable {

namespace {

QString selectAnnouncements(QLatin1StringView rest)
{
    return QStringLiteral("SELECT id, incident_id, connection_id, external_id, title, published_title, topic_id, url, "
                          "created_at, version FROM announcement ")
         + rest;
}

QString selectPosts(QLatin1StringView rest)
{
    return QStringLiteral("SELECT p.id, p.announcement_id, p.status, p.body, p.state, p.remote_id, p.published_body, "
                          "p.published_at, p.created_at, p.created_by, c.name, p.approved_at, p.approved_by, a.name, "
                          "p.outbox_id, p.problem, p.version, "
                          "COALESCE(p.edited_by, p.created_by) FROM announcement_post p "
                          "LEFT JOIN actor c ON c.id = p.created_by LEFT JOIN actor a ON a.id = p.approved_by ")
         + rest;
}

Announcement readAnnouncement(const Row &row)
{
    return Announcement{.id = row.id<AnnouncementId>(0),
                        .incident = row.id<IncidentId>(1),
                        .connection = row.id<ConnectionId>(2),
                        .externalId = row.text(3),
                        .title = row.text(4),
                        .publishedTitle = row.text(5),
                        .topicId = row.text(6),
                        .url = row.text(7),
                        .createdAt = row.instant(8),
                        .version = int(row.integer(9)),
                        .posts = {}};
}

AnnouncementPost readPost(const Row &row)
{
    return AnnouncementPost{.id = row.id<AnnouncementPostId>(0),
                            .announcement = row.id<AnnouncementId>(1),
                            .status = announcementStatusFrom(row.text(2)).value_or(AnnouncementStatus::Investigating),
                            .body = row.text(3),
                            .state = postStateFrom(row.text(4)),
                            .remoteId = row.text(5),
                            .publishedBody = row.text(6),
                            .publishedAt = row.maybeInstant(7),
                            .createdAt = row.instant(8),
                            .createdBy = row.id<ActorId>(9),
                            .createdByName = row.text(10),
                            .writtenBy = row.id<ActorId>(17),
                            .approvedAt = row.maybeInstant(11),
                            .approvedBy = row.id<ActorId>(12),
                            .approvedByName = row.text(13),
                            .outbox = row.id<OutboxId>(14),
                            .problem = row.text(15),
                            .version = int(row.integer(16))};
}

Result<> exactlyOne(const Result<qint64> &changed)
{
    if (!changed) {
        return failure(changed);
    }
    if (*changed != 1) {
        return fail(ErrorCode::Conflict,
                    QCoreApplication::translate(
                        "Announcement", "Somebody else changed this announcement meanwhile. Read it again; your "
                                        "change was not saved."));
    }
    return {};
}

}  // namespace

Result<std::optional<Announcement>> byId(Transaction &transaction, AnnouncementId id)
{
    return transaction.one(selectAnnouncements(QLatin1StringView("WHERE id = ?")), readAnnouncement, id);
}

Result<std::vector<Announcement>> ofIncident(Transaction &transaction, IncidentId incident)
{
    return transaction.all(selectAnnouncements(QLatin1StringView("WHERE incident_id = ? ORDER BY id")),
                           readAnnouncement, incident);
}

Result<std::vector<Announcement>> newest(Transaction &transaction, int limit, AnnouncementId before)
{
    return transaction.all(selectAnnouncements(QLatin1StringView("WHERE id < ? ORDER BY id DESC LIMIT ?")),
                           readAnnouncement, before ? before.value : std::numeric_limits<qint64>::max(), limit);
}

Result<AnnouncementId> insert(Transaction &transaction, const Announcement &announcement)
{
    return transaction.insert<AnnouncementId>(
        QStringLiteral(
            "INSERT INTO announcement (incident_id, connection_id, external_id, title, published_title, topic_id, "
            "url, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        announcement.incident, announcement.connection, announcement.externalId, announcement.title,
        announcement.publishedTitle, announcement.topicId, announcement.url, announcement.createdAt,
        announcement.version);
}

Result<> update(Transaction &transaction, Announcement &announcement)
{
    ONLYONCE_TRY(exactlyOne(transaction.exec(
        QStringLiteral(
            "UPDATE announcement SET connection_id = ?, title = ?, published_title = ?, topic_id = ?, url = ?, "
            "version = version + 1 WHERE id = ? AND version = ?"),
        announcement.connection, announcement.title, announcement.publishedTitle, announcement.topicId,
        announcement.url, announcement.id, announcement.version)));
    ++announcement.version;
    transaction.touch(QStringLiteral("announcement"), announcement.id);
    return {};
}

Result<> remove(Transaction &transaction, AnnouncementId id)
{
    ONLYONCE_TRY(exactlyOne(transaction.exec(QStringLiteral("DELETE FROM announcement WHERE id = ?"), id)));
    transaction.touch(QStringLiteral("announcement"), id);
    return {};
}

Result<std::vector<AnnouncementPost>> posts(Transaction &transaction, AnnouncementId announcement)
{
    return transaction.all(selectPosts(QLatin1StringView("WHERE p.announcement_id = ? ORDER BY p.id")), readPost,
                           announcement);
}

Result<std::optional<AnnouncementPost>> post(Transaction &transaction, AnnouncementPostId id)
{
    return transaction.one(selectPosts(QLatin1StringView("WHERE p.id = ?")), readPost, id);
}

Result<AnnouncementPostId> insert(Transaction &transaction, const AnnouncementPost &post)
{
    auto id = transaction.insert<AnnouncementPostId>(
        QStringLiteral(
            "INSERT INTO announcement_post (announcement_id, status, body, state, remote_id, published_body, "
            "created_at, created_by, problem, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        post.announcement, toText(post.status), post.body, toText(post.state), post.remoteId, post.publishedBody,
        post.createdAt, post.createdBy, post.problem, post.version);
    transaction.touch(QStringLiteral("announcement"), post.announcement);
    return id;
}

Result<> update(Transaction &transaction, AnnouncementPost &post)
{
    ONLYONCE_TRY(exactlyOne(transaction.exec(
        QStringLiteral(
            "UPDATE announcement_post SET status = ?, body = ?, state = ?, remote_id = ?, published_body = ?, "
            "published_at = ?, approved_at = ?, approved_by = ?, outbox_id = ?, problem = ?, edited_by = ?, "
            "version = version + 1 WHERE id = ? AND version = ?"),
        toText(post.status), post.body, toText(post.state), post.remoteId, post.publishedBody, post.publishedAt,
        post.approvedAt, post.approvedBy, post.outbox, post.problem, post.writtenBy, post.id, post.version)));
    ++post.version;
    transaction.touch(QStringLiteral("announcement"), post.announcement);
    return {};
}

Result<> remove(Transaction &transaction, AnnouncementPostId id)
{
    return exactlyOne(transaction.exec(QStringLiteral("DELETE FROM announcement_post WHERE id = ?"), id));
}

}  // namespace onlyonce::announcementtable
