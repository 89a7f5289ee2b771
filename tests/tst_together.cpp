// SPDX-License-Identifier: GPL-3.0-or-later
// A meeting that writes one post-mortem: six processes on one PostgreSQL, as six people at six machines; who is there; and
// how two texts become one.
#include "models/delivery/outboxtable.h"
#include "models/postmortem/countermeasures/countermeasuremerge.h"
#include "models/postmortem/editing.h"
#include "models/postmortem/record.h"
#include "models/postmortem/texts/merge.h"
#include "models/postmortem/together/presence.h"
#include "models/postmortem/together/presencetable.h"
#include "models/storage/journal.h"
#include "support/crew.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QMap>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <unistd.h>

#include <algorithm>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<Database> opened(const QString &address)
{
    auto database = Database::open(
        {.url = DatabaseUrl::parse(address).value(), .stateFolder = QDir::tempPath() + u"/onlyonce-together-state"_s});
    if (!database) {
        qFatal("%s", qPrintable(database.error().message));
    }
    return std::move(*database);
}

void print(const QStringList &words)
{
    const QByteArray line = words.join(u'\t').toUtf8() + '\n';
    if (::write(1, line.constData(), size_t(line.size())) < 0) {
        qFatal("nobody listens any more");
    }
}

//! A text of several lines as one word.
QString wrapped(const QString &text)
{
    return QString::fromLatin1(text.toUtf8().toBase64());
}

QString now()
{
    return QString::number(QDateTime::currentMSecsSinceEpoch());
}

//! A text of the document that people change: "postmortem_field 1 summary", "why 7 body", "countermeasure 3 body".
using Key = QString;

struct Known
{
    QString text;
    int version = 0;
};

QMap<Key, Known> textsOf(const PostMortemRecord &record)
{
    QMap<Key, Known> texts;
    for (const auto &text : record.texts) {
        texts.insert(u"postmortem_field %1 %2"_s.arg(record.postMortem.id.value).arg(toText(text.field)),
                     {text.markdown, text.version});
    }
    walkWhys(record.whys, [&](const WhyNode &node, int) {
        texts.insert(u"why %1 body"_s.arg(node.why.id.value), {node.why.text, node.why.version});
    });
    for (const auto &measure : record.countermeasures) {
        texts.insert(u"countermeasure %1 body"_s.arg(measure.id.value), {measure.what.text, measure.version});
    }
    return texts;
}

//! One of the six, in a process of their own: looks when something has changed, writes every now and then with what was
//! seen last, and settles conflicts as a person does: by joining, by insisting after having read, or by giving way.
class Participant : public QObject
{
public:
    Participant(Database &database, ActorId actor, IncidentId incident, int number, milliseconds length)
        : m_session{database, actor}
        , m_incident(incident)
        , m_random(quint32(number))
        , m_me(u"P%1"_s.arg(number))
        , m_presence(m_session, incident)
    {
        m_presence.enter();
        connect(&database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
            if (changes.touches("postmortem"_L1)) {
                look();
            }
        });
        look();
        QTimer::singleShot(length, this, [this] { m_isOver = true; });
    }

