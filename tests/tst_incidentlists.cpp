// SPDX-License-Identifier: GPL-3.0-or-later
// The list of incidents as it is read: what is open among much that is over, with the places of each, on both engines.
#include "models/incidents/desk.h"
#include "support/testdatabase.h"

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

constexpr int count = 60;
const QList<int> open{2, 3, 31, 60};

QString serviceOf(qint64 number)
{
    return u"service %1"_s.arg(number);
}

//! `count` incidents, each with a service and two data centres of its own; all but a few are over.
Result<> fill(Transaction &transaction)
{
    for (int number = 1; number <= count; ++number) {
        auto made = declareIncident(transaction, {.title = u"Incident %1"_s.arg(number),
                                                  .services = {serviceOf(number)},
                                                  .dataCentres = {u"east %1"_s.arg(number), u"west %1"_s.arg(number)}});
        if (!made) {
            return failure(made);
        }
        if (!open.contains(number)) {
            ONLYONCE_TRY(setStatus(transaction, made->id, IncidentStatus::Closed, made->version, Resolution::Resolved));
        }
    }
    return {};
}

}  // namespace

class TestIncidentLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowHasItsOwnPlaces_data() { TestDatabase::addEngines(); }
    void everyRowHasItsOwnPlaces();
};

void TestIncidentLists::everyRowHasItsOwnPlaces()
{
    TestDatabase database;
    REQUIRE_VALUE(ada, await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, {}); })));
    REQUIRE_OK(await(database->write(ada.id, fill)));

    for (const bool openOnly : {false, true}) {
        for (const bool oldest : {false, true}) {
            KeyPage page{.limit = openOnly ? 3 : 50, .before = count, .oldest = oldest};
            REQUIRE_VALUE(rows, await(database->read(
                                    [&](Transaction &t) { return incidents(t, {.openOnly = openOnly}, page); })));
            QList<qint64> numbers;
            for (const Incident &incident : rows) {
                numbers << incident.number;
                QCOMPARE(incident.services, QStringList{serviceOf(incident.number)});
                QCOMPARE(incident.dataCentres,
                         (QStringList{u"east %1"_s.arg(incident.number), u"west %1"_s.arg(incident.number)}));
            }
            if (openOnly) {
                QCOMPARE(numbers, (QList<qint64>{31, 3, 2}));
            } else {
                QCOMPARE(numbers.size(), 50);
                QCOMPARE(numbers.front(), oldest ? 50 : 59);
                QCOMPARE(numbers.back(), oldest ? 1 : 10);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestIncidentLists)
#include "tst_incidentlists.moc"
