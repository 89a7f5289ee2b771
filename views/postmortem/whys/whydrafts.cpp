// SPDX-License-Identifier: GPL-3.0-or-later
// A why that is being typed is kept as a field is: whatever happens to the program, it stands open again with its words.
#include "views/postmortem/whys/whyedits.h"
#include "views/postmortem/whys/whytreemodel.h"
#include "views/postmortem/whys/whytreepanel.h"
#include "views/postmortem/whys/whytreeview.h"
#include "views/widgets/drafts.h"
#include "views/widgets/page.h"
#include "views/widgets/treedelegate.h"

#include <QLineEdit>
#include <QTimer>

#include <utility>

namespace onlyonce::ui {

void WhyTreePanel::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
    const QString beginning = draftOf({});
    for (const QString &key : drafts.keys(beginning)) {
        m_begun.insert(key.mid(beginning.size()).toLongLong(), drafts.of(key));
    }
    connect(m_delegate, &TreeDelegate::typed, this, [this](const QString &text) {
        m_typed = {.why = here(), .text = text};
        m_keeping.typed();
    });
}

//! Its key; of no why: how all of them begin.
QString WhyTreePanel::draftOf(WhyId why) const
{
    return QStringLiteral("%1-why-%2").arg(m_database, why ? QString::number(why.value) : QString());
}

void WhyTreePanel::keepDraft()
{
    m_keeping.stop();
    if (m_drafts && m_typed.why) {
        m_begun.insert(m_typed.why.value, m_typed.text);
        m_drafts->keep(draftOf(m_typed.why), m_typed.text);
    }
}

void WhyTreePanel::dropDraft(WhyId why)
{
    if (m_typed.why == why) {
        m_keeping.stop();
        m_typed = {};
    }
    if (m_begun.remove(why.value)) {
        m_drafts->keep(draftOf(why), {});
    }
}

//! What is stored need not be kept any more.
void WhyTreePanel::settleDrafts()
{
    if (m_begun.isEmpty() || m_delegate->isEditing()) {
        return;
    }
    std::vector<WhyId> stored;
    walkWhys(m_tree, [&](const WhyNode &node, int) {
        const auto begun = m_begun.constFind(node.why.id.value);
        if (begun != m_begun.constEnd() && begun->trimmed() == node.why.text.trimmed()) {
            stored.push_back(node.why.id);
        }
    });
    for (const WhyId why : stored) {
        dropDraft(why);
    }
}

void WhyTreePanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    takeUpDraft();
}

//! What was begun before this page was there stands open again, as soon as it can be seen and changed.
void WhyTreePanel::takeUpDraft()
{
    if (!m_record || !m_record->postMortem.isEditable() || !m_view->isVisible() || !std::exchange(m_isFirst, false)) {
        return;
    }
    const Why *begun = nullptr;
    walkWhys(m_tree,
             [&](const WhyNode &node, int) { begun = m_begun.contains(node.why.id.value) ? &node.why : begun; });
    if (!begun) {
        return;
    }
    m_typed = {.why = begun->id, .text = m_begun.value(begun->id.value)};
    if (begun->text == WhyEdits::unwritten()) {
        m_empty = begun->id;
    }
    const QModelIndex there = m_model->indexOf(begun->id);
    m_view->setCurrentIndex(there);
    m_view->edit(there);
    if (auto *line = m_view->findChild<QLineEdit *>()) {
        line->setText(m_typed.text);
        line->setToolTip(tr("This was begun earlier and not said."));
        line->setAccessibleDescription(line->toolTip());
        // When checks and comments, which stand above, have come.
        constexpr int settled = 400;  // ms
        QTimer::singleShot(settled, line, [line] { scrollIntoSight(line); });
    }
}

}  // namespace onlyonce::ui
