// SPDX-License-Identifier: GPL-3.0-or-later
// A list short enough to be held whole, in whatever order it is read. A new reading takes out, puts in and changes only
// what differs, so that what is chosen and in sight stays. What may become long is a KeyedList.
#pragma once

#include <QAbstractListModel>
#include <QSet>

#include <vector>

namespace onlyonce::ui {

//! `Row` has an `id` with a `value`, its key, and can be compared.
template <typename Row>
class WholeList : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }
    [[nodiscard]] const Row *at(const QModelIndex &index) const
    {
        return index.isValid() && size_t(index.row()) < m_rows.size() ? &m_rows[size_t(index.row())] : nullptr;
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }

protected:
    //! Rows that are in the old and the new reading stand in the same order in both.
    void replace(const std::vector<Row> &fresh)
    {
        removeAllBut(fresh);
        for (size_t at = 0; at < fresh.size();) {
            size_t last = at;
            while (last < fresh.size() && !isAt(at, fresh[last])) {
                ++last;
            }
            if (last > at) {
                beginInsertRows({}, int(at), int(last) - 1);
                m_rows.insert(m_rows.begin() + qsizetype(at), fresh.begin() + qsizetype(at),
                              fresh.begin() + qsizetype(last));
                endInsertRows();
            }
            for (at = last; at < fresh.size() && isAt(at, fresh[at]); ++at) {
                if (m_rows[at] != fresh[at]) {
                    m_rows[at] = fresh[at];
                    Q_EMIT dataChanged(index(int(at)), index(int(at)));
                }
            }
        }
    }

private:
    [[nodiscard]] bool isAt(size_t place, const Row &row) const
    {
        return place < m_rows.size() && m_rows[place].id == row.id;
    }

    void removeAllBut(const std::vector<Row> &fresh)
    {
        QSet<qint64> kept;
        for (const Row &row : fresh) {
            kept.insert(row.id.value);
        }
        for (size_t end = m_rows.size(); end > 0; --end) {
            size_t first = end;
            while (first > 0 && !kept.contains(m_rows[first - 1].id.value)) {
                --first;
            }
            if (first < end) {
                beginRemoveRows({}, int(first), int(end) - 1);
                m_rows.erase(m_rows.begin() + qsizetype(first), m_rows.begin() + qsizetype(end));
                endRemoveRows();
                end = first + 1;
            }
        }
    }

    std::vector<Row> m_rows;
};

}  // namespace onlyonce::ui
