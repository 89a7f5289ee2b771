// SPDX-License-Identifier: GPL-3.0-or-later
// Two versions of a text side by side, with what changed marked by word: struck out on the left, underlined on the right. They
// scroll together; N and P go to the next and the previous change.
#pragma once

#include "models/postmortem/texts/worddiff.h"

#include <QWidget>

class QPlainTextEdit;

namespace onlyonce::ui {

class TextLabel;

class DiffView final : public QWidget
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);

    void setTitles(const QString &before, const QString &after);
    void setChanges(const std::vector<TextChange> &changes);
    //! To the change after (1) or before (-1) the one that was gone to last.
    void step(int by);
    [[nodiscard]] QPlainTextEdit *before() const { return m_before; }
    [[nodiscard]] QPlainTextEdit *after() const { return m_after; }

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Place
    {
        int before = 0;
        int after = 0;
    };
    void mark();
    void scrollAlong(QPlainTextEdit *from, QPlainTextEdit *to);

    std::vector<TextChange> m_changes;
    std::vector<Place> m_places;  //!< where each change begins
    int m_at = -1;
    TextLabel *m_beforeTitle;
    TextLabel *m_afterTitle;
    TextLabel *m_sum;
    QPlainTextEdit *m_before;
    QPlainTextEdit *m_after;
    bool m_follows = false;
};

}  // namespace onlyonce::ui
