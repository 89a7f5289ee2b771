// SPDX-License-Identifier: GPL-3.0-or-later
// Shows code and logs of any length, read-only: line numbers, highlighting, search, selection, copy. Paints only the
// lines on the screen; never puts the text into a text document.
#pragma once

#include <QAbstractScrollArea>
#include <QByteArray>
#include <QString>

#include <memory>

namespace onlyonce::ui {

class CodeView final : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit CodeView(QWidget *parent = nullptr);
    ~CodeView() override;

    //! UTF-8 (anything else is shown with replacement characters). `language` is a name as
    //! models/documents/highlighter.h takes it; empty for plain text.
    void setContent(const QByteArray &utf8, const QString &language = {});
    void setLanguage(const QString &language);
    [[nodiscard]] int lineCount() const;

    void setWrapsLines(bool wraps);
    void scrollToLine(int line);

    //! Lines counted from 0; first > last: nothing is selected.
    struct Lines
    {
        int first = 0;
        int last = -1;
    };
    [[nodiscard]] Lines selectedLines() const;
    [[nodiscard]] QString selectedText() const;
    void copy() const;
    void selectAll();

    //! Case-insensitive unless the text has capitals. Moves to the next (previous) hit and wraps around; false: none.
    bool find(const QString &text, bool forward = true);
    void clearFind();

Q_SIGNALS:
    void selectionChanged();
    //! Ctrl+F: the page shows its search field.
    void findRequested();
};

}  // namespace onlyonce::ui
