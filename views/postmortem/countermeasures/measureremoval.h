// SPDX-License-Identifier: GPL-3.0-or-later
// Takes countermeasures out of a post-mortem, and brings back the last one: a line says which, with the button for it.
#pragma once

#include "models/catalog/session.h"
#include "views/postmortem/postmortemmemory.h"

#include <QWidget>

class QPushButton;

namespace onlyonce::ui {

class TextLabel;

class MeasureRemoval final : public QWidget
{
    Q_OBJECT

public:
    //! Hidden until something is taken out here.
    explicit MeasureRemoval(Session &session, QWidget *parent = nullptr);

    //! What was taken out before, on a page that has gone since.
    void setSteps(std::shared_ptr<PostMortemSteps> steps);
    void remove(const Countermeasure &measure);
    [[nodiscard]] bool canBringBack() const { return !m_steps->removed.empty(); }
    //! The last one; it has the focus then, if that was here.
    void bringBack();
    //! What was remembered may be gone.
    void showLast();

Q_SIGNALS:
    void broughtBack(onlyonce::CountermeasureId id);
    void failed(const onlyonce::Error &error);

private:
    Session &m_session;
    std::shared_ptr<PostMortemSteps> m_steps = std::make_shared<PostMortemSteps>();
    TextLabel *m_what;
    QPushButton *m_back;
    bool m_wasUsed = false;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
