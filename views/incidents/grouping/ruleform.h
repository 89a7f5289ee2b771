// SPDX-License-Identifier: GPL-3.0-or-later
// One grouping rule as it is written, and, with every key, what it would have made of the last days beside what the saved
// rules make of them.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/grouping/rules.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class SegmentedControl;
class TextLabel;

//! "service="login" · by datacentre · within 30 min".
[[nodiscard]] QString ruleText(const GroupingRule &rule);

class RuleForm final : public QWidget
{
    Q_OBJECT

public:
    explicit RuleForm(Session &session, QWidget *parent = nullptr);

    //! A null id begins a new one.
    void edit(const GroupingRule &rule);
    //! Beside the saved rules it is tried with; they may change while somebody writes.
    void setSaved(const std::vector<GroupingRule> &rules);

Q_SIGNALS:
    void saved();
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Tried
    {
        int alerts = 0;
        size_t before = 0;
        std::vector<TriedGroup> after;
    };

    void save();
    void tryOut();
    void showTried(const Tried &tried);
    void showConflict(const Error &error);
    [[nodiscard]] Result<GroupingRule> meant() const;

    Session &m_session;
    GroupingRule m_rule;
    std::vector<GroupingRule> m_saved;
    QLineEdit *m_name;
    FormRow *m_nameRow;
    QLineEdit *m_matchers;
    FormRow *m_matchersRow;
    QLineEdit *m_by;
    QComboBox *m_window;
    QComboBox *m_resolve;
    SegmentedControl *m_days;
    TextLabel *m_sum;
    QVBoxLayout *m_groups;
    TextLabel *m_conflict;
    QPushButton *m_theirs;
    QPushButton *m_save;
    bool m_busy = false;
    Refresh m_try;
};

}  // namespace onlyonce::ui
