// SPDX-License-Identifier: GPL-3.0-or-later
// The baseline of the start: the least that is a window.
#include <QApplication>
#include <QMainWindow>

#include <unistd.h>

#include <csignal>

int main(int argc, char **argv)
{
    std::signal(SIGTERM, [](int) { _exit(0); });
    const QApplication app(argc, argv);
    QMainWindow window;
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
