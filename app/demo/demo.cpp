// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo.h"

#include "app/cli/command.h"
#include "app/demo/command.h"
#include "app/demo/moment.h"
#include "app/demo/response.h"
#include "app/demo/teller.h"
#include "app/demo/timeline.h"
#include "models/announce/announcer.h"
#include "models/announce/forums/forum.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/deliverydesk.h"
#include "models/catalog/places.h"
#include "models/delivery/runner.h"
#include "models/incidents/desk.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/incidents/lists/savedviews.h"
#include "models/insights/recurrence.h"
#include "models/notify/pager.h"
#include "models/storage/identity.h"

#include <QFile>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

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
    Answer<Result<QJsonObject>> read(const QString &) override { return answered(Result<QJsonObject>()); }
    Answer<Result<>> write(const QString &, const QJsonObject &) override { return answered(Result<>()); }
    [[nodiscard]] QString whereText() const override { return {}; }
};

//! The people by name, and far sides to deliver to.
Result<QHash<QString, PersonId>> furnish(Transaction &transaction, const QJsonObject &story)
{
    QHash<QString, PersonId> people;
    for (const auto value : story.value(QStringLiteral("people")).toArray()) {
        const QJsonObject json = value.toObject();
        const Person person{.name = text(json, "name"),
                            .email = text(json, "email"),
                            .phone = text(json, "phone"),
                            .timeZone = text(json, "zone"),
                            .onCall = json.value(QStringLiteral("onCall")).toBool()};
        auto saved = savePerson(transaction, person);
        if (!saved) {
            return failure(saved);
        }
        people.insert(person.name, *saved);
    }
    // Whoever looks at the demo is one of them.
    ONLYONCE_TRY(answerFor(transaction, people.value(text(story, "you"))));
    ONLYONCE_TRY(furnishProtocols(transaction, story.value(QStringLiteral("protocols")).toArray()));
    ONLYONCE_TRY(furnishLinks(transaction, story.value(QStringLiteral("links")).toArray()));
    ONLYONCE_TRY(furnishTemplates(transaction, story.value(QStringLiteral("templates")).toArray()));
    for (const auto value : story.value(QStringLiteral("views")).toArray()) {
        const QJsonObject view = value.toObject();
        const auto kept = saveView(transaction, view.value(QStringLiteral("name")).toString(),
                                   incidentFilterFrom(view.value(QStringLiteral("filter")).toObject()), true);
        if (!kept) {
            return failure(kept);
        }
    }
    for (const auto value : story.value(QStringLiteral("dataCentres")).toArray()) {
        const auto made = addDataCentre(transaction, text(value.toObject(), "name"));
        if (!made) {
            return failure(made);
        }
        for (const auto label : value[QStringLiteral("labels")].toArray()) {
            ONLYONCE_TRY(mapLabel(transaction, label.toString(), *made));
        }
    }
    for (const ConnectionRow &row : {ConnectionRow{.kind = QStringLiteral("mail"),
                                                   .adapter = QStringLiteral("smtp"),
                                                   .name = tr("Mail (demo)"),
                                                   .settings = story.value(QStringLiteral("mail")).toObject()},
                                     ConnectionRow{.kind = QStringLiteral("forum"),
                                                   .adapter = QStringLiteral("discourse"),
                                                   .name = tr("Forum (demo)"),
                                                   .settings = story.value(QStringLiteral("forum")).toObject()},
                                     ConnectionRow{.kind = QStringLiteral("source"),
                                                   .adapter = QStringLiteral("alertmanager"),
                                                   .name = QStringLiteral("alertmanager"),
                                                   .settings = story.value(QStringLiteral("monitoring")).toObject()}}) {
        auto saved = setUpConnection(transaction, row);
        if (!saved) {
            return failure(saved);
        }
    }
    return people;
}

//! Nobody may find an invented month among what is real, nor lose real deliveries to the seal.
Result<> refuseUnlessEmpty(Transaction &transaction, const DatabaseUrl &url)
{
    auto people = allPeople(transaction);
    auto connections = connectionsOf(transaction);
    auto alert = alerts(transaction, AlertFilter{}, 1);
    auto incident = incidents(transaction, {}, 1);
    if (!people || !connections) {
        return people ? failure(connections) : failure(people);
    }
    if (!alert || !incident) {
        return alert ? failure(incident) : failure(alert);
    }
    if (!people->empty() || !connections->empty() || !alert->empty() || !incident->empty()) {
        return fail(
            ErrorCode::Conflict,
            tr("%1 is in use already. The demo needs a database of its own; give another file.").arg(url.display()));
    }
    return {};
}

