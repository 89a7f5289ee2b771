// SPDX-License-Identifier: GPL-3.0-or-later
// The navigation at the left, of the window or of a page: icon, label, count. Enter or a click goes; Tab passes by it once.
#pragma once

#include "views/widgets/theme.h"

#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace onlyonce::ui {

class SidebarItem;

class Sidebar final : public QWidget
{
    Q_OBJECT
public:
    enum class Kind {
        Pages,     //!< on a ground of its own; arrow keys move the focus
        Sections,  //!< of a page, on its ground; what an arrow key moves to is chosen at once
    };
    explicit Sidebar(Kind kind = Kind::Pages, QWidget *parent = nullptr);

    //! A small heading; the items added after it stand below it.
    void addSection(const QString &title);
    void addItem(const QString &id, const QString &icon, const QString &label);
    //! What was opened below an item, after what was opened there before: indented. Delete, or a click with the middle
    //! button, asks to close it. With an icon it is one that stays there, before those that come and go.
    void addChild(const QString &parentId, const QString &id, const QString &label, const QString &icon = {});
    void setLabel(const QString &id, const QString &label);
    void removeItem(const QString &id);
    //! Above the items (the name of the team, a search field) and at the bottom edge.
    void addHeader(QWidget *widget);
    void addFooter(QWidget *widget);
    //! 0 hides the badge.
    void setCount(const QString &id, int count, Tone tone = Tone::Neutral);
    void setCurrent(const QString &id);
    [[nodiscard]] QString current() const { return m_current; }
    //! Without words; those are then tooltips.
    void setIconsOnly(bool iconsOnly);
    [[nodiscard]] QStringList ids() const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &id);
    void closeWanted(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] SidebarItem *item(const QString &id) const;
    void insert(qsizetype at, SidebarItem *item);

    Kind m_kind;
    bool m_iconsOnly = false;
    QVBoxLayout *m_header;
    QVBoxLayout *m_items;
    QVBoxLayout *m_footer;
    QList<SidebarItem *> m_all;
    QString m_current;
};

}  // namespace onlyonce::ui
