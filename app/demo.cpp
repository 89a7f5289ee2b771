// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.h"

#include "app/cli/command.h"
#include "models/alerts/collector.h"
#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/announce/forums/forum.h"
#include "models/base/json.h"
#include "models/catalog/deliverydesk.h"
#include "models/catalog/people.h"
#include "models/delivery/runner.h"
#include "models/incidents/grouping.h"
#include "models/notify/pager.h"
#include "models/postmortem/countermeasures.h"
#include "models/storage/identity.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <atomic>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

QString tr(const char *text)
{
    return QCoreApplication::translate("Demo", text);
}

class StoryClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return fromMillis(m_now.load()); }
    void set(Instant now) { m_now = toMillis(now); }

private:
    std::atomic<qint64> m_now{0};
};

//! A far side that takes everything and is nowhere: the demo's mail server and forum.
class Nowhere final : public Adapter
{
public:
    explicit Nowhere(QString id)
        : m_id(std::move(id))
    {
    }
    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString name() const override { return m_id; }
    [[nodiscard]] std::vector<SettingField> fields() const override { return {}; }
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *) const override
    {
        const auto forum = forumIntentFrom(state.intent);
        if (!forum) {
            return Delivered{};
        }
        static std::atomic<int> counter = 900;
        const QString topic = forum->topicId.isEmpty() ? QString::number(++counter) : forum->topicId;
        return Delivered{toJson(ForumResult{.topicId = topic,
                                            .postId = QString::number(++counter),
                                            .url = QStringLiteral("https://forum.example/t/%1").arg(topic),
                                            .body = forum->body,
                                            .publishedAt = state.now})};
    }
    [[nodiscard]] Step test(const DeliveryState &, const DeliveryReply *) const override { return Delivered{}; }

private:
    QString m_id;
};

class NoSecrets final : public SecretStore
{
public:
    QFuture<Result<QJsonObject>> read(const QString &) override
    {
        return QtFuture::makeReadyFuture(Result<QJsonObject>());
    }
    QFuture<Result<>> write(const QString &, const QJsonObject &) override
    {
        return QtFuture::makeReadyFuture(Result<>());
    }
    [[nodiscard]] QString whereText() const override { return {}; }
};

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1StringView(key)).toString();
}

//! Plays the story. Each function is one moment of it.
class Teller
{
public:
    Teller(Database &database, StoryClock &clock, ActorId person, ActorId program)
        : m_database(database)
        , m_clock(clock)
        , m_person(person)
        , m_program(program)
        , m_collector(database)
        , m_runner(database,
                   {std::make_shared<Nowhere>(QStringLiteral("smtp")),
                    std::make_shared<Nowhere>(QStringLiteral("discourse"))},
                   m_secrets, {.processName = QStringLiteral("demo"), .program = program, .pollInterval = 5ms})
    {
        m_runner.onSettled(forumPostKind(), announcementSettled);
        registerPager(m_runner);
    }

    Result<> tell(const QJsonObject &story, Instant end)
    {
        ONLYONCE_TRY(furnish(story));
        m_runner.start();
        for (const QJsonValue &value : story.value(QStringLiteral("incidents")).toArray()) {
            ONLYONCE_TRY(incident(value.toObject(), end));
        }
        m_clock.set(end);
        waitFor(m_runner.stop());
        return change([](Transaction &transaction) { return holdDelivery(transaction, tr("This is a demo.")); });
    }

private:
    template <typename Work>
    auto change(Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        return waitFor(m_database.write(m_person, std::move(work)));
    }

