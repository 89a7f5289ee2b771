// SPDX-License-Identifier: GPL-3.0-or-later
// Where the keyboard goes when a page comes into sight. (Qt's own memory of it is lost when a page is put into a stack;
// and with a focus proxy, Tab jumps from a page straight to the proxy and never meets what stands before it.)
#pragma once

class QStackedWidget;
class QWidget;

namespace onlyonce::ui {

//! From now on focusWithin(area) goes to `widget`, or within it. A page says so in its constructor.
void rememberFocus(QWidget *area, QWidget *widget);

//! To what is remembered, if it can be seen and takes the focus; else to the first place in `area` that does.
void focusWithin(QWidget *area);

//! Brings a page of `stack` to the front and the focus into it. The page that is left remembers where it was.
void bringToFront(QStackedWidget &stack, QWidget *page);

//! The same for a page that comes by itself (the first row of an empty list): the focus goes along only if it was on the
//! page that goes, or nowhere.
void showInstead(QStackedWidget &stack, QWidget *page);

//! @name Tab meets what is made later where it stands, not at the end of the window. Both are in the window already.
//! @{
void tabInto(QWidget *previous, QWidget *area);  //!< from there on
void tabBefore(QWidget *next, QWidget *area);    //!< on the way to there
//! @}

}  // namespace onlyonce::ui
