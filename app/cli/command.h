// SPDX-License-Identifier: GPL-3.0-or-later
// The commands without a window. A command is a name, what it takes, and a function; registry.cpp lists them all.
// Exit codes: 0 done, 1 refused or failed with one clear line on stderr, 2 the words of the command were wrong.
#pragma once

#include "app/environment.h"
#include "models/catalog/actor.h"
#include "models/storage/database.h"

#include <QCommandLineParser>
#include <QEventLoop>
#include <QFutureWatcher>
#include <QJsonArray>
#include <QJsonObject>

#include <functional>

namespace onlyonce {

//! For futures that need an event loop (the keychain). The command line has none running, so this one is no nested one.
template <typename T>
T waitFor(const QFuture<T> &future)
{
    if (!future.isFinished()) {
        QEventLoop loop;
        QFutureWatcher<T> watcher;
        QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(future);
        loop.exec();
    }
    if constexpr (!std::is_void_v<T>) {
        return future.result();
    }
}

//! One call of a command: its words, and the database when it asks for one.
class Invocation
{
public:
    Invocation(const QCommandLineParser &parser, Environment environment, int wordsOfName);

    //! What stands after the command's name; empty when there is no such word.
    [[nodiscard]] QString argument(int index) const;
    [[nodiscard]] bool has(const QString &option) const { return m_parser.isSet(option); }
    [[nodiscard]] QString option(const QString &name) const { return m_parser.value(name); }
    [[nodiscard]] QStringList options(const QString &name) const { return m_parser.values(name); }
    [[nodiscard]] bool json() const { return m_parser.isSet(QStringLiteral("json")); }
    [[nodiscard]] const Environment &environment() const { return m_environment; }

    //! Opens the database on first use, to change it. The reference lives as long as the invocation.
    [[nodiscard]] Result<Database *> database();
    //! The same for questions alone, which are answered from a full or write-protected disk as well.
    [[nodiscard]] Result<Database *> reading();

    //! Runs `work(Transaction &) -> Result<T>` as the person at the command line and waits for the commit.
    template <typename Work>
    auto change(Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        return write(&Invocation::m_actor, std::move(work));
    }
    //! The same as the program itself: what follows from a change, and needs no permission of its own.
    template <typename Work>
    auto follow(Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        return write(&Invocation::m_program, std::move(work));
    }
    //! What the person at the command line may see.
    template <typename Work>
    auto ask(Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        const auto opened = reading();
        return opened ? read(m_database ? m_actor : m_reader, std::move(work)) : failure(opened);
    }
    //! What the program itself sees: for questions about the whole, whose answer tells nothing of a restricted incident.
    template <typename Work>
    auto look(Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        const auto opened = reading();
        return opened ? read({}, std::move(work)) : failure(opened);
    }
    [[nodiscard]] ActorId actor() const { return m_actor; }
    //! Says which person this is, where no window has said it before: for what only a known person may do.
    [[nodiscard]] Result<> becomeKnown();

    //! For people: control characters, which a terminal would obey, are shown as pictures.
    void print(const QString &text);
    void print(const QJsonObject &object);
    void print(const QJsonArray &array);
    //! The one with --json, the other without.
    void answer(const QJsonObject &object, const QString &text);
    void answer(const QJsonArray &array, const QString &text);
    //! Unavailable when not all of it could be written.
    [[nodiscard]] Result<> printed() const { return m_printed; }

private:
    void write(const QByteArray &bytes);
    template <typename Work>
    auto write(ActorId Invocation::*actor, Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        auto opened = database();
        if (!opened) {
            return failure(opened);
        }
        auto future = (*opened)->write(this->*actor, std::move(work));
        future.waitForFinished();  // the database's thread completes it; there is no window to keep alive
        return future.result();
    }

    template <typename Work>
    auto read(ActorId reader, Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        auto future = (m_database ? m_database : m_reading)->readAs(reader, std::move(work));
        future.waitForFinished();
        return future.result();
    }

    const QCommandLineParser &m_parser;
    Environment m_environment;
    int m_wordsOfName;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Database> m_reading;
    ActorId m_actor;
    ActorId m_person;
    ActorId m_program;
    ActorId m_reader;
    Result<> m_printed;
};

//! The call's words are wrong (exit code 2), as against something that went wrong (1).
[[nodiscard]] std::unexpected<Error> usage(const QString &message);

struct Command
{
    QString name;       //!< one or two words: "incident list"
    QString arguments;  //!< "N [TEXT]": one word each, in brackets those that may be missing; no call has others
    QString summary;
    QList<QCommandLineOption> options;
    std::function<Result<>(Invocation &)> run;
    QString jsonHelp;  //!< the shape of --json's answer; every command has one
    std::function<QString(const QStringList &arguments)> moreHelp = {};  //!< what depends on the arguments
    //! Make: a database may begin with this command. With any other, a name that leads nowhere is mistyped.
    Missing missing = Missing::Refuse;
};

using Commands = std::vector<Command>;

[[nodiscard]] const Commands &allCommands();

//! @name One per file, in the order of --help.
//! @{
[[nodiscard]] Commands incidentListCommands();
[[nodiscard]] Commands incidentCommands();
[[nodiscard]] Commands leadCommands();
[[nodiscard]] Commands restrictionCommands();
[[nodiscard]] Commands timelineCommands();
[[nodiscard]] Commands protocolCommands();
[[nodiscard]] Commands responseCommands();
[[nodiscard]] Commands endingCommands();
[[nodiscard]] Commands evidenceCommands();
[[nodiscard]] Commands recurrenceCommands();
[[nodiscard]] Commands redactionCommands();
[[nodiscard]] Commands alertCommands();
[[nodiscard]] Commands sourceCommands();
[[nodiscard]] Commands silenceCommands();
[[nodiscard]] Commands regroupCommands();
[[nodiscard]] Commands ruleCommands();
[[nodiscard]] Commands placeCommands();
[[nodiscard]] Commands announcementCommands();
[[nodiscard]] Commands postmortemCommands();
[[nodiscard]] Commands reviewCommands();
[[nodiscard]] Commands countermeasureCommands();
[[nodiscard]] Commands documentCommands();
[[nodiscard]] Commands exportCommands();
[[nodiscard]] Commands setupCommands();
[[nodiscard]] Commands connectionCommands();
[[nodiscard]] Commands deliveryCommands();
[[nodiscard]] Commands backupCommands();
[[nodiscard]] Commands auditCommands();
[[nodiscard]] Commands serveCommands();
[[nodiscard]] Commands checkCommands();
[[nodiscard]] Commands demoCommands();
//! @}

//! Whether a command (or --help) is wanted, and not the window.
[[nodiscard]] bool wantsCommand(const QStringList &arguments);
//! Runs it; the exit code. `arguments` begin with the program's name.
[[nodiscard]] int runCommand(const QStringList &arguments);
//! What the window takes.
[[nodiscard]] QList<QCommandLineOption> windowOptions();

//! One line on stderr; returns the exit code, 2 for usage(), else 1.
int complain(const Error &error);

}  // namespace onlyonce