    Result<> furnish(const QJsonObject &story)
    {
        for (const QJsonValue &value : story.value(QStringLiteral("people")).toArray()) {
            const QJsonObject json = value.toObject();
            const Person person{.name = text(json, "name"),
                                .email = text(json, "email"),
                                .phone = text(json, "phone"),
                                .timeZone = text(json, "zone"),
                                .onCall = json.value(QStringLiteral("onCall")).toBool()};
            auto saved = change([&](Transaction &transaction) { return savePerson(transaction, person); });
            if (!saved) {
                return failure(saved);
            }
            m_people.insert(person.name, *saved);
        }
        for (const ConnectionRow &row : {ConnectionRow{.kind = QStringLiteral("mail"),
                                                       .adapter = QStringLiteral("smtp"),
                                                       .name = tr("Mail (demo)"),
                                                       .settings = story.value(QStringLiteral("mail")).toObject()},
                                         ConnectionRow{.kind = QStringLiteral("forum"),
                                                       .adapter = QStringLiteral("discourse"),
                                                       .name = tr("Forum (demo)"),
                                                       .settings = story.value(QStringLiteral("forum")).toObject()}}) {
            auto saved = change([&](Transaction &transaction) { return setUpConnection(transaction, row); });
            if (!saved) {
                return failure(saved);
            }
        }
        return {};
    }

    Result<> incident(const QJsonObject &json, Instant end)
    {
        // Days and minutes before the present: the story ends when the window opens.
        m_zero = end - std::chrono::minutes(qRound64(json.value(QStringLiteral("daysAgo")).toDouble() * 24 * 60));
        m_id = {};
        QJsonArray moments = json.value(QStringLiteral("moments")).toArray();
        for (const QJsonValue &value : moments) {
            const QJsonObject moment = value.toObject();
            const Instant at =
                m_zero + std::chrono::seconds(qRound64(moment.value(QStringLiteral("at")).toDouble() * 60));
            if (at > end) {
                break;
            }
            m_clock.set(at);
            if (auto done = happen(moment); !done) {
                return fail(
                    done.error().code,
                    QStringLiteral("%1 (%2, %3)").arg(done.error().message, text(json, "name"), text(moment, "do")),
                    done.error().detail);
            }
        }
        return {};
    }

