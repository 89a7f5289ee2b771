// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the set-up in their order, each with its state: a number, or a mark for what is done with. Arrow keys show
// each in turn.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QVBoxLayout;

namespace onlyonce::ui {

enum class SetupState {
    Open,
    Skipped,
    Done,   //!< it is set up
    Works,  //!< and it has been seen to work
};

class SetupStep;

class SetupSteps final : public QWidget
{
    Q_OBJECT

public:
    explicit SetupSteps(QWidget *parent = nullptr);

    void addStep(const QString &name);
    //! `words` say it: "Skipped", "Works".
    void setState(int index, SetupState state, const QString &words);
    void setCurrent(int index);
    //! Without words; those are then tooltips.
    void setMarksOnly(bool marksOnly);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_rows;
    QList<SetupStep *> m_steps;
    bool m_marksOnly = false;
};

}  // namespace onlyonce::ui
