// SPDX-License-Identifier: GPL-3.0-or-later
// The versions of one part of the post-mortem, in the place of the document: the list of them, the newest first, and the
// chosen one beside the one before it, or beside one that is held. Arrows choose, Space holds, Ctrl+Enter puts the chosen
// one back, Escape returns.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/review/versions.h"
#include "models/postmortem/texts/worddiff.h"
#include "views/widgets/refresh.h"

#include <QPointer>
#include <QWidget>

class QListWidget;
class QPushButton;

namespace onlyonce::ui {

class DiffView;
class TextLabel;

class VersionsPane final : public QWidget
{
    Q_OBJECT

public:
    VersionsPane(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! The focus goes to its list. `name`: for people.
    void open(const PostMortemPart &part, const QString &name);
    void close();
    //! The post-mortem has changed.
    void reload();

Q_SIGNALS:
    void opened();
    void closed();
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void layOut();
    void read();
    void show(const PartHistory &history);
    void compare();
    void hold();
    void putBack();
    [[nodiscard]] int chosen() const;  //!< place in the history; -1: nothing is there
    [[nodiscard]] int beside() const;  //!< -1: the first one has nothing before it
    [[nodiscard]] bool does(const QKeyEvent &event);

    Session &m_session;
    IncidentId m_incident;
    PostMortemPart m_part;
    PostMortemId m_postMortem;
    PartHistory m_history;
    TextLabel *m_title;
    QListWidget *m_list;
    DiffView *m_diff;
    TextLabel *m_problem;
    QPushButton *m_hold;
    QPushButton *m_putBack;
    PartVersionId m_held;
    bool m_isHeld = false;
    int m_asked = 0;  //!< only the latest comparison is shown
    QPointer<QWidget> m_cameFrom;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