    Result<> happen(const QJsonObject &moment)
    {
        const QString what = text(moment, "do");
        if (what == QStringLiteral("fire") || what == QStringLiteral("recover")) {
            return alert(moment, what == QStringLiteral("fire"));
        }
        if (what == QStringLiteral("declare")) {
            auto made = change([&](Transaction &transaction) {
                return declareIncident(transaction,
                                       {.title = text(moment, "title"),
                                        .severity = severityFrom(text(moment, "severity")).value_or(Severity::Sev2),
                                        .services = {text(moment, "service")},
                                        .drill = moment.value(QStringLiteral("drill")).toBool()});
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
            auto attached = change([&](Transaction &transaction) {
                return attach(transaction, {.incident = m_id,
                                            .name = text(moment, "name"),
                                            .language = text(moment, "language"),
                                            .content = text(moment, "text").toUtf8()});
            });
            return attached ? Result<>() : failure(attached);
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
        if (what == QStringLiteral("postmortem")) {
            return postMortem(moment);
        }
        return fail(ErrorCode::Internal, QStringLiteral("the story has an unknown moment"));
    }

    Result<> alert(const QJsonObject &moment, bool firing)
    {
        QJsonObject labels = moment.value(QStringLiteral("labels")).toObject();
        const QString fingerprint = text(moment, "id");
        QJsonObject one{
            {QStringLiteral("status"), firing ? QStringLiteral("firing") : QStringLiteral("resolved")},
            {QStringLiteral("labels"), labels},
            {QStringLiteral("annotations"), QJsonObject{{QStringLiteral("summary"), text(moment, "summary")}}},
            {QStringLiteral("fingerprint"), fingerprint},
            {QStringLiteral("generatorURL"), QStringLiteral("https://prometheus.example/graph")}};
        if (firing) {  // the monitor saw it a little earlier than it told us
            m_started.insert(fingerprint, toIso(m_clock.now() - 35s));
        } else {
            one.insert(QStringLiteral("endsAt"), toIso(m_clock.now()));
        }
        one.insert(QStringLiteral("startsAt"), m_started.value(fingerprint));
        const QJsonObject payload{{QStringLiteral("version"), QStringLiteral("4")},
                                  {QStringLiteral("status"), one.value(QStringLiteral("status"))},
                                  {QStringLiteral("receiver"), QStringLiteral("onlyonce")},
                                  {QStringLiteral("alerts"), QJsonArray{one}}};
        auto taken = waitFor(m_collector.take(QStringLiteral("alertmanager"), toJsonBytes(payload)));
        if (!taken) {
            return failure(taken);
        }
        auto grouped =
            waitFor(m_database.write(m_program, [](Transaction &transaction) { return groupAlerts(transaction); }));
        if (!grouped) {
            return failure(grouped);
        }
        if (firing) {
            auto newest =
                waitFor(m_database.read([](Transaction &transaction) { return incidents(transaction, {}, 1); }));
            if (!newest) {
                return failure(newest);
            }
            m_id = newest->front().id;
            return page();
        }
        return {};
    }

    //! The pager's own step, without its timer; then the deliveries of this moment.
    Result<> page()
    {
        Pager pager(m_database, m_program);
        pager.start();
        return settle();
    }

    //! Waits until nothing is on its way.
    Result<> settle()
    {
        for (int i = 0; i < 400; ++i) {
            QEventLoop loop;
            QTimer::singleShot(5ms, &loop, &QEventLoop::quit);
            loop.exec();
            auto waiting =
                waitFor(m_database.read([](Transaction &transaction) { return outboxPending(transaction, 1); }));
            if (!waiting) {
                return failure(waiting);
            }
            if (waiting->empty() && i > 2) {
                return {};
            }
        }
        return fail(ErrorCode::Internal, QStringLiteral("the demo's deliveries did not settle"));
    }

    [[nodiscard]] Result<Incident> current()
    {
        auto found = waitFor(
            m_database.read([id = m_id](Transaction &transaction) { return onlyonce::incident(transaction, id); }));
        if (!found) {
            return failure(found);
        }
        return found->value_or(Incident{});
    }

    Result<> status(const QJsonObject &moment)
    {
        auto incident = current();
        if (!incident) {
            return failure(incident);
        }
        const auto wanted = incidentStatusFrom(text(moment, "to"));
        const auto resolution = resolutionFrom(text(moment, "resolution"));
        const auto done = change([&](Transaction &transaction) {
            return setStatus(transaction, m_id, wanted.value_or(IncidentStatus::Investigating), incident->version,
                             resolution ? std::optional(*resolution) : std::nullopt);
        });
        return done && wanted == IncidentStatus::Resolved ? page() : done;
    }

    Result<> rename(const QJsonObject &moment)
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

    Result<> announce(const QJsonObject &moment)
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
                    transaction,
                    {.incident = m_id, .title = suggestedTitle(*incident), .status = status, .body = *body});
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
            ONLYONCE_TRY(approvePost(transaction, post.id, post.version));
            return publishPost(transaction, post.id);
        });
        return drafted && publish ? settle() : drafted;
    }

    Result<> why(Transaction &transaction, PostMortemId id, const QJsonObject &json, WhyId parent, WhyQuestion question)
    {
        auto added = addWhy(transaction, id, {.parent = parent, .question = question}, text(json, "text"));
        if (!added) {
            return failure(added);
        }
        int version = added->version;
        if (text(json, "state") == QStringLiteral("confirmed")) {
            auto confirmed = setWhyState(transaction, added->id, WhyState::Confirmed, version);
            if (!confirmed) {
                return failure(confirmed);
            }
            version = *confirmed;
        }
        if (const auto category = rootCategoryFrom(text(json, "root"))) {
            auto marked = markRoot(transaction, added->id, *category, version);
            if (!marked) {
                return failure(marked);
            }
            m_roots.append(added->id);
        }
        for (const QJsonValue &below : json.value(QStringLiteral("why")).toArray()) {
            ONLYONCE_TRY(why(transaction, id, below.toObject(), added->id, question));
        }
        return {};
    }

    Result<> measure(Transaction &transaction, PostMortemId id, const QJsonObject &json)
    {
        const int root = json.value(QStringLiteral("root")).toInt(-1);
        auto added = addCountermeasure(
            transaction, id,
            {.why = root >= 0 && root < m_roots.size() ? m_roots.at(root) : WhyId{},
             .text = text(json, "text"),
             .owner = m_people.value(text(json, "owner")),
             .dueOn = toDateTime(m_clock.now()).date().addDays(json.value(QStringLiteral("dueInDays")).toInt()),
             .kind = countermeasureKindFrom(text(json, "kind")).value_or(CountermeasureKind::Prevent),
             .effectCheck = text(json, "check")});
        if (!added) {
            return failure(added);
        }
        int version = 1;
        for (const CountermeasureState state : {CountermeasureState::Done, CountermeasureState::Proven}) {
            const auto wanted = countermeasureStateFrom(text(json, "state")).value_or(CountermeasureState::Open);
            if (wanted < state) {
                break;
            }
            auto moved = setCountermeasureState(transaction, *added, state, version, text(json, "result"));
            if (!moved) {
                return failure(moved);
            }
            version = *moved;
        }
        return {};
    }

    Result<> postMortem(const QJsonObject &moment)
    {
        m_roots.clear();
        return change([&](Transaction &transaction) -> Result<> {
            auto begun = openPostMortem(transaction, m_id);
            if (!begun) {
                return failure(begun);
            }
            const QStringList open = [&] {
                QStringList names;
                for (const QJsonValue &name : moment.value(QStringLiteral("public")).toArray()) {
                    names.append(name.toString());
                }
                return names;
            }();
            const QJsonObject fields = moment.value(QStringLiteral("fields")).toObject();
            for (const QString &name : fields.keys()) {
                auto field = postMortemFieldFrom(name);
                if (!field) {
                    return failure(field);
                }
                auto version = setField(transaction, begun->id, *field, fields.value(name).toString(), 0);
                if (!version) {
                    return failure(version);
                }
                if (open.contains(name)) {
                    auto shown = setFieldVisibility(transaction, begun->id, *field, Visibility::Public, *version);
                    if (!shown) {
                        return failure(shown);
                    }
                }
            }
            for (const WhyQuestion question : allWhyQuestions) {
                for (const QJsonValue &answer : moment.value(toText(question)).toArray()) {
                    ONLYONCE_TRY(why(transaction, begun->id, answer.toObject(), {}, question));
                }
            }
            for (const QJsonValue &value : moment.value(QStringLiteral("measures")).toArray()) {
                ONLYONCE_TRY(measure(transaction, begun->id, value.toObject()));
            }
            auto owned =
                setPostMortemOwner(transaction, begun->id, m_people.value(text(moment, "owner")), begun->version);
            return owned ? Result<>() : failure(owned);
        });
    }

    Database &m_database;
    StoryClock &m_clock;
    ActorId m_person;
    ActorId m_program;
    Collector m_collector;
    NoSecrets m_secrets;
    DeliveryRunner m_runner;
    QHash<QString, PersonId> m_people;
    QHash<QString, QString> m_started;
    QList<WhyId> m_roots;
    IncidentId m_id;
    Instant m_zero;
};

