// SPDX-License-Identifier: GPL-3.0-or-later
// Asks why something is to be redacted, and says beforehand where it stands. In place, above what it concerns.
#pragma once

#include "models/incidents/evidence/redact.h"

#include <QWidget>

namespace onlyonce::ui {

class AskForm;

class RedactForm final : public QWidget
{
    Q_OBJECT

public:
    explicit RedactForm(QWidget *parent = nullptr);
    void setRedactor(const Redactor &redactor) { m_redactor = redactor; }
    //! `what` is what people call it: "lines 3–5 of app.log".
    void ask(const RedactionWish &wish, const QString &what);

Q_SIGNALS:
    void done(const QString &text);
    void failed(const onlyonce::Error &error);

private:
    AskForm *m_form;
    Redactor m_redactor;
};

}  // namespace onlyonce::ui
