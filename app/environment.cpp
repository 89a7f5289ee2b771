// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/environment.h"

#include "models/base/tr.h"
#include "models/catalog/people.h"
#include "models/incidents/desk.h"

#include <QDir>
#include <QFileInfo>

namespace onlyonce {

namespace {

Result<> refuseWhileAnIncidentIsOpen(Transaction &transaction)
{
    auto open = incidents(transaction, {.state = IncidentState::Open}, 1);
    if (!open) {
        return failure(open);
    }
    if (!open->empty()) {
        return fail(
            ErrorCode::Conflict,
            tr("%1 is open. Upgrade the shared database when nothing is burning.").arg(open->front().reference()));
    }
    return {};
}

}  // namespace

QString Environment::secretsPath() const
{
    return QFileInfo(configPath).absolutePath() + QStringLiteral("/secrets.json");
}

QString Environment::backupFolder() const
{
    const auto section = settings().section(u"backup");
    const QString chosen = section ? section->value(QStringLiteral("folder")).toString() : QString();
    return chosen.isEmpty() ? QFileInfo(database.path).absolutePath() + QStringLiteral("/copies") : chosen;
}

Result<QString> Environment::profile() const
{
    const auto section = settings().section(u"profile");
    if (!section) {
        return failure(section);
    }
    const QString name = section->value(QStringLiteral("name")).toString();
    return name.isEmpty() ? qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME", QStringLiteral("me"))) : name;
}

Result<Environment> environmentFrom(const QString &database, const QString &config)
{
    auto url = DatabaseUrl::parse(database.isEmpty() ? DatabaseUrl::defaultPath() : database);
    if (!url) {
        return failure(url);
    }
    return Environment{.database = *url, .configPath = config.isEmpty() ? SettingsFile::defaultPath() : config};
}

Result<Opened> openDatabase(const Environment &environment, RaiseLevel raise)
{
    const auto profile = environment.profile();
    if (!profile) {
        return failure(profile);
    }
    auto database = Database::open({.url = environment.database,
                                    .raiseLevel = raise,
                                    .beforeRaise = refuseWhileAnIncidentIsOpen,
                                    .missing = environment.missing});
    if (!database) {
        return failure(database);
    }
    auto known = (*database)->write({}, [name = *profile](Transaction &transaction) -> Result<std::pair<Actor, Actor>> {
        auto person = actorOfSession(transaction, name);
        if (!person) {
            return failure(person);
        }
        // Whoever has a known person's name is that person, unless the server leaves that to an administrator to say.
        const auto meant = person->person ? Result<Person>(Person()) : personMeant(transaction, person->name);
        if (meant && meant->id && meant->name.compare(person->name, Qt::CaseInsensitive) == 0) {
            (void)transaction.attempt([&](Transaction &part) { return linkByName(part, meant->id); });
            person = actorOfSession(transaction, name);
            if (!person) {
                return failure(person);
            }
        }
        auto program = actorForMachine(transaction, ActorKind::Program, QStringLiteral("OnlyOnce"));
        if (!program) {
            return failure(program);
        }
        return std::pair(*person, *program);
    });
    known.waitForFinished();
    auto actors = known.result();
    if (!actors) {
        return failure(actors);
    }
    return Opened{.database = std::move(*database), .person = actors->first, .program = actors->second};
}

Result<std::unique_ptr<Database>> openToRead(const Environment &environment)
{
    return Database::open({.url = environment.database,
                           .beforeRaise = refuseWhileAnIncidentIsOpen,
                           .access = Access::ReadOnly,
                           .missing = environment.missing});
}

}  // namespace onlyonce
