// SPDX-License-Identifier: GPL-3.0-or-later
// One window per SQLite file and user: whoever starts a second one raises the first. What a killed program leaves behind
// blocks nobody.
#pragma once

#include "models/base/result.h"
#include "models/storage/databaseurl.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

namespace onlyonce {

class Instance : public QObject
{
    Q_OBJECT

public:
    explicit Instance(const DatabaseUrl &database);

    //! The only window of the database from now on, unless another one is: false. On PostgreSQL every window is the only
    //! one. From any thread, and before there is an application.
    [[nodiscard]] bool lock();
    //! After lock() was true: hears whoever starts the program again.
    void listen();
    //! After lock() was false: asks the other window to show itself (and `place`, if it is not empty). Blocks for seconds
    //! if it has only just begun. Unavailable: it does not answer.
    [[nodiscard]] Result<> callOther(const QString &place) const;

Q_SIGNALS:
    //! Somebody has started the program again.
    void called(const QString &place);

private:
    void answer();

    QString m_name;  //!< empty on PostgreSQL
    QLockFile m_lock;
    QLocalServer m_server;
};

}  // namespace onlyonce
