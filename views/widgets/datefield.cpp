// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/datefield.h"

#include "views/widgets/icon.h"

#include <QCalendarWidget>
#include <QDateEdit>
#include <QTextCharFormat>
#include <QToolButton>

namespace onlyonce::ui {

namespace {

//! A day is one field: Tab leads out of it, and digits or arrows from year to month to day.
class DateEdit final : public QDateEdit
{
protected:
    bool focusNextPrevChild(bool next) override { return QWidget::focusNextPrevChild(next); }
};

//! Without Qt's red weekends, green arrows and its bar in the colour of selections.
void tame(QCalendarWidget &calendar)
{
    calendar.setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    calendar.setWeekdayTextFormat(Qt::Saturday, {});
    calendar.setWeekdayTextFormat(Qt::Sunday, {});
    if (auto *bar = calendar.findChild<QWidget *>(QStringLiteral("qt_calendar_navigationbar"))) {
        bar->setBackgroundRole(QPalette::Window);
    }
    for (const auto &[name, mark] :
         {std::pair(QStringLiteral("qt_calendar_prevmonth"), QStringLiteral("chevron-left")),
          std::pair(QStringLiteral("qt_calendar_nextmonth"), QStringLiteral("chevron-right"))}) {
        if (auto *button = calendar.findChild<QToolButton *>(name)) {
            button->setIcon(icon(mark));
        }
    }
}

}  // namespace

QDateEdit *makeDateField()
{
    auto *field = new DateEdit;
    field->setCalendarPopup(true);
    field->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    tame(*field->calendarWidget());
    return field;
}

}  // namespace onlyonce::ui
