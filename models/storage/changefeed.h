// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the window what has changed: ids only, never values. Changes of one moment arrive as one signal.
#pragma once

#include <QObject>
#include <QString>

#include <mutex>
#include <vector>

namespace onlyonce {

struct Change
{
    QString table;
    qint64 id = 0;

    friend bool operator==(const Change &, const Change &) = default;
};

struct Changes
{
    bool elsewhere = false;  //!< another process wrote: which rows is not known, so re-read what is visible
    std::vector<Change> rows;

    [[nodiscard]] bool isEmpty() const { return !elsewhere && rows.empty(); }
    [[nodiscard]] bool touches(QLatin1StringView table) const;
    [[nodiscard]] bool touches(QLatin1StringView table, qint64 id) const;
};

class ChangeFeed : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! From any thread, after a commit. Coalesces until the receiving thread's loop runs.
    void publish(Changes changes);

Q_SIGNALS:
    void changed(const onlyonce::Changes &changes);

private:
    void deliver();

    std::mutex m_mutex;
    Changes m_waiting;
    bool m_posted = false;
};

}  // namespace onlyonce
