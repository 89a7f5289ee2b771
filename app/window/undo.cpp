// SPDX-License-Identifier: GPL-3.0-or-later
// One key takes back what was done last: a change of the incident in sight, or alerts that were moved.
#include "app/window/window.h"
#include "views/incidents/grouping/regrouping.h"
#include "views/incidents/incidentpage.h"

namespace onlyonce {

void Window::addUndo()
{
    const QString menu = tr("&Edit");
    m_frame.actions().add({.id = QStringLiteral("edit.undo"),
                           .menu = menu,
                           .text = tr("&Undo what I did last"),
                           .shortcut = QKeySequence(tr("Ctrl+Z")),
                           .icon = QStringLiteral("undo"),
                           .run = [this] { undoLast(); },
                           .keywords = tr("take back revert move merge split")});
    m_frame.actions().add({.id = QStringLiteral("edit.redo"),
                           .menu = menu,
                           .text = tr("&Redo what I have undone"),
                           .shortcut = QKeySequence(tr("Ctrl+Shift+Z")),
                           .icon = QStringLiteral("redo"),
                           .run =
                               [this] {
                                   if (ui::IncidentPage *page = currentIncident()) {
                                       page->redo();
                                   }
                               },
                           .keywords = tr("again repeat")});
    connect(this, &Window::placeChanged, this, &Window::enableUndo);
    enableUndo();
}

void Window::enableUndo()
{
    const bool onIncident = currentIncident() != nullptr;
    m_frame.actions().setEnabled(QStringLiteral("edit.undo"), onIncident || m_lastMove);
    m_frame.actions().setEnabled(QStringLiteral("edit.redo"), onIncident);
}

//! Of a change of the incident and a move of alerts, the later one.
void Window::undoLast()
{
    std::optional<ui::EarlierChange> move;
    if (m_lastMove) {
        move = {m_lastMove->at, [this, entry = m_lastMove->entry] { m_regrouping->undo(entry); }};
    }
    if (ui::IncidentPage *page = currentIncident()) {
        page->undo(move);
    } else if (move) {
        move->undo();
    }
}

void Window::setLastMove(std::optional<LastMove> move)
{
    m_lastMove = move;
    enableUndo();
}

}  // namespace onlyonce
