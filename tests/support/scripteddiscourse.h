// SPDX-License-Identifier: GPL-3.0-or-later
// A stand-in for a Discourse server, on loopback: topics and posts in memory, answers as Discourse's documentation and
// source describe them, and the ways in which such a server fails. (The real one is no Debian package.)
// Lives on the test's own event loop: wait with QTRY_… or await(), never block.
#pragma once

#include "support/scriptedhttp.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QQueue>
#include <QStringList>

#include <map>

namespace onlyonce::test {

class ScriptedDiscourse : public QObject
{
    Q_OBJECT

public:
    //! What can befall one request.
    enum class Mishap {
        TooOften,         //!< 429 as JSON with Retry-After: this action
        TooManyAtAll,     //!< 429 as text from the middleware: everything that this key sends
        ProxyLimit,       //!< 429 as HTML without Retry-After
        BadGateway,       //!< 502, an HTML page; nothing was done
        BrokenAfter,      //!< 500 in JSON, but the post was made
        ReadOnly,         //!< 503 in JSON
        LostBefore,       //!< the connection breaks, nothing was done
        LostAfter,        //!< the request is carried out, then the connection breaks without an answer
        EditedMeanwhile,  //!< (PUT) somebody else's edit comes in just before
        LoginPage,        //!< 200 with an HTML page
    };

    struct Post
    {
        qint64 id = 0;
        qint64 topic = 0;
        int number = 0;
        QString user;
        QString raw;
        int version = 1;
    };
    struct Topic
    {
        qint64 id = 0;
        QString title;
        int category = 0;
        QString externalId;
        QString user;
        QJsonArray tags;  //!< as they were sent
        QList<qint64> posts;
    };

    explicit ScriptedDiscourse(QObject *parent = nullptr);

    [[nodiscard]] QUrl url() const { return m_http.url(QString()); }
    //! A connection's settings and secrets for this server.
    [[nodiscard]] QJsonObject settings() const;
    [[nodiscard]] QJsonObject secrets() const;

    //! Befalls the next request with this method that is not about to be befallen already.
    void next(Mishap mishap, const QByteArray &method = "POST") { m_mishaps[method].enqueue(mishap); }

    [[nodiscard]] const std::map<qint64, Topic> &topics() const { return m_topics; }
    [[nodiscard]] QList<Post> postsOf(qint64 topic) const;
    [[nodiscard]] int postCount() const { return int(m_posts.size()); }
    [[nodiscard]] const QList<RecordedRequest> &requests() const { return m_http.requests(); }
    //! Requests that arrived with this method, a mishap or not.
    [[nodiscard]] int count(const QByteArray &method) const;

    //! @name What other people do there.
    //! @{
    qint64 addReply(qint64 topic, const QString &user, const QString &raw);
    void editPost(qint64 post, const QString &raw) { m_posts[post].raw = raw; }
    void deleteTopic(qint64 topic) { m_topics.erase(topic); }
    //! Moderators let everything through that is held; a topic comes out without its external id.
    void approvePending();
    void rejectPending() { m_pending.clear(); }
    //! @}

    QByteArray key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    QString user = QStringLiteral("status-desk");
    bool isStaff = true;
    bool holdsPosts = false;       //!< for approval
    bool remembersRepeats = true;  //!< the 120 s memory of identical posts; off is "more than 120 s later"
    QString version = QStringLiteral("2026.1.0");
    bool tellsVersion = true;
    QByteArray redirectOrigin;  //!< of the Location of /t/external_id; empty: its own

private:
    struct Pending
    {
        QString title;
        qint64 topic = 0;
        int category = 0;
        QString raw;
    };

    ScriptedReply answer(const RecordedRequest &request);
    ScriptedReply handle(const RecordedRequest &request);
    ScriptedReply read(const QString &path, const QUrl &url);
    ScriptedReply create(const QJsonObject &body);
    ScriptedReply createNow(const QJsonObject &body);
    ScriptedReply edit(qint64 id, const QJsonObject &body);
    ScriptedReply topicReply(const Topic &topic) const;
    [[nodiscard]] QString refusalOf(const QJsonObject &body) const;
    [[nodiscard]] bool knowsTagObjects() const;
    [[nodiscard]] QJsonObject json(const Post &post, bool withRaw) const;
    Post &addPost(qint64 topic, const QString &user, const QString &raw);
    Topic &addTopic(const QString &title, int category, const QString &externalId, const QJsonArray &tags);

    ScriptedHttp m_http;
    QHash<QByteArray, QQueue<Mishap>> m_mishaps;
    std::map<qint64, Topic> m_topics;
    std::map<qint64, Post> m_posts;
    QList<Pending> m_pending;
    QHash<QByteArray, ScriptedReply> m_memory;
    qint64 m_lastTopic = 900;
    qint64 m_lastPost = 5000;
};

}  // namespace onlyonce::test
