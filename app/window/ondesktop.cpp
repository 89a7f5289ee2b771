// SPDX-License-Identifier: GPL-3.0-or-later
// The window on its desktop: into the tray and out of it, and how it ends.
#include "app/window/window.h"
#include "models/incidents/naming.h"
#include "views/incidents/incidentpage.h"
#include "views/shell/desktoppanel.h"
#include "views/shell/pagewindow.h"

#include <QGuiApplication>

namespace onlyonce {

void Window::startDesktop()
{
    m_atHome = true;
    m_desktop.start();
    if (m_desktop.hasTray()) {
        QGuiApplication::setQuitOnLastWindowClosed(false);
    }
    connect(&m_desktop, &Desktop::unheard, this, [this] {
        m_frame.showMessage({.id = QStringLiteral("unheard"),
                             .tone = ui::Tone::Neutral,
                             .text = tr("The alarm cannot be heard on this machine. Settings → This desktop says why."),
                             .buttons = {{tr("Look at it"), [this] { showPanelOfSettings(tr("This desktop")); }}}});
    });
    connect(&m_desktop, &Desktop::timerEnded, this, &Window::tellTimer);
    // Whoever logs out has closed everything.
    connect(qGuiApp, &QGuiApplication::commitDataRequest, this, [this] { m_quits = true; }, Qt::DirectConnection);
}

//! Where the person is.
void Window::tellTimer(const EndedTimer &timer)
{
    const Incident &about = timer.incident;
    if (auto *page = currentIncident(); page && page->incident().id == about.id) {
        page->tellTimer(timer.step);  // which it may have said by itself; but not of what ended before it was open
        return;
    }
    const QString step = QString::number(timer.step.number);
    say({.id = QStringLiteral("timer/%1").arg(timer.step.id.value),
         .tone = ui::Tone::Warning,
         .text = about.visibility == Visibility::Restricted
                   ? tr("%1: the time of step %2 is over.").arg(nameForAll(about), step)
                   : tr("%1: the time of step %2 is over: %3").arg(about.reference(), step, timer.step.what.text),
         .buttons = {{tr("Show it"), [this, number = about.number] {
                          constexpr int response = 1;
                          (void)goToIncident(number, response);
                      }}}});
}

void Window::raise()
{
    if (m_frame.isMinimized()) {
        m_frame.showNormal();
    } else {
        m_frame.show();
    }
    m_frame.raise();
    m_frame.activateWindow();
}

void Window::quit()
{
    m_quits = true;
    if (m_frame.close()) {
        QCoreApplication::exit(0);
    } else {  // it has asked something first
        m_quits = false;
        raise();
    }
}

//! Where there is no tray, the program ends with its window, and nobody takes alerts in any more.
bool Window::hasWarnedOfEnd()
{
    if (!m_atHome || m_quits || m_closesAnyway || m_desktop.hasTray() || m_services.intakePort() == 0) {
        return true;
    }
    m_frame.showMessage(
        {.id = QStringLiteral("end"),
         .tone = ui::Tone::Warning,
         .text = tr("Closing ends OnlyOnce: this machine then takes no alerts in and sends nothing. To go on without a "
                    "window: onlyonce serve"),
         .buttons = {{tr("Close"), [this] {
                          m_closesAnyway = true;
                          m_frame.close();
                      }}}});
    m_frame.messages().visit();
    return false;
}

QWidget *Window::makeDesktopSettings()
{
    auto *panel = new ui::DesktopPanel(m_desktop.settings(), m_desktop.hasTray());
    connect(panel, &ui::DesktopPanel::changed, &m_desktop, &Desktop::change);
    connect(panel, &ui::DesktopPanel::noticeTried, &m_desktop, &Desktop::tryNotice);
    connect(panel, &ui::DesktopPanel::alarmTried, &m_desktop, &Desktop::tryAlarm);
    connect(&m_desktop, &Desktop::unheard, panel, &ui::DesktopPanel::tellUnheard);
    return panel;
}

}  // namespace onlyonce
