// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/recordrow.h"

#include "views/widgets/page.h"

#include <QHBoxLayout>

namespace onlyonce::ui {

QWidget *makeRecordRow(const QString &name, const QString &about, const QList<QWidget *> &trailing)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::m);
    auto *first = new TextLabel(name, TextStyle::Strong);
    first->setElided();
    auto *second = new TextLabel(about, TextStyle::Body, TextLabel::Rank::Muted);
    second->setWordWrap(true);  // what is worth saying is worth a second line
    line->addWidget(first, 2);
    line->addWidget(second, 4);
    for (QWidget *widget : trailing) {
        line->addWidget(widget);
    }
    return row;
}

}  // namespace onlyonce::ui
