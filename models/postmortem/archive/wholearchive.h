// SPDX-License-Identifier: GPL-3.0-or-later
// Every incident that somebody may see, as a folder of documents, with an index (index.html, README.md). It is read one
// by one and written beside that, so that a thousand take no more memory than two; the folder appears when all is in it.
// Or one incident alone, as such a folder.
#pragma once

#include "models/documents/formats/registry.h"
#include "models/postmortem/archive/archiveindex.h"
#include "models/postmortem/archive/dataformats.h"
#include "models/storage/database.h"

#include <QObject>
#include <QSet>
#include <QTemporaryDir>

#include <memory>

namespace onlyonce {

struct ArchiveWish
{
    std::vector<const Format *> documents;
    std::vector<const DataFormat *> data;  //!< for colleagues only
    Audience audience = Audience::Internal;
    FormatOptions options;
    QString folder;  //!< is made; may be there when it is empty
    std::optional<IncidentId> only =
        {};  //!< then `folder` is there, and gets one named like the document, without an index
};

struct ArchiveWritten
{
    int incidents = 0;
    int files = 0;
    qint64 bytes = 0;
    QStringList remarks;  //!< what was left out, and why
    QString folder;       //!< that was made

    friend bool operator==(const ArchiveWritten &, const ArchiveWritten &) = default;
};

class WholeArchive : public QObject
{
    Q_OBJECT

public:
    //! On behalf of `reader`: restricted incidents are in it for those alone who are named. The database outlives it.
    WholeArchive(Database &database, ActorId reader, ArchiveWish wish, QObject *parent = nullptr);
    ~WholeArchive() override;

    //! Once. Nothing is left behind unless it ends well.
    void start();
    //! It ends soon afterwards, with ErrorCode::Cancelled.
    void cancel();

Q_SIGNALS:
    void progressed(int done, int all);
    void finished(const onlyonce::Result<onlyonce::ArchiveWritten> &written);

private:
    struct Built;
    struct Rendered;
    [[nodiscard]] Result<> prepare();
    void next();
    void read(size_t index);
    void render(size_t index, const std::shared_ptr<Built> &built);
    void settle(const Result<> &done);
    void writeIndex();
    void end(const Result<ArchiveWritten> &written);
    void keepOnly();
    [[nodiscard]] QString unusedName(const QString &wanted);

    Database &m_database;
    ActorId m_reader;
    ArchiveWish m_wish;
    std::shared_ptr<QTemporaryDir> m_work;  //!< beside the folder that it becomes
    std::vector<IncidentId> m_incidents;
    std::vector<std::optional<archive::IndexRow>> m_rows;  //!< in their order
    QSet<QString> m_names;
    ArchiveWritten m_written;
    size_t m_next = 0;
    int m_running = 0;
    int m_done = 0;
    std::optional<Error> m_problem;
    std::stop_source m_stop;
    bool m_ended = false;
};

}  // namespace onlyonce
