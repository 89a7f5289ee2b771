// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/reminders.h"

#include "models/base/answer.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/catalog/colleaguemail.h"
#include "models/catalog/people.h"
#include "models/delivery/connections.h"
#include "models/delivery/outbox.h"
#include "models/documents/visibletext.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "models/postmortem/due/duedate.h"
#include "models/postmortem/review/reviews.h"

#include <QLocale>

#include <chrono>
#include <map>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr int mostOverdue = 1'000;      //!< that a look reads
constexpr qsizetype mostNamed = 20;     //!< in one mail
constexpr int patience = 2;             //!< days that a review is waited for before it is mentioned
constexpr milliseconds lifetime = 20h;  //!< the next day has a mail of its own

QString keyFor(PersonId owner, QDate today)
{
    return QStringLiteral("reminder/person-%1/%2").arg(owner.value).arg(today.toString(Qt::ISODate));
}

//! Of one person, the longest overdue first.
struct Debts
{
    std::vector<LatePostMortem> documents;
    std::vector<Countermeasure> measures;
    std::vector<AwaitedReview> reviews;
};

QDate localDay(Instant at)
{
    return toDateTime(at, QTimeZone::systemTimeZone()).date();
}

//! Whoever was asked and has not answered for longer than that.
Result<> addReviews(Transaction &transaction, QDate today, std::map<PersonId, Debts> &owners)
{
    const QDateTime since = today.addDays(-patience).startOfDay(QTimeZone::systemTimeZone());
    const auto awaited = awaitedReviews(transaction, fromMillis(since.toMSecsSinceEpoch()));
    if (!awaited) {
        return failure(awaited);
    }
    for (const AwaitedReview &review : *awaited) {
        owners[review.person].reviews.push_back(review);
    }
    return {};
}

struct Letter
{
    Person owner;
    Debts debts;
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
    const auto late = open ? latePostMortems(transaction, today) : failure(open);
    if (!late) {
        return failure(late);
    }
    std::map<PersonId, Debts> owners;
    for (const LatePostMortem &document : *late) {
        if (document.owner) {
            owners[document.owner].documents.push_back(document);
        }
    }
    for (const Countermeasure &measure : open->rows) {
        if (!measure.isOverdue(today)) {
            break;  // they come by their days
        }
        if (measure.what.owner) {
            owners[measure.what.owner].measures.push_back(measure);
        }
    }
    ONLYONCE_TRY(addReviews(transaction, today, owners));
    std::vector<Letter> letters;
    for (auto &[id, debts] : owners) {
        const auto row = outboxRow(transaction, keyFor(id, today));
        auto owner = row ? person(transaction, id) : failure(row);
        if (!owner) {
            return failure(owner);
        }
        if (!*row && *owner && (*owner)->active && !(*owner)->email.isEmpty()) {
            letters.push_back({.owner = std::move(**owner), .debts = std::move(debts), .connection = **connection});
        }
    }
    return letters;
}

QString lineOf(const QString &what, QDate dueOn, QDate today, const QString &more = {})
{
    const qint64 days = dueOn.daysTo(today);
    return tr("- %1 (due on %2, %3%4)")
        .arg(what, QLocale().toString(dueOn, QStringLiteral("d MMMM yyyy")),
             days == 1 ? tr("yesterday") : tr("%1 days ago").arg(days), more);
}

Result<QStringList> linesOf(Transaction &transaction, const Debts &debts, QDate today)
{
    QStringList lines;
    for (const LatePostMortem &document : debts.documents) {
        lines << lineOf(tr("post-mortem of %1").arg(nameInText(document.incident)), document.dueOn, today,
                        document.isUnscheduled ? tr("; no meeting about it is planned") : QString());
    }
    for (const Countermeasure &measure : debts.measures) {
        const auto found = incident(transaction, measure.incident);
        if (!found || !*found) {
            return found ? QStringList() : Result<QStringList>(failure(found));
        }
        lines << lineOf(tr("countermeasure of %1").arg(nameInText(**found, measure.what.text)), *measure.what.dueOn,
                        today);
    }
    for (const AwaitedReview &review : debts.reviews) {
        const auto found = incident(transaction, review.incident);
        if (!found || !*found) {
            return found ? QStringList() : Result<QStringList>(failure(found));
        }
        const QDate day = localDay(review.askedAt);
        lines << tr("- review of the post-mortem of %1 (asked on %2, %3 days ago)")
                     .arg(nameInText(**found), QLocale().toString(day, QStringLiteral("d MMMM yyyy")))
                     .arg(day.daysTo(today));
    }
    return lines;
}

QString bodyOf(const Person &person, QStringList lines)
{
    if (const qsizetype more = lines.size() - mostNamed; more > 0) {
        lines.resize(mostNamed);
        lines << tr("- and %1 more").arg(more);
    }
    lines.prepend(tr("%1, these wait for you, and their day has passed:\n").arg(visibleLine(person.name)));
    lines << tr("\nUntil they are done, what happened can happen again. Mark what is done, or give it another day, in "
                "OnlyOnce under Countermeasures or in the incident's post-mortem. This is said once a day.\n");
    return lines.join(QLatin1Char('\n'));
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
    for (const auto &[owner, debts, connection] : *letters) {
        const auto lines = linesOf(transaction, debts, today);
        if (!lines) {
            return failure(lines);
        }
        const QString key = keyFor(owner.id, today);
        ONLYONCE_TRY(
            mailColleague(transaction, databaseUuid, connection, owner,
                          {.kind = reminderMailKind(),
                           .key = key,
                           .title = tr("Mail to %1: what is overdue"),
                           .subject = lines->size() == 1 ? tr("One thing of yours is overdue")
                                                         : tr("%1 things of yours are overdue").arg(lines->size()),
                           .body = bodyOf(owner, *lines),
                           .lifetime = lifetime}));
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
