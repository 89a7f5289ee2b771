// SPDX-License-Identifier: GPL-3.0-or-later
// The why tree for a QTreeView: the three questions at the top, answers below them. Editing a text is an intent; the
// change appears when it is stored.
#pragma once

#include "models/postmortem/record.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>

namespace onlyonce::ui {

class WhyTreeModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    explicit WhyTreeModel(QObject *parent = nullptr);
    ~WhyTreeModel() override;

    //! Keeps what is open and current where the shape has not changed.
    void setTree(const std::vector<WhyNode> &tree);
    //! Who else is in which why, by its id.
    void setOthers(const QHash<qint64, QStringList> &others);
    //! How many threads of comments are open on which why, by its id.
    void setOpenComments(const QHash<qint64, int> &open);
    //! nullptr for a question.
    [[nodiscard]] const Why *why(const QModelIndex &index) const;
    [[nodiscard]] WhyQuestion question(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(WhyId id) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    //! A why is dragged with all that stands below it, and lands where the database puts it: moveWanted() asks for that.
    //! @{
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                       const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;
    //! @}

Q_SIGNALS:
    void edited(const onlyonce::Why &why, const QString &text);
    void moveWanted(const onlyonce::Why &why, const onlyonce::WhyPlace &place);

private:
    struct Node;
    void tellChanged(const QList<qint64> &whys);
    [[nodiscard]] Node *node(const QModelIndex &index) const;
    void refresh(Node &target, const Node &source);
    //! What is dragged, if it is a why of this tree; and never into itself.
    [[nodiscard]] QModelIndex dragged(const QMimeData *data, const QModelIndex &target) const;
    [[nodiscard]] QModelIndex find(const QModelIndex &below, WhyId id) const;

    std::unique_ptr<Node> m_root;
    QHash<qint64, QStringList> m_others;
    QHash<qint64, int> m_openComments;
};

}  // namespace onlyonce::ui
