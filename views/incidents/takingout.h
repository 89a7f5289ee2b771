// SPDX-License-Identifier: GPL-3.0-or-later
// Taking a record out of a list in the settings, and putting it back: the same for rules, protocols and templates. Their
// panels tell by removed() with the record, so that a window can offer it again, or by failed().
#pragma once

#include "models/catalog/session.h"

#include <QWidget>

namespace onlyonce::ui {

//! `said` is for people; afterwards the keyboard is at `next`.
template <typename Panel, typename Record, typename Remove>
void takeOut(Panel *panel, Session &session, const Record &record, Remove remove, const QString &said, QWidget *next)
{
    session.write([remove, id = record.id](Transaction &transaction) { return remove(transaction, id); })
        .then(panel, [panel, record, said, next](const Result<> &done) {
            if (done) {
                next->setFocus();
                Q_EMIT panel->removed(said, record);
            } else {
                Q_EMIT panel->failed(done.error());
            }
        });
}

//! Under a number of its own: the old one may be spoken for.
template <typename Panel, typename Record, typename Save>
void putBack(Panel *panel, Session &session, Record record, Save save)
{
    record.id = {};
    session.write([save, record](Transaction &transaction) { return save(transaction, record); })
        .then(panel, [panel](const auto &done) {
            if (!done) {
                Q_EMIT panel->failed(done.error());
            }
        });
}

}  // namespace onlyonce::ui
