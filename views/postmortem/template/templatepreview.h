// SPDX-License-Identifier: GPL-3.0-or-later
// How the document of an incident reads when a template that nobody has saved lays it out. Words only: formats have a look of
// their own.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/template/documenttemplate.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QLineEdit;
class QTextBrowser;

namespace onlyonce::ui {

class FormRow;

class TemplatePreview final : public QWidget
{
    Q_OBJECT

public:
    explicit TemplatePreview(Session &session, QWidget *parent = nullptr);
    //! One that can be used.
    void setTemplate(Audience audience, const QString &text);

private:
    void reload();

    Session &m_session;
    Audience m_audience = Audience::Internal;
    QString m_template;
    QLineEdit *m_incident;
    FormRow *m_row;
    QTextBrowser *m_page;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
