// SPDX-License-Identifier: GPL-3.0-or-later
// A list that is read by key, newest first, and never whole: the model holds the rows around what is in sight, reads on
// at either end and lets go of what lies far away, so that a million rows open, scroll and follow changes as ten do.
#pragma once

#include "models/base/answer.h"
#include "models/base/keypage.h"
#include "models/base/result.h"
#include "views/widgets/refresh.h"

#include <QAbstractListModel>

#include <algorithm>
#include <optional>
#include <vector>

namespace onlyonce::ui {

class KeyedListBase : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int pageSize = 100;
    static constexpr int mostRows = 5000;  //!< held at once

    //! Older rows, below.
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    //! Newer rows, above.
    [[nodiscard]] bool canFetchNewer() const { return m_newer && isFree(); }
    void fetchNewer();
    //! Whether there are rows above or below those that are held.
    [[nodiscard]] bool hasNewer() const { return m_newer; }
    [[nodiscard]] bool hasOlder() const { return m_older; }
    //! To either end of the list, wherever the rows that are held lie; `loaded` when it is there.
    void toNewest();
    void toOldest();
    //! Whether new rows come in at the top. A view says no while it shows something further down.
    void setFollowing(bool following) { m_following = following; }
    //! Lets go of all but so many at the top.
    virtual void keepNewest(int count) = 0;

Q_SIGNALS:
    void loaded();  //!< an answer is in, other than a further page's
    void jumped();  //!< another question is asked: what was in sight no longer tells where the view should stand
    void failed(const onlyonce::Error &error);

protected:
    enum class Part { Newest, Oldest, Older, Newer, Same };

    explicit KeyedListBase(QObject *parent);

    //! Something has changed: the rows that are held are read again.
    void refresh();
    //! The question itself has changed.
    void restart();
    virtual void ask(Part part) = 0;
    //! Counts questions: an answer is good only if none has been asked since.
    [[nodiscard]] quint64 question() const { return m_question; }
    [[nodiscard]] bool followsNew() const { return m_following && !m_newer; }
    //! `full`: there may be more than was read.
    void settle(Part part, bool full);
    void giveUp(const Error &error);

    bool m_older = false;
    bool m_newer = false;

private:
    void put(Part part);
    void done();
    //! Nothing is on its way that a person waits for.
    [[nodiscard]] bool isFree() const { return !m_asked || m_asked == Part::Same; }

    Refresh m_refresh;
    quint64 m_question = 0;
    std::optional<Part> m_asked;  //!< on its way; one at a time, because each builds on what is there
    Part m_next = Part::Newest;   //!< what a change makes us read: the same rows, once there are some
    bool m_changed = false;       //!< while something was on its way
    bool m_following = true;
};

template <typename Row>
qint64 idOf(const Row &row)
{
    return row.id.value;
}

//! `Key` tells where a row stands in the list, the greatest first. It may change: the row then moves.
template <typename Row, qint64 (*Key)(const Row &) = idOf<Row>>
class KeyedList : public KeyedListBase
{
public:
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] const Row *at(const QModelIndex &index) const
    {
        return index.isValid() && size_t(index.row()) < m_rows.size() ? &m_rows[size_t(index.row())] : nullptr;
    }

    void keepNewest(int count) final
    {
        if (m_rows.size() > size_t(count)) {
            remove(size_t(count), m_rows.size() - size_t(count));
            m_older = true;
        }
    }

protected:
    using KeyedListBase::KeyedListBase;
    using Found = Result<std::vector<Row>>;

    //! Reads such a part of the list. An earlier question, if any, is of no more use.
    virtual Answer<Found> read(const KeyPage &page) = 0;