private:
    void look()
    {
        if (std::exchange(m_isLooking, true)) {
            m_again = true;
            return;
        }
        m_session.read([incident = m_incident](Transaction &t) { return postMortemRecord(t, incident); })
            .then(this, [this](const Result<std::optional<PostMortemRecord>> &found) {
                m_isLooking = false;
                if (!found || !*found) {
                    qFatal("the document cannot be read");
                }
                const bool isFirst = !m_record;
                m_record = **found;
                see();
                if (isFirst) {
                    pause();
                }
                if (std::exchange(m_again, false)) {
                    look();
                }
            });
    }

    void see()
    {
        const auto texts = textsOf(*m_record);
        for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
            const Known before = std::exchange(m_known[it.key()], it.value());
            if (before.version != it->version) {
                print({u"saw"_s, it.key(), QString::number(it->version), now()});
            }
        }
    }

    void pause()
    {
        if (m_isOver) {
            m_company = m_presence.others().size();  // as long as nobody has left
            QTimer::singleShot(4s, this, [this] { end(); });
            return;
        }
        QTimer::singleShot(m_random.bounded(300, 900), this, [this] { write(); });
    }

    void end()
    {
        QStringList versions{u"end"_s, QString::number(m_company)};
        for (auto it = m_known.cbegin(); it != m_known.cend(); ++it) {
            versions << u"%1=%2"_s.arg(it.key()).arg(it->version);
        }
        print(versions);
        QCoreApplication::quit();
    }

    //! As somebody who begins with what is on the screen, and takes their time to write.
    void write()
    {
        const int kind = m_random.bounded(10);
        const int count = ++m_count;
        const QString words = u"%1 says %2"_s.arg(m_me).arg(count);
        QList<Key> fields;
        QList<Key> whys;
        QList<Key> measures;
        for (auto it = m_known.cbegin(); it != m_known.cend(); ++it) {
            (it.key().startsWith(u"why"_s) ? whys : it.key().startsWith(u"post"_s) ? fields : measures) << it.key();
        }
        fields = {fields.at(1), fields.at(4), fields.at(7)};
        if (kind == 0 && whys.size() < 30) {
            add(u"why"_s, words);
        } else if (kind == 1 && measures.size() < 15) {
            add(u"countermeasure"_s, u"Check what "_s + words);
        } else {
            const auto &from = kind < 6 || whys.isEmpty() ? fields : kind < 8 || measures.isEmpty() ? whys : measures;
            const Key key = from.at(m_random.bounded(int(from.size())));
            m_presence.moveTo(u"field summary"_s);
            const Known base = m_known.value(key);
            QTimer::singleShot(m_random.bounded(100, 500), this,
                               [this, key, base, words] { send(key, base, withMine(key, base.text, words), words); });
        }
    }

    //! In a field everybody has a paragraph of their own; anything else has one line, of whoever wrote last.
    [[nodiscard]] QString withMine(const Key &key, const QString &text, const QString &words) const
    {
        if (!key.startsWith(u"post"_s)) {
            return key.startsWith(u"why"_s) ? words : u"Check what "_s + words;
        }
        QStringList lines = text.isEmpty() ? QStringList() : text.split(u"\n\n"_s);
        const auto mine = std::ranges::find_if(lines, [this](const QString &line) { return line.startsWith(m_me); });
        if (mine == lines.end()) {
            lines << words;
        } else {
            *mine = words;
        }
        return lines.join(u"\n\n"_s);
    }

    void add(const QString &what, const QString &words)
    {
        const PostMortemId id = m_record->postMortem.id;
        const bool isWhy = what == u"why"_s;
        m_session
            .write([id, isWhy, words](Transaction &t) -> Result<qint64> {
                if (isWhy) {
                    const auto why = addWhy(t, id, {}, words);
                    return why ? why->id.value : Result<qint64>(failure(why));
                }
                const auto measure = addCountermeasure(t, id, {.text = words});
                return measure ? measure->value : Result<qint64>(failure(measure));
            })
            .then(this, [this, what, words](const Result<qint64> &made) {
                if (!made) {
                    qFatal("%s", qPrintable(made.error().message));
                }
                print({u"ack"_s, u"%1 %2 body"_s.arg(what).arg(*made), u"1"_s, now(), wrapped(words)});
                pause();
            });
    }

    void send(const Key &key, const Known &base, const QString &text, const QString &words)
    {
        const QStringList parts = key.split(u' ');
        const qint64 number = parts[1].toLongLong();
        m_session
            .write([parts, number, text, version = base.version](Transaction &t) -> Result<int> {
                if (parts[0] == u"why"_s) {
                    return editWhy(t, WhyId{number}, text, version);
                }
                if (parts[0] == u"countermeasure"_s) {
                    return editCountermeasure(t, CountermeasureId{number}, {.text = text}, version);
                }
                return setField(t, PostMortemId{number}, postMortemFieldFrom(parts[2]).value(), text, version);
            })
            .then(this, [this, key, base, text, words](const Result<int> &version) {
                if (version) {
                    print({u"ack"_s, key, QString::number(*version), now(), wrapped(text)});
                    pause();
                    return;
                }
                const auto conflict = editConflict(version.error());
                if (!conflict) {
                    qFatal("%s", qPrintable(version.error().message));
                }
                resolve(key, base, {conflict->theirs, conflict->version}, text, words);
            });
    }

    void resolve(const Key &key, const Known &base, const Known &theirs, const QString &mine, const QString &words)
    {
        const auto both = key.startsWith(u"post"_s) ? mergeTexts(base.text, mine, theirs.text) : std::nullopt;
        if (both) {
            print({u"merged"_s, key});
            send(key, theirs, *both, words);
            return;
        }
        print({u"conflict"_s, key});
        QTimer::singleShot(m_random.bounded(200, 600), this, [this, key, theirs, words] {  // both are read
            if (m_random.bounded(4) == 0) {
                pause();  // theirs is better
            } else {
                send(key, theirs, withMine(key, theirs.text, words), words);
            }
        });
    }

    Session m_session;
    IncidentId m_incident;
    QRandomGenerator m_random;
    QString m_me;
    Presence m_presence;
    std::optional<PostMortemRecord> m_record;
    QMap<Key, Known> m_known;
    int m_count = 0;
    size_t m_company = 0;
    bool m_isLooking = false;
    bool m_again = false;
    bool m_isOver = false;
};

