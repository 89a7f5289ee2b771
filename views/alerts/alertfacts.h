// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one alert, as names and values: the moments, how late it was detected, from where it was seen, and
// its labels and annotations in words instead of JSON.
#pragma once

#include "models/alerts/alert.h"
#include "views/widgets/theme.h"

#include <QWidget>

class QFormLayout;

namespace onlyonce::ui {

//! How long after the failure's start we were told, beside the 60 seconds in which a failure is to be seen.
struct Detection
{
    QString text;
    Tone tone = Tone::Neutral;
};
[[nodiscard]] Detection detectionOf(const AlertRow &alert);

class AlertFacts final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertFacts(QWidget *parent = nullptr);
    void setAlert(const AlertRow &alert, Instant now);

private:
    void fact(const QString &name, const QString &value, Tone tone = Tone::Neutral);
    void head(const QString &text);
    void pairs(const QString &title, const QJsonObject &values);

    QFormLayout *m_form;
    AlertRow m_shown;
};

}  // namespace onlyonce::ui
