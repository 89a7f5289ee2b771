// SPDX-License-Identifier: GPL-3.0-or-later
// Says things in place, in words that say what to do, instead of a modal box: one bar, and a stack of them.
#pragma once

#include "views/widgets/theme.h"

#include <QFrame>
#include <QList>
#include <QPointer>
#include <QString>

#include <functional>

class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

struct Message
{
    struct Button
    {
        QString text;
        std::function<void()> handler;
        bool closes = true;  //!< the bar goes when it is pressed
    };

    QString id;                //!< a second message of the same id replaces the first; empty: always a new one
    Tone tone = Tone::Accent;  //!< Accent informs, Success, Warning, Danger
    QString text;              //!< one or two sentences; plain
    QList<Button> buttons;     //!< at most two
    bool closable = true;
};

class MessageBar final : public QFrame
{
    Q_OBJECT
public:
    explicit MessageBar(const Message &message, QWidget *parent = nullptr);
    [[nodiscard]] const QString &id() const { return m_message.id; }
    //! The same words and the same buttons: showing it anew would only take the focus out of it.
    [[nodiscard]] bool says(const Message &message) const;

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Message m_message;
};

//! Newest on top; three in sight, then "2 more". Screen readers are told of each new one. Escape closes the bar that has
//! the focus; one that only tells of a success goes by itself.
class MessageStack final : public QWidget
{
    Q_OBJECT
public:
    explicit MessageStack(QWidget *parent = nullptr);
    void add(const Message &message);
    void dismiss(const QString &id);
    [[nodiscard]] QStringList ids() const;  //!< newest first
    //! To the newest message's first button; from the messages back to where the focus was before.
    void visit();

private:
    void arrange();
    void take(MessageBar *bar);
    void leave();

    QList<MessageBar *> m_bars;
    QPointer<QWidget> m_cameFrom;
    QVBoxLayout *m_layout;
    QPushButton *m_more;
    bool m_expanded = false;
};

}  // namespace onlyonce::ui
