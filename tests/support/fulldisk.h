// SPDX-License-Identifier: GPL-3.0-or-later
// While it lives, no file of this process and of its children can be written: empty ones can be made, as on a full disk.
#pragma once

#include <sys/resource.h>

#include <csignal>

namespace onlyonce::test {

class FullDisk
{
public:
    explicit FullDisk(rlim_t bytesPerFile = 0)
    {
        std::signal(SIGXFSZ, SIG_IGN);  // the writer shall see the error, as ENOSPC would be one
        getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit small{.rlim_cur = bytesPerFile, .rlim_max = m_old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_old); }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_old{};
};

}  // namespace onlyonce::test
