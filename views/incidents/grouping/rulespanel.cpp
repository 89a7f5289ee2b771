// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/grouping/rulespanel.h"

#include "views/incidents/grouping/ruleform.h"
#include "views/incidents/takingout.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

namespace {

constexpr auto ruleProperty = "rule";  //!< of what stands in a row: the rule's id

}  // namespace

RulesPanel::RulesPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_add(makeButton(tr("Add a rule"), ButtonKind::Normal, QStringLiteral("plus")))
    , m_form(new RuleForm(session))
{
    auto *panel = new Panel(tr("Which alerts belong together"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    auto *line = new QHBoxLayout;
    line->addStretch();
    line->addWidget(m_add);
    panel->body()->addLayout(line);
    panel->body()->addWidget(m_form);
    m_form->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_add, &QPushButton::clicked, this, [this] { edit({}); });
    connect(m_form, &RuleForm::saved, this, &RulesPanel::close);
    connect(m_form, &RuleForm::dismissed, this, &RulesPanel::close);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("grouping_rule"))) {
            reload();
        }
    });
    reload();
}

QWidget *RulesPanel::row(const GroupingRule &rule, size_t place, size_t count)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    auto *number = new TextLabel(QString::number(place + 1), TextStyle::Body, TextLabel::Rank::Muted);
    number->setMinimumWidth(scaled(20));
    auto *name = new TextLabel(rule.name, TextStyle::Strong);
    name->setElided();
    auto *about = new TextLabel(ruleText(rule), TextStyle::Body, TextLabel::Rank::Muted);
    about->setElided();
    line->addWidget(number);
    line->addWidget(name, 2);
    line->addWidget(about, 4);
    QToolButton *up = makeIconButton(QStringLiteral("arrow-up"), tr("Ask “%1” earlier (Alt+Up)").arg(rule.name));
    QToolButton *down = makeIconButton(QStringLiteral("arrow-down"), tr("Ask “%1” later (Alt+Down)").arg(rule.name));
    QToolButton *gone = makeIconButton(QStringLiteral("trash"), tr("Remove “%1”").arg(rule.name));
    auto *change = makeButton(tr("Edit"), ButtonKind::Quiet);
    change->setAccessibleName(tr("Edit the rule %1").arg(rule.name));
    change->setToolTip(tr("Alt+Up and Alt+Down move it"));
    up->setEnabled(place > 0);
    down->setEnabled(place + 1 < count);
    for (QWidget *button : std::initializer_list<QWidget *>{up, down, change, gone}) {
        button->setProperty(ruleProperty, rule.id.value);
        button->installEventFilter(this);
        line->addWidget(button);
    }
    connect(up, &QToolButton::clicked, this, [this, rule] { move(rule, -1); });
    connect(down, &QToolButton::clicked, this, [this, rule] { move(rule, 1); });
    connect(change, &QPushButton::clicked, this, [this, rule] { edit(rule); });
    connect(gone, &QToolButton::clicked, this, [this, rule] { remove(rule); });
    return row;
}

void RulesPanel::reload()
{
    m_session.read([](Transaction &transaction) { return groupingRules(transaction); })
        .then(this, [this, begun = m_moves](const Result<std::vector<GroupingRule>> &rules) {
            if (rules) {
                show(*rules);
                if (begun == m_moves && !m_isMoving) {  // else it may not show the new place
                    moveOn();
                }
            } else {
                Q_EMIT failed(rules.error());
            }
        });
}

void RulesPanel::show(const std::vector<GroupingRule> &rules)
{
    if (const QWidget *focus = QApplication::focusWidget(); !m_focus && focus && isAncestorOf(focus)) {
        m_focus = RuleId{focus->property(ruleProperty).toLongLong()};
    }
    m_rules = rules;
    m_form->setSaved(rules);
    clearLayout(m_list);
    QWidget *focused = nullptr;
    for (size_t i = 0; i < rules.size(); ++i) {
        QWidget *made = row(rules[i], i, rules.size());
        m_list->addWidget(made);
        tabBefore(m_add, made);
        if (m_focus && rules[i].id == m_focus) {
            focused = made->findChild<QPushButton *>();
        }
    }
    auto *otherwise = new TextLabel(
        rules.empty() ? tr("By itself, an alert joins the open incident of its service, and opens one where there is "
                           "none. Rules come before that: the first that matches an alert decides.")
                      : tr("The first that matches an alert decides. What none matches joins the open incident of its "
                           "service, or opens one. Rules hold for what comes from now on."),
        TextStyle::Body, TextLabel::Rank::Muted);
    otherwise->setWordWrap(true);
    m_list->addWidget(otherwise);
    m_focus = {};
    if (focused) {
        focused->setFocus();
    }
}

void RulesPanel::moveOn()
{
    const auto moved = std::ranges::find(m_rules, std::exchange(m_moved, {}), &GroupingRule::id);
    if (moved != m_rules.end()) {
        move(GroupingRule(*moved), m_target - moved->position);
    }
}

void RulesPanel::edit(const GroupingRule &rule)
{
    m_form->show();
    m_add->hide();
    m_form->edit(rule);
}

void RulesPanel::close()
{
    m_form->hide();
    m_add->show();
    m_add->setFocus();
}

bool RulesPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int by = key->key() == Qt::Key_Up ? -1 : key->key() == Qt::Key_Down ? 1 : 0;
        const auto rule =
            std::ranges::find(m_rules, RuleId{watched->property(ruleProperty).toLongLong()}, &GroupingRule::id);
        if (by != 0 && key->modifiers() == Qt::AltModifier && rule != m_rules.end()) {
            move(GroupingRule(*rule), by);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RulesPanel::move(const GroupingRule &rule, int by)
{
    const auto placeFrom = [&](int position) { return std::clamp(position + by, 1, int(m_rules.size())); };
    if (m_moved) {
        m_target = m_moved == rule.id ? placeFrom(m_target) : m_target;  // a key pressed twice moves it twice
        return;
    }
    GroupingRule moved = rule;
    moved.position = placeFrom(rule.position);
    if (moved.position == rule.position) {
        return;
    }
    m_target = moved.position;
    m_focus = rule.id;
    m_moved = rule.id;  // until the change is read
    m_isMoving = true;
    m_session.write([moved](Transaction &transaction) { return saveGroupingRule(transaction, moved); })
        .then(this, [this](const Result<RuleId> &done) {
            m_isMoving = false;
            ++m_moves;
            if (!done) {
                m_moved = {};
                Q_EMIT failed(done.error());
            }
            reload();
        });
}

void RulesPanel::remove(const GroupingRule &rule)
{
    takeOut(this, m_session, rule, removeGroupingRule, tr("The rule “%1” is removed.").arg(rule.name), m_add);
}

void RulesPanel::restore(const GroupingRule &rule)
{
    putBack(this, m_session, rule, saveGroupingRule);
}

}  // namespace onlyonce::ui
