// SPDX-License-Identifier: GPL-3.0-or-later
// What of the timeline is shown, and in which time: one line above it.
#pragma once

#include "models/incidents/timeline/timelinepage.h"

#include <QTimer>
#include <QWidget>

class QActionGroup;
class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class SegmentedControl;

class TimelineFilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineFilterBar(QWidget *parent = nullptr);

    [[nodiscard]] const TimelineFilter &filter() const { return m_filter; }
    //! By a key; choosing what is chosen already goes back to everything.
    void showGroup(TimelineGroup group);
    void togglePinned();
    //! All, internal, public, and all again.
    void cycleVisibility();
    void search();
    void clear();
    [[nodiscard]] bool isUtc() const;
    void setUtc(bool utc);

Q_SIGNALS:
    void changed(const onlyonce::TimelineFilter &filter);
    void utcChanged(bool utc);
    void left();  //!< down into the timeline

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeMenu();
    void set(const TimelineFilter &filter);

    TimelineFilter m_filter;
    QLineEdit *m_text;
    QPushButton *m_what;
    QPushButton *m_all;
    SegmentedControl *m_zone;
    QActionGroup *m_groups;
    QActionGroup *m_audiences;
    QAction *m_pinned;
    QTimer m_typing;
};

}  // namespace onlyonce::ui
