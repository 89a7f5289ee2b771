// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/teller.h"

#include "app/cli/command.h"
#include "app/demo/command.h"
#include "app/demo/followup.h"
#include "app/demo/moment.h"
#include "app/demo/postmortem.h"
#include "app/demo/response.h"
#include "app/demo/review.h"
#include "app/demo/timeline.h"
#include "app/redacting.h"
#include "models/alerts/silences.h"
#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/base/json.h"
#include "models/delivery/outbox.h"
#include "models/incidents/evidence/upload.h"
#include "models/incidents/grouping/grouping.h"
#include "models/insights/recurrence.h"
#include "models/notify/pager.h"

#include <QTimer>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

}  // namespace

Teller::Teller(Database &database, StoryClock &clock, ActorId person, ActorId program, QHash<QString, PersonId> people,
               QHash<QString, ActorId> actors)
    : m_database(database)
    , m_clock(clock)
    , m_person(person)
    , m_program(program)
    , m_collector(database)
    , m_people(std::move(people))
    , m_actors(std::move(actors))
    , m_by(person)
{
}

template <typename Work>
auto Teller::change(Work work) -> std::invoke_result_t<Work, Transaction &>
{
    return waitFor(m_database.write(m_by, std::move(work)));
}

Result<> Teller::incident(const QJsonObject &json, Instant end)
{
    // Days and minutes before the present: the story ends when the window opens.
    const Instant zero =
        end - std::chrono::minutes(qRound64(json.value(QStringLiteral("daysAgo")).toDouble() * 24 * 60));
    m_id = {};
    const QJsonArray moments = json.value(QStringLiteral("moments")).toArray();
    for (const auto value : moments) {
        const QJsonObject moment = value.toObject();
        const Instant at = zero + std::chrono::seconds(qRound64(moment.value(QStringLiteral("at")).toDouble() * 60));
        if (at > end) {
            break;
        }
        m_clock.set(at);
        m_by = m_actors.value(text(moment, "by"), m_person);
        if (auto done = happen(moment); !done) {
            return fail(done.error().code,
                        QStringLiteral("%1 (%2, %3)").arg(done.error().message, text(json, "name"), text(moment, "do")),
                        done.error().detail);
        }
    }
    return {};
}

Result<> Teller::happen(const QJsonObject &moment)
{
    const QString what = text(moment, "do");
    if (what == QStringLiteral("fire")) {
        return fire(moment);
    }
    if (what == QStringLiteral("recover")) {
        return recover(text(moment, "id"));
    }
    if (what == QStringLiteral("flap")) {
        return flap(moment);
    }
    if (what == QStringLiteral("silence")) {
        return silence(moment);
    }
    if (what == QStringLiteral("declare")) {
        std::optional<QList<PersonId>> readers;
        if (const QJsonValue named = moment.value(QStringLiteral("restrictedTo")); named.isArray()) {
            readers.emplace();
            for (const auto name : named.toArray()) {
                *readers << m_people.value(name.toString());
            }
        }
        auto made = change([&](Transaction &transaction) {
            return declareIncident(transaction,
                                   {.title = text(moment, "title"),
                                    .severity = severityFrom(text(moment, "severity")).value_or(Severity::Sev2),
                                    .services = {text(moment, "service")},
                                    .drill = moment.value(QStringLiteral("drill")).toBool(),
                                    .restrictedTo = readers});
        });
        if (!made) {
            return failure(made);
        }
        m_id = made->id;
        return page();
    }
    if (what == QStringLiteral("acknowledge")) {
        return change([&](Transaction &transaction) { return acknowledgeIncident(transaction, m_id); });
    }
    if (what == QStringLiteral("note")) {
        auto written =
            change([&](Transaction &transaction) { return addNote(transaction, m_id, text(moment, "text")); });
        return written ? Result<>() : failure(written);
    }
    if (what == QStringLiteral("evidence")) {
        auto attached = change([&](Transaction &transaction) -> Result<AttachmentId> {
            EvidenceSource source(text(moment, "name"), text(moment, "text").toUtf8());
            source.setLanguage(text(moment, "language"));
            auto attachment = brought(source, m_id, [&](auto work) { return work(transaction); });
            return attachment ? attach(transaction, std::move(*attachment)) : failure(attachment);
        });
        return attached ? Result<>() : failure(attached);
    }
    if (what == QStringLiteral("redact")) {
        auto redacted = change([&](Transaction &transaction) {
            return redactAll(transaction, {.incident = m_id, .texts = {text(moment, "text")}}, text(moment, "reason"));
        });
        return redacted ? Result<>() : failure(redacted);
    }
    if (what == QStringLiteral("status")) {
        return status(moment);
    }
    if (what == QStringLiteral("title") || what == QStringLiteral("severity")) {
        return rename(moment);
    }
    if (what == QStringLiteral("announce")) {
        return announce(moment);
    }
    if (isCommand(what)) {
        return change([&](Transaction &transaction) { return tellCommand(transaction, m_id, moment, m_people); });
    }
    if (isSaying(what)) {
        return change([&](Transaction &transaction) { return tellSaying(transaction, m_id, moment); });
    }
    if (isResponse(what)) {
        return change([&](Transaction &transaction) { return tellResponse(transaction, m_id, moment, m_people); });
    }
    if (what == QStringLiteral("postmortem")) {
        return change([&](Transaction &transaction) { return tellPostMortem(transaction, m_id, moment, m_people); });
    }
    if (isReview(what)) {
        return change([&, uuid = m_database.uuid()](Transaction &transaction) {
            return tellReview(transaction, m_id, moment, m_people, uuid);
        });
    }
    if (isFollowUp(what)) {
        ONLYONCE_TRY(compare());
        return change([&](Transaction &transaction) { return tellFollowUp(transaction, m_id, moment); });
    }
    return fail(ErrorCode::Internal, QStringLiteral("the story has an unknown moment"));
}

