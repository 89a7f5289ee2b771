// SPDX-License-Identifier: GPL-3.0-or-later
// The baseline of the start: the least that is a window with a table in it.
#include <QApplication>
#include <QMainWindow>
#include <QStandardItemModel>
#include <QTableView>

#include <unistd.h>

#include <csignal>

int main(int argc, char **argv)
{
    std::signal(SIGTERM, [](int) { _exit(0); });
    const QApplication app(argc, argv);
    QMainWindow window;
    QStandardItemModel rows(100, 6);
    for (int row = 0; row < rows.rowCount(); ++row) {
        for (int column = 0; column < rows.columnCount(); ++column) {
            rows.setItem(row, column, new QStandardItem(QStringLiteral("Incident %1, %2").arg(row).arg(column)));
        }
    }
    QTableView table;
    table.setModel(&rows);
    window.setCentralWidget(&table);
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
