// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline and the composer below it: what happened, and the next thing to write down.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"

#include <QWidget>

class QCheckBox;

namespace onlyonce::ui {

class Composer;
class SegmentedControl;
class TimelineModel;
class TimelineView;

class TimelinePanel final : public QWidget
{
    Q_OBJECT

public:
    TimelinePanel(Session &session, const Incident &incident, QWidget *parent = nullptr);

    //! Where the text goes is always in sight.
    void setIncident(const Incident &incident);
    void compose();
    //! Into the composer, below what stands there, to be written about.
    void quote(const QString &markdown);
    [[nodiscard]] bool hasDraft() const;

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    //! An entry that stands for something shown elsewhere was opened.
    void evidenceWanted(qint64 attachment);
    void undoWanted(onlyonce::TimelineId move, const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void submit(const QString &text);

    Session &m_session;
    IncidentId m_incident;
    TimelineModel *m_model;
    TimelineView *m_view;
    Composer *m_composer;
    SegmentedControl *m_audience;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
