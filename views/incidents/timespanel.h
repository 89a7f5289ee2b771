// SPDX-License-Identifier: GPL-3.0-or-later
// The times of an incident, each editable in place: recorded or pending, never guessed.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "views/widgets/refresh.h"

#include <QSet>
#include <QWidget>

#include <array>

class QLineEdit;

namespace onlyonce::ui {

class Panel;
class TextLabel;

class TimesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit TimesPanel(Session &session, QWidget *parent = nullptr);
    ~TimesPanel() override;
    void setIncident(const Incident &incident);
    //! Puts the cursor into the first time that is not recorded yet.
    void edit();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void commit(IncidentTime which);
    void showPlaceholder(IncidentTime which);
    void mark(IncidentTime which, const QString &problem);
    [[nodiscard]] QString shown(const std::optional<Instant> &time) const;
    void askSources();

    Session &m_session;
    Incident m_incident;
    std::array<QLineEdit *, allIncidentTimes.size()> m_fields{};
    std::array<TextLabel *, allIncidentTimes.size()> m_distances{};
    QSet<IncidentTime> m_writing;
    Refresh m_sources;
};

}  // namespace onlyonce::ui
