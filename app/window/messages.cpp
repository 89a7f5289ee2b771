// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says by itself, above every page: that something does not work, and what to do.
#include "app/window/window.h"
#include "models/alerts/subscriptions/subscriptions.h"

namespace onlyonce {

//! Without its server the window shows what it has read, says so, and goes on by itself when the server is back.
void Window::tellReach()
{
    if (m_session.database.isReachable()) {
        m_frame.dismissMessage(QStringLiteral("reach"));
    } else {
        m_frame.showMessage(
            {.id = QStringLiteral("reach"),
             .tone = ui::Tone::Danger,
             .text = tr("The database %1 cannot be reached. What you see is what was read last; nothing can be changed "
                        "until it is back, which is tried all the time. What you are writing stays here.")
                         .arg(m_session.database.url().display()),
             .closable = false});
    }
}

void Window::fail(const Error &error)
{
    if (error.code == ErrorCode::Unavailable && !m_session.database.isReachable()) {
        tellReach();  // once, not by each page that asks
        return;
    }
    // What somebody is asked to do otherwise is no failure of the program, and concerns the page on which they did it.
    const bool isAsked = error.code == ErrorCode::Invalid;
    const bool isMild = isAsked || error.code == ErrorCode::Conflict || error.code == ErrorCode::Busy;
    say({.id = error.message, .tone = isMild ? ui::Tone::Warning : ui::Tone::Danger, .text = error.message});
    if (isAsked) {
        connect(
            &m_frame, &ui::MainWindow::pageChanged, this, [this, id = error.message] { m_frame.dismissMessage(id); },
            Qt::SingleShotConnection);
    }
}

void Window::tellDone(const QString &text)
{
    say({.id = QStringLiteral("done"), .tone = ui::Tone::Success, .text = text});
}

//! What was open here and is not for me any more. Whoever has its command can name me; the page's own words are all that is
//! known of it now.
void Window::tellHidden(const Incident &last)
{
    m_frame.showMessage({.id = QStringLiteral("hidden/%1").arg(last.number),
                         .tone = ui::Tone::Neutral,
                         .text = last.commander.isEmpty()
                                   ? tr("%1 is restricted now, so it was closed here. Ask those who work on it to name "
                                        "you. What you had begun to write is kept on this machine.")
                                         .arg(last.reference())
                                   : tr("%1 is restricted now, so it was closed here. Ask %2 to name you. What you had "
                                        "begun to write is kept on this machine.")
                                         .arg(last.reference(), last.commander)});
}

void Window::countDeliveries(int troubled, int waiting, const QString &heldReason)
{
    m_frame.setCount(QStringLiteral("deliveries"), troubled > 0 ? troubled : waiting,
                     troubled > 0 ? ui::Tone::Danger : ui::Tone::Neutral);
    m_heldReason = heldReason;
    m_waiting = waiting;
    tellLimits();
    tellHeld();
    tellTroubles();
}

//! Where somebody has just sent something: whoever sits at such a window cannot send it from here.
void Window::tellLimits()
{
    if (m_session.database.seesAll() || m_waiting == 0) {
        m_frame.dismissMessage(QStringLiteral("limits"));
        return;
    }
    m_frame.showMessage(
        {.id = QStringLiteral("limits"),
         .tone = ui::Tone::Warning,
         .text = m_waiting == 1
                   ? tr("One message waits until another machine sends it. %1").arg(m_services.intakeProblem())
                   : tr("%1 messages wait until another machine sends them. %2")
                         .arg(QString::number(m_waiting), m_services.intakeProblem())});
}

void Window::tellHeld()
{
    if (m_heldReason.isEmpty()) {
        m_frame.dismissMessage(QStringLiteral("held"));
        return;
    }
    const bool quiet = m_waiting == 0;
    ui::Message message{
        .id = QStringLiteral("held"),
        .tone = quiet ? ui::Tone::Neutral : ui::Tone::Warning,
        .text = quiet ? tr("%1 Nothing goes out.").arg(m_heldReason)
              : m_waiting == 1
                  ? tr("%1 Nothing goes out; one message waits.").arg(m_heldReason)
                  : tr("%1 Nothing goes out; %2 messages wait.").arg(m_heldReason, QString::number(m_waiting)),
        .buttons = {},
        .closable = false};
    if (!quiet && m_frame.currentPage() != QStringLiteral("deliveries")) {
        message.buttons = {{tr("Look at them"), [this] { m_frame.showPage(QStringLiteral("deliveries")); }, false}};
    }
    m_frame.showMessage(message);
}

//! What this machine cannot deliver; another one may, and its name then stands on the rows. While nothing goes out at all,
//! that alone is said.
void Window::tellTroubles()
{
    QStringList texts;
    for (const DeliveryRunner::Trouble &trouble : m_services.runner().troubles()) {
        texts += tr("%1: %2").arg(trouble.name, trouble.text);
    }
    if (texts.isEmpty() || !m_heldReason.isEmpty()) {
        m_frame.dismissMessage(QStringLiteral("troubles"));
        return;
    }
    m_frame.showMessage(
        {.id = QStringLiteral("troubles"),
         .tone = ui::Tone::Warning,
         .text = texts.join(QLatin1Char('\n')),
         .buttons = {{tr("Settings"), [this] { m_frame.showPage(QStringLiteral("settings")); }, false}}});
}

void Window::tellCopies()
{
    const auto &problem = m_services.nightlyCopy().problem();
    if (!problem) {
        m_frame.dismissMessage(QStringLiteral("copies"));
        return;
    }
    m_frame.showMessage(
        {.id = QStringLiteral("copies"),
         .tone = ui::Tone::Warning,
         .text =
             tr("Last night's copy of the database could not be taken; it is tried again. %1").arg(problem->message)});
}

//! Topics that ask whether they may send alerts here: until somebody says, what they would send is not heard.
void Window::tellRequests()
{
    m_session.read([](Transaction &transaction) { return subscriptions(transaction); }, Reader::Background)
        .then(this, [this](const Result<std::vector<SubscriptionRow>> &rows) {
            std::vector<SubscriptionRow> waiting = rows.value_or(std::vector<SubscriptionRow>());
            std::erase_if(waiting, [](const SubscriptionRow &row) { return !row.waitsForPerson(); });
            if (waiting.empty()) {
                m_frame.dismissMessage(QStringLiteral("requests"));
                return;
            }
            const SubscriptionRow &first = waiting.front();
            const QString text =
                waiting.size() > 1
                    ? tr("%1 topics wait for an answer whether they may send alerts here.").arg(waiting.size())
                : first.state == SubscriptionState::Ended
                    ? tr("The topic %1 no longer sends alerts here: its subscription was ended.").arg(first.subject)
                : first.state == SubscriptionState::Failed
                    ? tr("The topic %1 could not be confirmed: %2").arg(first.subject, first.problem)
                    : tr("The topic %1 asks whether it may send alerts here.").arg(first.subject);
            m_frame.showMessage(
                {.id = QStringLiteral("requests"),
                 .tone = ui::Tone::Warning,
                 .text = text,
                 .buttons = {{tr("Settings"), [this] { showPanelOfSettings(tr("Monitoring systems")); }, false}}});
        });
}

}  // namespace onlyonce
