// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/look.h"

#include "views/widgets/sessionbus.h"
#include "views/widgets/style.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFontDatabase>
#include <QWidget>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QStyleHints>
#endif

#include <optional>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr auto portalService = "org.freedesktop.portal.Desktop"_L1;
constexpr auto portalPath = "/org/freedesktop/portal/desktop"_L1;
constexpr auto portalInterface = "org.freedesktop.portal.Settings"_L1;
constexpr auto appearanceSpace = "org.freedesktop.appearance"_L1;
constexpr auto schemeKey = "color-scheme"_L1;

//! The portal's answer: 1 prefers dark, 2 prefers light, 0 has no preference. Read() wraps it twice.
std::optional<bool> darkFrom(QVariant value)
{
    while (value.metaType() == QMetaType::fromType<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    bool isNumber = false;
    const uint scheme = value.toUInt(&isNumber);
    if (!isNumber || (scheme != 1 && scheme != 2)) {
        return std::nullopt;
    }
    return scheme == 1;
}

QStringList textFamilies()
{
    const QStringList present = QFontDatabase::families();
    QStringList families;
    for (const auto &family : {u"Inter"_s, u"Inter Variable"_s}) {
        if (present.contains(family)) {
            families << family;
        }
    }
    return families + QStringList{QFontDatabase::systemFont(QFontDatabase::GeneralFont).family()};
}

}  // namespace

Look::Look(Appearance appearance, double textScale)
    : m_appearance(appearance)
    , m_textScale(qBound(0.8, textScale, 2.0))
{
    // Read before our own palette hides what the desktop's theme brought.
    m_systemDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    QApplication::setStyle(new Style);
    apply();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto follow = [this] {
        const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
        if (scheme != Qt::ColorScheme::Unknown) {
            setSystemDark(scheme == Qt::ColorScheme::Dark);
        }
    };
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, follow);
    follow();
#else
    askPortal();
#endif
}

Look::~Look() = default;

void Look::setAppearance(Appearance appearance)
{
    m_appearance = appearance;
    apply();
}

void Look::setTextScale(double scale)
{
    m_textScale = qBound(0.8, scale, 2.0);
    apply();
}

void Look::askPortal()
{
    if (!hasSessionBus()) {
        return;
    }
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    bus.connect(portalService, portalPath, portalInterface, u"SettingChanged"_s, this,
                SLOT(portalSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, u"Read"_s);
    call << QString(appearanceSpace) << QString(schemeKey);
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *done) {
        done->deleteLater();
        const QDBusPendingReply<QVariant> reply = *done;
        // No portal is no fault: the palette has been asked already.
        if (const auto dark = reply.isValid() ? darkFrom(reply.value()) : std::nullopt) {
            setSystemDark(*dark);
        }
    });
}

void Look::portalSettingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    if (space != appearanceSpace || key != schemeKey) {
        return;
    }
    if (const auto dark = darkFrom(value.variant())) {
        setSystemDark(*dark);
    }
}

void Look::setSystemDark(bool dark)
{
    if (dark != m_systemDark) {
        m_systemDark = dark;
        apply();
    }
}

void Look::apply()
{
    m_dark = m_appearance == Appearance::System ? m_systemDark : m_appearance == Appearance::Dark;
    ui::setTextScale(m_textScale);
    QFont font = QApplication::font();
    font.setFamilies(textFamilies());
    font.setPixelSize(qRound(13 * m_textScale));
    QApplication::setFont(font);
    // Qt tells only windows; a widget inside one that has chosen its font from the scale would keep the old size.
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        if (!widget->isWindow()) {
            QEvent event(QEvent::ApplicationFontChange);
            QCoreApplication::sendEvent(widget, &event);
        }
    }
    QApplication::setPalette((m_dark ? Theme::dark() : Theme::light()).palette());
    Q_EMIT changed();
}

}  // namespace onlyonce::ui
