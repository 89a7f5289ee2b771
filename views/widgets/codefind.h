// SPDX-License-Identifier: GPL-3.0-or-later
// The line above a code view in which one types what is searched, or the number of a line. Hits are counted on another
// thread, so that typing never waits for tens of megabytes.
#pragma once

#include <QBasicTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QLineEdit;
class QToolButton;

namespace onlyonce::ui {

class CodeView;
class TextLabel;

class CodeFind final : public QWidget
{
    Q_OBJECT

public:
    //! Hidden until it is asked for; the view's own keys ask for it.
    explicit CodeFind(CodeView *view, QWidget *parent = nullptr);

    void askText();
    void askLine();
    //! Out of sight; the view has the focus again.
    void leave();
    //! "3 of 120", as it is shown.
    [[nodiscard]] QString countText() const;

    //! More hits than this are not counted.
    static constexpr size_t mostCounted = 100'000;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    enum class Asks { Text, Line };

    void ask(Asks what);
    void typed();
    void go(bool forward);
    void count();
    void showCount();

    CodeView *m_view;
    QLineEdit *m_edit;
    TextLabel *m_count;
    QToolButton *m_previous;
    QToolButton *m_next;
    Asks m_asks = Asks::Text;
    QString m_counted;              //!< what m_hits are of
    std::vector<qsizetype> m_hits;  //!< where they are, in order
    QBasicTimer m_pause;            //!< until somebody has stopped typing
};

}  // namespace onlyonce::ui
