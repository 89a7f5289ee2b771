// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see a restricted incident: the people with check marks, narrowed by typing; Enter checks the first that is left.
#pragma once

#include "models/catalog/people.h"
#include "models/catalog/session.h"
#include "models/incidents/incident.h"

#include <QSet>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace onlyonce::ui {

class ReadersChoice final : public QWidget
{
    Q_OBJECT

public:
    explicit ReadersChoice(Session &session, QWidget *parent = nullptr);

    //! Asks for the people anew. Checked are whoever sits here and has a role in it, always, and who is named now. A null
    //! incident is one that is not there yet.
    void load(IncidentId incident);
    //! Without those who are always in.
    [[nodiscard]] QList<PersonId> chosen() const;
    //! With them.
    [[nodiscard]] int count() const;

Q_SIGNALS:
    void changed();
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Known
    {
        std::vector<Person> people;
        QSet<qint64> always;
        QSet<qint64> named;
        PersonId me;
        QString myName;
    };
    [[nodiscard]] static Result<Known> read(Transaction &transaction, IncidentId incident, ActorId reader);
    void show(const Known &known);
    void add(PersonId person, const QString &name, bool always, bool named);
    void narrow();
    void toggleFirst();

    Session &m_session;
    QLineEdit *m_filter;
    QListWidget *m_list;
};

}  // namespace onlyonce::ui
