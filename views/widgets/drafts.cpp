// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/drafts.h"

#include "models/base/files.h"
#include "models/base/log.h"

#include <QDir>
#include <QFile>

namespace onlyonce::ui {

namespace {

constexpr qint64 longestDraft = 1'000'000;

}  // namespace

Drafts::Drafts(QString folder)
    : m_folder(std::move(folder))
{
    m_writer.setMaxThreadCount(1);  // the last one written is the last one asked for
}

Drafts::~Drafts()
{
    m_writer.waitForDone();
}

QString Drafts::fileOf(const QString &key) const
{
    return QStringLiteral("%1/%2.md").arg(m_folder, key);
}

QString Drafts::of(const QString &key) const
{
    if (m_latest.contains(key)) {
        return m_latest.value(key);
    }
    if (!QFile::exists(fileOf(key))) {
        return {};
    }
    const auto bytes = readFile(fileOf(key), longestDraft);
    if (!bytes) {
        qCWarning(logApp) << "a draft cannot be read:" << bytes.error().message;
        return {};
    }
    return QString::fromUtf8(*bytes);
}

QStringList Drafts::keys(const QString &beginning) const
{
    QStringList found;
    for (const QString &file : QDir(m_folder).entryList({beginning + QStringLiteral("*.md")}, QDir::Files)) {
        const QString key = file.chopped(3);
        if (!m_latest.contains(key)) {
            found << key;
        }
    }
    for (auto each = m_latest.cbegin(); each != m_latest.cend(); ++each) {
        if (each.key().startsWith(beginning) && !each->trimmed().isEmpty()) {
            found << each.key();
        }
    }
    found.sort();
    return found;
}

void Drafts::keep(const QString &key, const QString &text)
{
    m_latest.insert(key, text);
    m_writer.start([folder = m_folder, file = fileOf(key), text] {
        if (text.trimmed().isEmpty()) {
            QFile::remove(file);
            return;
        }
        auto kept = makePrivateFolder(folder);
        if (kept) {
            kept = replaceFile(file, text.toUtf8(), Readers::Owner);
        }
        if (!kept) {
            qCWarning(logApp) << "a draft is not kept:" << kept.error().message;
        }
    });
}

}  // namespace onlyonce::ui
