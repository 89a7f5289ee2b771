// SPDX-License-Identifier: GPL-3.0-or-later
// What a person has chosen in a list of alerts: some rows, which stay chosen while they move, or everything that the
// list's filter finds, however little of it is held. A line says how many, for what is done is done to all of them.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/catalog/session.h"

#include <QObject>

#include <functional>
#include <memory>
#include <unordered_set>
#include <vector>

namespace onlyonce::ui {

class AlertListModel;
class RowList;
class TextLabel;

class AlertChoice final : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<void(const Gathered &)>;

    //! Shows `model` in `list`. Both and the session outlive it.
    AlertChoice(Session &session, AlertListModel &model, RowList &list);

    //! Says what is chosen when that is more than one alert.
    [[nodiscard]] TextLabel *line() const { return m_line; }
    //! The rows that are chosen, from the top.
    [[nodiscard]] std::vector<AlertRow> rows() const;
    [[nodiscard]] bool isEverything() const { return m_everything || m_gathering; }
    //! Everything that the filter finds now; until rows are chosen, or let go of.
    void chooseAll();
    //! Does it with everything, as soon as it is known what that is; not at all when it is let go of before.
    void withEverything(Work work);
    void letGo();
    //! Of everything, or of several rows, the current one alone.
    void keepCurrent();
    //! Whatever keys somebody holds meanwhile: the view's own setCurrentIndex() would extend what is chosen with Shift.
    void makeCurrent(const QModelIndex &index);
    //! Makes it current, and chosen besides what is.
    void follow(const QModelIndex &index);
    //! Rows that went to another place are chosen there; with `forget`, no longer.
    void restore(bool forget = false);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void connectModel();
    void gatherOn(const Gathered &soFar);
    void showLine();
    void chooseHeld(int first, int last);

    Session &m_session;
    AlertListModel &m_model;
    RowList &m_list;
    TextLabel *m_line;
    std::vector<AlertId> m_moving;  //!< chosen ones whose rows are on their way to another place
    bool m_byList = false;          //!< what changes now is changed by the list, not by a person
    std::shared_ptr<const Gathered> m_everything;
    std::unordered_set<qint64> m_ids;  //!< of everything
    CancelTokenPtr m_gathering;
    size_t m_met = 0;  //!< how many have been gathered
    Work m_waiting;
};

}  // namespace onlyonce::ui
