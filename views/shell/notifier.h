// SPDX-License-Identifier: GPL-3.0-or-later
// Says something on the desktop, through its own service (org.freedesktop.Notifications) with buttons to answer by; where
// there is none, as a message of the tray icon. Knows no domain.
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

class QSystemTrayIcon;

namespace onlyonce::ui {

struct Notice
{
    struct Button
    {
        QString id;
        QString text;
    };

    QString key;  //!< a second notice of the same key replaces the first
    QString title;
    QString text;         //!< plain
    bool urgent = false;  //!< stays until somebody has seen it
    QList<Button> buttons = {};
};

class Notifier final : public QObject
{
    Q_OBJECT

public:
    //! `tray` outlives it; may be null.
    explicit Notifier(QSystemTrayIcon *tray, QObject *parent = nullptr);

    void notify(const Notice &notice);
    void withdraw(const QString &key);

Q_SIGNALS:
    //! `button` is empty for a click on the notice itself.
    void answered(const QString &key, const QString &button);

private Q_SLOTS:
    void actionInvoked(uint id, const QString &action);
    void notificationClosed(uint id, uint reason);

private:
    void fallBack(const Notice &notice);

    QSystemTrayIcon *m_tray;
    QString m_trayKey;  //!< of what the tray shows
    QHash<QString, uint> m_shown;
};

}  // namespace onlyonce::ui