int participate(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const auto database = opened(QString::fromLocal8Bit(argv[2]));
    Participant participant(*database, ActorId{QByteArray(argv[3]).toLongLong()},
                            IncidentId{QByteArray(argv[4]).toLongLong()}, QByteArray(argv[5]).toInt(),
                            milliseconds(QByteArray(argv[6]).toLongLong()));
    return QCoreApplication::exec();
}

constexpr Presence::Pace fast{.beat = 200ms, .gone = 1200ms, .move = 20ms};

//! Is there, until it is killed.
int beHere(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const auto database = opened(QString::fromLocal8Bit(argv[2]));
    Presence presence(Session{*database, ActorId{QByteArray(argv[3]).toLongLong()}},
                      IncidentId{QByteArray(argv[4]).toLongLong()}, fast);
    presence.moveTo(u"field leadUp"_s);
    presence.enter();
    return QCoreApplication::exec();
}

QStringList whoIsThere(const Presence &presence)
{
    QStringList all;
    for (const Present &each : presence.others()) {
        all << (each.part.isEmpty() ? each.name : u"%1: %2"_s.arg(each.name, each.part));
    }
    return all;
}

qint64 count(Database &database, const QString &query)
{
    return await(database.read(
                     [query](Transaction &t) { return t.one(query, [](const Row &row) { return row.integer(0); }); }))
        .value()
        .value_or(0);
}

}  // namespace

class TestTogether : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoTextsBecomeOne_data();
    void twoTextsBecomeOne();
    void twoCountermeasuresBecomeOne();
    void whoIsThereIsSeen_data() { TestDatabase::addEngines(); }
    void whoIsThereIsSeen();
    void aClockThatWasAheadLeavesNobody_data()
    {
        QTest::addColumn<int>("engine");
        QTest::addColumn<qint64>("ahead");
        QTest::addColumn<qint64>("left");
        for (const Engine engine : {Engine::Sqlite, Engine::Postgres}) {
            const QByteArray name = engine == Engine::Sqlite ? "SQLite" : "PostgreSQL";
            QTest::newRow((name + ", an hour").constData()) << int(engine) << qint64(milliseconds(1h).count()) << 3LL;
            QTest::newRow((name + ", a year").constData()) << int(engine) << qint64(milliseconds(8760h).count()) << 2LL;
        }
    }
    void aClockThatWasAheadLeavesNobody();
    void whoIsKilledHasGone_data() { TestDatabase::addEngines(); }
    void whoIsKilledHasGone();
    void presenceWakesNobodyElse();
    void presenceWakesRarely_data() { TestDatabase::addEngines(); }
    void presenceWakesRarely();
    void sixPeopleLoseNothing();
};

