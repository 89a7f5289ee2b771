// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a file of any size into the evidence without ever holding more of it than a few pieces: read on a thread of the
// pool, written in one short transaction after the other, seen by nobody before the last one.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/evidence.h"

#include <QCryptographicHash>
#include <QFile>
#include <QObject>

#include <memory>

namespace onlyonce {

//! What is to be kept, read in stretches. Blocks; for one thread at a time.
class EvidenceSource
{
public:
    //! One transaction's worth.
    static constexpr qint64 stretch = 4 * evidencePiece;

    explicit EvidenceSource(const QString &path);
    EvidenceSource(const QString &name, QByteArray content);

    [[nodiscard]] const QString &name() const { return m_name; }
    //! What it will be in all, as far as one knows beforehand.
    [[nodiscard]] qint64 size() const;
    [[nodiscard]] qint64 taken() const { return m_taken; }
    //! The next bytes, empty at the end. Unavailable says why a file cannot be read; Invalid when it is too long.
    [[nodiscard]] Result<QByteArray> next();
    //! What attach() wants to know, after the end.
    [[nodiscard]] Attachment described(IncidentId incident) const;
    //! To be said at the end instead of what the name and the beginning tell.
    void setLanguage(const QString &language) { m_language = language; }

private:
    QString m_name;
    std::unique_ptr<QFile> m_file;
    QByteArray m_content;
    QByteArray m_head;
    QString m_language;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    qint64 m_taken = 0;
};

//! Brings it into the database, ready to be named by attach(). `write(Transaction & -> Result<T>) -> Result<T>` waits for
//! the commit of each of its transactions. For the command line; a window uses EvidenceUpload.
template <typename Write>
Result<Attachment> brought(EvidenceSource &source, IncidentId incident, Write write)
{
    auto bytes = source.next();
    if (bytes && source.size() <= evidencePiece) {
        Attachment whole = source.described(incident);
        whole.content = *bytes;
        return whole;
    }
    if (!bytes) {
        return failure(bytes);
    }
    Result<ContentId> content = write([](Transaction &transaction) { return beginPieces(transaction); });
    if (!content) {
        return failure(content);
    }
    Result<> kept;
    for (int piece = 0; kept && bytes && !bytes->isEmpty(); bytes = source.next()) {
        kept = write([&](Transaction &transaction) { return addPieces(transaction, *content, piece, *bytes); });
        piece += int(EvidenceSource::stretch / evidencePiece);
    }
    if (!kept || !bytes) {
        (void)write([&](Transaction &transaction) { return dropPieces(transaction, *content); });
        return std::unexpected(kept ? bytes.error() : kept.error());
    }
    Attachment described = source.described(incident);
    described.pieces = *content;
    return described;
}

//! The same for a window, which is not held up. Deletes itself when it has finished.
class EvidenceUpload final : public QObject
{
    Q_OBJECT

public:
    EvidenceUpload(const Session &session, IncidentId incident, std::unique_ptr<EvidenceSource> source,
                   QObject *parent);
    void start();
    [[nodiscard]] const QString &name() const { return m_source->name(); }

Q_SIGNALS:
    void progressed(qint64 done, qint64 whole);
    void kept(onlyonce::AttachmentId id);
    void failed(const onlyonce::Error &error);

private:
    void readNext();
    void write(const QByteArray &bytes);
    void end();
    void giveUp(const Error &error);

    Session m_session;
    IncidentId m_incident;
    std::shared_ptr<EvidenceSource> m_source;
    ContentId m_content;
    int m_piece = 0;
};

}  // namespace onlyonce
