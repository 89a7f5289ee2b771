// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/pager.h"

#include "models/base/log.h"
#include "models/delivery/runner.h"
#include "models/notify/paging.h"

namespace onlyonce {

namespace {

constexpr int entriesAtOnce = 200;

}  // namespace

Pager::Pager(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
{
}

void Pager::start()
{
    connect(&m_database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        // People and connections too: somebody may have come on call for an incident that nobody was told of.
        if (changes.touches(QLatin1StringView("timeline")) || changes.touches(QLatin1StringView("person"))
            || changes.touches(QLatin1StringView("connection"))) {
            look();
        }
    });
    look();  // what happened while nobody followed
}

void Pager::look()
{
    if (m_running) {
        m_again = true;
        return;
    }
    m_running = true;
    m_database.read([](Transaction &transaction) { return hasPagesToWrite(transaction); })
        .then(this, [this](const Result<bool> &found) {
            if (found && *found) {
                write();
                return;
            }
            if (!found) {
                qCWarning(logDelivery) << "the pager cannot read:" << found.error().message << found.error().detail;
            }
            looked(false);
        });
}

void Pager::write()
{
    m_database
        .write(m_program,
               [uuid = m_database.uuid()](Transaction &transaction) -> Result<bool> {
                   auto followed = followTimeline(transaction, uuid, entriesAtOnce);
                   if (!followed) {
                       return failure(followed);
                   }
                   auto called = callAgain(transaction, uuid);
                   if (!called) {
                       return failure(called);
                   }
                   return followed->entries == entriesAtOnce;
               })
        .then(this, [this](const Result<bool> &more) {
            if (!more) {
                qCWarning(logDelivery) << "paging failed:" << more.error().message << more.error().detail;
            }
            looked(more && *more);
        });
}

void Pager::looked(bool again)
{
    m_running = false;
    if (std::exchange(m_again, false) || again) {
        look();
    }
}

void registerPager(DeliveryRunner &runner)
{
    runner.onSettled(pageMailKind(), pageSettled);
}

}  // namespace onlyonce
