// SPDX-License-Identifier: GPL-3.0-or-later
// A line of a panel's list: a name, what is to be said of it, and what can be done with it, in columns that stand in line
// from row to row.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace onlyonce::ui {

//! The texts end in "…" where the room is too narrow. `trailing` stand at the right, in their own width.
[[nodiscard]] QWidget *makeRecordRow(const QString &name, const QString &about, const QList<QWidget *> &trailing);

}  // namespace onlyonce::ui
