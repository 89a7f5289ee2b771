// SPDX-License-Identifier: GPL-3.0-or-later
// Which alerts belong together: the rules in the order in which they are asked, each a row that can be moved, changed and
// removed, and what holds where none of them matches.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/grouping/rules.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class RuleForm;

class RulesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit RulesPanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void removed(const QString &text, const onlyonce::GroupingRule &rule);  //!< restore() puts it back
    void failed(const onlyonce::Error &error);

public Q_SLOTS:
    void restore(const onlyonce::GroupingRule &rule);

protected:
    //! Alt+Up and Alt+Down move the rule whose row has the focus.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *row(const GroupingRule &rule, size_t place, size_t count);
    void reload();
    void show(const std::vector<GroupingRule> &rules);
    void edit(const GroupingRule &rule);
    void close();
    void move(const GroupingRule &rule, int by);
    void moveOn();
    void remove(const GroupingRule &rule);

    Session &m_session;
    std::vector<GroupingRule> m_rules;
    QVBoxLayout *m_list;
    QPushButton *m_add;
    RuleForm *m_form;
    RuleId m_focus;           //!< its row gets the focus when the list is drawn anew
    RuleId m_moved;           //!< until its new place is read
    int m_target = 0;         //!< where the keys want it by now
    bool m_isMoving = false;  //!< its new place is being written down
    int m_moves = 0;          //!< that were written down: what began to be read before one does not show it
};

}  // namespace onlyonce::ui
