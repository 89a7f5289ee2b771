// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one piece of evidence for the window: stretch by stretch on the readers' threads, checked, decoded and indexed on a
// thread of the pool. Never shows what it loads.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/evidence.h"
#include "views/widgets/lineindex.h"

#include <QImage>
#include <QObject>

#include <memory>

namespace onlyonce::ui {

enum class EvidenceKind {
    Text,
    Image,
    File,  //!< neither: known by name, size and hash
};

struct LoadedEvidence
{
    Attachment about;  //!< with its content as it was added
    EvidenceKind kind = EvidenceKind::File;
    QByteArray text;  //!< UTF-8
    LineIndex lines;  //!< of `text`
    QImage image;
};

//! What the content is, decoded. Blocks; an image is decoded within limits (64 million pixels, 256 MiB), SVG is text.
[[nodiscard]] Result<LoadedEvidence> decodedEvidence(Attachment whole);

class EvidenceLoad final : public QObject
{
    Q_OBJECT

public:
    explicit EvidenceLoad(Session &session, QObject *parent = nullptr);
    //! Takes the place of what was asked for before.
    void load(AttachmentId id);

Q_SIGNALS:
    //! Of long ones, in bytes.
    void progressed(qint64 done, qint64 whole);
    void loaded(const std::shared_ptr<const onlyonce::ui::LoadedEvidence> &evidence);
    void failed(const onlyonce::Error &error);

private:
    struct Reading;
    void readOn(const std::shared_ptr<Reading> &reading);

    Session &m_session;
    std::shared_ptr<Reading> m_latest;
};

}  // namespace onlyonce::ui
