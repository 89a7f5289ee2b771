// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one alert, as names and values: the moments, how late it was detected, from where it was seen, and
// its labels and annotations in words instead of JSON.
#pragma once

#include "models/alerts/inbox/sightings.h"
#include "views/widgets/theme.h"

#include <QWidget>

class QFormLayout;

namespace onlyonce::ui {

//! Green within the window in which a failure is to be seen, even at worst; yellow beyond.
[[nodiscard]] Tone toneOf(const DetectionDelay &delay);

class AlertFacts final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertFacts(QWidget *parent = nullptr);
    void setAlert(const AlertRow &alert, Instant now);
    //! Of the alert that is shown; it comes later.
    void setSighting(const Sighting &sighting, Instant now);

private:
    void show(Instant now);
    void detection();
    void fact(const QString &name, const QString &value, Tone tone = Tone::Neutral);
    void head(const QString &text);
    void pairs(const QString &title, const QJsonObject &values);

    QFormLayout *m_form;
    AlertRow m_shown;
    Sighting m_sighting;
};

}  // namespace onlyonce::ui
