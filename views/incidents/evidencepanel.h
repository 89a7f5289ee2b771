// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence: the files at the left, the chosen one highlighted at the right. Files are dropped, opened or pasted.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/evidence.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QListWidget;
class QStackedWidget;

namespace onlyonce::ui {

class CodeView;
class TextLabel;

class EvidencePanel final : public QWidget
{
    Q_OBJECT

public:
    EvidencePanel(Session &session, IncidentId incident, QWidget *parent = nullptr);

    void choose(qint64 attachment);
    void addFiles();
    void paste();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void reload();
    void replace(const std::vector<Attachment> &attachments);
    void load(qint64 attachment);
    void addFile(const QString &path);
    void store(const QString &name, const QByteArray &content);

    Session &m_session;
    IncidentId m_incident;
    QListWidget *m_list;
    CodeView *m_view;
    TextLabel *m_about;
    QStackedWidget *m_stack;
    qint64 m_wanted = 0;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
