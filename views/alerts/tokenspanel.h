// SPDX-License-Identifier: GPL-3.0-or-later
// Who may send alerts from elsewhere: tokens are made, shown once, and revoked.
#pragma once

#include "models/alerts/tokens.h"
#include "models/catalog/session.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;

class TokensPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit TokensPanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void made(const QString &secret);
    void failed(const onlyonce::Error &error);

private:
    [[nodiscard]] QWidget *row(const IntakeToken &token);
    void reload();
    void make();
    void showSecret(const QString &secret);

    Session &m_session;
    QVBoxLayout *m_list;
    QLineEdit *m_name;
    QComboBox *m_source;
    FormRow *m_nameRow;
    QPushButton *m_make;
    QLineEdit *m_secret;  //!< of the one that was just made
    QPushButton *m_copy;
    FormRow *m_secretRow;
};

}  // namespace onlyonce::ui
