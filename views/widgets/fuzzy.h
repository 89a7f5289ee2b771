// SPDX-License-Identifier: GPL-3.0-or-later
// How well a few typed letters match a text, the way people type them: starts of words, runs, in order.
#pragma once

#include <QList>
#include <QStringView>

namespace onlyonce::ui {

//! Higher is better; negative: no match. Every letter of `pattern` (spaces aside) must occur in order, in any case.
//! `hits` gets the matched positions.
[[nodiscard]] int fuzzyScore(QStringView pattern, QStringView text, QList<int> *hits = nullptr);

}  // namespace onlyonce::ui