Result<> Teller::fire(const QJsonObject &moment)
{
    const QJsonObject labels = moment.value(QStringLiteral("labels")).toObject();
    QJsonObject annotations = moment.value(QStringLiteral("annotations")).toObject();
    annotations.insert(QStringLiteral("summary"), text(moment, "summary"));
    annotations.insert(QStringLiteral("runbook_url"),
                       QStringLiteral("https://runbooks.kontor.example/%1").arg(text(labels, "alertname")));
    const QJsonObject alert{{QStringLiteral("labels"), labels},
                            {QStringLiteral("annotations"), annotations},
                            {QStringLiteral("fingerprint"), text(moment, "id")},
                            {QStringLiteral("generatorURL"), QStringLiteral("https://prometheus.example/graph")},
                            // the monitor saw it a little earlier than it told us
                            {QStringLiteral("startsAt"), toIso(m_clock.now() - 35s)}};
    m_fired.insert(text(moment, "id"), alert);
    ONLYONCE_TRY(tell(alert, QStringLiteral("firing")));
    auto newest = waitFor(m_database.read([](Transaction &transaction) { return incidents(transaction, {}, 1); }));
    if (!newest) {
        return failure(newest);
    }
    if (newest->empty() || newest->front().id == m_id) {
        return {};  // it joined, or is hidden: nobody is called
    }
    m_id = newest->front().id;
    return page();
}

Result<> Teller::recover(const QString &id)
{
    QJsonObject alert = m_fired.value(id);
    alert.insert(QStringLiteral("endsAt"), toIso(m_clock.now()));
    return tell(alert, QStringLiteral("resolved"));
}

//! With all that came before, as the window does it in the background.
Result<> Teller::compare()
{
    for (bool more = true; more;) {
        const auto done = waitFor(
            m_database.write(m_program, [](Transaction &transaction) { return followRecurrences(transaction); }));
        if (!done) {
            return failure(done);
        }
        more = *done;
    }
    return {};
}

//! Fires `times` times, every so many minutes, and recovers halfway to the next time.
Result<> Teller::flap(const QJsonObject &moment)
{
    const std::chrono::seconds pause(qRound64(moment.value(QStringLiteral("minutes")).toDouble() * 60));
    const int times = moment.value(QStringLiteral("times")).toInt();
    for (int time = 1;; ++time) {
        ONLYONCE_TRY(fire(moment));
        if (time >= times) {
            return {};
        }
        m_clock.set(m_clock.now() + pause / 2);
        ONLYONCE_TRY(recover(text(moment, "id")));
        m_clock.set(m_clock.now() + pause / 2);
    }
}

Result<> Teller::tell(QJsonObject alert, const QString &status)
{
    alert.insert(QStringLiteral("status"), status);
    const QJsonObject payload{{QStringLiteral("version"), QStringLiteral("4")},
                              {QStringLiteral("status"), status},
                              {QStringLiteral("receiver"), QStringLiteral("onlyonce")},
                              {QStringLiteral("alerts"), QJsonArray{alert}}};
    auto taken = waitFor(m_collector.take(QStringLiteral("alertmanager"), toJsonBytes(payload)));
    if (!taken) {
        return failure(taken);
    }
    auto grouped =
        waitFor(m_database.write(m_program, [](Transaction &transaction) { return groupAlerts(transaction); }));
    return grouped ? Result<>() : failure(grouped);
}

