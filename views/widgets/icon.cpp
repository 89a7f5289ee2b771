// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/icon.h"

#include "views/widgets/theme.h"

#include <QDir>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

QColor tintColor(Tint tint, const Theme &theme)
{
    switch (tint) {
    case Tint::Muted:
        return theme.textMuted;
    case Tint::Text:
        return theme.text;
    case Tint::Accent:
        return theme.accent;
    case Tint::OnAccent:
        return theme.onAccent;
    case Tint::Success:
        return theme.tone(Tone::Success).text;
    case Tint::Warning:
        return theme.tone(Tone::Warning).text;
    case Tint::Danger:
        return theme.tone(Tone::Danger).text;
    }
    Q_UNREACHABLE();
}

//! Asks for the colour at every painting, so that one icon serves both themes.
class TintedIcon final : public QIconEngine
{
public:
    TintedIcon(QString name, Tint tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        drawIcon(*painter, rect, m_name, color(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, color(mode), qMin(size.width(), size.height()), 1.0);
    }

    [[nodiscard]] QIconEngine *clone() const override { return new TintedIcon(m_name, m_tint); }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        const Theme &theme = Theme::of(palette);
        const QColor full = tintColor(m_tint, theme);
        return mode == QIcon::Disabled ? mixed(theme.textMuted, theme.surface, 0.65) : full;
    }

    QString m_name;
    Tint m_tint;
};

}  // namespace

QIcon icon(const QString &name, Tint tint)
{
    return name.isEmpty() ? QIcon() : QIcon(new TintedIcon(name, tint));
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal ratio)
{
    const QString key = u"onlyonce-icon/%1/%2/%3/%4"_s.arg(name).arg(color.rgba(), 0, 16).arg(size).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    const int pixels = qMax(1, qRound(size * ratio));
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    if (QSvgRenderer renderer(u":/icons/%1.svg"_s.arg(name)); renderer.isValid()) {
        renderer.render(&painter);
    } else {
        painter.drawRect(QRectF(image.rect()).adjusted(1.5, 1.5, -1.5, -1.5));
    }
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    painter.end();
    pixmap = QPixmap::fromImage(image);
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void drawIcon(QPainter &painter, const QRect &rect, const QString &name, const QColor &color)
{
    if (name.isEmpty() || rect.isEmpty()) {
        return;
    }
    const int size = qMin(rect.width(), rect.height());
    const qreal zoom = qMax(1.0, painter.worldTransform().m11());  // sharp in what is drawn larger, too
    const QPixmap pixmap = iconPixmap(name, color, size, painter.device()->devicePixelRatio() * zoom);
    painter.drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, pixmap);
}

QStringList iconNames()
{
    QStringList names;
    for (const QString &file : QDir(u":/icons"_s).entryList({u"*.svg"_s}, QDir::Files, QDir::Name)) {
        names << file.chopped(4);
    }
    return names;
}

}  // namespace onlyonce::ui
