// SPDX-License-Identifier: GPL-3.0-or-later
// The export button: every format that the program has, for colleagues, for customers or for other programs. Rendering
// runs off the GUI thread; an error is said in place.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/incident.h"
#include "models/postmortem/document/builder.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace onlyonce {
struct DataFormat;
struct Format;
}  // namespace onlyonce

namespace onlyonce::ui {

class ExportMenu final : public QWidget
{
    Q_OBJECT

public:
    ExportMenu(Session &session, IncidentId incident, QWidget *parent = nullptr);
    void open();

Q_SIGNALS:
    void exported(const QString &path);
    //! Several formats at once, into a folder.
    void formWanted();
    void failed(const onlyonce::Error &error);

private:
    void choose(const Format &format, Audience audience);
    void choose(const DataFormat &format);
    void askForFile(const Incident &about, const QString &name, const QString &extension,
                    const std::function<void(const QString &)> &chosen);
    void write(const Format &format, const Document &document, const QString &path);
    void tell(const QString &path, const Result<> &written);

    Session &m_session;
    IncidentId m_incident;
    QPushButton *m_button;
};

}  // namespace onlyonce::ui
