// SPDX-License-Identifier: GPL-3.0-or-later
// When to read again what has changed. In a storm hundreds of changes arrive each second: a view then asks one question
// at a time and takes at most a tenth of the time for it, so that it keeps moving and leaves the database to others.
#pragma once

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QObject>

#include <functional>

namespace onlyonce::ui {

class Refresh final : public QObject
{
public:
    //! `ask` puts the question; whoever puts it says answered() when the answer is there, also when it failed.
    explicit Refresh(std::function<void()> ask, QObject *parent = nullptr);

    //! Something has changed. At rest the question is put at once.
    void want();
    void answered();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void ask();

    std::function<void()> m_ask;
    QElapsedTimer m_since;  //!< since the question was put
    QBasicTimer m_pause;
    bool m_asking = false;
    bool m_stale = false;
};

}  // namespace onlyonce::ui
