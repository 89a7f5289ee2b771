// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/grouping/ruleform.h"

#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/words.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

constexpr std::array windows{0min, 5min, 15min, 30min, 60min, 240min, 1440min, 10080min};
constexpr std::array calms{0min, 5min, 15min, 30min, 60min, 240min, 1440min};
constexpr std::array trialSpans{7, 30, 90};  //!< days
constexpr int mostTried = 10'000;            //!< alerts
constexpr size_t mostGroups = 8;             //!< incidents that are listed

QString windowText(milliseconds window)
{
    return window == 0ms ? RuleForm::tr("as long as the incident is open")
                         : RuleForm::tr("within %1 of the latest").arg(durationText(window));
}

QString resolveText(milliseconds calm)
{
    return calm == 0ms ? RuleForm::tr("stays open until somebody resolves it")
                       : RuleForm::tr("is resolved after %1, unless taken over").arg(durationText(calm));
}

//! Shows a value that may be none of the offered ones.
void choose(QComboBox *box, milliseconds value, QString (*text)(milliseconds))
{
    const auto length = qint64(value.count());
    if (box->findData(length) < 0) {
        box->addItem(capitalized(text(value)), length);
    }
    box->setCurrentIndex(box->findData(length));
}

QStringList namesIn(const QString &line)
{
    QStringList names;
    for (const QString &name : line.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!name.trimmed().isEmpty()) {
            names << name.trimmed();
        }
    }
    return names;
}

QString countText(size_t incidents)
{
    return incidents == 1 ? RuleForm::tr("one incident") : RuleForm::tr("%1 incidents").arg(incidents);
}

QWidget *rowOf(const TriedGroup &group, Instant now)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::m);
    auto *count = new TextLabel(
        group.alerts == 1 ? RuleForm::tr("1 alert") : RuleForm::tr("%1 alerts").arg(group.alerts), TextStyle::Small);
    count->setMinimumWidth(scaled(72));
    auto *title = new TextLabel(group.title, TextStyle::Small);
    title->setElided();
    auto *about = new TextLabel(RuleForm::tr("%1 · %2").arg(group.reason, momentText(group.from, now)),
                                TextStyle::Small, TextLabel::Rank::Muted);
    about->setElided();
    line->addWidget(count);
    line->addWidget(title, 3);
    line->addWidget(about, 2);
    return row;
}

}  // namespace

QString ruleText(const GroupingRule &rule)
{
    QStringList parts{rule.matchers.empty() ? RuleForm::tr("every alert")
                                            : textsOf(rule.matchers).join(QStringLiteral(", "))};
    parts << (rule.by.isEmpty() ? RuleForm::tr("all together")
                                : RuleForm::tr("by %1").arg(rule.by.join(QStringLiteral(", "))));
    if (rule.window > 0ms) {
        parts << windowText(rule.window);
    }
    if (rule.resolveAfter > 0ms) {
        parts << RuleForm::tr("ends after %1").arg(durationText(rule.resolveAfter));
    }
    return parts.join(QStringLiteral(" · "));
}

