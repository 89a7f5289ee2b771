// SPDX-License-Identifier: GPL-3.0-or-later
#include "process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace onlyonce::bench {

void giveUp(const std::string &why)
{
    std::fflush(stdout);
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
}

Process::Process(const std::vector<std::string> &words, Stream listenTo)
    : m_name(words.front())
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        giveUp("no pipe can be made");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], static_cast<int>(listenTo));
    std::vector<std::string> copies = words;
    std::vector<char *> arguments;
    arguments.reserve(copies.size() + 1);
    for (std::string &word : copies) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    const int failure = posix_spawn(&m_pid, m_name.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    m_pipe = ends[0];
    if (failure != 0) {
        giveUp(m_name + " does not start");
    }
}

Process::~Process()
{
    if (m_pid > 0) {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    close(m_pipe);
}

bool Process::readMore()
{
    std::array<char, 65536> piece{};
    const ssize_t size = read(m_pipe, piece.data(), piece.size());
    if (size > 0) {
        m_heard.append(piece.data(), static_cast<size_t>(size));
    }
    return size > 0;
}

std::string Process::lineWith(const std::vector<std::string_view> &texts)
{
    while (true) {
        const size_t end = m_heard.find('\n');
        if (end == std::string::npos) {
            if (!readMore()) {
                giveUp(m_name + " ended without saying “" + std::string(texts.front()) + "”: " + m_heard);
            }
            continue;
        }
        std::string line = m_heard.substr(0, end);
        m_heard.erase(0, end + 1);
        if (std::ranges::all_of(texts, [&line](std::string_view text) { return line.contains(text); })) {
            return line;
        }
    }
}

void Process::terminate() const
{
    kill(m_pid, SIGTERM);
}

void Process::wait()
{
    do {
        m_heard.clear();
    } while (readMore());  // or it would wait for us
    int status = 0;
    rusage usage{};
    wait4(std::exchange(m_pid, -1), &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        giveUp(m_name + " did not end well (" + std::to_string(status) + ")");
    }
    m_peakMemory = static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace onlyonce::bench
