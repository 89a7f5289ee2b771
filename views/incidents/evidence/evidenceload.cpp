// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/evidence/evidenceload.h"

#include <QBuffer>
#include <QImageReader>
#include <QStringDecoder>

namespace onlyonce::ui {

namespace {

using Shared = std::shared_ptr<const LoadedEvidence>;

constexpr qint64 stretch = 8 * evidencePiece;
constexpr qint64 mostPixels = 64LL * 1000 * 1000;
constexpr int mostMebibytes = 256;
constexpr QSize shownAtMost(4096, 4096);

//! Null unless it is an image that can be decoded safely.
QImage decodedImage(const QByteArray &content)
{
    QBuffer buffer;
    buffer.setData(content);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    // Asked before its size: of an SVG, that would already be to read it, and what it refers to.
    if (!QByteArrayList{"png", "jpeg", "gif", "webp", "bmp"}.contains(reader.format())) {
        return {};
    }
    const QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > mostPixels) {
        return {};
    }
    if (size.width() > shownAtMost.width() || size.height() > shownAtMost.height()) {
        reader.setScaledSize(size.scaled(shownAtMost, Qt::KeepAspectRatio));
    }
    return reader.read();
}

//! As UTF-8; nothing when it is no text.
std::optional<QByteArray> decodedText(const QByteArray &content)
{
    const auto encoding = QStringConverter::encodingForData(content).value_or(QStringConverter::Utf8);
    if (encoding != QStringConverter::Utf8) {
        return QString(QStringDecoder(encoding).decode(content)).toUtf8();
    }
    return content.contains('\0') ? std::nullopt : std::optional(content);
}

}  // namespace

Result<LoadedEvidence> decodedEvidence(Attachment whole)
{
    if (auto unchanged = requireUnchanged(whole); !unchanged) {
        return failure(unchanged);
    }
    QImageReader::setAllocationLimit(mostMebibytes);
    LoadedEvidence evidence;
    evidence.image = decodedImage(whole.content);
    if (!evidence.image.isNull()) {
        evidence.kind = EvidenceKind::Image;
    } else if (auto text = decodedText(whole.content)) {
        evidence.kind = EvidenceKind::Text;
        evidence.text = std::move(*text);
        evidence.lines = LineIndex(evidence.text);
    }
    evidence.about = std::move(whole);
    return evidence;
}

struct EvidenceLoad::Reading
{
    Attachment whole;
};

EvidenceLoad::EvidenceLoad(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void EvidenceLoad::load(AttachmentId id)
{
    m_latest = std::make_shared<Reading>();
    m_session.read([id](Transaction &transaction) { return attachmentHead(transaction, id); })
        .then(this, [this, reading = m_latest](const Result<std::optional<Attachment>> &found) {
            if (reading != m_latest) {
                return;
            }
            if (!found || !*found) {
                Q_EMIT failed(found ? Error{ErrorCode::NotFound, tr("This evidence is no longer there."), {}}
                                    : found.error());
                return;
            }
            reading->whole = **found;
            readOn(reading);
        });
}

void EvidenceLoad::readOn(const std::shared_ptr<Reading> &reading)
{
    const qint64 bytes = reading->whole.bytes;
    // What a person can read at once does not wait behind an export.
    const Reader reader = bytes <= evidencePiece ? Reader::Interactive : Reader::Background;
    m_session
        .read(
            [reading](Transaction &transaction) -> Result<qint64> {
                Attachment &whole = reading->whole;
                auto part = contentOf(transaction, whole, whole.content.size(), stretch);
                if (!part) {
                    return failure(part);
                }
                whole.content.reserve(whole.bytes);
                whole.content += *part;
                return part->size();
            },
            reader)
        .then(this, [this, reading, bytes](const Result<qint64> &read) {
            if (reading != m_latest) {
                return;
            }
            if (!read) {
                Q_EMIT failed(read.error());
            } else if (*read > 0 && reading->whole.content.size() < bytes) {
                Q_EMIT progressed(reading->whole.content.size(), bytes);
                readOn(reading);
            } else {
                inBackground([reading]() -> Result<Shared> {
                    auto decoded = decodedEvidence(std::move(reading->whole));
                    if (!decoded) {
                        return failure(decoded);
                    }
                    return std::make_shared<const LoadedEvidence>(std::move(*decoded));
                }).then(this, [this, reading](const Result<Shared> &decoded) {
                    if (reading != m_latest) {
                        return;
                    }
                    if (!decoded) {
                        Q_EMIT failed(decoded.error());
                        return;
                    }
                    Q_EMIT loaded(*decoded);
                });
            }
        });
}

}  // namespace onlyonce::ui
