// SPDX-License-Identifier: GPL-3.0-or-later
// The whole archive from the window: asks for a place, says above every page how far it is, and can be cancelled there.
#pragma once

#include "models/catalog/session.h"

#include <QElapsedTimer>
#include <QObject>

namespace onlyonce {

struct ArchiveWritten;
class WholeArchive;
namespace ui {
class MainWindow;
}

class ArchiveJob : public QObject
{
    Q_OBJECT

public:
    //! With the actions for it.
    ArchiveJob(Session session, ui::MainWindow &frame, QObject *parent);

    //! A folder of its own is made in the one that is chosen.
    void ask();
    //! For colleagues, as PDF.
    void begin(const QString &parentFolder);
    void cancel();

private:
    void tellProgress(int done, int all);
    void tellEnd(const Result<ArchiveWritten> &written, const QString &folder);

    Session m_session;
    ui::MainWindow &m_frame;
    WholeArchive *m_archive = nullptr;  //!< while one is being written
    QElapsedTimer m_told;
};

}  // namespace onlyonce
