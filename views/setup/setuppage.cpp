// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/setup/setuppage.h"

#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/recordrow.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int narrow = 900;

//! Alt+Left, which elsewhere in the window leads to the page before.
bool leadsBack(const QEvent &event)
{
    const auto &key = static_cast<const QKeyEvent &>(event);
    return key.key() == Qt::Key_Left && (key.modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier;
}

Tone toneOf(SetupState state)
{
    return state == SetupState::Done || state == SetupState::Works ? Tone::Success : Tone::Neutral;
}

}  // namespace

SetupPage::SetupPage(QWidget *parent)
    : QWidget(parent)
    , m_list(new SetupSteps)
    , m_stack(new QStackedWidget)
    , m_back(makeButton(tr("Back"), ButtonKind::Quiet, QStringLiteral("arrow-left")))
    , m_skip(makeButton(tr("Skip this step"), ButtonKind::Normal))
    , m_next(makeButton(tr("Next"), ButtonKind::Primary))
{
    m_list->setAccessibleName(tr("Steps"));
    m_back->setToolTip(QKeySequence(Qt::ALT | Qt::Key_Left).toString(QKeySequence::NativeText));
    m_next->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    auto *header = new PageHeader(tr("Set up OnlyOnce"));
    auto *later = makeButton(tr("Later"), ButtonKind::Quiet);
    later->setToolTip(tr("Puts this page away (Escape). It stays under Help."));
    header->addAction(later);

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(space::xl, space::m, space::xl, space::m);
    buttons->setSpacing(space::s);
    buttons->addWidget(m_back);
    buttons->addStretch();
    buttons->addWidget(m_skip);
    buttons->addWidget(m_next);
    auto *foot = new QWidget;
    foot->setLayout(buttons);
    foot->setMaximumWidth(scaled(metric::column) + 2 * space::xl);

    auto *side = new QVBoxLayout;
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(0);
    side->addWidget(m_stack, 1);
    side->addWidget(new Hairline);
    side->addWidget(foot);
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_list);
    columns->addLayout(side, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addLayout(columns, 1);

    rememberFocus(this, m_stack);
    // Shortcuts, because fields and buttons have a use of their own for Enter.
    for (const QKeyCombination key : {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter, Qt::ALT | Qt::Key_Right}) {
        auto *on = new QShortcut(key, this);
        on->setContext(Qt::WidgetWithChildrenShortcut);
        connect(on, &QShortcut::activated, m_next, &QPushButton::click);
    }
    connect(later, &QPushButton::clicked, this, &SetupPage::leaveWanted);
    connect(m_back, &QPushButton::clicked, this, [this] { show(m_stack->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (m_stack->currentIndex() == last()) {
            Q_EMIT leaveWanted();
        } else {
            show(m_stack->currentIndex() + 1);
        }
    });
    connect(m_skip, &QPushButton::clicked, this, [this] {
        Q_EMIT skipped(currentStep());
        show(m_stack->currentIndex() + 1);
    });
    connect(m_list, &SetupSteps::chosen, this, [this](int index) {
        m_list->setCurrent(index);
        m_stack->setCurrentIndex(index);  // the focus stays in the list: the next key may go on
        tellButtons();
        Q_EMIT shown(currentStep());
    });
}

void SetupPage::addStep(const Step &step, QWidget *content)
{
    content->setAccessibleName(step.name);
    auto *heading = new TextLabel(step.heading, TextStyle::Title);
    heading->setWordWrap(true);
    auto *lead = new TextLabel(step.lead, TextStyle::Body, TextLabel::Rank::Muted);
    lead->setWordWrap(true);
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    layout->setSpacing(0);
    layout->addWidget(heading);
    layout->addSpacing(space::xs);
    layout->addWidget(lead);
    layout->addSpacing(space::xl);
    layout->addWidget(content);
    layout->addStretch(1);
    column->setMaximumWidth(scaled(metric::column) + 2 * space::xl);
    auto *area = makeScrollArea(column);
    rememberFocus(area, content);
    m_steps.append({.id = step.id, .name = step.name, .words = {}, .result = {}});
    m_list->addStep(step.name);
    m_stack->addWidget(area);
    m_list->setCurrent(m_stack->currentIndex());
    tellButtons();
}

void SetupPage::addSummary(const Step &step)
{
    auto *panel = new Panel;
    panel->body()->setSpacing(space::s);
    m_summary = panel->body();
    addStep(step, panel);
    fillSummary();
}

void SetupPage::setState(const QString &id, SetupState state, const QString &words, const QString &result)
{
    const int index = indexOf(id);
    Known &step = m_steps[index];
    if (step.state == state && step.words == words && step.result == result) {
        return;
    }
    step.state = state;
    step.words = words;
    step.result = result;
    m_list->setState(index, state, words);
    tellButtons();
    fillSummary();
}

void SetupPage::showStep(const QString &id)
{
    show(indexOf(id));
}

QString SetupPage::currentStep() const
{
    return m_steps.value(m_stack->currentIndex()).id;
}

int SetupPage::indexOf(const QString &id) const
{
    return int(std::ranges::find(m_steps, id, &Known::id) - m_steps.begin());
}

void SetupPage::show(int index)
{
    if (index < 0 || index > last()) {
        return;
    }
    m_list->setCurrent(index);
    bringToFront(*m_stack, m_stack->widget(index));
    tellButtons();
    if (index == last()) {
        m_next->setFocus();  // what is left to do there
    }
    Q_EMIT shown(currentStep());
}

void SetupPage::tellButtons()
{
    const int index = m_stack->currentIndex();
    const SetupState state = m_steps[index].state;
    m_back->setVisible(index > 0);
    m_skip->setVisible(index < last() && (state == SetupState::Open || state == SetupState::Skipped));
    m_next->setText(index == last() ? tr("Go to the incidents") : tr("Next"));
}

void SetupPage::fillSummary()
{
    if (!m_summary) {
        return;
    }
    clearLayout(m_summary);
    int widest = 0;  // the columns of all rows stand in line
    for (const Known &step : m_steps.first(last())) {
        widest = std::max(widest, pillSize({.text = step.words}).width());
    }
    for (const Known &step : m_steps.first(last())) {
        auto *state = new PillLabel({.text = step.words, .tone = toneOf(step.state)});
        state->setFixedWidth(widest);
        auto *show = makeButton(tr("Show"), ButtonKind::Quiet);
        show->setAccessibleName(tr("Show the step %1").arg(step.name));
        connect(show, &QPushButton::clicked, this, [this, id = step.id] { showStep(id); });
        QWidget *row = makeRecordRow(step.name, step.result, {state, show});
        m_summary->addWidget(row);
        tabBefore(m_back, row);
    }
}

//! Before the window's own action has the key, and before a field, a list or a scroll area does something else with it.
bool SetupPage::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && leadsBack(*event)) {
        event->accept();
        show(m_stack->currentIndex() - 1);
        return true;
    }
    return QWidget::event(event);
}

//! What stands in a step has its own use for the key, where it has one.
void SetupPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT leaveWanted();
    } else {
        QWidget::keyPressEvent(event);
    }
}

//! A small window keeps its room for what stands in the step.
void SetupPage::resizeEvent(QResizeEvent *event)
{
    m_list->setMarksOnly(event->size().width() < scaled(narrow));
    QWidget::resizeEvent(event);
}

}  // namespace onlyonce::ui
