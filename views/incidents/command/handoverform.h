// SPDX-License-Identifier: GPL-3.0-or-later
// The brief that goes with a role, within the page: written by the one who offers, read by the one who is to accept.
#pragma once

#include "models/base/answer.h"
#include "models/incidents/command/handover.h"

#include <QPointer>
#include <QWidget>

#include <functional>

class QPlainTextEdit;
class QPushButton;

namespace onlyonce::ui {

class TextLabel;

class HandoverForm final : public QWidget
{
    Q_OBJECT

public:
    using Work = std::function<Answer<Result<>>(const QString &brief)>;

    //! Hidden until something is to be written or read.
    explicit HandoverForm(QWidget *parent = nullptr);
    //! The brief may be edited; `work` offers it.
    void write(const QString &title, const QString &brief, Work work);
    //! As it was offered; `work` accepts it.
    void read(const QString &title, const Handover &offer, Work work);
    void leave();
    //! Out of sight, and back; what was written stays.
    void putAside();
    void resume();
    //! Words that nobody has got yet.
    [[nodiscard]] bool hasDraft() const;
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void declineWanted(const onlyonce::Handover &offer);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void begin(const QString &title, const QString &text, const QString &brief, const QString &submit, Work work);
    void submit();

    TextLabel *m_title;
    TextLabel *m_text;
    TextLabel *m_problem;
    QPlainTextEdit *m_brief;
    QPushButton *m_decline;
    QPushButton *m_submit;
    Work m_work;
    Handover m_offer;
    QPointer<QWidget> m_cameFrom;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