Result<QJsonObject> readStory()
{
    QFile file(QStringLiteral(":/demo/story.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Internal, QStringLiteral("the demo's story is missing"));
    }
    return parseJsonObject(file.readAll());
}

}  // namespace

Result<> fillDemo(const DatabaseUrl &url, const QString &login)
{
    auto story = readStory();
    if (!story) {
        return failure(story);
    }
    const Instant end = SystemClock().now();
    StoryClock clock;
    clock.set(end - 24h * 40);
    auto database = Database::open({.url = url, .clock = &clock});
    if (!database) {
        return failure(database);
    }
    auto already = waitFor((*database)->read([](Transaction &transaction) { return incidents(transaction, {}, 1); }));
    if (!already) {
        return failure(already);
    }
    if (!already->empty()) {
        return fail(ErrorCode::Conflict,
                    tr("%1 holds incidents already. The demo needs a database of its own; give another file.")
                        .arg(url.display()));
    }
    using Both = std::pair<Actor, Actor>;
    auto actors = waitFor((*database)->write({}, [login](Transaction &transaction) -> Result<Both> {
        auto person = actorForLogin(transaction, login, {});
        if (!person) {
            return failure(person);
        }
        auto program = actorForMachine(transaction, ActorKind::Program, QStringLiteral("OnlyOnce"));
        if (!program) {
            return failure(program);
        }
        return Both(*person, *program);
    }));
    if (!actors) {
        return failure(actors);
    }
    Teller teller(**database, clock, actors->first.id, actors->second.id);
    return teller.tell(*story, end);
}

}  // namespace onlyonce
