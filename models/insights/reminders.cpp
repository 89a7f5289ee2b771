// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/reminders.h"

#include "models/base/answer.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/catalog/people.h"
#include "models/delivery/connections.h"
#include "models/delivery/mailintent.h"
#include "models/delivery/outbox.h"
#include "models/documents/visibletext.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"
#include "models/postmortem/countermeasures.h"

#include <QLocale>

#include <chrono>
#include <map>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr int mostOverdue = 1'000;      //!< that a look reads
constexpr size_t mostNamed = 20;        //!< in one mail
constexpr milliseconds lifetime = 20h;  //!< the next day has a mail of its own

QString keyFor(PersonId owner, QDate today)
{
    return QStringLiteral("reminder/person-%1/%2").arg(owner.value).arg(today.toString(Qt::ISODate));
}

struct Letter
{
    Person owner;
    std::vector<Countermeasure> measures;  //!< the longest overdue first
    ConnectionRow connection;
};

//! To those who can be reached and were not reminded on that day.
Result<std::vector<Letter>> lettersOf(Transaction &transaction, QDate today)
{
    const auto connection = defaultConnection(transaction, QStringLiteral("mail"));
    if (!connection || !*connection) {
        return connection ? std::vector<Letter>() : Result<std::vector<Letter>>(failure(connection));
    }
    const auto open = countermeasuresIn(transaction, CountermeasureState::Open, mostOverdue);
    if (!open) {
        return failure(open);
    }
    std::map<PersonId, std::vector<Countermeasure>> owners;
    for (const Countermeasure &measure : open->rows) {
        if (!measure.isOverdue(today)) {
            break;  // they come by their days
        }
        if (measure.what.owner) {
            owners[measure.what.owner].push_back(measure);
        }
    }
    std::vector<Letter> letters;
    for (auto &[id, measures] : owners) {
        const auto row = outboxRow(transaction, keyFor(id, today));
        auto owner = row ? person(transaction, id) : failure(row);
        if (!owner) {
            return failure(owner);
        }
        if (!*row && *owner && (*owner)->active && !(*owner)->email.isEmpty()) {
            letters.push_back(
                {.owner = std::move(**owner), .measures = std::move(measures), .connection = **connection});
        }
    }
    return letters;
}

Result<QString> lineFor(Transaction &transaction, const Countermeasure &measure, QDate today)
{
    const auto found = incident(transaction, measure.incident);
    if (!found || !*found) {
        return found ? QString() : Result<QString>(failure(found));
    }
    const Incident &incident = **found;
    const QString what =
        incident.visibility == Visibility::Restricted ? tr("a countermeasure") : visibleLine(measure.what.text);
    const qint64 days = measure.what.dueOn->daysTo(today);
    return tr("- %1: %2 (due on %3, %4)")
        .arg(referenceForAll(incident), what, QLocale().toString(*measure.what.dueOn, QStringLiteral("d MMMM yyyy")),
             days == 1 ? tr("yesterday") : tr("%1 days ago").arg(days));
}

Result<QString> bodyFor(Transaction &transaction, const Person &person, const std::vector<Countermeasure> &measures,
                        QDate today)
{
    QStringList lines{
        tr("%1, the day of these countermeasures has passed, and they are yours:").arg(visibleLine(person.name)),
        QString()};
    for (size_t i = 0; i < std::min(measures.size(), mostNamed); ++i) {
        const auto line = lineFor(transaction, measures[i], today);
        if (!line) {
            return line;
        }
        lines << *line;
    }
    if (measures.size() > mostNamed) {
        lines << tr("- and %1 more").arg(measures.size() - mostNamed);
    }
    lines << QString()
          << tr("Until they are done, what they are to prevent can happen again. Mark each as done, or give it another "
                "day, in OnlyOnce under Countermeasures. This is said once a day.");
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace

QString reminderMailKind()
{
    return QStringLiteral("reminder.mail");
}

Result<bool> areRemindersDue(Transaction &transaction, QDate today)
{
    const auto letters = lettersOf(transaction, today);
    return letters ? Result<bool>(!letters->empty()) : failure(letters);
}

Result<int> writeReminders(Transaction &transaction, const QString &databaseUuid, QDate today)
{
    const auto letters = lettersOf(transaction, today);
    if (!letters) {
        return failure(letters);
    }
    for (const auto &[owner, measures, connection] : *letters) {
        const auto body = bodyFor(transaction, owner, measures, today);
        if (!body) {
            return failure(body);
        }
        const QString key = keyFor(owner.id, today);
        const Mail mail{.from = {},
                        .to = {.name = visibleLine(owner.name), .address = owner.email},
                        .subject = measures.size() == 1 ? tr("A countermeasure is overdue")
                                                        : tr("%1 countermeasures are overdue").arg(measures.size()),
                        .textBody = *body,
                        .messageId = messageIdFor(databaseUuid, key, connection.settings[u"from"].toString())};
        const auto row = enqueue(transaction, {.kind = reminderMailKind(),
                                               .connection = connection.id,
                                               .key = key,
                                               .title = tr("Mail to %1: countermeasures are overdue").arg(owner.name),
                                               .payload = mailIntent(mail),
                                               .lifetime = lifetime});
        if (!row) {
            return failure(row);
        }
    }
    return int(letters->size());
}

Reminders::Reminders(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
{
    connect(&m_timer, &QTimer::timeout, this, &Reminders::look);
}

void Reminders::start()
{
    m_timer.start(10min);
    QTimer::singleShot(1min, this, &Reminders::look);  // not while the window is being painted
}

void Reminders::look()
{
    const QDateTime now = toDateTime(m_database.clock().now(), QTimeZone::systemTimeZone());
    if (now.time().hour() < hour) {
        return;
    }
    m_database.read([today = now.date()](Transaction &transaction) { return areRemindersDue(transaction, today); })
        .then(this, [this, today = now.date()](const Result<bool> &due) {
            if (!due) {
                qCWarning(logDelivery) << "reminders cannot read:" << due.error().message << due.error().detail;
            }
            if (!due || !*due) {
                return;
            }
            m_database
                .write(m_program, [uuid = m_database.uuid(), today](
                                      Transaction &transaction) { return writeReminders(transaction, uuid, today); })
                .then(this, [](const Result<int> &written) {
                    if (!written) {
                        qCWarning(logDelivery)
                            << "reminding failed:" << written.error().message << written.error().detail;
                    }
                });
        });
}

}  // namespace onlyonce
