// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence: the files at the left, the chosen one at the right. Files, texts and images are dropped, opened or pasted.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/evidence/redact.h"
#include "models/incidents/incident.h"
#include "views/widgets/refresh.h"

#include <QHash>
#include <QWidget>

class QListWidget;
class QMimeData;
class QStackedWidget;

namespace onlyonce {
class EvidenceSource;
}

namespace onlyonce::ui {

class EmptyState;
class EvidenceView;
class MessageStack;
class TextLabel;

class EvidencePanel final : public QWidget
{
    Q_OBJECT

public:
    EvidencePanel(Session &session, IncidentId incident, QWidget *parent = nullptr);

    void choose(qint64 attachment);
    void addFiles();
    void paste();
    [[nodiscard]] EvidenceView *view() const { return m_view; }

Q_SIGNALS:
    //! Chosen lines, as Markdown for the composer.
    void quoted(const QString &markdown);
    void redactWanted(const onlyonce::RedactionWish &wish, const QString &what);
    void failed(const onlyonce::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    [[nodiscard]] QWidget *makeList();
    void reload();
    void setIncident(const Incident &incident);
    void replace(const std::vector<Attachment> &attachments);
    bool chooseWanted();
    void showCurrent();
    [[nodiscard]] bool takes(const QMimeData &data) const;
    //! False when there is nothing in it that could be kept.
    bool add(const QMimeData &data, const QString &stem);
    void addFile(const QString &path);
    void keep(std::unique_ptr<EvidenceSource> source);
    void sayIfKnown(AttachmentId id);
    void showProgress();
    void say(const QString &text);

    Session &m_session;
    IncidentId m_incident;
    Incident m_about;  //!< as it was read last
    std::vector<Attachment> m_known;
    MessageStack *m_messages;
    EmptyState *m_empty;
    TextLabel *m_sign;  //!< who sees it, when that are named people alone
    QListWidget *m_list;
    EvidenceView *m_view;
    TextLabel *m_progress;
    QStackedWidget *m_stack;
    QHash<QObject *, QString> m_uploads;  //!< under way, with what to say of each
    qint64 m_wanted = 0;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
