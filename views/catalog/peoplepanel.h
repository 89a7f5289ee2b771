// SPDX-License-Identifier: GPL-3.0-or-later
// The people who can be reached, and who of them is on call.
#pragma once

#include "models/catalog/people.h"
#include "models/catalog/session.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;

class PeoplePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit PeoplePanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *row(const Person &person);
    void reload();
    void edit(const Person &person);
    void save();
    [[nodiscard]] FormRow *rowOf(const Person &person, const Error &error) const;
    void showError(FormRow *at, const QString &error);

    Session &m_session;
    Person m_edited;
    QVBoxLayout *m_list;
    QLineEdit *m_name;
    QLineEdit *m_email;
    QLineEdit *m_phone;
    QCheckBox *m_onCall;
    FormRow *m_nameRow;
    FormRow *m_emailRow;
    FormRow *m_phoneRow;
    QPushButton *m_cancel;
    QPushButton *m_save;
};

}  // namespace onlyonce::ui
