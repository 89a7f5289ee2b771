// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/latelibrary.h"

#include <QCoreApplication>

#include <dlfcn.h>

namespace onlyonce {

// Made by whoever needs it first, and never unloaded: libraries leave threads and exit handlers behind.
LateLibrary::LateLibrary(const char *name)
    : m_name(name)
    , m_handle(::dlopen(name, RTLD_LAZY | RTLD_LOCAL))
    , m_problem(m_handle ? QString() : QString::fromLocal8Bit(::dlerror()))
{
}

Result<> LateLibrary::load()
{
    if (m_handle) {
        return {};
    }
    return fail(ErrorCode::Unavailable,
                QCoreApplication::translate("LateLibrary", "The library %1 is missing. Install it with app/setup, and "
                                                           "start OnlyOnce again.")
                    .arg(QString::fromLatin1(m_name)),
                m_problem);
}

void *LateLibrary::address(const char *function)
{
    void *found = m_handle ? ::dlsym(m_handle, function) : nullptr;
    if (!found) {
        qFatal("%s has no function %s", m_name, function);
    }
    return found;
}

}  // namespace onlyonce