private:
    static constexpr int slack = 50;  //!< rows that may have come in between those that are held

    void ask(Part part) final
    {
        const KeyPage page = pageFor(part);
        read(page).then(this, [this, part, page, asked = question()](const Found &answer) {
            if (asked != question()) {
                return;
            }
            if (!answer) {
                giveUp(answer.error());
                return;
            }
            std::vector<Row> rows = *answer;
            // A page is asked for with one row more, which tells whether there is another page.
            const bool full = rows.size() == size_t(page.limit);
            if (full && part != Part::Same) {
                rows.erase(page.oldest ? rows.begin() : rows.end() - 1);
            }
            take(part, page, std::move(rows));
            settle(part, full);
        });
    }

    [[nodiscard]] KeyPage pageFor(Part part) const
    {
        KeyPage page{.limit = pageSize + 1};
        if (part == Part::Oldest) {
            page.oldest = true;
        } else if (part == Part::Older) {
            page.before = Key(m_rows.back());
        } else if (part == Part::Newer) {
            page.after = Key(m_rows.front());
            page.oldest = true;
        } else if (part == Part::Same && !m_rows.empty()) {
            page.after = m_older ? Key(m_rows.back()) - 1 : 0;
            page.oldest = !followsNew();
            page.limit = page.oldest ? int(m_rows.size()) + slack : mostRows;
        }
        return page;
    }

    void take(Part part, const KeyPage &page, std::vector<Row> rows)
    {
        if (part == Part::Older) {
            insert(m_rows.size(), rows.begin(), rows.end());
            trimTop();
        } else if (part == Part::Newer) {
            insert(0, rows.begin(), rows.end());
            keepNewest(mostRows);
        } else if (part == Part::Same && page.oldest) {
            // A person reads further down: what is new stays above, unseen, until they come.
            const auto seen =
                std::ranges::find_if(rows, [this](const Row &row) { return Key(row) <= Key(m_rows.front()); });
            m_newer = seen != rows.begin() || rows.size() == size_t(page.limit);
            rows.erase(rows.begin(), seen);
            merge(rows);
        } else {
            merge(rows);
            m_older = m_older || rows.size() == size_t(page.limit);
        }
    }

    template <typename Iterator>
    void insert(size_t place, Iterator first, Iterator last)
    {
        if (first != last) {
            beginInsertRows({}, int(place), int(place) + int(last - first) - 1);
            m_rows.insert(m_rows.begin() + qsizetype(place), first, last);
            endInsertRows();
        }
    }

    void remove(size_t first, size_t count)
    {
        if (count > 0) {
            beginRemoveRows({}, int(first), int(first + count) - 1);
            m_rows.erase(m_rows.begin() + qsizetype(first), m_rows.begin() + qsizetype(first + count));
            endRemoveRows();
        }
    }

    void trimTop()
    {
        if (m_rows.size() > size_t(mostRows)) {
            remove(0, m_rows.size() - size_t(mostRows));
            m_newer = true;
        }
    }

    //! Both are in order, so that what has gone and what is new can be told exactly: a row that stays is never taken out,
    //! and whatever points to it (the selection) stays with it.
    void merge(const std::vector<Row> &rows)
    {
        const auto has = [&](const std::vector<Row> &list, const Row &row) {
            return std::ranges::binary_search(list, Key(row), std::greater<>(), Key);
        };
        for (size_t end = m_rows.size(); end > 0;) {
            size_t first = end;
            while (first > 0 && !has(rows, m_rows[first - 1])) {
                --first;
            }
            remove(first, end - first);
            end = first > 0 ? first - 1 : 0;
        }
        const size_t kept = m_rows.size();
        for (size_t at = 0; at < rows.size();) {
            size_t last = at;
            while (last < rows.size() && (at >= m_rows.size() || Key(rows[last]) != Key(m_rows[at]))) {
                ++last;
            }
            insert(at, rows.begin() + qsizetype(at), rows.begin() + qsizetype(last));
            for (at = last; at < rows.size() && at < m_rows.size() && Key(rows[at]) == Key(m_rows[at]); ++at) {
                m_rows[at] = rows[at];
            }
        }
        if (kept > 0) {
            Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
        }
    }

    std::vector<Row> m_rows;
};

}  // namespace onlyonce::ui