void TestTogether::twoTextsBecomeOne_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("yours");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("both");  // null: somebody has to read them
    const auto row = [](const char *name, const char *base, const char *yours, const char *theirs, const char *both) {
        const auto text = [](const char *words) {
            return words ? QString::fromUtf8(words).replace(u'|', u'\n') : QString();
        };
        QTest::newRow(name) << text(base) << text(yours) << text(theirs) << text(both);
    };
    row("other paragraphs", "one||two||three", "ONE||two||three", "one||two||THREE", "ONE||two||THREE");
    row("one adds above, one below", "one||two", "zero||one||two", "one||two||three", "zero||one||two||three");
    row("one takes out, one adds", "one||two||three", "one||three", "one||two||three||four", "one||three||four");
    row("the same twice", "one||two", "one||TWO", "one||TWO", "one||TWO");
    row("the same and something else", "one||two||three", "ONE||two||three", "ONE||two||THREE", "ONE||two||THREE");
    row("only theirs", "one", "one", "two", "two");
    row("only yours", "one", "two", "one", "two");
    row("the same line", "one||two", "one||deux", "one||zwei", nullptr);
    row("neighbouring lines", "one|two", "ONE|two", "one|TWO", nullptr);
    row("both begin", "", "mine", "theirs", nullptr);
    row("both add at the end", "one", "one||mine", "one||theirs", nullptr);
    row("changed here, gone there", "one||two||three", "one||zwei||three", "one||three", nullptr);
}

void TestTogether::twoTextsBecomeOne()
{
    QFETCH(const QString, base);
    QFETCH(const QString, yours);
    QFETCH(const QString, theirs);
    QFETCH(const QString, both);
    QCOMPARE(mergeTexts(base, yours, theirs).value_or(QString()), both);
    QCOMPARE(mergeTexts(base, theirs, yours).value_or(QString()), both);
}

void TestTogether::twoCountermeasuresBecomeOne()
{
    using enum CountermeasureEntry;
    const CountermeasureText base{.text = u"Rotate logs"_s, .owner = PersonId{1}, .effectCheck = u"Fill it"_s};
    CountermeasureText yours = base;
    yours.text = u"Rotate all logs"_s;
    yours.dueOn = QDate(2026, 12, 24);
    CountermeasureText theirs = base;
    theirs.owner = PersonId{2};
    theirs.dueOn = QDate(2026, 12, 24);
    CountermeasureMerge merge = mergeCountermeasures(base, yours, theirs);
    QVERIFY(merge.disputed.empty());  // what both did alike is done once
    QCOMPARE(merge.both.text, yours.text);
    QCOMPARE(merge.both.owner, theirs.owner);
    theirs.text = u"Rotate logs daily"_s;
    theirs.dueOn.reset();
    theirs.visibility = Visibility::Public;
    merge = mergeCountermeasures(base, yours, theirs);
    QVERIFY(merge.disputed == std::vector{Text});  // the day was theirs as it stood before
    QCOMPARE(merge.both.text, yours.text);
    QCOMPARE(merge.both.dueOn, yours.dueOn);
    QCOMPARE(merge.both.visibility, Visibility::Public);
    theirs = yours;
    QVERIFY(mergeCountermeasures(base, yours, theirs).disputed.empty());
    theirs.link = u"https://tracker.example.org/1"_s;
    theirs.kind = CountermeasureKind::Detect;
    theirs.why = WhyId{4};
    theirs.effectCheck = u"Watch it"_s;
    theirs.owner = {};
    theirs.dueOn = QDate(2027, 1, 1);
    theirs.text = u"x"_s;
    theirs.visibility = Visibility::Public;
    yours = {.why = WhyId{5},
             .text = u"y"_s,
             .owner = PersonId{3},
             .dueOn = QDate(2027, 2, 2),
             .kind = CountermeasureKind::Mitigate,
             .effectCheck = u"Drill"_s,
             .link = u"https://tracker.example.org/2"_s,
             .visibility = Visibility::Restricted};
    merge = mergeCountermeasures(base, yours, theirs);
    QCOMPARE(merge.disputed.size(), 8U);  // every entry
    QVERIFY(merge.both == yours);
}

