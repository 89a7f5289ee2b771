// SPDX-License-Identifier: GPL-3.0-or-later
// A company's history comes in: files are chosen or dropped here, what they would bring in is shown, or line by line what is
// wrong in them; then they are imported, and Enter leads to each incident that came in. Files are read off this thread.
#pragma once

#include "models/catalog/session.h"
#include "views/postmortem/archive/importlist.h"

#include <QStringList>
#include <QWidget>

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace onlyonce::ui {

class EmptyState;
class PageHeader;
class RowList;

class ImportPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportPage(Session &session, QWidget *parent = nullptr);

    void chooseFiles();
    //! Reads them and shows what would come in; they take the place of those that were here.
    void look(const QStringList &paths);
    //! All files that can be: each whole or not at all.
    void importAll();

Q_SIGNALS:
    void incidentWanted(onlyonce::IncidentId incident);
    void left();
    void failed(const onlyonce::Error &error);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeZone();
    void preview(const std::vector<ImportFile> &files);
    void showFiles(std::vector<ImportFile> files);
    void importNext();
    void finish();
    void tellState();
    void setBusy(bool busy);

    Session &m_session;
    PageHeader *m_header;
    QComboBox *m_zone;
    QPushButton *m_choose;
    QPushButton *m_again;
    QPushButton *m_import;
    ImportList *m_model;
    RowList *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QStringList m_paths;
    bool m_busy = false;
    int m_cameIn = 0;  //!< incidents, by the last import
};

}  // namespace onlyonce::ui
