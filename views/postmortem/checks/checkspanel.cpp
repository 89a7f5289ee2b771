// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/checks/checkspanel.h"

#include "views/postmortem/checks/findingrow.h"
#include "views/widgets/askform.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QString sumOf(const std::vector<Finding> &findings)
{
    if (findings.empty()) {
        return ChecksPanel::tr("Nothing is left to say.");
    }
    const auto open = std::ranges::count_if(findings, &Finding::isOpen);
    if (open > 0) {
        return open == 1 ? ChecksPanel::tr("One serious finding is to be answered before the approval.")
                         : ChecksPanel::tr("%1 serious findings are to be answered before the approval.").arg(open);
    }
    return ChecksPanel::tr("No serious finding is open.");
}

}  // namespace

ChecksPanel::ChecksPanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_sum(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_fold(makeButton({}, ButtonKind::Quiet))
    , m_rows(new QWidget)
    , m_list(new QVBoxLayout)
    , m_strip(new QWidget(this))
    , m_gone(new QVBoxLayout)
    , m_ask(new AskForm)
    , m_refresh([this] { read(); })
{
    m_sum->setWordWrap(true);
    m_list->setSpacing(space::xs);
    auto *keys = new TextLabel(tr("Ctrl+F8: to the next finding, Ctrl+Shift+F8: back here, from anywhere · Enter: go "
                                  "there · A: say why it stays"),
                               TextStyle::Caption, TextLabel::Rank::Muted);
    keys->setWordWrap(true);
    auto *column = new QVBoxLayout(m_rows);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addLayout(m_list);
    column->addWidget(keys);
    auto *panel = new Panel(tr("Checks"));
    panel->addAction(m_fold);
    panel->body()->addWidget(m_sum);
    panel->body()->addWidget(m_rows);
    unfold(false);
    connect(m_fold, &QPushButton::clicked, this, [this] { unfold(m_rows->isHidden()); });
    connect(m_ask, &AskForm::leftNowhere, this, [this] {
        if (m_gone->count() > 0) {
            m_gone->itemAt(0)->widget()->setFocus(Qt::OtherFocusReason);
        } else {
            focusCurrent();
        }
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    layOutStrip();
    hide();  // until there is something to look at
}

void ChecksPanel::layOutStrip()
{
    auto *close = makeIconButton(QStringLiteral("close"), tr("Close the finding"));
    connect(close, &QToolButton::clicked, this, &ChecksPanel::closeStrip);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(space::xl - space::s, space::s, space::xl, space::s);  // the row has a margin of its own
    line->addLayout(m_gone, 1);
    line->addWidget(close, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(m_strip);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(line);
    column->addWidget(m_ask);
    column->addWidget(new Hairline);
    m_strip->installEventFilter(this);
    m_strip->hide();
}

void ChecksPanel::unfold(bool unfolded)
{
    m_rows->setVisible(unfolded);
    m_fold->setText(unfolded ? tr("Fold") : tr("Show all"));
    m_fold->setIcon(icon(unfolded ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    m_fold->setAccessibleName(unfolded ? tr("Fold the findings") : tr("Show all findings"));
}

void ChecksPanel::reload()
{
    m_refresh.want();
}

void ChecksPanel::read()
{
    m_session
        .read([id = m_incident](Transaction &transaction) { return findingsOf(transaction, id); }, Reader::Background)
        .then(this, [this](const Result<std::vector<Finding>> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            showFindings(*found);
            m_isRead = true;
            if (std::exchange(m_wantsNext, false)) {
                next();
            }
            if (std::exchange(m_wantsList, false)) {
                showList();
            }
        });
}

//! One that is answered stays in its place: the list does not jump under who works through it.
void ChecksPanel::showFindings(std::vector<Finding> findings)
{
    std::ranges::stable_sort(findings, std::ranges::greater{}, &Finding::weight);
    if (findings == m_findings) {
        return;
    }
    Q_EMIT changing();
    m_findings = std::move(findings);
    setVisible(!m_findings.empty() || !isHidden());
    m_fold->setVisible(!m_findings.empty());
    m_sum->setText(sumOf(m_findings));
    const bool here = m_rows->isAncestorOf(window()->focusWidget());
    clearLayout(m_list);
    for (const Finding &each : m_findings) {
        FindingRow *row = makeRow(each);
        m_list->addWidget(row);
        row->show();  // at once, or it could not take the focus
    }
    tabThrough(m_fold, *m_list);
    choose(m_current);
    if (here) {
        focusCurrent();  // what had the focus has gone
    }
    if (!m_strip->isHidden()) {
        showStrip();
    }
}

//! The current finding, as it is now.
void ChecksPanel::showStrip()
{
    const Finding *there = finding(m_current);
    if (!there) {
        closeStrip();  // it is mended
        return;
    }
    const QWidget *focus = window()->focusWidget();
    const bool here = focus && m_gone->count() > 0 && m_gone->itemAt(0)->widget()->isAncestorOf(focus);
    const bool onIt = m_gone->count() > 0 && m_gone->itemAt(0)->widget() == focus;
    clearLayout(m_gone);
    FindingRow *shown = makeRow(*there);
    shown->setUnfolded(true);
    shown->setHint(tr("Ctrl+F8: the next one"));
    m_gone->addWidget(shown);
    shown->show();  // at once, or it could not take the focus
    m_strip->show();
    if (here || onIt) {
        shown->setFocus(Qt::OtherFocusReason);
    }
}

void ChecksPanel::closeStrip()
{
    const bool here = m_strip->isAncestorOf(window()->focusWidget());
    m_strip->hide();
    clearLayout(m_gone);
    if (here) {
        focusCurrent();
    }
}

//! Keys that nothing in the strip wanted.
bool ChecksPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        closeStrip();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

FindingRow *ChecksPanel::makeRow(const Finding &finding)
{
    auto *row = new FindingRow(finding);
    const QString key = row->key();
    connect(row, &FindingRow::chosen, this, [this, key] { choose(key); });
    connect(row, &FindingRow::placeWanted, this, [this, key] { goTo(key); });
    connect(row, &FindingRow::answerWanted, this, [this, key] { answer(key); });
    return row;
}

FindingRow *ChecksPanel::row(const QString &key) const
{
    for (int at = 0; at < m_list->count(); ++at) {
        if (auto *found = qobject_cast<FindingRow *>(m_list->itemAt(at)->widget()); found && found->key() == key) {
            return found;
        }
    }
    return nullptr;
}

const Finding *ChecksPanel::finding(const QString &key) const
{
    const auto found = std::ranges::find(m_findings, key, keyOf);
    return found == m_findings.end() ? nullptr : &*found;
}

void ChecksPanel::choose(const QString &key)
{
    m_current = key;
    for (const Finding &each : m_findings) {
        const QString here = keyOf(each);
        if (FindingRow *found = row(here)) {
            found->setUnfolded(here == key);
        }
    }
}

void ChecksPanel::focusCurrent()
{
    QWidget *there = row(m_current);
    if (!there && m_list->count() > 0) {
        there = m_list->itemAt(0)->widget();
    }
    (there && there->isVisible() ? there : m_fold)->setFocus(Qt::OtherFocusReason);
}

void ChecksPanel::keyPressEvent(QKeyEvent *event)
{
    const auto at = std::ranges::find(m_findings, m_current, keyOf);
    if (at == m_findings.end() || (event->key() != Qt::Key_Down && event->key() != Qt::Key_Up)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto to = (at - m_findings.begin()) + (event->key() == Qt::Key_Down ? 1 : -1);
    choose(keyOf(m_findings[size_t(std::clamp<qsizetype>(to, 0, qsizetype(m_findings.size()) - 1))]));
    focusCurrent();
}

void ChecksPanel::next()
{
    if (!m_isRead) {
        m_wantsNext = true;  // the page has just been opened
        return;
    }
    std::vector<QString> open;
    for (const Finding &each : m_findings) {
        if (each.reason.isEmpty() || keyOf(each) == m_current) {
            open.push_back(keyOf(each));
        }
    }
    if (open.empty()) {
        unfold(true);
        m_fold->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    const auto at = std::ranges::find(open, m_current);
    goTo(at == open.end() || at + 1 == open.end() ? open.front() : *(at + 1));
}

void ChecksPanel::showList()
{
    if (!m_isRead) {
        m_wantsList = true;  // the page has just been opened
        return;
    }
    if (m_findings.empty()) {
        return;
    }
    unfold(true);
    if (!finding(m_current)) {
        choose(keyOf(m_findings.front()));
    }
    focusCurrent();
}

void ChecksPanel::goTo(const QString &key)
{
    const Finding *there = finding(key);
    if (!there) {
        return;
    }
    choose(key);
    showStrip();
    if (std::holds_alternative<std::monostate>(there->place)) {
        m_gone->itemAt(0)->widget()->setFocus(Qt::ShortcutFocusReason);  // it is about the whole: it shows itself
    } else {
        Q_EMIT placeWanted(there->place);
    }
}

void ChecksPanel::answer(const QString &key)
{
    const Finding *about = finding(key);
    if (!about) {
        return;
    }
    choose(key);
    showStrip();
    const QString what = tr("The reason stands in the internal document, never in what customers get.");
    m_ask->ask({.title = tr("Why does it stay as it is?"),
                .text = about->reason.isEmpty() ? what : tr("%1 Without one it is open again.").arg(what),
                .submit = tr("Let it stay"),
                .label = tr("Reason")},
               [this, key, before = about->reason](const QString &reason) {
                   return m_session.write([id = m_incident, key, reason, before](Transaction &transaction) {
                       return answerFinding(transaction, id, key, reason, before);
                   });
               });
}

}  // namespace onlyonce::ui
