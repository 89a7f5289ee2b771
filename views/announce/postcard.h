// SPDX-License-Identifier: GPL-3.0-or-later
// One post of an announcement: how far it is, its words, and what can be done with it. What customers have before their
// eyes stands here as they see it; a draft, and what is being edited, as it is typed.
#pragma once

#include "models/announce/announcement.h"
#include "views/widgets/draftkeeping.h"

#include <QWidget>

class QPushButton;

namespace onlyonce::ui {

class Drafts;
class GrowingEdit;
class PillLabel;
class RichView;
class TextLabel;

class PostCard final : public QWidget
{
    Q_OBJECT

public:
    explicit PostCard(QWidget *parent = nullptr);
    //! Where what is typed is kept until it is saved, and is found again; before setPost(). Must outlive this.
    void setDrafts(Drafts &drafts, const QString &key);
    //! The post is no more, and neither is what was typed.
    void forget();
    //! What is being typed is not replaced, unless it was saved meanwhile. `now`: for "Today 11:42".
    void setPost(const Announcement &announcement, const AnnouncementPost &post, Instant now);
    //! What the post is about stands beside the button that sends it. Of a restricted incident two people say yes: `waits`
    //! says why the reader's yes cannot be the second one; empty when it can.
    void setIncident(const Incident &about, const QString &waits);
    void focusText();
    //! Words that would be lost with this card.
    [[nodiscard]] bool hasUnsaved() const;

Q_SIGNALS:
    void saveWanted(const onlyonce::AnnouncementPost &post, const QString &body);
    void publishWanted(const onlyonce::AnnouncementPost &post, const QString &body);
    void discardWanted(const onlyonce::AnnouncementPost &post);

protected:
    //! Ctrl+S keeps a draft; Escape ends an edit that has changed nothing.
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showState();
    void edit(bool on);
    void publish();
    bool chooseGap();
    void keep();

    AnnouncementPost m_post;
    Drafts *m_drafts = nullptr;
    QString m_key;
    bool m_found = false;  //!< begun earlier, and not saved yet
    bool m_editing = false;
    bool m_restricted = false;
    QString m_waits;
    QString m_warnedOf;  //!< the text of which somebody has read that it seems to hold a secret
    PillLabel *m_status;
    PillLabel *m_state;
    TextLabel *m_about;
    TextLabel *m_problem;
    TextLabel *m_second;  //!< whose yes is still missing, and what was begun earlier
    RichView *m_read;
    GrowingEdit *m_text;
    QPushButton *m_edit;
    QPushButton *m_cancel;
    QPushButton *m_discard;
    QPushButton *m_save;
    TextLabel *m_where;
    QPushButton *m_publish;
    DraftKeeping m_keeping{[this] { keep(); }};
};

}  // namespace onlyonce::ui
