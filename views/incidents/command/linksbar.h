// SPDX-License-Identifier: GPL-3.0-or-later
// Where people meet and look, as quiet buttons: bridge and chat first, the rest in a menu where there is no room.
#pragma once

#include "models/base/result.h"
#include "models/incidents/command/references.h"

#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace onlyonce::ui {

//! Opens it by the desktop. Only what is an address by checkedAddress(); the only place where links of incidents are opened.
[[nodiscard]] Result<> openAddress(const QString &address);

class LinksBar final : public QWidget
{
    Q_OBJECT

public:
    explicit LinksBar(QWidget *parent = nullptr);
    void show(const std::vector<Reference> &links);
    //! The first of that kind; false when there is none.
    bool open(ReferenceKind kind);

Q_SIGNALS:
    void editWanted();
    void failed(const onlyonce::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void follow(const Reference &link);

    QHBoxLayout *m_line;
    QToolButton *m_more;
    QMenu *m_menu;
    std::vector<Reference> m_links;
    std::vector<QWidget *> m_buttons;
};

}  // namespace onlyonce::ui
