// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/backup.h"

#include "app/cli/common.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

QString folderOf(const Invocation &call)
{
    return call.has(QStringLiteral("folder")) ? call.option(QStringLiteral("folder"))
                                              : call.environment().backupFolder();
}

QJsonObject toJson(const BackupFile &file)
{
    return {{QStringLiteral("path"), file.path},
            {QStringLiteral("takenAt"), toIso(file.takenAt)},
            {QStringLiteral("bytes"), file.bytes}};
}

Result<> now(Invocation &call)
{
    const Instant moment = SystemClock().now();
    auto taken = takeBackup(call.environment().database, folderOf(call), moment);
    if (!taken) {
        return failure(taken);
    }
    if (auto pruned = pruneBackups(folderOf(call), moment); !pruned) {
        return failure(pruned);
    }
    call.answer(toJson(*taken), tr("Copied and checked: %1").arg(taken->path));
    return {};
}

Result<> list(Invocation &call)
{
    auto files = listBackups(folderOf(call));
    if (!files) {
        return failure(files);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const BackupFile &file : *files) {
        array.append(toJson(file));
        rows.append({toIso(file.takenAt), tr("%1 KiB").arg(file.bytes / 1024), file.path});
    }
    call.answer(array, rows.isEmpty() ? tr("No copies in %1.").arg(folderOf(call)) : table(rows));
    return {};
}

//! The newest copy that is not younger than `--at`.
Result<> restore(Invocation &call)
{
    const QString target = call.option(QStringLiteral("output"));
    if (target.isEmpty()) {
        return usage(tr("Where to? Give a new file with -o."));
    }
    QString from = call.argument(0);
    if (from.isEmpty()) {
        auto files = listBackups(folderOf(call));
        if (!files) {
            return failure(files);
        }
        Instant at = SystemClock().now();  // a clock that ran ahead has named copies that are not the newest
        if (call.has(QStringLiteral("at"))) {
            auto meant = timeMeant(call.option(QStringLiteral("at")), SystemClock().now());
            if (!meant || !*meant) {
                return usage(meant ? tr("--at takes a time.") : meant.error().message);
            }
            at = **meant;
        }
        const auto found = std::ranges::find_if(*files, [at](const BackupFile &file) { return file.takenAt <= at; });
        if (found == files->end()) {
            return fail(ErrorCode::NotFound, tr("There is no copy from before that time in %1.").arg(folderOf(call)));
        }
        from = found->path;
    }
    ONLYONCE_TRY(restoreBackup(from, target));
    auto redacted = redactedAgain(call, target);
    if (!redacted) {
        return failure(redacted);
    }
    call.answer(
        QJsonObject{{QStringLiteral("from"), from}, {QStringLiteral("to"), target}},
        (tr("%1 is now in %2. Its deliveries are held until you release them.").arg(from, target) + u' ' + *redacted)
            .trimmed());
    return {};
}

Result<> migrateNow(Invocation &call)
{
    auto opened = openDatabase(call.environment(), RaiseLevel::Allow);
    if (!opened) {
        return failure(opened);
    }
    const QString database = call.environment().database.display();
    call.answer(QJsonObject{{QStringLiteral("database"), database}},
                tr("The database %1 is up to date.").arg(database));
    return {};
}

}  // namespace

Commands backupCommands()
{
    const QCommandLineOption folder{QStringLiteral("folder"), tr("Where the copies are."), tr("FOLDER")};
    return {
        {.name = QStringLiteral("backup now"),
         .summary = tr("Copies the SQLite database and checks the copy."),
         .options = {folder},
         .run = now,
         .jsonHelp = tr("{path, takenAt, bytes}")},
        {.name = QStringLiteral("backup list"),
         .summary = tr("The copies, newest first."),
         .options = {folder},
         .run = list,
         .jsonHelp = tr("an array of {path, takenAt, bytes}")},
        {.name = QStringLiteral("restore"),
         .arguments = QStringLiteral("[COPY]"),
         .summary = tr("Puts a copy back into a new file; its deliveries are held."),
         .options = {folder,
                     {QStringLiteral("at"), tr("The newest copy that was taken by then."), tr("TIME")},
                     {{QStringLiteral("o"), QStringLiteral("output")}, tr("The new file; needed."), tr("FILE")}},
         .run = restore,
         .jsonHelp = tr("{from, to}")},
        {.name = QStringLiteral("migrate"),
         .summary = tr("Upgrades a shared database; refused while an incident is open."),
         .run = migrateNow,
         .jsonHelp = tr("{database}")},
    };
}

}  // namespace onlyonce
