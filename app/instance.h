// SPDX-License-Identifier: GPL-3.0-or-later
// One window per SQLite file and user: whoever starts a second one raises the first. What a killed program leaves behind
// blocks nobody.
#pragma once

#include "models/base/result.h"
#include "models/storage/databaseurl.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <memory>

namespace onlyonce {

class Instance : public QObject
{
    Q_OBJECT

public:
    //! The only window of the database from now on; null when another one was there, which has been asked to show itself
    //! (and `place`, if it is not empty). Unavailable: it does not answer. On PostgreSQL every window is the only one.
    [[nodiscard]] static Result<std::unique_ptr<Instance>> claim(const DatabaseUrl &database, const QString &place);

Q_SIGNALS:
    //! Somebody has started the program again.
    void called(const QString &place);

private:
    explicit Instance(const QString &name);
    void answer();

    QLockFile m_lock;
    QLocalServer m_server;
};

}  // namespace onlyonce
