// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidence/upload.h"

#include "models/base/tr.h"
#include "models/documents/highlighter.h"

#include <QFileInfo>

namespace onlyonce {

namespace {

constexpr qsizetype headBytes = 16 * 1024;

}  // namespace

EvidenceSource::EvidenceSource(const QString &path)
    : m_name(QFileInfo(path).fileName())
    , m_file(std::make_unique<QFile>(path))
{
}

EvidenceSource::EvidenceSource(const QString &name, QByteArray content)
    : m_name(name)
    , m_content(std::move(content))
{
}

qint64 EvidenceSource::size() const
{
    return std::max(m_taken, m_file ? m_file->size() : m_content.size());
}

Result<QByteArray> EvidenceSource::next()
{
    QByteArray bytes;
    if (m_file) {
        if (!m_file->isOpen() && !m_file->open(QIODevice::ReadOnly)) {
            return fail(ErrorCode::Unavailable, tr("%1 cannot be read: %2.").arg(m_name, m_file->errorString()));
        }
        bytes = m_file->read(stretch);
        if (m_file->error() != QFileDevice::NoError) {
            return fail(ErrorCode::Unavailable, tr("%1 cannot be read: %2.").arg(m_name, m_file->errorString()));
        }
    } else {
        bytes = m_content.mid(m_taken, stretch);
    }
    if (m_head.isEmpty()) {
        m_head = bytes.left(headBytes);
    }
    m_taken += bytes.size();
    if (size() > largestEvidence) {
        return fail(ErrorCode::Invalid,
                    tr("%1 is larger than 256 MiB. Cut it down to the part that matters.").arg(m_name));
    }
    m_hash.addData(bytes);
    return bytes;
}

Attachment EvidenceSource::described(IncidentId incident) const
{
    const QString language =
        m_language.isEmpty()
            ? detectLanguage({.fileName = m_name, .mimeType = {}, .text = QString::fromUtf8(m_head)}).name
            : m_language;
    return {.incident = incident, .name = m_name, .language = language, .sha256 = m_hash.result(), .bytes = m_taken};
}

EvidenceUpload::EvidenceUpload(const Session &session, IncidentId incident, std::unique_ptr<EvidenceSource> source,
                               QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_incident(incident)
    , m_source(std::move(source))
{
}

void EvidenceUpload::start()
{
    readNext();
}

void EvidenceUpload::readNext()
{
    inBackground([source = m_source] { return source->next(); }).then(this, [this](const Result<QByteArray> &bytes) {
        if (!bytes) {
            giveUp(bytes.error());
        } else if (bytes->isEmpty() && m_content) {
            end();
        } else {
            write(*bytes);
        }
    });
}

void EvidenceUpload::write(const QByteArray &bytes)
{
    if (m_source->size() <= evidencePiece) {
        m_session
            .write([source = m_source, bytes, incident = m_incident](Transaction &transaction) {
                Attachment whole = source->described(incident);
                whole.content = bytes;
                return attach(transaction, std::move(whole));
            })
            .then(this, [this](const Result<AttachmentId> &id) {
                if (!id) {
                    giveUp(id.error());
                    return;
                }
                Q_EMIT kept(*id);
                deleteLater();
            });
        return;
    }
    m_session
        .write([bytes, content = m_content, piece = m_piece](Transaction &transaction) -> Result<ContentId> {
            auto into = content ? Result<ContentId>(content) : beginPieces(transaction);
            if (into) {
                ONLYONCE_TRY(addPieces(transaction, *into, piece, bytes));
            }
            return into;
        })
        .then(this, [this](const Result<ContentId> &content) {
            if (!content) {
                giveUp(content.error());
                return;
            }
            m_content = *content;
            m_piece += int(EvidenceSource::stretch / evidencePiece);
            Q_EMIT progressed(m_source->taken(), m_source->size());
            readNext();
        });
}

void EvidenceUpload::end()
{
    m_session
        .write([source = m_source, incident = m_incident, content = m_content](Transaction &transaction) {
            Attachment described = source->described(incident);
            described.pieces = content;
            return attach(transaction, std::move(described));
        })
        .then(this, [this](const Result<AttachmentId> &id) {
            if (!id) {
                giveUp(id.error());
                return;
            }
            Q_EMIT kept(*id);
            deleteLater();
        });
}

void EvidenceUpload::giveUp(const Error &error)
{
    if (m_content) {
        (void)m_session.write(
            [content = m_content](Transaction &transaction) { return dropPieces(transaction, content); });
    }
    Q_EMIT failed(error);
    deleteLater();
}

}  // namespace onlyonce
