// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/wholearchive.h"

#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/base/writing.h"
#include "models/incidents/desk.h"
#include "models/postmortem/archive/archivetable.h"

#include <QDir>
#include <QFileInfo>
#include <QThreadPool>

#include <algorithm>

namespace onlyonce {

//! What is written of one incident: documents still to be rendered, the rest as it is.
struct WholeArchive::Built
{
    Incident incident;
    Document document;
    QString folder = {};
    std::vector<std::pair<QString, QByteArray>> files = {};  //!< extension and content
    QStringList remarks = {};
};

struct WholeArchive::Rendered
{
    archive::IndexRow row;
    qint64 bytes = 0;
};

WholeArchive::WholeArchive(Database &database, ActorId reader, ArchiveWish wish, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_reader(reader)
    , m_wish(std::move(wish))
{
    m_wish.options.stop = m_stop.get_token();
}

WholeArchive::~WholeArchive()
{
    m_stop.request_stop();  // the program ends when the last of its threads does
}

Result<> WholeArchive::prepare()
{
    if (m_wish.only) {
        m_work = std::make_shared<QTemporaryDir>(
            QDir(m_wish.folder).filePath(QStringLiteral(".onlyonce-unfinished-XXXXXX")));
        return m_work->isValid()
                 ? Result<>()
                 : fail(ErrorCode::Unavailable, tr("Nothing can be written in “%1”: %2. Choose another folder.")
                                                    .arg(m_wish.folder, m_work->errorString()));
    }
    const QFileInfo target(m_wish.folder);
    if (target.exists()
        && !(target.isDir() && QDir(m_wish.folder).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden))) {
        return fail(
            ErrorCode::Conflict,
            tr("“%1” is there already, and not empty. Name a folder that is not there yet.").arg(m_wish.folder));
    }
    // If the program is killed, this is what is found there: its name says what it is.
    m_work = std::make_shared<QTemporaryDir>(QDir::cleanPath(target.absoluteFilePath())
                                             + QStringLiteral(".unfinished-XXXXXX"));
    if (!m_work->isValid()) {
        return fail(ErrorCode::Unavailable,
                    tr("“%1” cannot be written: %2. Choose another place.").arg(m_wish.folder, m_work->errorString()));
    }
    return {};
}

void WholeArchive::start()
{
    if (const auto prepared = prepare(); !prepared) {
        end(failure(prepared));
        return;
    }
    m_database
        .readAs(
            m_reader,
            [audience = m_wish.audience, only = m_wish.only](Transaction &transaction) {
                return only ? Result<std::vector<IncidentId>>({*only}) : archivetable::incidents(transaction, audience);
            },
            Reader::Background)
        .then(this, [this](const Result<std::vector<IncidentId>> &incidents) {
            if (!incidents) {
                end(failure(incidents));
                return;
            }
            m_incidents = *incidents;
            m_rows.resize(m_incidents.size());
            Q_EMIT progressed(0, int(m_incidents.size()));
            next();
        });
}

void WholeArchive::cancel()
{
    if (!m_problem) {
        m_problem = Error{ErrorCode::Cancelled, tr("The export was cancelled. Nothing of it was kept."), {}};
        m_stop.request_stop();
    }
}

void WholeArchive::next()
{
    const int most = QThreadPool::globalInstance()->maxThreadCount() + 1;  // one is read while the others are rendered
    while (!m_problem && m_running < most && m_next < m_incidents.size()) {
        ++m_running;
        read(m_next++);
    }
    if (m_running > 0 || m_ended) {
        return;
    }
    if (m_problem) {
        end(std::unexpected(*m_problem));
    } else if (m_wish.only) {
        keepOnly();
    } else {
        writeIndex();
    }
}

void WholeArchive::read(size_t index)
{
    using Answered = std::shared_ptr<Built>;  // null: it has gone, or is not for this audience
    m_database
        .readAs(
            m_reader,
            [id = m_incidents[index], wish = m_wish](Transaction &transaction) -> Result<Answered> {
                auto document = buildDocument(transaction, id, wish.audience, wish.options.zone);
                const auto about = incident(transaction, id);
                if (!document || !about) {
                    const ErrorCode code = document ? about.error().code : document.error().code;
                    const bool isLeftOut = !wish.only && (code == ErrorCode::NotFound || code == ErrorCode::Denied);
                    return isLeftOut ? Result<Answered>() : document ? failure(about) : failure(document);
                }
                if (!*about) {
                    return wish.only ? fail(ErrorCode::NotFound, tr("There is no such incident.")) : Result<Answered>();
                }
                auto built = std::make_shared<Built>(Built{.incident = **about, .document = std::move(*document)});
                for (const DataFormat *format : wish.data) {
                    auto bytes = format->write(transaction, id);
                    if (bytes) {
                        built->files.emplace_back(format->extension, std::move(*bytes));
                    } else if (bytes.error().code == ErrorCode::Invalid) {
                        built->remarks
                            << tr("%1 without %2: %3").arg((*about)->reference(), format->id, bytes.error().message);
                    } else if (bytes.error().code != ErrorCode::NotFound) {  // there is nothing of that kind
                        return failure(bytes);
                    }
                }
                return built;
            },
            Reader::Background)
        .then(this, [this, index](const Result<Answered> &built) {
            if (!built || !*built || m_problem) {
                settle(built ? Result<>() : failure(built));
            } else {
                render(index, *built);
            }
        });
}

void WholeArchive::render(size_t index, const std::shared_ptr<Built> &built)
{
    const Format &named = m_wish.documents.empty() ? formats().front() : *m_wish.documents.front();
    built->folder = unusedName(QFileInfo(suggestedFileName(built->document, named)).completeBaseName());
    m_written.remarks += built->remarks;
    inBackground([built, wish = m_wish, work = m_work]() -> Result<Rendered> {
        Rendered rendered{.row = archive::rowOf(built->incident, wish.audience, built->document.title)};
        rendered.row.folder = built->folder;
        const QDir folder(QDir(work->path()).filePath(built->folder));
        if (!folder.mkpath(QStringLiteral("."))) {
            return fail(ErrorCode::Unavailable, tr("The folder “%1” cannot be made.").arg(folder.path()));
        }
        const auto write = [&](const QString &extension, const QByteArray &bytes) -> Result<> {
            const QString name = built->folder + u'.' + extension;
            rendered.row.files << name;
            rendered.bytes += bytes.size();
            QFile file(folder.filePath(name));  // synced and named for good with the whole
            auto written = file.open(QIODevice::WriteOnly) ? writeAll(file, bytes, file.fileName())
                                                           : unwritten(file.fileName(), file.errorString());
            if (!written) {
                written.error().message += u' ' + tr("Nothing was kept.");
            }
            return written;
        };
        for (const Format *format : wish.documents) {
            const auto bytes = format->render(built->document, wish.options);
            if (!bytes) {
                return failure(bytes);
            }
            ONLYONCE_TRY(write(format->extension, *bytes));
        }
        for (const auto &[extension, bytes] : built->files) {
            ONLYONCE_TRY(write(extension, bytes));
        }
        return rendered;
    }).then(this, [this, index](const Result<Rendered> &rendered) {
        if (rendered) {
            ++m_written.incidents;
            m_written.files += int(rendered->row.files.size());
            m_written.bytes += rendered->bytes;
            m_rows[index] = rendered->row;
        }
        settle(rendered ? Result<>() : failure(rendered));
    });
}

void WholeArchive::settle(const Result<> &done)
{
    --m_running;
    if (!done && !m_problem) {
        m_problem = done.error();
    }
    Q_EMIT progressed(++m_done, int(m_incidents.size()));
    next();
}

void WholeArchive::writeIndex()
{
    archive::ArchiveIndex index = archive::indexFor(m_wish.audience);
    for (auto row = m_rows.rbegin(); row != m_rows.rend(); ++row) {  // newest first
        if (*row) {
            index.rows.push_back(std::move(**row));
        }
    }
    m_ended = true;  // too late to cancel
    m_written.folder = QDir(m_wish.folder).absolutePath();
    inBackground([index = std::move(index), work = m_work, target = m_wish.folder]() -> Result<> {
        const QDir folder(work->path());
        ONLYONCE_TRY(replaceFile(folder.filePath(QStringLiteral("index.html")), index.html()));
        ONLYONCE_TRY(replaceFile(folder.filePath(QStringLiteral("README.md")), index.markdown()));
        ONLYONCE_TRY(syncAll(folder.path()));
        (void)QDir().rmdir(target);  // an empty one
        if (!QDir().rename(work->path(), target)) {
            return fail(ErrorCode::Unavailable, tr("The folder “%1” cannot be made. Nothing was kept.").arg(target));
        }
        work->setAutoRemove(false);
        return syncToDisk(QFileInfo(target).absolutePath());
    }).then(this, [this](const Result<> &done) {
        m_work.reset();
        Q_EMIT finished(done ? Result<ArchiveWritten>(m_written) : failure(done));
    });
}

//! Its folder takes its place, beside one of that name that is there.
void WholeArchive::keepOnly()
{
    m_ended = true;
    const QDir place(m_wish.folder);
    const QString made = m_rows.front() ? m_rows.front()->folder : QString();
    QString name = made;
    for (int i = 2; place.exists(name); ++i) {
        name = QStringLiteral("%1 (%2)").arg(made).arg(i);
    }
    m_written.folder = place.absoluteFilePath(name);
    inBackground([from = m_work->filePath(made), to = m_written.folder]() -> Result<> {
        ONLYONCE_TRY(syncAll(from));
        if (!QDir().rename(from, to)) {
            return fail(ErrorCode::Unavailable, tr("The folder “%1” cannot be made. Nothing was kept.").arg(to));
        }
        return syncToDisk(QFileInfo(to).path());
    }).then(this, [this](const Result<> &done) { end(done ? Result<ArchiveWritten>(m_written) : failure(done)); });
}

void WholeArchive::end(const Result<ArchiveWritten> &written)
{
    m_ended = true;
    if (m_work) {  // thousands of files are not removed in the window's thread
        inBackground([work = std::exchange(m_work, nullptr)]() -> Result<> {
            return work->remove() ? Result<>() : fail(ErrorCode::Unavailable, work->path());
        }).then(this, [this, written](const Result<> &) { Q_EMIT finished(written); });
        return;
    }
    Q_EMIT finished(written);
}

QString WholeArchive::unusedName(const QString &wanted)
{
    QString name = wanted;
    for (int i = 2; m_names.contains(name.toCaseFolded()); ++i) {
        name = QStringLiteral("%1 (%2)").arg(wanted).arg(i);
    }
    m_names.insert(name.toCaseFolded());
    return name;
}

}  // namespace onlyonce
