// SPDX-License-Identifier: GPL-3.0-or-later
// A library of others that is loaded when it is first called, not when the program starts: with what they pull in,
// libcurl and its like are a quarter of all that the system would have to find, map and tie together before the window.
// Each has a file that defines its functions, as its own header declares them, by forwarding to it.
#pragma once

#include "models/base/result.h"

namespace onlyonce {

class LateLibrary
{
public:
    //! By the name that a linker would have written down, "libcurl.so.4".
    explicit LateLibrary(const char *name);

    //! From any thread; again is cheap. Unavailable: it is not installed.
    [[nodiscard]] Result<> load();
    //! load() has gone well. Ends the program if the library has no such function.
    template <typename Function>
    [[nodiscard]] Function *find(const char *function)
    {
        return reinterpret_cast<Function *>(address(function));
    }

private:
    [[nodiscard]] void *address(const char *function);

    const char *m_name;
    void *m_handle;
    QString m_problem;
};

}  // namespace onlyonce

//! Defines a function of a library whose header is included; `library()` is the LateLibrary.
#define ONLYONCE_FORWARD(Result, name, parameters, arguments)           \
    Result name parameters                                              \
    {                                                                   \
        static const auto real = library().find<decltype(name)>(#name); \
        return real arguments;                                          \
    }