void TestTogether::whoIsThereIsSeen()
{
    Crew crew;
    const auto first = opened(crew.database.address());
    const auto second = opened(crew.database.address());
    const auto audited = [&] { return count(*crew.database, u"SELECT count(*) FROM audit"_s); };
    const qint64 before = audited();

    auto ada = std::make_unique<Presence>(Session{*first, crew.commander}, crew.incident.id, fast);
    ada->moveTo(u"why 7"_s);
    ada->enter();
    const auto rows = [&] { return count(*crew.database, u"SELECT count(*) FROM presence"_s); };
    QTRY_COMPARE(rows(), 1);

    // Alone, nothing is written, wherever she goes.
    const auto seen = [&] { return count(*crew.database, u"SELECT sum(seen_at) FROM presence"_s); };
    const qint64 then = seen();
    ada->moveTo(u"field summary"_s);
    QTest::qWait(700);
    QCOMPARE(seen(), then);

    // Somebody comes, on another machine. Each sees the other, and where.
    Presence grace(Session{*second, crew.responder}, crew.incident.id, fast);
    grace.enter();
    QTRY_COMPARE(whoIsThere(*ada), QStringList{u"Grace Hopper"_s});
    QTRY_COMPARE(whoIsThere(grace), QStringList{u"Ada Lovelace: field summary"_s});
    grace.moveTo(u"countermeasure 3"_s);
    QTRY_COMPARE(whoIsThere(*ada), QStringList{u"Grace Hopper: countermeasure 3"_s});

    // Whoever closes the page has gone at once, and the other one is quiet again.
    ada.reset();
    QTRY_COMPARE(whoIsThere(grace), QStringList());
    QTRY_COMPARE(rows(), 1);

    // Who may not see the incident sees nobody in it either. (The tests' PostgreSQL works as a superuser, from whom it hides
    // nothing; tst_restriction has other roles, and looks at every table.)
    crew.restrictTo({crew.responder});
    Presence guest(Session{*second, crew.viewer}, crew.incident.id, fast);
    guest.enter();
    QTest::qWait(300);
    QCOMPARE(whoIsThere(guest).isEmpty(), crew.database->engine() == Engine::Sqlite);
    QVERIFY(audited() > before);  // of the restriction, and of nothing else
    QCOMPARE(count(*crew.database, u"SELECT count(*) FROM audit WHERE entity = 'presence'"_s), 0);
}

//! Somebody was there, was killed, and the machine's clock is right again: nobody is seen there for as long as it was wrong.
void TestTogether::aClockThatWasAheadLeavesNobody()
{
    QFETCH(qint64, ahead);
    QFETCH(qint64, left);
    Crew crew;
    const auto database = opened(crew.database.address());
    await(database->write(crew.responder, [&](Transaction &t) -> Result<> {
        const auto now = outboxtable::databaseNow(t).value();
        return presencetable::put(t, crew.incident.id, u"gone"_s, u"why 7"_s, now + milliseconds(ahead));
    })).value();
    Presence ada(Session{*database, crew.commander}, crew.incident.id, fast);
    Presence vera(Session{*database, crew.viewer}, crew.incident.id, fast);
    ada.enter();
    vera.enter();
    QTRY_COMPARE(whoIsThere(ada).size(), 1);
    QVERIFY2(!whoIsThere(ada).front().contains(u"why 7"_s), qPrintable(whoIsThere(ada).front()));
    QTRY_COMPARE(count(*crew.database, u"SELECT count(*) FROM presence"_s), left);
}

