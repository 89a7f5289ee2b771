// SPDX-License-Identifier: GPL-3.0-or-later
// Where people write: grows with its text, sends by Ctrl+Enter, and always says where the text goes.
// Keeps no draft itself; the page stores draft() whenever draftChanged() says so.
#pragma once

#include <QFrame>
#include <QString>

class QAbstractItemModel;
class QCompleter;
class QPlainTextEdit;
class QPushButton;
class QHBoxLayout;

namespace onlyonce::ui {

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

    //! Offers completions after a word that starts with one of `triggers` ("/@"). Column 0 holds what is inserted,
    //! Qt::ToolTipRole an explanation. The page owns the model.
    void setCompletions(QAbstractItemModel *model, const QString &triggers);

    [[nodiscard]] QString draft() const;
    void setDraft(const QString &text);
    void clear();
    [[nodiscard]] QPlainTextEdit *editor() const { return m_edit; }

Q_SIGNALS:
    void submitted(const QString &text);  //!< trimmed, never empty; the page clears the composer when it is stored
    void draftChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void submit();
    void grow();
    [[nodiscard]] QString triggeredWord() const;
    void offerCompletions();
    void complete(const QString &completion);

    QPlainTextEdit *m_edit;
    TextLabel *m_destination;
    QPushButton *m_submit;
    QHBoxLayout *m_tools;
    QCompleter *m_completer = nullptr;
    QString m_triggers;
    int m_maximumLines = 12;
};

}  // namespace onlyonce::ui
