// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/accessibleviews.h"

#include "views/widgets/codeview.h"
#include "views/widgets/timelineview.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

namespace onlyonce::ui {

namespace {

//! A document whose value is the line in hand.
class CodeAccessible final : public QAccessibleWidget
{
public:
    explicit CodeAccessible(CodeView *view)
        : QAccessibleWidget(view, QAccessible::Document)
    {
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? static_cast<CodeView *>(widget())->currentLineText()
                                          : QAccessibleWidget::text(kind);
    }
};

//! One entry of the timeline, known by its row.
class EntryAccessible final : public QAccessibleInterface
{
public:
    EntryAccessible(TimelineView *view, int row)
        : m_view(view)
        , m_row(row)
    {
    }

    [[nodiscard]] bool isValid() const override { return m_view && index().isValid(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_view->entryText(index()) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    [[nodiscard]] QRect rect() const override
    {
        const QRect rect = m_view->visualRect(index());
        return {m_view->viewport()->mapToGlobal(rect.topLeft()), rect.size()};
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        const bool current = m_view->currentIndex() == index();
        state.focusable = true;
        state.selectable = true;
        state.focused = current && m_view->hasFocus();
        state.selected = current;
        state.offscreen = m_view->visualRect(index()).isEmpty();
        return state;
    }

private:
    [[nodiscard]] QModelIndex index() const
    {
        return m_view->model() ? m_view->model()->index(m_row, 0, m_view->rootIndex()) : QModelIndex();
    }

    QPointer<TimelineView> m_view;
    int m_row;
};

class TimelineAccessible final : public QAccessibleWidget
{
public:
    explicit TimelineAccessible(TimelineView *view)
        : QAccessibleWidget(view, QAccessible::List)
    {
    }
    ~TimelineAccessible() override
    {
        for (const QAccessible::Id id : std::as_const(m_children)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    [[nodiscard]] int childCount() const override
    {
        return view()->model() ? view()->model()->rowCount(view()->rootIndex()) : 0;
    }
    [[nodiscard]] QAccessibleInterface *child(int row) const override
    {
        if (row < 0 || row >= childCount()) {
            return nullptr;
        }
        if (!m_children.contains(row)) {
            m_children.insert(row, QAccessible::registerAccessibleInterface(new EntryAccessible(view(), row)));
        }
        return QAccessible::accessibleInterface(m_children.value(row));
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        return m_children.key(QAccessible::uniqueId(const_cast<QAccessibleInterface *>(child)), -1);
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y))).row());
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override { return child(view()->currentIndex().row()); }

private:
    [[nodiscard]] TimelineView *view() const { return static_cast<TimelineView *>(widget()); }

    mutable QHash<int, QAccessible::Id> m_children;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    if (auto *code = qobject_cast<CodeView *>(object)) {
        return new CodeAccessible(code);
    }
    if (auto *timeline = qobject_cast<TimelineView *>(object)) {
        return new TimelineAccessible(timeline);
    }
    return nullptr;
}

}  // namespace

void installAccessibleViews()
{
    QAccessible::installFactory(make);
}

}  // namespace onlyonce::ui
