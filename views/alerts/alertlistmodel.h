// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox as a list: what fires, then what is over, each newest first; follows the change feed. And the episodes of
// one problem, which are a question of the same kind.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/catalog/session.h"
#include "views/widgets/keyedlist.h"
#include "views/widgets/pill.h"

#include <QSet>

namespace onlyonce::ui {

//! As people read it.
[[nodiscard]] QString label(AlertSeverity severity);
[[nodiscard]] Pill severityPill(AlertSeverity severity);
[[nodiscard]] Pill statusPill(AlertStatus status);
//! What stands for an alert where there is one line: its summary, else its fingerprint.
[[nodiscard]] QString titleOf(const AlertRow &alert);

class AlertListModel : public KeyedList<AlertRow, inboxKey>
{
    Q_OBJECT

public:
    //! Nothing is asked for before begin() or setFilter(), if it is to wait.
    enum class Start { AtOnce, Later };

    explicit AlertListModel(Session &session, QObject *parent = nullptr, Start start = Start::AtOnce);

    void setFilter(const InboxFilter &filter);
    [[nodiscard]] const InboxFilter &filter() const { return m_filter; }
    //! Those of them that a silence hides.
    void setHidden(QSet<qint64> hidden);
    //! Where an alert stands among the rows that are held; else an invalid index.
    [[nodiscard]] QModelIndex indexOf(AlertId alert) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] Instant now() const { return m_session.now(); }

private:
    Answer<Result<std::vector<AlertRow>>> read(const KeyPage &page) override;

    Session &m_session;
    InboxFilter m_filter;
    CancelTokenPtr m_token;
    QSet<qint64> m_hidden;
    bool m_begun;
};

//! Rows that are told apart by their times, because all else is the same.
class EpisodeListModel final : public AlertListModel
{
    Q_OBJECT

public:
    using AlertListModel::AlertListModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

}  // namespace onlyonce::ui