RuleForm::RuleForm(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_name(new QLineEdit)
    , m_nameRow(new FormRow(tr("Name"), m_name, tr("People read it as the reason why an alert is in an incident.")))
    , m_matchers(new QLineEdit)
    , m_matchersRow(
          new FormRow(tr("Alerts with"), m_matchers,
                      tr("Labels, or source, service, datacentre, severity; all must match. Empty: every alert.")))
    , m_by(new QLineEdit)
    , m_window(new QComboBox)
    , m_resolve(new QComboBox)
    , m_days(new SegmentedControl(tr("Tried on the last days")))
    , m_sum(new TextLabel({}, TextStyle::Strong))
    , m_groups(new QVBoxLayout)
    , m_conflict(new TextLabel)
    , m_theirs(makeButton(tr("Take theirs"), ButtonKind::Quiet))
    , m_save(makeButton(tr("Save the rule"), ButtonKind::Primary))
    , m_try([this] { tryOut(); })
{
    m_name->setPlaceholderText(tr("One data centre"));
    m_matchers->setPlaceholderText(QStringLiteral("datacentre=~\"fra.*\", severity=\"critical\""));
    m_by->setPlaceholderText(QStringLiteral("datacentre"));
    for (const auto window : windows) {
        m_window->addItem(capitalized(windowText(window)), qint64(milliseconds(window).count()));
    }
    for (const auto calm : calms) {
        m_resolve->addItem(capitalized(resolveText(calm)), qint64(milliseconds(calm).count()));
    }
    for (const int days : trialSpans) {
        m_days->addSegment(tr("%1 days").arg(days));
    }
    m_days->setCurrent(1);
    m_sum->setWordWrap(true);
    m_conflict->setWordWrap(true);
    m_conflict->setTone(Tone::Warning);
    m_groups->setSpacing(space::xs);

    auto *by = new FormRow(tr("Same value of"), m_by,
                           tr("Labels, with commas between them. Empty: all that match belong together."));
    auto *window = new FormRow(tr("Joins"), m_window);
    auto *resolve = new FormRow(tr("Once all its alerts are over, the incident"), m_resolve);
    for (FormRow *row : {m_nameRow, m_matchersRow, by, window, resolve}) {
        row->setMaximumWidth(QWIDGETSIZE_MAX);
    }
    const auto pair = [](QWidget *left, QWidget *right) {
        auto *line = new QHBoxLayout;
        line->setSpacing(space::m);
        line->addWidget(left, 1);
        line->addWidget(right, 1);
        return line;
    };
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addLayout(pair(m_nameRow, m_matchersRow));
    column->addLayout(pair(by, window));
    column->addWidget(resolve);
    auto *triedLine = new QHBoxLayout;
    triedLine->setSpacing(space::m);
    triedLine->addWidget(m_sum, 1);
    triedLine->addWidget(m_days);
    column->addLayout(triedLine);
    column->addLayout(m_groups);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *last = new QHBoxLayout;
    last->setSpacing(space::s);
    last->addWidget(m_conflict, 1);
    last->addStretch();
    last->addWidget(m_theirs);
    last->addWidget(cancel);
    last->addWidget(m_save);
    column->addLayout(last);

    for (QLineEdit *field : {m_name, m_matchers, m_by}) {
        connect(field, &QLineEdit::textChanged, this, [this] {
            m_nameRow->setError({});
            m_matchersRow->setError({});
            m_try.want();
        });
    }
    connect(m_window, &QComboBox::currentIndexChanged, this, [this] { m_try.want(); });
    connect(m_days, &SegmentedControl::currentChanged, this, [this] { m_try.want(); });
    connect(m_save, &QPushButton::clicked, this, &RuleForm::save);
    connect(cancel, &QPushButton::clicked, this, &RuleForm::dismissed);
    connect(m_theirs, &QPushButton::clicked, this, [this] {
        const auto theirs = std::ranges::find(m_saved, m_rule.id, &GroupingRule::id);
        if (theirs != m_saved.end()) {
            edit(GroupingRule(*theirs));
        }
    });
}

void RuleForm::edit(const GroupingRule &rule)
{
    m_rule = rule;
    m_name->setText(rule.name);
    m_matchers->setText(textsOf(rule.matchers).join(QStringLiteral(", ")));
    m_by->setText(rule.by.join(QStringLiteral(", ")));
    choose(m_window, rule.window, windowText);
    choose(m_resolve, rule.resolveAfter, resolveText);
    m_conflict->hide();
    m_theirs->hide();
    m_save->setText(rule.id ? tr("Save the rule") : tr("Add the rule"));
    m_try.want();
    m_name->setFocus();
}

void RuleForm::setSaved(const std::vector<GroupingRule> &rules)
{
    m_saved = rules;
    m_try.want();
}

Result<GroupingRule> RuleForm::meant() const
{
    auto matchers = parseMatchers(m_matchers->text());
    if (!matchers) {
        return failure(matchers);
    }
    GroupingRule rule = m_rule;
    rule.name = m_name->text();
    rule.matchers = std::move(*matchers);
    rule.by = namesIn(m_by->text());
    rule.window = milliseconds(m_window->currentData().toLongLong());
    rule.resolveAfter = milliseconds(m_resolve->currentData().toLongLong());
    return rule;
}

void RuleForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT dismissed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        save();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void RuleForm::tryOut()
{
    auto rule = meant();
    if (!rule || !isVisible()) {
        m_sum->setText(rule ? QString() : tr("It can be tried once its labels can be read."));
        clearLayout(m_groups);
        m_try.answered();
        return;
    }
    if (rule->name.trimmed().isEmpty()) {
        rule->name = tr("this rule");
    }
    std::vector<GroupingRule> with = m_saved;
    const auto same = std::ranges::find(with, rule->id, &GroupingRule::id);
    if (rule->id && same != with.end()) {
        *same = *rule;
    } else {
        with.push_back(*rule);
    }
    const Instant since = m_session.now() - std::chrono::days(trialSpans.at(size_t(m_days->current())));
    m_session
        .read(
            [without = m_saved, with, since](Transaction &transaction) -> Result<Tried> {
                const auto before = tryGroupingRules(transaction, without, mostTried, since);
                auto after = tryGroupingRules(transaction, with, mostTried, since);
                if (!before || !after) {
                    return before ? failure(after) : failure(before);
                }
                Tried tried{.before = before->size(), .after = std::move(*after)};
                for (const TriedGroup &group : tried.after) {
                    tried.alerts += group.alerts;
                }
                return tried;
            },
            Reader::Background)
        .then(this, [this](const Result<Tried> &tried) {
            m_try.answered();
            if (tried) {
                showTried(*tried);
            } else {
                m_sum->setText(tried.error().message);
                clearLayout(m_groups);
            }
        });
}

void RuleForm::showTried(const Tried &tried)
{
    clearLayout(m_groups);
    const QString alerts = QLocale().toString(tried.alerts);
    m_sum->setText(tried.alerts == 0 ? tr("No alert began in these days.")
                   : tried.after.size() == tried.before
                       ? tr("%1 alerts → %2, as without this change.").arg(alerts, countText(tried.after.size()))
                       : tr("%1 alerts → %2 instead of %3.")
                             .arg(alerts, countText(tried.after.size()), QLocale().toString(qulonglong(tried.before))));
    // What is put together most is what a rule is judged by.
    std::vector<TriedGroup> groups = tried.after;
    std::ranges::stable_sort(groups, std::ranges::greater(), &TriedGroup::alerts);
    for (size_t i = 0; i < std::min(groups.size(), mostGroups); ++i) {
        m_groups->addWidget(rowOf(groups[i], m_session.now()));
    }
    if (groups.size() > mostGroups) {
        m_groups->addWidget(
            new TextLabel(tr("and %1 more").arg(groups.size() - mostGroups), TextStyle::Small, TextLabel::Rank::Muted));
    }
    if (isAncestorOf(window()->focusWidget())) {
        QTimer::singleShot(0, this, [this] { scrollIntoSight(this); });  // once all of it has its place
    }
}

void RuleForm::save()
{
    const auto rule = meant();
    if (!rule) {
        m_matchersRow->setError(rule.error().message);
        m_matchers->setFocus();
        return;
    }
    if (std::exchange(m_busy, true)) {
        return;  // Enter twice saves once
    }
    m_session.write([rule = *rule](Transaction &transaction) { return saveGroupingRule(transaction, rule); })
        .then(this, [this](const Result<RuleId> &done) {
            m_busy = false;
            if (done) {
                Q_EMIT saved();
            } else if (done.error().code == ErrorCode::Conflict) {
                showConflict(done.error());
            } else {
                m_nameRow->setError(done.error().message);
                m_name->setFocus();
            }
        });
}

//! Both texts are in sight, and nothing of either is lost: theirs can be taken, or this one saved over it knowingly.
void RuleForm::showConflict(const Error &error)
{
    m_session.read([](Transaction &transaction) { return groupingRules(transaction); })
        .then(this, [this, error](const Result<std::vector<GroupingRule>> &rules) {
            if (rules) {
                m_saved = *rules;
            }
            const auto theirs = std::ranges::find(m_saved, m_rule.id, &GroupingRule::id);
            if (!rules || theirs == m_saved.end()) {
                m_conflict->setText(error.message);
            } else {
                m_rule.version = theirs->version;
                m_conflict->setText(tr("Somebody changed it meanwhile. Theirs is “%1”: %2.\nSaving again puts yours in "
                                       "its place.")
                                        .arg(theirs->name, ruleText(*theirs)));
                m_theirs->show();
            }
            m_conflict->show();
            scrollIntoSight(m_conflict);
        });
}

}  // namespace onlyonce::ui
