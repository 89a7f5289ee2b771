// SPDX-License-Identifier: GPL-3.0-or-later
// A field for several lines that is as high as its text: no scroll bar within a page that scrolls.
#pragma once

#include <QPlainTextEdit>

namespace onlyonce::ui {

class GrowingEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    //! Never lower than `lines` lines.
    explicit GrowingEdit(int lines, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void grow();

    int m_lines;
};

}  // namespace onlyonce::ui
