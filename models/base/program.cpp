// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/program.h"

#include "models/base/tr.h"

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>
#include <optional>

namespace onlyonce {

namespace {

//! What posix_spawn() wants: an array of pointers that ends in a null one.
class Strings
{
public:
    void add(QByteArray text) { m_texts.push_back(std::move(text)); }
    [[nodiscard]] char *const *get()
    {
        m_pointers.clear();
        for (QByteArray &text : m_texts) {
            m_pointers.push_back(text.data());
        }
        m_pointers.push_back(nullptr);
        return m_pointers.data();
    }

private:
    std::vector<QByteArray> m_texts;
    std::vector<char *> m_pointers;
};

Strings environmentOf(const ProgramCall &call)
{
    Strings environment;
    for (char **variable = environ; *variable; ++variable) {
        const QByteArray text(*variable);
        const auto replaces = [&](const auto &own) { return text.startsWith(own.first + '='); };
        if (std::ranges::none_of(call.environment, replaces)) {
            environment.add(text);
        }
    }
    for (const auto &[name, value] : call.environment) {
        environment.add(name + '=' + value);
    }
    return environment;
}

//! Of what a program has complained of, for a sentence of ours.
QString firstWords(const QString &said)
{
    constexpr qsizetype most = 160;
    QString words = said.section(u'\n', 0, 0).simplified();
    while (words.endsWith(u'.') || words.endsWith(u':')) {
        words.chop(1);
    }
    return words.size() > most ? words.left(most) + u'…' : words;
}

//! Whether it ended in time; if not, it is ended.
bool awaitEnd(pid_t process, const ProgramCall &call, int &status)
{
    // Not waited for yet, it keeps its number, and nobody else is hit.
    std::optional<std::stop_callback<std::function<void()>>> stopped;
    stopped.emplace(call.stop, [process] { ::kill(process, SIGKILL); });
    bool inTime = true;
    // glibc 2.36 declares pidfd_open() for C alone.
    if (const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0)); handle >= 0) {
        pollfd ended{.fd = handle, .events = POLLIN, .revents = 0};
        int ready = -1;
        do {
            ready = ::poll(&ended, 1, static_cast<int>(std::chrono::milliseconds(call.limit).count()));
        } while (ready < 0 && errno == EINTR);
        inTime = ready != 0;
        ::close(handle);
    }
    if (!inTime) {
        ::kill(process, SIGKILL);
    }
    siginfo_t ended{};
    while (::waitid(P_PID, static_cast<id_t>(process), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
    stopped.reset();
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return inTime;
}

}  // namespace

bool isInstalled(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

Result<> runProgram(const ProgramCall &call)
{
    const QString path = QStandardPaths::findExecutable(call.program);
    if (path.isEmpty()) {
        return fail(ErrorCode::Unavailable, tr("%1 is not installed.").arg(call.program));
    }
    QTemporaryFile complaints;
    if (!complaints.open()) {
        return fail(ErrorCode::Unavailable, tr("%1 could not be started.").arg(call.program), complaints.errorString());
    }
    Strings words;
    words.add(QFile::encodeName(path));
    for (const QString &argument : call.arguments) {
        words.add(argument.toLocal8Bit());
    }
    Strings environment = environmentOf(call);

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, complaints.handle(), STDERR_FILENO);
    pid_t process = 0;
    const int failed =
        ::posix_spawn(&process, QFile::encodeName(path).constData(), &files, nullptr, words.get(), environment.get());
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) {
        return fail(ErrorCode::Unavailable, tr("%1 could not be started.").arg(call.program),
                    QString::fromLocal8Bit(std::strerror(failed)));
    }
    int status = 0;
    if (!awaitEnd(process, call, status)) {
        return fail(ErrorCode::Unavailable,
                    tr("%1 took longer than %2 s and was ended.").arg(call.program).arg(call.limit.count()));
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        return {};
    }
    if (call.stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, tr("%1 was cancelled.").arg(call.program));
    }
    const QString said = QString::fromLocal8Bit(complaints.seek(0) ? complaints.readAll() : QByteArray()).trimmed();
    if (WIFSIGNALED(status)) {
        return fail(ErrorCode::Unavailable,
                    tr("%1 was ended by something else on this machine (%2), as happens when memory runs out.")
                        .arg(call.program, QString::fromLatin1(::sigabbrev_np(WTERMSIG(status)))),
                    said);
    }
    const QString why = firstWords(said);
    return fail(
        ErrorCode::Unavailable,
        why.isEmpty() ? tr("%1 has failed.").arg(call.program) : tr("%1 has failed: %2.").arg(call.program, why), said);
}

}  // namespace onlyonce
