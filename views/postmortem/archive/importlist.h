// SPDX-License-Identifier: GPL-3.0-or-later
// What some files would bring in, or have brought in: a row for each file, below it its incidents, or line by line what is
// wrong in it.
#pragma once

#include "models/postmortem/archive/history.h"

#include <QAbstractListModel>

#include <memory>

namespace onlyonce::ui {

//! One file, as far as it is known.
struct ImportFile
{
    QString path;
    Result<std::shared_ptr<const History>> history;
    std::vector<TakenIn> incidents = {};  //!< as previewed or taken in, in the order of the history
    bool isIn = false;                    //!< was imported just now
    std::optional<Error> refusal = {};    //!< why it could not be

    [[nodiscard]] int newOnes() const;
    //! Good, not here yet, and with something new.
    [[nodiscard]] bool isWaiting() const { return history && !isIn && !refusal && newOnes() > 0; }
};

//! Blocks until all of them are read: not for the window's thread.
[[nodiscard]] std::vector<ImportFile> readImportFiles(const QStringList &paths, const std::optional<QTimeZone> &zone);

class ImportList final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setFiles(std::vector<ImportFile> files);
    [[nodiscard]] const std::vector<ImportFile> &files() const { return m_files; }
    //! Null where the row is no incident that is here.
    [[nodiscard]] IncidentId incident(const QModelIndex &index) const;
    //! The first of them, or else the first row.
    [[nodiscard]] QModelIndex first() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Place
    {
        size_t file = 0;
        std::optional<size_t> incident = {};
        std::optional<LineProblem> problem = {};
    };
    [[nodiscard]] QVariant ofFile(const ImportFile &file, int role) const;
    [[nodiscard]] static QVariant ofIncident(const Recorded &recorded, const TakenIn &taken, bool isIn, int role);
    [[nodiscard]] static QVariant ofProblem(const LineProblem &problem, int role);

    std::vector<ImportFile> m_files;
    std::vector<Place> m_rows;
};

}  // namespace onlyonce::ui
