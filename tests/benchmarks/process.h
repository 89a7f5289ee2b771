// SPDX-License-Identifier: GPL-3.0-or-later
// A program under measurement: started, listened to, ended, and what it cost. Without Qt, because a child's peak memory
// as the kernel tells it is never less than that of whoever started it.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace onlyonce::bench {

class Process
{
public:
    enum class Stream { Output = 1, Errors = 2 };

    //! Starts words[0] with those arguments; ends this program if that fails. The other stream is passed through.
    explicit Process(const std::vector<std::string> &words, Stream listenTo = Stream::Output);
    ~Process();  //!< kills it if nobody has waited
    Process(const Process &) = delete;
    Process &operator=(const Process &) = delete;

    //! The next line that holds every one of `texts`; ends this program if the other one is silent before.
    std::string lineWith(const std::vector<std::string_view> &texts);
    void terminate() const;
    //! Until it has ended; ends this program if it did not end well.
    void wait();
    //! Peak resident memory in MiB; known after wait().
    [[nodiscard]] double peakMemory() const { return m_peakMemory; }

private:
    bool readMore();

    std::string m_name;
    std::string m_heard;
    pid_t m_pid = -1;
    int m_pipe = -1;
    double m_peakMemory = 0;
};

//! Says why and ends the program: a benchmark that measured something else than it says is worth nothing.
[[noreturn]] void giveUp(const std::string &why);

}  // namespace onlyonce::bench
