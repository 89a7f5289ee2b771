// SPDX-License-Identifier: GPL-3.0-or-later
// Of which earlier incident this one is a recurrence, by a person who knows what the comparison does not: those that are a
// little alike first, then the latest, then whatever is typed.
#pragma once

#include "models/catalog/session.h"
#include "models/insights/recurrence.h"
#include "views/widgets/commandpalette.h"

#include <QPointer>

namespace onlyonce::ui {

class RecurrenceChoice final : public QObject
{
    Q_OBJECT

public:
    RecurrenceChoice(Session &session, QWidget *place);
    ~RecurrenceChoice() override;

    //! Of which incident it asks.
    void begin(IncidentId incident) { m_incident = incident; }
    void ask();

Q_SIGNALS:
    void chosen(onlyonce::IncidentId past);
    void failed(const onlyonce::Error &error);

private:
    void seek(const QString &pattern);
    [[nodiscard]] QList<PaletteItem> items(const QString &pattern);

    Session &m_session;
    IncidentId m_incident;
    QWidget *m_place;  //!< in whose window it asks
    QPointer<CommandPalette> m_palette;
    QString m_sought;
    QList<PaletteItem> m_found;
    std::shared_ptr<CancelToken> m_seeking;
};

}  // namespace onlyonce::ui