void TestTogether::whoIsKilledHasGone()
{
    Crew crew;
    const auto database = opened(crew.database.address());
    Presence ada(Session{*database, crew.commander}, crew.incident.id, fast);
    ada.enter();
    QProcess other;
    other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    other.start(QCoreApplication::applicationFilePath(),
                {u"--be-here"_s, crew.database.address(), QString::number(crew.responder.value),
                 QString::number(crew.incident.id.value)});
    QTRY_COMPARE_WITH_TIMEOUT(whoIsThere(ada), QStringList{u"Grace Hopper: field leadUp"_s}, 20'000);
    QTest::qWait(int(2 * fast.gone.count()));  // it goes on to say so
    QCOMPARE(whoIsThere(ada).size(), 1);
    other.kill();
    other.waitForFinished();
    QTRY_COMPARE_WITH_TIMEOUT(whoIsThere(ada), QStringList(), 20'000);
}

//! On PostgreSQL; of a file, other processes hear only that it has changed.
void TestTogether::presenceWakesNobodyElse()
{
    TestDatabase database(Engine::Postgres);
    const auto first = opened(database.address());
    const auto actorFor = [&](const QString &login) {
        return await(first->write({}, [login](Transaction &t) { return actorForLogin(t, login, login); })).value().id;
    };
    const ActorId root = actorFor(u"root"_s);
    const Incident incident =
        await(first->write(root, [](Transaction &t) {
            return declareIncident(t,
                                   {.title = u"Down"_s, .severity = Severity::Sev1, .services = {}, .dataCentres = {}});
        })).value();
    const auto second = opened(database.address());
    QTest::qWait(300);  // what was written is told
    int others = 0;
    QObject::connect(&second->feed(), &ChangeFeed::changed, this,
                     [&others](const Changes &changes) { others += changes.touches("postmortem"_L1) ? 1 : 0; });
    Presence here(Session{*first, root}, incident.id, fast);
    Presence there(Session{*second, root}, incident.id, fast);
    here.enter();
    there.enter();
    QTRY_COMPARE(whoIsThere(there).size(), 1);
    here.moveTo(u"field impact"_s);
    QTRY_COMPARE(whoIsThere(there), QStringList{u"root: field impact"_s});
    QTest::qWait(1000);
    QCOMPARE(others, 0);
}

//! Whoever uses the same SQLite file reads anew at each change: two who are there and do not move leave it alone for longer
//! than these seconds. On PostgreSQL nobody is told that they are still there.
void TestTogether::presenceWakesRarely()
{
    Crew crew;
    const auto first = opened(crew.database.address());
    const auto second = opened(crew.database.address());
    Presence ada(Session{*first, crew.commander}, crew.incident.id);
    Presence grace(Session{*second, crew.responder}, crew.incident.id);
    ada.enter();
    grace.enter();
    QTRY_COMPARE(whoIsThere(ada), QStringList{u"Grace Hopper"_s});
    QTRY_COMPARE(whoIsThere(grace), QStringList{u"Ada Lovelace"_s});
    QTest::qWait(1'000);  // what they have said is told
    int woken = 0;
    connect(&crew.database->feed(), &ChangeFeed::changed, this, [&woken] { ++woken; });
    QTest::qWait(8'000);
    QCOMPARE(woken, 0);
    // Where somebody goes is still told at once.
    grace.moveTo(u"field leadUp"_s);
    QTRY_COMPARE_WITH_TIMEOUT(whoIsThere(ada), QStringList{u"Grace Hopper: field leadUp"_s}, 2'000);
    QTRY_VERIFY(woken > 0);
}

void TestTogether::sixPeopleLoseNothing()
{
    constexpr int people = 6;
    constexpr milliseconds length = 60s;
    TestDatabase database(Engine::Postgres);
    const auto own = opened(database.address());
    QList<ActorId> actors;
    for (int i = 0; i < people; ++i) {
        actors << await(own->write({},
                                   [i](Transaction &t) {
                                       return actorForLogin(t, u"p%1"_s.arg(i), u"Participant %1"_s.arg(i));
                                   }))
                      .value()
                      .id;
    }
    for (int i = 1; i < people; ++i) {
        await(own->write(actors[0], [actor = actors[i]](Transaction &t) {
            return setRole(t, actor, Role::Responder);
        })).value();
    }
    const Incident incident =
        await(own->write(actors[0], [](Transaction &t) {
            return declareIncident(t,
                                   {.title = u"Down"_s, .severity = Severity::Sev1, .services = {}, .dataCentres = {}});
        })).value();
    await(own->write(actors[0], [id = incident.id](Transaction &t) { return openPostMortem(t, id); })).value();

    std::vector<std::unique_ptr<QProcess>> processes;
    for (int i = 0; i < people; ++i) {
        auto &process = processes.emplace_back(std::make_unique<QProcess>());
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(QCoreApplication::applicationFilePath(),
                       {u"--participate"_s, database.address(), QString::number(actors[i].value),
                        QString::number(incident.id.value), QString::number(i + 1), QString::number(length.count())});
    }
    struct Edit
    {
        int process = 0;
        QString text;
        qint64 at = 0;
    };
    QMap<std::pair<Key, int>, Edit> acknowledged;
    QMap<std::pair<Key, int>, QMap<int, qint64>> seen;  // by process, when
    std::vector<QMap<Key, int>> last(people);
    std::vector<int> company(people, -1);
    int conflicts = 0;
    int merges = 0;
    for (int i = 0; i < people; ++i) {
        QVERIFY(QTest::qWaitFor([&] { return processes[size_t(i)]->state() == QProcess::NotRunning; }, 130'000));
        QCOMPARE(processes[size_t(i)]->exitCode(), 0);
        const auto lines = QString::fromUtf8(processes[size_t(i)]->readAllStandardOutput()).split(u'\n');
        for (const QString &line : lines) {
            const QStringList words = line.split(u'\t');
            if (words[0] == u"ack"_s) {
                const auto key = std::pair(words[1], words[2].toInt());
                const QString text = QString::fromUtf8(QByteArray::fromBase64(words[4].toLatin1()));
                QVERIFY2(!acknowledged.contains(key),
                         qPrintable(u"%1 was given version %2 twice"_s.arg(words[1], words[2])));
                acknowledged.insert(key, {i, text, words[3].toLongLong()});
            } else if (words[0] == u"saw"_s) {
                seen[{words[1], words[2].toInt()}].insert(i, words[3].toLongLong());
            } else if (words[0] == u"end"_s) {
                company[size_t(i)] = words[1].toInt();
                for (const QString &version : words.mid(2)) {
                    last[size_t(i)].insert(version.section(u'=', 0, 0), version.section(u'=', 1).toInt());
                }
            }
            conflicts += words[0] == u"conflict"_s;
            merges += words[0] == u"merged"_s;
        }
    }
    QVERIFY2(acknowledged.size() > 100, qPrintable(QString::number(acknowledged.size())));
    QVERIFY(conflicts > 0);
    QVERIFY(merges > 0);

    // Each text's history is one chain, every edit made by somebody who had seen the one before; what was acknowledged
    // stands in it, and the end of it is what everybody has on the screen.
    const auto record =
        await(own->read([id = incident.id](Transaction &t) { return postMortemRecord(t, id); })).value();
    const auto present = textsOf(*record);
    QMap<Key, QStringList> chains;
    for (auto it = present.cbegin(); it != present.cend(); ++it) {
        const QStringList parts = it.key().split(u' ');
        auto trail =
            await(own->read([parts](Transaction &t) { return auditOf(t, parts[0], parts[1].toLongLong()); })).value();
        std::ranges::reverse(trail);
        QStringList &chain = chains[it.key()];
        for (const auto &row : trail) {
            if (row.change.field == parts[2]) {
                QVERIFY2(chain.isEmpty() || row.change.oldValue.value_or(QString()) == chain.constLast(),
                         qPrintable(u"%1: somebody wrote over what they had not seen"_s.arg(it.key())));
                chain << row.change.newValue.value_or(QString());
            }
        }
        if (it->version > 0) {
            QVERIFY2(!chain.isEmpty(), qPrintable(it.key()));
            QCOMPARE(it->text, chain.constLast());
        }
        for (int i = 0; i < people; ++i) {
            QCOMPARE(last[size_t(i)].value(it.key(), -1), it->version);
        }
    }
    for (auto it = acknowledged.cbegin(); it != acknowledged.cend(); ++it) {
        QVERIFY2(chains.value(it.key().first).contains(it->text),
                 qPrintable(u"%1: “%2” is lost"_s.arg(it.key().first, it->text)));
    }
    for (const int others : company) {
        QCOMPARE(others, people - 1);
    }

    std::vector<qint64> delays;
    for (auto it = acknowledged.cbegin(); it != acknowledged.cend(); ++it) {
        const auto by = seen.value(it.key());
        for (auto each = by.cbegin(); each != by.cend(); ++each) {
            if (each.key() != it->process) {
                delays.push_back(std::max<qint64>(0, each.value() - it->at));
            }
        }
    }
    std::ranges::sort(delays);
    QVERIFY(!delays.empty());
    qInfo().noquote() << u"%1 edits acknowledged, %2 joined by themselves, %3 conflicts; seen by another process after "
                         "%4 ms (median), %5 ms (95th of 100), %6 ms (the slowest of %7)"_s.arg(acknowledged.size())
                             .arg(merges)
                             .arg(conflicts)
                             .arg(delays[delays.size() / 2])
                             .arg(delays[delays.size() * 95 / 100])
                             .arg(delays.back())
                             .arg(delays.size());
    QVERIFY2(delays.back() < 20'000, "it arrives at all");
}

int main(int argc, char **argv)
{
    const QByteArrayView task(argc > 4 ? argv[1] : "");
    if (task == "--participate" && argc > 6) {
        return participate(argc, argv);
    }
    if (task == "--be-here") {
        return beHere(argc, argv);
    }
    QCoreApplication app(argc, argv);
    TestTogether test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_together.moc"
