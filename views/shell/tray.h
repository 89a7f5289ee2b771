// SPDX-License-Identifier: GPL-3.0-or-later
// The icon in the desktop's tray: what is open, in its tooltip and its menu; it keeps the program at hand while the window
// is closed. Knows no domain.
#pragma once

#include <QList>
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace onlyonce::ui {

class Tray final : public QObject
{
    Q_OBJECT

public:
    struct Line
    {
        QString id;
        QString text;

        friend bool operator==(const Line &, const Line &) = default;
    };

    explicit Tray(QObject *parent = nullptr);

    //! Whether people can see it.
    [[nodiscard]] bool isThere() const { return m_icon.isVisible() && QSystemTrayIcon::isSystemTrayAvailable(); }
    void show();
    //! `loud`: something needs somebody.
    void tell(const QString &summary, const QList<Line> &lines, bool loud);
    [[nodiscard]] QSystemTrayIcon &icon() { return m_icon; }
    [[nodiscard]] QStringList texts() const;

Q_SIGNALS:
    void chosen(const QString &id);
    void windowWanted();
    void quitWanted();

private:
    void fill(const QList<Line> &lines);

    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QList<Line> m_lines;
    std::optional<bool> m_loud;
};

}  // namespace onlyonce::ui
