// SPDX-License-Identifier: GPL-3.0-or-later
// What customers are told about one incident: the posts so far, and the next one from its template.
#pragma once

#include "models/announce/announcement.h"
#include "models/catalog/session.h"
#include "views/widgets/refresh.h"

#include <QHash>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class Drafts;
class EmptyState;
class PostCard;
class RichView;
class TextLabel;

class AnnouncePanel final : public QWidget
{
    Q_OBJECT

public:
    AnnouncePanel(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! Where what is begun is kept until it is saved; before the first post is there. Must outlive this.
    void setDrafts(Drafts &drafts) { m_drafts = &drafts; }
    //! Drafts the next post: the incident's status decides the template.
    void draft();
    //! Words that would be lost with this window.
    [[nodiscard]] bool hasUnsaved() const;

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void replace(const std::vector<Announcement> &announcements);
    void save(const AnnouncementPost &post, const QString &body);
    void publish(const AnnouncementPost &post, const QString &body);
    template <typename T>
    void report(Answer<Result<T>> future);

    Session &m_session;
    IncidentId m_incident;
    Drafts *m_drafts = nullptr;
    TextLabel *m_title;
    RichView *m_url;
    EmptyState *m_empty;
    QPushButton *m_next;
    QVBoxLayout *m_cards;
    QHash<qint64, PostCard *> m_byPost;
    PostCard *m_draft = nullptr;
    bool m_isRead = false;
    bool m_wantsDraft = false;  //!< as soon as it is known whether there is one
    bool m_focusNewest = false;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
