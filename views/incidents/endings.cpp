// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/endings.h"

#include "models/incidents/desk.h"
#include "views/widgets/askform.h"

namespace onlyonce::ui {

namespace {

//! "17", "INC-17"; what is none is nobody's number.
qint64 numberIn(const QString &text)
{
    QString digits = text.trimmed();
    return digits.remove(QStringLiteral("INC-"), Qt::CaseInsensitive).toLongLong();
}

Result<IncidentId> incidentNamed(Transaction &transaction, const QString &text)
{
    const auto found = incidentByNumber(transaction, numberIn(text));
    if (!found) {
        return failure(found);
    }
    return *found ? Result<IncidentId>((*found)->id)
                  : fail(ErrorCode::NotFound,
                         Endings::tr("There is no incident “%1”. Give its number, like INC-17.").arg(text));
}

}  // namespace

Endings::Endings(Session &session, AskForm &ask, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_ask(ask)
{
}

void Endings::falseAlarm(const Incident &incident)
{
    m_ask.ask({.title = tr("%1 is a false alarm").arg(incident.reference()),
               .text = tr("“%1” is closed. Those who were called are told to stand down, and why; what customers have "
                          "read is proposed to be taken back.")
                           .arg(incident.title),
               .submit = tr("False alarm"),
               .label = tr("Why")},
              [this, id = incident.id, version = incident.version](const QString &reason) {
                  return m_session.write(
                      [=](Transaction &transaction) { return closeAsFalseAlarm(transaction, id, version, reason); });
              });
}

void Endings::duplicate(const Incident &incident)
{
    m_ask.ask({.title = tr("%1 is the same as another one").arg(incident.reference()),
               .text = tr("“%1” is closed, the other one goes on. To move its alerts there, merge it instead.")
                           .arg(incident.title),
               .submit = tr("Close as a duplicate"),
               .label = tr("Number of the other one")},
              [this, id = incident.id, version = incident.version](const QString &text) {
                  return m_session.write([=](Transaction &transaction) -> Result<> {
                      const auto of = incidentNamed(transaction, text);
                      return of ? closeAsDuplicate(transaction, id, version, *of) : failure(of);
                  });
              });
}

void Endings::reopen(const Incident &incident, Calls calls)
{
    m_ask.ask({.title = tr("Reopen %1").arg(incident.reference()),
               .text = calls == Calls::Everybody
                         ? tr("It is investigated again, and everybody on call is called once more.")
                         : tr("It is investigated again, and the clock runs on. Nobody is called a second time."),
               .submit = calls == Calls::Everybody ? tr("Reopen and call") : tr("Reopen"),
               .label = tr("Why")},
              [this, id = incident.id, version = incident.version, calls](const QString &reason) {
                  return m_session.write([=](Transaction &transaction) {
                      return reopenIncident(transaction, id, version, reason, calls);
                  });
              });
}

void Endings::relate(const Incident &incident)
{
    m_ask.ask({.title = tr("%1 has to do with another one").arg(incident.reference()),
               .text = tr("Both show it. Nothing else changes."),
               .submit = tr("Relate them"),
               .label = tr("Number of the other one")},
              [this, id = incident.id](const QString &text) {
                  return m_session.write([=](Transaction &transaction) -> Result<> {
                      const auto other = incidentNamed(transaction, text);
                      return other ? relateIncidents(transaction, id, *other) : failure(other);
                  });
              });
}

void Endings::deleteDrill(const Incident &incident)
{
    m_ask.ask(
        {.title = tr("Delete the drill %1").arg(incident.reference()),
         .text = tr("“%1” goes with its timeline, evidence, messages and post-mortem. Nothing brings it back.")
                     .arg(incident.title),
         .submit = tr("Delete the drill"),
         .label = tr("Its number, to be sure")},
        [this, id = incident.id, number = incident.number, reference = incident.reference()](const QString &text) {
            return m_session.write([=](Transaction &transaction) -> Result<> {
                return numberIn(text) == number ? onlyonce::deleteDrill(transaction, id)
                                                : fail(ErrorCode::Invalid, tr("Write %1 to delete it.").arg(reference));
            });
        });
}

}  // namespace onlyonce::ui
