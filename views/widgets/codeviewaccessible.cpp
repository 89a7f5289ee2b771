// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader is told of the code view: a document whose value is the line in hand.
#include "views/widgets/codeviewaccessible.h"

#include "views/widgets/codeview.h"

#include <QAccessibleWidget>

namespace onlyonce::ui {

namespace {

class CodeViewAccessible final : public QAccessibleWidget
{
public:
    explicit CodeViewAccessible(CodeView *view)
        : QAccessibleWidget(view, QAccessible::Document)
    {
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value) {
            return static_cast<CodeView *>(widget())->currentLineText();
        }
        return QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface *makeAccessible(const QString &className, QObject *object)
{
    auto *view = className == QLatin1StringView(CodeView::staticMetaObject.className())
                   ? qobject_cast<CodeView *>(object)
                   : nullptr;
    return view ? new CodeViewAccessible(view) : nullptr;
}

}  // namespace

void installCodeViewAccessible()
{
    // Installing twice does nothing.
    QAccessible::installFactory(makeAccessible);
}

}  // namespace onlyonce::ui
