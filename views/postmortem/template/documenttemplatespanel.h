// SPDX-License-Identifier: GPL-3.0-or-later
// What documents are laid out by, in the settings: the template of each audience, what it may name beside it, what is wrong
// at its line, and how a document would read by it.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/template/templates.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QListWidget;
class QListWidgetItem;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class SegmentedControl;
class TemplateHighlighter;
class TemplatePreview;
class TextLabel;

class DocumentTemplatesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit DocumentTemplatesPanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] Audience audience() const;
    [[nodiscard]] QWidget *makeEditor();
    //! The other audience, with what was typed for this one kept.
    void choose();
    void reload();
    void showStored();
    void check();
    void showProblems(const std::vector<TemplateProblem> &problems);
    void goToLine(int line);
    void insertPlaceholder(const QListWidgetItem *item);
    void save(const std::optional<QString> &text);

    struct Draft
    {
        StoredTemplate stored = {};
        std::optional<QString> typed = {};  //!< nothing: what is stored
    };

    Session &m_session;
    std::array<Draft, 2> m_drafts;
    SegmentedControl *m_audience;
    QPlainTextEdit *m_text;
    FormRow *m_row;
    TemplateHighlighter *m_highlighter;
    QListWidget *m_names;
    QVBoxLayout *m_problems;
    TextLabel *m_said;
    QPushButton *m_back;
    QPushButton *m_save;
    TemplatePreview *m_preview;
    Refresh m_refresh;
    bool m_isShowing = false;  //!< the text is set by the program
};

}  // namespace onlyonce::ui
