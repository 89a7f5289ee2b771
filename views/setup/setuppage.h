// SPDX-License-Identifier: GPL-3.0-or-later
// From an empty window to a working set-up, one step after the other; each may be skipped, and come back to. Knows nothing
// of what a step is about: its widget and its state are handed in.
#pragma once

#include "views/setup/setupsteps.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace onlyonce::ui {

class SetupPage final : public QWidget
{
    Q_OBJECT

public:
    explicit SetupPage(QWidget *parent = nullptr);

    struct Step
    {
        QString id;
        QString name;     //!< in the list of steps
        QString heading;  //!< above its content: the question that it answers
        QString lead;     //!< a sentence or two below the heading
    };
    //! In their order; the first is in sight. `content` stands in a column that scrolls.
    void addStep(const Step &step, QWidget *content);
    //! After all others: what became of each, and the way back to it.
    void addSummary(const Step &step);

    //! `words` for the list of steps; `result` is the sentence of the summary.
    void setState(const QString &id, SetupState state, const QString &words, const QString &result);
    //! With the focus in it.
    void showStep(const QString &id);
    [[nodiscard]] QString currentStep() const;

Q_SIGNALS:
    void skipped(const QString &id);
    void shown(const QString &id);
    //! Whoever is at the window has had enough of it: at the end, or before.
    void leaveWanted();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Known
    {
        QString id;
        QString name;
        SetupState state = SetupState::Open;
        QString words;
        QString result;
    };
    void show(int index);
    void tellButtons();
    void fillSummary();
    [[nodiscard]] int indexOf(const QString &id) const;
    [[nodiscard]] int last() const { return int(m_steps.size()) - 1; }

    QList<Known> m_steps;
    SetupSteps *m_list;
    QStackedWidget *m_stack;
    QPushButton *m_back;
    QPushButton *m_skip;
    QPushButton *m_next;
    QVBoxLayout *m_summary = nullptr;
};

}  // namespace onlyonce::ui
