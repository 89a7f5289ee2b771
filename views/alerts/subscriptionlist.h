// SPDX-License-Identifier: GPL-3.0-or-later
// What topics ask: whether they may send alerts here. A person confirms or ignores.
#pragma once

#include "models/alerts/subscriptions/subscriptions.h"
#include "models/catalog/session.h"
#include "views/widgets/refresh.h"

#include <QTimer>
#include <QWidget>

class QVBoxLayout;

namespace onlyonce::ui {

class TextLabel;

class SubscriptionList final : public QWidget
{
    Q_OBJECT

public:
    //! Tab leads on from it to `next`.
    explicit SubscriptionList(Session &session, QWidget *next = nullptr, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    [[nodiscard]] QWidget *rowOf(const SubscriptionRow &row, TextLabel *text);
    void reload();
    void showRows(const std::vector<SubscriptionRow> &rows);

    Session &m_session;
    QWidget *m_next;
    QVBoxLayout *m_list;
    std::vector<SubscriptionRow> m_rows;  //!< as they are shown
    std::vector<TextLabel *> m_texts;     //!< one for each
    Refresh m_refresh;
    QTimer m_clock;  //!< "3 min ago" grows old by itself
};

}  // namespace onlyonce::ui
