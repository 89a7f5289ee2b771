// SPDX-License-Identifier: GPL-3.0-or-later
// One countermeasure in the post-mortem: what is done, by whom and until when, where it stands, and where it can go from
// there. With the focus on it, Enter edits it, and a letter moves it: D done, W it works, F it failed, T try anew.
// Delete takes it out.
#pragma once

#include "models/postmortem/countermeasures/countermeasures.h"
#include "views/postmortem/focusrow.h"
#include "views/widgets/theme.h"

#include <vector>

class QPushButton;
class QToolButton;

namespace onlyonce::ui {

[[nodiscard]] Tone toneOf(CountermeasureState state);

class CountermeasureCard final : public FocusRow
{
    Q_OBJECT

public:
    //! `editable`: its text; its state can be moved in any case.
    CountermeasureCard(const Countermeasure &measure, bool editable, QWidget *parent = nullptr);

    [[nodiscard]] const Countermeasure &measure() const { return m_measure; }
    //! How many threads of comments are open on it.
    void setOpenComments(int open);

Q_SIGNALS:
    void editWanted(const onlyonce::Countermeasure &measure);
    void removalWanted(const onlyonce::Countermeasure &measure);
    void stateWanted(const onlyonce::Countermeasure &measure, onlyonce::CountermeasureState state);
    void commentWanted(const onlyonce::Countermeasure &measure);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    Countermeasure m_measure;
    QToolButton *m_comments;
    std::vector<QPushButton *> m_ways;  //!< to another state
    bool m_editable;
};

}  // namespace onlyonce::ui
