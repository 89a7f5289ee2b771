// SPDX-License-Identifier: GPL-3.0-or-later
// Says things in place, in words that say what to do, instead of a modal box: one bar, and a stack of them.
#pragma once

#include "views/widgets/theme.h"

#include <QFrame>
#include <QList>
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
    [[nodiscard]] const QString &id() const { return m_id; }

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_id;
    Tone m_tone;
};

//! Newest on top; three in sight, then "2 more". Screen readers are told of each new one.
class MessageStack final : public QWidget
{
    Q_OBJECT
public:
    explicit MessageStack(QWidget *parent = nullptr);
    void add(const Message &message);
    void dismiss(const QString &id);
    [[nodiscard]] QStringList ids() const;  //!< newest first

private:
    void arrange();
    void take(MessageBar *bar);

    QList<MessageBar *> m_bars;
    QVBoxLayout *m_layout;
    QPushButton *m_more;
    bool m_expanded = false;
};

}  // namespace onlyonce::ui
