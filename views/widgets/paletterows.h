// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the command palette: what they hold, how well they match, how they are painted.
#pragma once

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <QStyledItemDelegate>

#include <functional>
#include <vector>

namespace onlyonce::ui {

struct PaletteItem
{
    QString text;      //!< matched fuzzily
    QString detail;    //!< muted, after the text; matched as well, less
    QString shortcut;  //!< native text
    QString icon;      //!< icon name
    QString keywords;  //!< matched, never shown
    std::function<void()> run;
};

struct PaletteRow
{
    PaletteItem item;
    int score = 0;    //!< below 0: no match
    QList<int> hits;  //!< in the item's text
};

//! The text itself counts most, then the details, then the words nobody sees.
[[nodiscard]] PaletteRow rankedRow(PaletteItem item, const QString &pattern);

class PaletteModel final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<PaletteRow> rows);
    [[nodiscard]] const std::vector<PaletteRow> &rows() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<PaletteRow> m_rows;
};

class PaletteDelegate final : public QStyledItemDelegate
{
public:
    //! The model outlives it.
    PaletteDelegate(const PaletteModel *model, QObject *parent);

    [[nodiscard]] static int rowHeight();
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const PaletteModel *m_model;
};

}  // namespace onlyonce::ui
