// SPDX-License-Identifier: GPL-3.0-or-later
// The button of the views that people come back to: choosing one, keeping what is shown as another, taking one away.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/lists/savedviews.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QMenu;
class QPushButton;

namespace onlyonce::ui {

class SavedViewsMenu final : public QWidget
{
    Q_OBJECT

public:
    explicit SavedViewsMenu(Session &session, QWidget *parent = nullptr);

    [[nodiscard]] const std::vector<SavedView> &views() const { return m_views; }
    //! Where nothing is asked for there is nothing to keep.
    void setWorthKeeping(bool isWorth) { m_isWorth = isWorth; }
    void popup();

Q_SIGNALS:
    void changed();  //!< views() are others, or find more or fewer
    void chosen(const onlyonce::SavedView &view);
    void keepWanted(bool shared);
    void failed(const onlyonce::Error &error);

private:
    void ask();
    void fill();

    Session &m_session;
    QPushButton *m_button;
    QMenu *m_menu;
    std::vector<SavedView> m_views;
    bool m_isWorth = false;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
