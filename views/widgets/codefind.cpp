// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/codefind.h"

#include "models/base/answer.h"
#include "views/widgets/codeview.h"
#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QTimerEvent>
#include <QToolButton>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int pauseMs = 120;

std::vector<qsizetype> hitsIn(const QByteArray &bytes, const QString &text)
{
    std::vector<qsizetype> hits;
    const ByteSearch search = CodeView::searchFor(text);
    for (qsizetype at = search.next(bytes, 0); at >= 0 && hits.size() <= CodeFind::mostCounted;
         at = search.next(bytes, at + 1)) {
        hits.push_back(at);
    }
    return hits;
}

}  // namespace

CodeFind::CodeFind(CodeView *view, QWidget *parent)
    : QWidget(parent)
    , m_view(view)
    , m_edit(new QLineEdit)
    , m_count(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_previous(makeIconButton(QStringLiteral("arrow-up"), tr("Previous hit (Shift+Enter)")))
    , m_next(makeIconButton(QStringLiteral("arrow-down"), tr("Next hit (Enter)")))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::s, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_count);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    auto *close = makeIconButton(QStringLiteral("close"), tr("Close (Escape)"));
    layout->addWidget(close);
    hide();
    connect(m_edit, &QLineEdit::textChanged, this, &CodeFind::typed);
    connect(m_previous, &QToolButton::clicked, this, [this] { go(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { go(true); });
    connect(close, &QToolButton::clicked, this, &CodeFind::leave);
    connect(view, &CodeView::findRequested, this, &CodeFind::askText);
    connect(view, &CodeView::lineRequested, this, &CodeFind::askLine);
    connect(view, &CodeView::selectionChanged, this, &CodeFind::showCount);
}

void CodeFind::askText()
{
    ask(Asks::Text);
}

void CodeFind::askLine()
{
    ask(Asks::Line);
}

void CodeFind::ask(Asks what)
{
    const bool text = what == Asks::Text;
    if (std::exchange(m_asks, what) != what) {
        m_edit->clear();
    }
    const QString prompt =
        text ? tr("Search in this file") : tr("Line, 1 to %1").arg(QLocale().toString(m_view->lineCount()));
    m_edit->setPlaceholderText(prompt);
    m_edit->setAccessibleName(prompt);
    m_previous->setVisible(text);
    m_next->setVisible(text);
    m_count->setVisible(text);
    show();
    m_edit->setFocus();
    m_edit->selectAll();
    showCount();
}

void CodeFind::leave()
{
    hide();
    m_view->setFocus();
}

void CodeFind::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (m_asks == Asks::Text) {
            m_view->clearFind();
        }
        leave();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_asks == Asks::Line) {
            typed();
            leave();
        } else {
            go(!(event->modifiers() & Qt::ShiftModifier));
        }
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void CodeFind::typed()
{
    if (m_asks == Asks::Line) {
        bool isNumber = false;
        const int line = QLocale().toInt(m_edit->text().trimmed(), &isNumber);
        if (isNumber && line > 0) {
            m_view->scrollToLine(line - 1);
        }
        return;
    }
    m_pause.start(pauseMs, this);
}

void CodeFind::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_pause.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_pause.stop();
    go(true);
}

void CodeFind::go(bool forward)
{
    m_pause.stop();
    if (m_asks != Asks::Text) {
        return;
    }
    (void)m_view->find(m_edit->text(), forward);
    if (m_edit->text() != m_counted) {
        count();
    }
}

void CodeFind::count()
{
    const QString wanted = m_edit->text();
    m_counted = wanted;
    m_hits.clear();
    if (wanted.isEmpty()) {
        showCount();
        return;
    }
    inBackground([bytes = m_view->content(), wanted] {
        return hitsIn(bytes, wanted);
    }).then(this, [this, wanted](const std::vector<qsizetype> &hits) {
        if (wanted == m_counted) {
            m_hits = hits;
            showCount();
        }
    });
}

void CodeFind::showCount()
{
    m_count->setText(isHidden() ? QString() : countText());
}

QString CodeFind::countText() const
{
    if (m_edit->text().isEmpty()) {
        return {};
    }
    if (m_hits.empty()) {
        return tr("No hits");
    }
    const QLocale locale;
    const auto at = std::ranges::lower_bound(m_hits, m_view->selectionOffset());
    const QString all = m_hits.size() > mostCounted ? tr("more than %1").arg(locale.toString(qlonglong(mostCounted)))
                                                    : locale.toString(qlonglong(m_hits.size()));
    return at != m_hits.end() && *at == m_view->selectionOffset()
             ? tr("%1 of %2").arg(locale.toString(qlonglong(at - m_hits.begin() + 1)), all)
             : tr("%1 hits").arg(all);
}

}  // namespace onlyonce::ui
