// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of the window: for tests/screens and the README. Without a person there is nobody to say that a page
// stands, so a picture is taken when nothing in the window has moved for a while.
#pragma once

#include "app/window/window.h"

#include <QImage>
#include <QObject>
#include <QSize>
#include <QTimer>

namespace onlyonce {

struct WindowPicture
{
    QString place;  //!< as Window::go() takes it; where the window stands if it is empty
    QString file;
};

//! Goes from place to place, writes a picture of each, and ends the program: with 0 if every place was there and every
//! file could be written, else with 1 and a line for each that was not.
class Photographer : public QObject
{
    Q_OBJECT

public:
    Photographer(Window &window, QList<WindowPicture> pictures, QSize size);

    void begin();

private:
    void next();
    void look();
    void complain(const QString &what);

    Window &m_window;
    QList<WindowPicture> m_pictures;
    QSize m_size;
    QTimer m_looks;
    QImage m_seen;
    int m_unmoved = 0;
    int m_looked = 0;
    bool m_failed = false;
};

}  // namespace onlyonce
