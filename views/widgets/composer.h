// SPDX-License-Identifier: GPL-3.0-or-later
// Where people write: grows with its text, sends by Ctrl+Enter, and always says where the text goes.
// Keeps no draft itself; the page stores draft() whenever draftChanged() says so.
#pragma once

#include "views/widgets/theme.h"

#include <QFrame>
#include <QString>

#include <functional>

class QCompleter;
class QHBoxLayout;
class QPlainTextEdit;
class QPushButton;
class QStandardItemModel;
class QToolButton;

namespace onlyonce::ui {

class RichView;
class TextLabel;

class Composer final : public QFrame
{
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    void setPlaceholder(const QString &text);
    //! Whom or what the text is for ("INC-52 Checkout fails"), always in sight below the text.
    void setDestination(const QString &text);
    void setSubmitText(const QString &text);
    //! Between 1 and `lines` lines; then it scrolls.
    void setMaximumLines(int lines);
    //! A tool button or a toggle at the left of the bottom row.
    void addTool(QWidget *tool);

    struct Choice
    {
        QString text;    //!< what is put in
        QString detail;  //!< explains it; may be empty
    };
    struct Offer
    {
        int replaces = 0;  //!< so many letters before the cursor
        QList<Choice> choices = {};
    };
    //! Asked with the line up to the cursor, whenever it has changed.
    void setCompleter(std::function<Offer(const QString &before)> offer);
    //! Below the text: what is being typed, what is wrong with it. Empty: nothing.
    void setNote(const QString &text, Tone tone = Tone::Neutral);
    [[nodiscard]] QString note() const;
    //! The text as it will be read, in place of the editor.
    void showPreview(bool shown);

    [[nodiscard]] QString draft() const;
    void setDraft(const QString &text);
    void clear();
    [[nodiscard]] QPlainTextEdit *editor() const { return m_edit; }
    //! The line that is being written.
    [[nodiscard]] QString currentLine() const;

Q_SIGNALS:
    void submitted(const QString &text);  //!< trimmed, never empty; the page clears the composer when it is stored
    void draftChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void submit();
    void grow();
    void makeCompleter();
    void offerCompletions();
    void complete(const QString &completion);

    QPlainTextEdit *m_edit;
    RichView *m_preview;
    TextLabel *m_note;
    TextLabel *m_destination;
    QToolButton *m_previewButton;
    QPushButton *m_submit;
    QHBoxLayout *m_tools;
    QCompleter *m_completer = nullptr;
    QStandardItemModel *m_choices = nullptr;
    std::function<Offer(const QString &)> m_offer;
    int m_replaces = 0;
    int m_maximumLines = 12;
};

}  // namespace onlyonce::ui
