// SPDX-License-Identifier: GPL-3.0-or-later
// Draws and edits nodes of a tree (whys, catalogue): lead, wrapped text, detail, pills. Roles: rowroles.h.
#pragma once

#include <QPointer>
#include <QStyledItemDelegate>

class QTreeView;

namespace onlyonce::ui {

class TreeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit TreeDelegate(QTreeView *view);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                        const QModelIndex &index) const override;
    //! Once: what is typed is not replaced when something else about the row changes.
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

    bool eventFilter(QObject *watched, QEvent *event) override;
    //! Everything of a row larger or smaller, in per cent. Whoever sets it lays the tree out anew.
    void setZoom(int percent);
    //! A text is being typed: the model must not be reset now.
    [[nodiscard]] bool isEditing() const;

Q_SIGNALS:
    //! Tab while typing: what was typed is taken, and more is wanted below it. (Qt would go on to the next text; and Enter,
    //! which only ends the typing, would reach the tree as well.)
    void deeperWanted();
    //! The text as it stands in the editor, with each change by hand.
    void typed(const QString &text) const;

private:
    [[nodiscard]] int zoomed(int length) const { return qRound(length * m_zoom); }

    QTreeView *m_view;
    QWidget *m_viewport;  //!< its last events come when the view is a tree no more
    mutable QPointer<QWidget> m_editor;
    mutable bool m_isFilled = false;  //!< and its text is there
    double m_zoom = 1;
};

//! The house's manners for a tree: no header, own branch marks, keyboard, the delegate above.
TreeDelegate *setupTree(QTreeView *view);

}  // namespace onlyonce::ui
