// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody has begun to write and not sent yet, in small files of this machine: it survives a crash, and nobody else
// who uses the database sees it. Files are written in order, away from the window's thread.
#pragma once

#include <QHash>
#include <QStringList>
#include <QThreadPool>

namespace onlyonce::ui {

class Drafts
{
public:
    //! Made when the first draft is kept.
    explicit Drafts(QString folder);
    ~Drafts();
    Drafts(const Drafts &) = delete;
    Drafts &operator=(const Drafts &) = delete;

    //! `key`: letters, digits, "-". Empty when there is none.
    [[nodiscard]] QString of(const QString &key) const;
    //! Those that begin so and are not empty, in the order of the alphabet.
    [[nodiscard]] QStringList keys(const QString &beginning) const;
    //! An empty text removes it.
    void keep(const QString &key, const QString &text);

private:
    [[nodiscard]] QString fileOf(const QString &key) const;

    QString m_folder;
    QHash<QString, QString> m_latest;  //!< which may not be written yet
    QThreadPool m_writer;
};

}  // namespace onlyonce::ui
