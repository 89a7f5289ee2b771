// SPDX-License-Identifier: GPL-3.0-or-later
// One piece of evidence: what it is, what can be done with it, and the text, the image or, of other files, name and hash.
#pragma once

#include "models/documents/secrets.h"
#include "models/incidents/evidence/redact.h"
#include "views/incidents/evidence/evidenceload.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QStackedWidget;
class QToolButton;

namespace onlyonce::ui {

class CodeFind;
class CodeView;
class EmptyState;
class ImageView;
class TextLabel;

class EvidenceView final : public QWidget
{
    Q_OBJECT

public:
    explicit EvidenceView(Session &session, QWidget *parent = nullptr);

    //! Once it is loaded it is shown. Again is not loaded again unless it has changed.
    void show(const Attachment &attachment);
    [[nodiscard]] AttachmentId shown() const { return m_shown.id; }
    [[nodiscard]] bool isLoaded() const { return m_evidence != nullptr; }
    [[nodiscard]] CodeView *code() const { return m_code; }
    //! Where the focus belongs.
    [[nodiscard]] QWidget *content() const;
    //! The chosen lines, or the one the arrows stand on, as Markdown: name, numbers, text.
    [[nodiscard]] Result<QString> quote() const;
    void saveAs();
    void redact();

    //! More lines are no quotation.
    static constexpr int mostQuoted = 200;

Q_SIGNALS:
    void loaded();
    //! Text for the composer.
    void quoted(const QString &markdown);
    //! The chosen lines, or without a choice the whole file.
    void redactWanted(const onlyonce::RedactionWish &wish, const QString &what);
    //! A remark that is worth a line: "Copied", "Saved in …".
    void said(const QString &text);
    void failed(const onlyonce::Error &error);

private:
    [[nodiscard]] QWidget *makeHead();
    void take(const std::shared_ptr<const LoadedEvidence> &evidence);
    void describe();
    [[nodiscard]] QWidget *makeWarning();
    void lookForSecrets();
    void warn(const std::vector<Secret> &secrets);
    void write(const QString &path);

    Session &m_session;
    Attachment m_shown;
    std::shared_ptr<const LoadedEvidence> m_evidence;
    EvidenceLoad *m_load;
    TextLabel *m_name;
    TextLabel *m_about;
    QToolButton *m_search;
    QToolButton *m_wrap;
    QToolButton *m_quote;
    CodeView *m_code;
    CodeFind *m_find;
    QWidget *m_warning;  //!< quiet: what looks like a secret, and where
    TextLabel *m_secrets;
    int m_secretLine = 0;
    ImageView *m_image;
    EmptyState *m_file;
    QStackedWidget *m_stack;
};

}  // namespace onlyonce::ui
