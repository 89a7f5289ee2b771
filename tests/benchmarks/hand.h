// SPDX-License-Identifier: GPL-3.0-or-later
// A hand at the keyboard of a benchmark: every key goes the way that the platform sends it, and what it cost until its
// picture is kept.
#pragma once

#include "figures.h"
#include "process.h"

#include <QApplication>
#include <QTest>
#include <QWindow>

#include <functional>
#include <thread>

namespace onlyonce::bench {

//! Seconds; a quick hand leaves four times as many between two keys.
inline constexpr double afterKey = 0.03;

//! Notes whether anything was painted.
class Painting : public QObject
{
public:
    //! Whether a widget's picture is one that is waited for; nothing: every one is.
    using Counts = std::function<bool(const QWidget &)>;

    Painting() { qApp->installEventFilter(this); }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const auto *widget = event->type() == QEvent::Paint ? qobject_cast<QWidget *>(watched) : nullptr;
        m_painted |= widget && (!m_counts || m_counts(*widget));
        return false;
    }
    [[nodiscard]] bool take() { return std::exchange(m_painted, false); }
    void waitFor(Counts counts) { m_counts = std::move(counts); }

private:
    Counts m_counts;
    bool m_painted = false;
};

inline double timed(const std::function<void()> &work)
{
    const auto start = SteadyClock::now();
    work();
    return secondsSince(start) * 1000;
}

inline void turn()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

inline void rest(double seconds)
{
    QTest::qWait(int(seconds * 1000));
}

template <typename Condition>
void until(Condition isSo, const char *what)
{
    if (!QTest::qWaitFor(isSo, 20'000)) {
        giveUp(what);
    }
    rest(0.3);
}

class Hand
{
public:
    //! What is sent goes to whoever has the keyboard in `window`.
    explicit Hand(QWidget &window)
        : m_window(window)
    {
    }

    void press(Qt::Key key)
    {
        send([&] { QTest::keyClick(m_window.windowHandle(), key); });
    }
    void type(const QString &text)
    {
        for (const QChar letter : text) {
            send([&] { QTest::keyClick(m_window.windowHandle(), letter.toLatin1()); });
        }
    }
    //! What the last key has set off and is still to come.
    void watch(double seconds)
    {
        for (const auto start = SteadyClock::now(); secondsSince(start) < seconds;) {
            m_times.back() = std::max(m_times.back(), timed(turn));
            std::this_thread::sleep_for(std::chrono::microseconds{200});
        }
    }
    //! Until the first picture of what it opens.
    double open(Qt::Key key, Painting::Counts isOpened)
    {
        m_painting.waitFor(std::move(isOpened));
        (void)m_painting.take();
        const auto start = SteadyClock::now();
        QTest::keyClick(m_window.windowHandle(), key);
        while (!m_painting.take()) {
            if (secondsSince(start) > 20) {
                giveUp("a key opens nothing");
            }
            turn();
        }
        const double taken = secondsSince(start) * 1000;
        m_painting.waitFor({});
        return taken;
    }
    [[nodiscard]] std::vector<double> take() { return std::exchange(m_times, {}); }

private:
    void send(const std::function<void()> &key)
    {
        (void)m_painting.take();
        const double taken = timed([&] {
            key();
            turn();
        });
        if (!m_painting.take()) {
            giveUp(std::string("a key changed nothing that can be seen: ")
                   + QApplication::focusWidget()->metaObject()->className());
        }
        m_times.push_back(taken);
        watch(afterKey);
    }

    QWidget &m_window;
    Painting m_painting;
    std::vector<double> m_times;
};

}  // namespace onlyonce::bench