Result<> Teller::silence(const QJsonObject &moment)
{
    const auto matchers = parseMatchers(text(moment, "matchers"));
    if (!matchers) {
        return failure(matchers);
    }
    const Instant starts = m_clock.now() + std::chrono::hours(moment.value(QStringLiteral("inHours")).toInt());
    const auto made = change([&](Transaction &transaction) {
        return makeSilence(transaction,
                           {.isMaintenance = moment.value(QStringLiteral("maintenance")).toBool(),
                            .matchers = *matchers,
                            .startsAt = starts,
                            .endsAt = starts + std::chrono::hours(moment.value(QStringLiteral("hours")).toInt()),
                            .comment = text(moment, "comment")});
    });
    return made ? Result<>() : failure(made);
}

Result<> Teller::page()
{
    Pager pager(m_database, m_program);
    pager.start();
    return settle();
}

Result<> Teller::settle()
{
    for (int i = 0; i < 400; ++i) {
        QEventLoop loop;
        QTimer::singleShot(5ms, &loop, &QEventLoop::quit);
        loop.exec();
        auto waiting = waitFor(m_database.read([](Transaction &transaction) { return outboxPending(transaction, 1); }));
        if (!waiting) {
            return failure(waiting);
        }
        if (waiting->empty() && i > 2) {
            return {};
        }
    }
    return fail(ErrorCode::Internal, QStringLiteral("the demo's deliveries did not settle"));
}

Result<Incident> Teller::current()
{
    auto found =
        waitFor(m_database.read([id = m_id](Transaction &transaction) { return onlyonce::incident(transaction, id); }));
    if (!found) {
        return failure(found);
    }
    return found->value_or(Incident{});
}

Result<> Teller::status(const QJsonObject &moment)
{
    auto incident = current();
    if (!incident) {
        return failure(incident);
    }
    const auto wanted = incidentStatusFrom(text(moment, "to"));
    const auto resolution = resolutionFrom(text(moment, "resolution"));
    const auto done = change([&](Transaction &transaction) {
        return setStatus(transaction, m_id, wanted.value_or(IncidentStatus::Investigating), incident->version,
                         resolution ? std::optional(*resolution) : std::nullopt, text(moment, "reason"));
    });
    const bool isOver = wanted == IncidentStatus::Resolved || wanted == IncidentStatus::Closed;
    return done && isOver ? page() : done;
}

Result<> Teller::rename(const QJsonObject &moment)
{
    auto incident = current();
    if (!incident) {
        return failure(incident);
    }
    return change([&](Transaction &transaction) {
        const auto severity = severityFrom(text(moment, "to"));
        return severity ? setSeverity(transaction, m_id, *severity, incident->version)
                        : setTitle(transaction, m_id, text(moment, "to"), incident->version);
    });
}

Result<> Teller::announce(const QJsonObject &moment)
{
    auto incident = current();
    if (!incident) {
        return failure(incident);
    }
    const auto status = announcementStatusFrom(text(moment, "status")).value_or(AnnouncementStatus::Investigating);
    TemplateValues values;
    const QJsonObject set = moment.value(QStringLiteral("set")).toObject();
    for (const QString &key : set.keys()) {
        values.insert(key, set.value(key).toString());
    }
    auto body = suggestedBody(*incident, status, m_clock.now(), values);
    if (!body) {
        return failure(body);
    }
    const bool publish = !moment.value(QStringLiteral("draft")).toBool();
    const auto drafted = change([&](Transaction &transaction) -> Result<> {
        auto existing = announcementsOf(transaction, m_id);
        if (!existing) {
            return failure(existing);
        }
        AnnouncementPost post;
        if (existing->empty()) {
            auto made = draftAnnouncement(
                transaction, {.incident = m_id, .title = suggestedTitle(*incident), .status = status, .body = *body});
            if (!made) {
                return failure(made);
            }
            post = made->posts.front();
        } else {
            auto made = draftFollowUp(transaction, existing->back().id, status, *body);
            if (!made) {
                return failure(made);
            }
            post = *made;
        }
        if (!publish) {
            return {};
        }
        const auto released = releasePost(transaction, post.id, post.version);
        return released ? Result<>() : failure(released);
    });
    return drafted && publish ? settle() : drafted;
}

}  // namespace onlyonce
