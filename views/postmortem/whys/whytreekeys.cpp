// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys do in the why tree.
#include "views/postmortem/whys/evidencechoice.h"
#include "views/postmortem/whys/whyedits.h"
#include "views/postmortem/whys/whytreemodel.h"
#include "views/postmortem/whys/whytreepanel.h"
#include "views/postmortem/whys/whytreeview.h"
#include "views/widgets/askform.h"

#include <QKeyEvent>
#include <QMenu>

namespace onlyonce::ui {

namespace {

//! 1 larger, -1 smaller, 0 as it was; nothing for another key.
std::optional<int> zoomOf(const QKeyEvent &event)
{
    if ((event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) != Qt::ControlModifier) {
        return std::nullopt;
    }
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return 1;
    case Qt::Key_Minus:
        return -1;
    case Qt::Key_0:
        return 0;
    default:
        return std::nullopt;
    }
}

}  // namespace

bool WhyTreePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_view || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)) {
        return QWidget::eventFilter(watched, event);
    }
    const auto &key = *static_cast<QKeyEvent *>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->setAccepted(steps(key, false));  // before the window's own Alt+Left and Ctrl+Z
        return event->isAccepted();
    }
    const bool plain = !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    return steps(key, true) || (plain && act(key.key()));
}

//! Moving, undoing, redoing and zooming; with nothing left to be undone here, what the window undoes is undone.
bool WhyTreePanel::steps(const QKeyEvent &event, bool does)
{
    const bool undoes = event.matches(QKeySequence::Undo) && m_edits->canUndo();
    const bool redoes = event.matches(QKeySequence::Redo) && m_edits->canRedo();
    const bool arrow = event.key() == Qt::Key_Up || event.key() == Qt::Key_Down || event.key() == Qt::Key_Left
                    || event.key() == Qt::Key_Right;
    const bool moves = arrow && (event.modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier && current();
    const auto zooms = zoomOf(event);
    if (does && zooms) {
        zoomBy(*zooms);
    } else if (does && undoes) {
        m_edits->undo();
    } else if (does && redoes) {
        m_edits->redo();
    } else if (does && moves) {
        move(event.key());
    }
    return undoes || redoes || moves || zooms;
}

void WhyTreePanel::zoomBy(int step)
{
    constexpr int byStep = 20;
    m_memory->setZoom(step == 0 ? 100 : m_memory->zoom() + step * byStep);
}

//! Up and down among its siblings; left to beside the why above, right to below the sibling above.
void WhyTreePanel::move(int key)
{
    const QModelIndex here = m_view->currentIndex();
    const Why &why = *m_model->why(here);
    const Why *above = m_model->why(here.parent());
    const Why *sibling = m_model->why(here.siblingAtRow(here.row() - 1));
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        const int place = why.place + (key == Qt::Key_Up ? -1 : 1);
        if (place >= 0) {
            m_edits->move(why, {.parent = why.parent, .question = why.question, .place = place});
        }
    } else if (key == Qt::Key_Left && above) {
        m_edits->move(why, {.parent = above->parent, .question = above->question, .place = above->place + 1});
    } else if (key == Qt::Key_Right && sibling) {
        m_edits->move(why, {.parent = sibling->id, .question = why.question});
    }
}

bool WhyTreePanel::act(int key)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        addSibling();
        return true;
    case Qt::Key_Tab:
        addBelow();
        return true;
    case Qt::Key_Delete:
        remove();
        return true;
    case Qt::Key_R:
        toggleRoot();
        return true;
    case Qt::Key_M:
        Q_EMIT countermeasureWanted(current() ? current()->id : WhyId{});
        return true;
    case Qt::Key_Escape:
        focusNextChild();  // Tab has another meaning here, and nobody is to be caught
        return true;
    case Qt::Key_E:
        m_evidence->pick();
        return true;
    case Qt::Key_C:
        toggleConfirmed();
        return true;
    case Qt::Key_N:
        leaveAsItIs();
        return true;
    case Qt::Key_P:
        if (const Why *why = current()) {
            m_edits->setPublic(*why, why->visibility != Visibility::Public);
        }
        return true;
    case Qt::Key_V:
        showPicture(true);
        return true;
    default:
        return false;
    }
}

const Why *WhyTreePanel::current() const
{
    return m_model->why(m_view->currentIndex());
}

void WhyTreePanel::addSibling()
{
    const Why *why = current();
    const auto question = m_model->question(m_view->currentIndex());
    m_edits->add(why ? WhyPlace{.parent = why->parent, .question = question, .place = why->place + 1}
                     : WhyPlace{.question = question});
}

void WhyTreePanel::addBelow()
{
    const Why *why = current();
    m_edits->add({.parent = why ? why->id : WhyId{}, .question = m_model->question(m_view->currentIndex())});
}

void WhyTreePanel::remove()
{
    if (const Why *why = current()) {
        m_edits->remove(*why);
    }
}

void WhyTreePanel::toggleRoot()
{
    const Why *why = current();
    if (!why) {
        return;
    }
    if (why->root) {
        m_edits->markRoot(*why, std::nullopt);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const RootCategory category : allRootCategories) {
        menu->addAction(label(category), this, [this, why = *why, category] { m_edits->markRoot(why, category); });
    }
    menu->setActiveAction(menu->actions().constFirst());
    menu->popup(m_view->viewport()->mapToGlobal(m_view->visualRect(m_view->currentIndex()).bottomLeft()));
}

void WhyTreePanel::toggleConfirmed()
{
    const Why *why = current();
    if (why && why->state == WhyState::Possible && why->evidence.empty()) {
        m_evidence->pick(tr("It is confirmed by what shows it: link that first, then press C again."));
    } else if (why) {
        m_edits->setState(*why, why->state == WhyState::Confirmed ? WhyState::Possible : WhyState::Confirmed);
    }
}

//! The decision not to act on a root cause, or that it is taken back.
void WhyTreePanel::leaveAsItIs()
{
    const Why *why = current();
    if (!why || !why->root) {
        Q_EMIT failed({.code = ErrorCode::Invalid,
                       .message = tr("Only a root cause can be left as it is. Mark this why as one first (R)."),
                       .detail = {}});
        return;
    }
    const QString what = tr("Nothing will be done about “%1”.").arg(why->text);
    m_ask->ask({.title = tr("Why is nothing done about it?"),
                .text = why->accepted.isEmpty()
                          ? what
                          : tr("%1 So far: %2 Without a reason, something will.").arg(what, why->accepted),
                .submit = tr("Leave it as it is")},
               [this, why = *why](const QString &reason) {
                   m_edits->accept(why, reason);
                   return answered(Result<>());
               });
}

}  // namespace onlyonce::ui
