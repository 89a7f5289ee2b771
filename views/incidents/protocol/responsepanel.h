// SPDX-License-Identifier: GPL-3.0-or-later
// The part "Response" of an incident's page: the steps of its protocols, and the tasks below. Everything by keys: Space
// ticks, S skips, Enter opens the link, C copies the command, T starts the timer, A assigns, N adds a task, P attaches a
// protocol or takes one off. What needs words is asked for in place.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/incident.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QStackedWidget;

namespace onlyonce {
struct IncidentStep;
struct IncidentTask;
struct Protocol;
}  // namespace onlyonce

namespace onlyonce::ui {

class AskForm;
class Chooser;
class EmptyState;
class Response;
class RowList;
class TextLabel;

class ResponsePanel final : public QWidget
{
    Q_OBJECT

public:
    //! `response` outlives it.
    ResponsePanel(Session &session, const Incident &incident, Response &response, QWidget *parent = nullptr);

    void addTask();
    //! Which protocol is attached, or taken off.
    void chooseProtocol();

Q_SIGNALS:
    void protocolsWanted();  //!< to the settings
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeFoot();
    [[nodiscard]] const IncidentStep *step() const;
    [[nodiscard]] const IncidentTask *task() const;
    [[nodiscard]] bool press(int key);
    void toggle();
    void skip();
    void open();
    void copy();
    void startTimer();
    void assign();
    void useExample();
    void offerProtocols(const std::vector<Protocol> &known);
    void refresh();
    void enable();
    template <typename Work>
    void change(Work work);

    Session &m_session;
    Incident m_incident;
    Response &m_response;
    AskForm *m_ask;
    Chooser *m_chooser;
    TextLabel *m_progress;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QPushButton *m_example;
    QPushButton *m_attach;
    RowList *m_steps;
    RowList *m_tasks;
    RowList *m_current;  //!< which of the two the keys and buttons are for
    TextLabel *m_tasksHead;
    QPushButton *m_tick;
    QPushButton *m_skip;
    QPushButton *m_open;
    QPushButton *m_copy;
    QPushButton *m_timer;
    QPushButton *m_assign;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
