// SPDX-License-Identifier: GPL-3.0-or-later
// A list short enough to be held whole, in whatever order it is read. A new reading takes out, puts in and changes only
// what differs, so that what is chosen and in sight stays. What may become long is a KeyedList.
#pragma once

#include <QAbstractListModel>
#include <QSet>

#include <algorithm>
#include <vector>

namespace onlyonce::ui {

//! `Row` has an `id` with a `value`, its key, and can be compared. What is read in part has KeyedListBase as its base.
template <typename Row, typename Base = QAbstractListModel>
class WholeList : public Base
{
public:
    using Base::Base;

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
        if (m_rows.empty()) {
            insert(0, fresh.begin(), fresh.end());
            return;
        }
        removeAllBut(fresh);
        for (size_t at = 0; at < fresh.size();) {
            size_t last = at;
            while (last < fresh.size() && !isAt(at, fresh[last])) {
                ++last;
            }
            insert(at, fresh.begin() + qsizetype(at), fresh.begin() + qsizetype(last));
            for (at = last; at < fresh.size() && isAt(at, fresh[at]); ++at) {
                if (m_rows[at] != fresh[at]) {
                    m_rows[at] = fresh[at];
                    tellChanged(at);
                }
            }
        }
    }

    //! Rows that are new, in the order of the list.
    template <typename Before>
    void add(const std::vector<Row> &fresh, Before before)
    {
        for (auto first = fresh.begin(); first != fresh.end();) {
            const auto place = std::ranges::upper_bound(m_rows, *first, before);
            const auto last =
                place == m_rows.end()
                    ? fresh.end()
                    : std::find_if(first, fresh.end(), [&](const Row &row) { return !before(row, *place); });
            insert(size_t(place - m_rows.begin()), first, last);
            first = last;
        }
    }

    //! Nothing happens if it is not there; sought from the end.
    void remove(qint64 id)
    {
        const auto found =
            std::ranges::find(m_rows.rbegin(), m_rows.rend(), id, [](const Row &row) { return row.id.value; });
        if (found != m_rows.rend()) {
            removeRange(size_t(m_rows.rend() - found) - 1, 1);
        }
    }

    void removeRange(size_t first, size_t count)
    {
        if (count > 0) {
            this->beginRemoveRows({}, int(first), int(first + count) - 1);
            m_rows.erase(m_rows.begin() + qsizetype(first), m_rows.begin() + qsizetype(first + count));
            this->endRemoveRows();
        }
    }

    //! `change(row)` says whether it has changed the row.
    template <typename Change>
    void changeEach(Change change)
    {
        for (size_t at = 0; at < m_rows.size(); ++at) {
            if (change(m_rows[at])) {
                tellChanged(at);
            }
        }
    }

private:
    using Place = typename std::vector<Row>::const_iterator;

    void insert(size_t at, Place first, Place last)
    {
        if (first != last) {
            this->beginInsertRows({}, int(at), int(at + size_t(last - first)) - 1);
            m_rows.insert(m_rows.begin() + qsizetype(at), first, last);
            this->endInsertRows();
        }
    }

    void tellChanged(size_t at) { Q_EMIT this->dataChanged(this->index(int(at)), this->index(int(at))); }

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
                removeRange(first, end - first);
                end = first + 1;
            }
        }
    }

    std::vector<Row> m_rows;
};

}  // namespace onlyonce::ui
