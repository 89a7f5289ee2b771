// SPDX-License-Identifier: GPL-3.0-or-later
// Gives the application its style, palette and font, and keeps them in step with the system or with what the person
// chose. Stores nothing: the settings page hands the choice in.
#pragma once

#include <QObject>

class QDBusVariant;

namespace onlyonce::ui {

enum class Appearance { System, Light, Dark };

class Look final : public QObject
{
    Q_OBJECT
public:
    //! Applies itself at once. Create it right after the QApplication, before the first widget.
    explicit Look(Appearance appearance = Appearance::System, double textScale = 1.0);
    ~Look() override;

    void setAppearance(Appearance appearance);
    [[nodiscard]] Appearance appearance() const { return m_appearance; }

    //! 0.8 to 2.0; clamped.
    void setTextScale(double scale);
    [[nodiscard]] double textScale() const { return m_textScale; }

    [[nodiscard]] bool isDark() const { return m_dark; }

Q_SIGNALS:
    //! The palette has changed; widgets hear of it through QEvent::PaletteChange anyway.
    void changed();

private Q_SLOTS:
    void portalSettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void apply();
    void askPortal();
    void setSystemDark(bool dark);

    Appearance m_appearance;
    double m_textScale;
    bool m_systemDark = false;
    bool m_dark = false;
};

}  // namespace onlyonce::ui
