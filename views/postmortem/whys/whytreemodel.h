// SPDX-License-Identifier: GPL-3.0-or-later
// The why tree for a QTreeView: the three questions at the top, answers below them. Editing a text is an intent; the
// change appears when it is stored.
#pragma once

#include "models/postmortem/record.h"

#include <QAbstractItemModel>

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

Q_SIGNALS:
    void edited(const onlyonce::Why &why, const QString &text);

private:
    struct Node;
    [[nodiscard]] Node *node(const QModelIndex &index) const;
    void refresh(Node &target, const Node &source);
    [[nodiscard]] QModelIndex find(const QModelIndex &below, WhyId id) const;

    std::unique_ptr<Node> m_root;
};

}  // namespace onlyonce::ui
