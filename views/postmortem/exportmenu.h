// SPDX-License-Identifier: GPL-3.0-or-later
// The export button: every format that the program has, for colleagues or for customers. Rendering runs off the GUI
// thread; an error is said in place.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/incident.h"
#include "models/postmortem/builder.h"

#include <QWidget>

class QPushButton;

namespace onlyonce {
struct Format;
}

namespace onlyonce::ui {

class ExportMenu final : public QWidget
{
    Q_OBJECT

public:
    ExportMenu(Session &session, IncidentId incident, QWidget *parent = nullptr);
    void open();

Q_SIGNALS:
    void exported(const QString &path);
    void failed(const onlyonce::Error &error);

private:
    void choose(const Format &format, Audience audience);
    void write(const Format &format, const Document &document, const QString &path);

    Session &m_session;
    IncidentId m_incident;
    QPushButton *m_button;
};

}  // namespace onlyonce::ui
