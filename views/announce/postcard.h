// SPDX-License-Identifier: GPL-3.0-or-later
// One post of an announcement: how far it is, its words, and what can be done with it.
#pragma once

#include "models/announce/announcement.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace onlyonce::ui {

class Panel;
class PillLabel;
class TextLabel;

class PostCard final : public QWidget
{
    Q_OBJECT

public:
    explicit PostCard(QWidget *parent = nullptr);
    //! What is being typed is not replaced, unless it was saved meanwhile.
    void setPost(const Announcement &announcement, const AnnouncementPost &post);
    void focusText();

Q_SIGNALS:
    void saveWanted(const onlyonce::AnnouncementPost &post, const QString &body);
    void publishWanted(const onlyonce::AnnouncementPost &post, const QString &body);
    void discardWanted(const onlyonce::AnnouncementPost &post);

private:
    void showState();

    AnnouncementPost m_post;
    PillLabel *m_status;
    PillLabel *m_state;
    TextLabel *m_about;
    TextLabel *m_problem;
    QPlainTextEdit *m_text;
    QPushButton *m_discard;
    QPushButton *m_save;
    QPushButton *m_publish;
};

}  // namespace onlyonce::ui
