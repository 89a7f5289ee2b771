// SPDX-License-Identifier: GPL-3.0-or-later
// The navigation at the left: icon, label, count. Arrow keys move, Enter or a click goes.
#pragma once

#include "views/widgets/theme.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QVBoxLayout;

namespace onlyonce {

class SidebarItem;

class Sidebar final : public QWidget
{
    Q_OBJECT
public:
    explicit Sidebar(QWidget *parent = nullptr);

    //! A small heading; the items added after it stand below it.
    void addSection(const QString &title);
    void addItem(const QString &id, const QString &icon, const QString &label);
    //! Opens something that is no page (search, settings in a window …) at the bottom edge.
    void addFooter(QWidget *widget);
    void addHeader(QWidget *widget);
    //! 0 hides the badge.
    void setCount(const QString &id, int count, Tone tone = Tone::Neutral);
    void setCurrent(const QString &id);
    [[nodiscard]] QString current() const { return m_current; }
    [[nodiscard]] QStringList ids() const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QVBoxLayout *m_header;
    QVBoxLayout *m_items;
    QVBoxLayout *m_footer;
    QList<SidebarItem *> m_all;
    QString m_current;
};

}  // namespace onlyonce
