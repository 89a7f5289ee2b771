// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/tray.h"

#include "views/widgets/icon.h"
#include "views/widgets/theme.h"

#include <QPainter>
#include <QPixmap>

#include <utility>

namespace onlyonce::ui {

namespace {

using namespace Qt::StringLiterals;

QIcon iconFor(bool loud)
{
    QIcon all;
    for (const int side : {16, 22, 24, 32, 48, 64}) {
        QPixmap picture = icon(u"onlyonce"_s).pixmap(side, side);
        if (loud) {
            QPainter painter(&picture);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(Theme::light().tone(Tone::Danger).solid);
            const double dot = side * 0.42;
            painter.drawEllipse(QRectF(side - dot, side - dot, dot, dot));
        }
        all.addPixmap(picture);
    }
    return all;
}

}  // namespace

Tray::Tray(QObject *parent)
    : QObject(parent)
{
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) {
            Q_EMIT windowWanted();
        }
    });
}

void Tray::show()
{
    fill(m_lines);
    tell(tr("OnlyOnce"), m_lines, false);
    m_icon.show();
}

void Tray::tell(const QString &summary, const QList<Line> &lines, bool loud)
{
    m_icon.setToolTip(summary);
    if (m_loud != loud) {
        m_loud = loud;
        m_icon.setIcon(iconFor(loud));
    }
    if (m_lines != lines && !m_menu.isVisible()) {  // not under somebody's hand
        fill(lines);
    }
}

QStringList Tray::texts() const
{
    QStringList texts;
    for (const QAction *action : m_menu.actions()) {
        if (!action->isSeparator()) {
            texts << action->text();
        }
    }
    return texts;
}

void Tray::fill(const QList<Line> &lines)
{
    m_lines = lines;
    m_menu.clear();
    for (const Line &line : lines) {
        connect(m_menu.addAction(QString(line.text).replace(u'&', u"&&"_s)), &QAction::triggered, this,
                [this, id = line.id] { Q_EMIT chosen(id); });
    }
    if (!lines.isEmpty()) {
        m_menu.addSeparator();
    }
    connect(m_menu.addAction(tr("Open the window")), &QAction::triggered, this, &Tray::windowWanted);
    connect(m_menu.addAction(tr("Quit")), &QAction::triggered, this, &Tray::quitWanted);
}

}  // namespace onlyonce::ui
