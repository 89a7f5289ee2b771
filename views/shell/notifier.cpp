// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/notifier.h"

#include "views/widgets/sessionbus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QSystemTrayIcon>
#include <QVariantMap>

namespace onlyonce::ui {

namespace {

using namespace Qt::StringLiterals;

constexpr auto service = "org.freedesktop.Notifications"_L1;
constexpr auto path = "/org/freedesktop/Notifications"_L1;
constexpr auto defaultAction = "default"_L1;
constexpr int patience = 5'000;  // ms

QDBusMessage callOf(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, service, method);
}

}  // namespace

Notifier::Notifier(QSystemTrayIcon *tray, QObject *parent)
    : QObject(parent)
    , m_tray(tray)
{
    if (m_tray) {
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT answered(m_trayKey, {}); });
    }
    if (!hasSessionBus()) {
        return;
    }
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(service, path, service, u"ActionInvoked"_s, this, SLOT(actionInvoked(uint, QString)));
    bus.connect(service, path, service, u"NotificationClosed"_s, this, SLOT(notificationClosed(uint, uint)));
}

void Notifier::notify(const Notice &notice)
{
    QDBusConnection bus = hasSessionBus() ? QDBusConnection::sessionBus() : QDBusConnection(QString());
    if (!bus.isConnected()) {
        fallBack(notice);
        return;
    }
    QStringList actions{defaultAction, tr("Open")};
    for (const Notice::Button &button : notice.buttons) {
        actions << button.id << button.text;
    }
    const QVariantMap hints{{u"urgency"_s, QVariant::fromValue<uchar>(notice.urgent ? 2 : 1)},
                            {u"desktop-entry"_s, u"onlyonce"_s},
                            {u"category"_s, u"presence"_s}};
    QDBusMessage call = callOf(u"Notify"_s);
    // The text may be read as markup.
    call << u"OnlyOnce"_s << m_shown.value(notice.key) << u"onlyonce"_s << notice.title << notice.text.toHtmlEscaped()
         << actions << hints << int(notice.urgent ? 0 : -1);
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, patience), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, notice](QDBusPendingCallWatcher *done) {
        done->deleteLater();
        const QDBusPendingReply<uint> reply = *done;
        if (reply.isValid()) {
            m_shown.insert(notice.key, reply.value());
        } else {
            fallBack(notice);
        }
    });
}

void Notifier::withdraw(const QString &key)
{
    if (const uint id = m_shown.take(key); id > 0) {
        QDBusMessage call = callOf(u"CloseNotification"_s);
        call << id;
        QDBusConnection::sessionBus().send(call);
    }
}

void Notifier::actionInvoked(uint id, const QString &action)
{
    const QString key = m_shown.key(id);
    if (!key.isEmpty()) {
        Q_EMIT answered(key, action == defaultAction ? QString() : action);
    }
}

void Notifier::notificationClosed(uint id, uint)
{
    if (const QString key = m_shown.key(id); !key.isEmpty()) {
        m_shown.remove(key);
    }
}

void Notifier::fallBack(const Notice &notice)
{
    if (m_tray && m_tray->isVisible()) {
        m_trayKey = notice.key;
        m_tray->showMessage(notice.title, notice.text,
                            notice.urgent ? QSystemTrayIcon::Critical : QSystemTrayIcon::Information);
    }
}

}  // namespace onlyonce::ui
