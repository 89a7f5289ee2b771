// SPDX-License-Identifier: GPL-3.0-or-later
// What is to leave the house, or could not: each with its reason, to be sent again or discarded; and, after a restore or
// a copy, everything that is held.
#pragma once

#include "models/catalog/session.h"
#include "models/delivery/outbox.h"
#include "views/widgets/refresh.h"
#include "views/widgets/wholelist.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace onlyonce::ui {

class EmptyState;
class OutboxModel;
class PageHeader;
class RowList;
class TextLabel;

class DeliveriesPage final : public QWidget
{
    Q_OBJECT

public:
    explicit DeliveriesPage(Session &session, QWidget *parent = nullptr);
    //! Of the chosen row.
    void retry();
    void discard();
    //! Of all that is held.
    void release();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    //! How many need a person; and why everything is held, or an empty text.
    void counted(int troubled, int waiting, const QString &heldReason);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showCurrent();
    template <typename Work>
    void change(Work work);

    Session &m_session;
    OutboxModel *m_model;
    RowList *m_list;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_line;
    TextLabel *m_reason;  //!< of the chosen row, in full
    QPushButton *m_retry;
    QPushButton *m_discard;
    QPushButton *m_release;
};

class OutboxModel final : public WholeList<OutboxRow>
{
    Q_OBJECT

public:
    explicit OutboxModel(Session &session, QObject *parent = nullptr);
    [[nodiscard]] const QString &held() const { return m_held; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void loaded();
    void failed(const onlyonce::Error &error);

private:
    void reload();

    Session &m_session;
    QString m_held;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
