// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/writing.h"

#include "models/base/tr.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace onlyonce {

std::unexpected<Error> unwritten(const QString &name, const QString &why)
{
    return fail(ErrorCode::Unavailable, tr("%1 cannot be written: %2.").arg(name, why));
}

Result<> writeAll(QFileDevice &file, const QByteArray &bytes, const QString &name)
{
    // A disk that fills up midway takes a part and reports no error; only what is asked for after that has one.
    qint64 done = 0;
    for (qint64 piece = 1; done < bytes.size() && piece > 0; done += std::max(piece, qint64{0})) {
        piece = file.write(bytes.constData() + done, bytes.size() - done);
    }
    if (done == bytes.size() && file.flush()) {
        return {};
    }
    const QString why = file.errorString();
    return file.error() == QFileDevice::ResourceError
             ? fail(ErrorCode::Unavailable,
                    tr("%1 cannot be written: %2. Free some space and try again.").arg(name, why))
             : unwritten(name, why);
}

Result<> syncAll(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return unwritten(folder, qt_error_string(errno));
    }
    const int error = ::syncfs(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return error == 0 ? Result<>() : unwritten(folder, qt_error_string(error));
}

}  // namespace onlyonce
