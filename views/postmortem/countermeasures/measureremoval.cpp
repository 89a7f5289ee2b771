// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/countermeasures/measureremoval.h"

#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace onlyonce::ui {

MeasureRemoval::MeasureRemoval(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_what(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_back(makeButton(tr("Bring it back"), ButtonKind::Quiet, QStringLiteral("undo")))
{
    m_what->setElided();
    m_back->setToolTip(QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::s, 0, 0, 0);
    line->addWidget(m_what, 1);
    line->addWidget(m_back);
    setFocusProxy(m_back);
    hide();
    connect(m_back, &QPushButton::clicked, this, &MeasureRemoval::bringBack);
}

void MeasureRemoval::setSteps(std::shared_ptr<PostMortemSteps> steps)
{
    m_steps = std::move(steps);
    showLast();
}

void MeasureRemoval::showLast()
{
    const bool shown = m_wasUsed && canBringBack();
    if (shown) {
        const QString text = m_steps->removed.back().measure.what.text;
        m_what->setText(tr("Removed: %1").arg(text));
        m_back->setAccessibleName(tr("Bring back: %1").arg(text));
    }
    setVisible(shown);
}

void MeasureRemoval::remove(const Countermeasure &measure)
{
    m_session
        .write([id = measure.id, version = measure.version](Transaction &transaction) {
            return takeOutCountermeasure(transaction, id, version);
        })
        .then(this, [this](const Result<RemovedCountermeasure> &removed) {
            if (!removed) {
                Q_EMIT failed(removed.error());
                return;
            }
            m_steps->removed.push_back(*removed);
            m_wasUsed = true;
            showLast();
        });
}

void MeasureRemoval::bringBack()
{
    if (!canBringBack() || std::exchange(m_busy, true)) {
        return;
    }
    const RemovedCountermeasure last = m_steps->removed.back();
    m_session.write([last](Transaction &transaction) { return restoreCountermeasure(transaction, last); })
        .then(this, [this, id = last.measure.id](const Result<> &done) {
            m_busy = false;
            const bool never =
                !done && (done.error().code == ErrorCode::Conflict || done.error().code == ErrorCode::NotFound);
            if (done || never) {
                std::erase_if(m_steps->removed,
                              [id](const RemovedCountermeasure &each) { return each.measure.id == id; });
            }
            if (done) {
                Q_EMIT broughtBack(id);
            } else {
                Q_EMIT failed(done.error());
            }
            showLast();
        });
}

}  // namespace onlyonce::ui