Result<QJsonObject> readStory()
{
    QFile file(QStringLiteral(":/demo/story.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Internal, QStringLiteral("the demo's story is missing"));
    }
    return parseJsonObject(file.readAll());
}

struct Cast
{
    ActorId person;
    ActorId program;
};

Result<Cast> castOf(Transaction &transaction, const QString &profile)
{
    auto person = actorOfSession(transaction, profile);
    if (!person) {
        return failure(person);
    }
    auto program = actorForMachine(transaction, ActorKind::Program, QStringLiteral("OnlyOnce"));
    return program ? Result<Cast>({.person = person->id, .program = program->id}) : failure(program);
}

//! As whom each of the people acts, besides whoever looks at the demo.
Result<QHash<QString, ActorId>> colleagues(Database &database, ActorId viewer, const QJsonObject &story,
                                           const QHash<QString, PersonId> &people)
{
    QHash<QString, ActorId> actors;
    for (const auto value : story.value(QStringLiteral("people")).toArray()) {
        const QString name = text(value.toObject(), "name");
        if (name == text(story, "you")) {
            continue;
        }
        const auto actor = waitFor(database.write(viewer, [&name](Transaction &transaction) -> Result<ActorId> {
            auto made = actorForLogin(transaction, name, name);
            if (!made) {
                return failure(made);
            }
            ONLYONCE_TRY(setRole(transaction, made->id, Role::Commander));
            return made->id;
        }));
        if (!actor) {
            return failure(actor);
        }
        const PersonId person = people.value(name);
        ONLYONCE_TRY(waitFor(
            database.write(*actor, [person](Transaction &transaction) { return answerFor(transaction, person); })));
        actors.insert(name, *actor);
    }
    return actors;
}

}  // namespace

Result<> fillDemo(const DatabaseUrl &url, const QString &profile)
{
    const auto story = readStory();
    if (!story) {
        return failure(story);
    }
    const Instant end = SystemClock().now();
    StoryClock clock;
    clock.set(end - 24h * 40);
    auto opened = Database::open({.url = url, .clock = &clock});
    if (!opened) {
        return failure(opened);
    }
    Database &database = **opened;
    const auto cast =
        waitFor(database.write({}, [&profile](Transaction &transaction) { return castOf(transaction, profile); }));
    if (!cast) {
        return failure(cast);
    }
    const QString process = QStringLiteral("demo");  // unlike any other, whose names have an @
    auto people =
        waitFor(database.write(cast->person, [&](Transaction &transaction) -> Result<QHash<QString, PersonId>> {
            ONLYONCE_TRY(refuseUnlessEmpty(transaction, url));
            ONLYONCE_TRY(sealDelivery(transaction, process));
            return furnish(transaction, *story);
        }));
    if (!people) {
        return failure(people);
    }
    NoSecrets secrets;
    DeliveryRunner runner(
        database,
        {std::make_shared<Nowhere>(QStringLiteral("smtp")), std::make_shared<Nowhere>(QStringLiteral("discourse"))},
        secrets, {.processName = process, .program = cast->program, .pollInterval = 5ms});
    runner.onSettled(forumPostKind(), announcementSettled);
    registerPager(runner);
    runner.start();
    const auto actors = colleagues(database, cast->person, *story, *people);
    if (!actors) {
        return failure(actors);
    }
    Teller teller(database, clock, cast->person, cast->program, *people, *actors);
    for (const auto incident : story->value(QStringLiteral("incidents")).toArray()) {
        ONLYONCE_TRY(teller.incident(incident.toObject(), end));
    }
    clock.set(end);
    waitFor(runner.stop());
    const auto follow = [&](Result<bool> (*step)(Transaction &, int)) -> Result<> {
        for (bool more = true; more;) {
            const auto done = waitFor(
                database.write(cast->program, [step](Transaction &transaction) { return step(transaction, 200); }));
            if (!done) {
                return failure(done);
            }
            more = *done;
        }
        return {};
    };
    ONLYONCE_TRY(follow(indexIncidents));
    ONLYONCE_TRY(follow(followRecurrences));
    return waitFor(database.write(cast->person, [](Transaction &transaction) { return sealDelivery(transaction); }));
}

}  // namespace onlyonce
