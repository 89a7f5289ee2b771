// SPDX-License-Identifier: GPL-3.0-or-later
// The five whys, from the keyboard: Enter asks for a sibling, Tab for one why deeper, F2 edits, R marks a root cause,
// C confirms, Delete removes.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"

#include <QWidget>

class QTreeView;

namespace onlyonce::ui {

class TextLabel;
class TreeDelegate;
class WhyTreeModel;

class WhyTreePanel final : public QWidget
{
    Q_OBJECT

public:
    WhyTreePanel(Session &session, IncidentId incident, QWidget *parent = nullptr);

    void setRecord(const std::optional<PostMortemRecord> &record);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    void countermeasureWanted(onlyonce::WhyId why);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void add(const WhyPlace &place);
    [[nodiscard]] std::vector<WhyId> nearCurrent() const;
    void editNew();
    void endEdit();
    void addSibling();
    void addBelow();
    void remove();
    void toggleRoot();
    void toggleConfirmed();
    void showTherefore();
    [[nodiscard]] const Why *current() const;
    template <typename Work>
    void change(Work work);

    Session &m_session;
    IncidentId m_incident;
    std::vector<WhyNode> m_tree;
    WhyTreeModel *m_model;
    QTreeView *m_view;
    TreeDelegate *m_delegate;
    TextLabel *m_therefore;
    QWidget *m_tools;
    WhyId m_editNext;        //!< made, to be typed as soon as it is in the tree
    WhyId m_empty;           //!< being typed for the first time
    bool m_written = false;  //!< and something was
    std::optional<PostMortemRecord> m_waiting;
    bool m_isWaiting = false;
};

}  // namespace onlyonce::ui
