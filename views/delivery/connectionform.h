// SPDX-License-Identifier: GPL-3.0-or-later
// One far side's settings, drawn from what its adapter declares: a new adapter needs no new page. Tested before it is
// saved; secrets go into the secret store, everything else into the database.
#pragma once

#include "models/catalog/session.h"
#include "models/delivery/runner.h"

#include <QHash>
#include <QWidget>

class QPushButton;

namespace onlyonce::ui {

class FormRow;
class PillLabel;
class TextLabel;

class ConnectionForm final : public QWidget
{
    Q_OBJECT

public:
    //! `kind` is ConnectionRow::kind for what is saved here.
    ConnectionForm(Session &session, DeliveryRunner &runner, SecretStore &secrets,
                   std::shared_ptr<const Adapter> adapter, const QString &kind, QWidget *parent = nullptr);

    //! The settings as they stand in the fields, saved or not; without secrets.
    [[nodiscard]] QJsonObject settings() const { return values(false); }
    //! ConnectionRow::kind
    [[nodiscard]] const QString &kind() const { return m_row.kind; }
    //! Below each of these fields, by its key, in place of its help.
    void explain(const QHash<QString, QString> &notes);

Q_SIGNALS:
    void edited();
    //! Asked with what stands in the fields, the far side has answered well, or not.
    void tested(bool works);
    void failed(const onlyonce::Error &error);

private:
    void load();
    [[nodiscard]] bool isUntouched() const;
    void showState();
    void test();
    void save();
    [[nodiscard]] Result<> mayBeSaved() const;
    void store(ConnectionRow row);
    void say(const QString &text, bool well);
    [[nodiscard]] QWidget *makeField(const SettingField &field);
    [[nodiscard]] QString valueOf(const QString &key) const;
    void setValue(const QString &key, const QString &value);
    [[nodiscard]] QJsonObject values(bool secret) const;

    Session &m_session;
    DeliveryRunner &m_runner;
    SecretStore &m_secrets;
    std::shared_ptr<const Adapter> m_adapter;
    ConnectionRow m_row;
    std::vector<SettingField> m_declared;
    QHash<QString, QWidget *> m_fields;
    QHash<QString, FormRow *> m_rows;
    PillLabel *m_state;
    TextLabel *m_answer;
    QPushButton *m_test;
    QPushButton *m_save;
    QJsonObject m_loaded;         // of the fields, as read and not edited since
    QJsonObject m_loadedSecrets;  // likewise
    bool m_busy = false;
    std::optional<Error> m_secretsUnread;  // why the fields of the kept secrets are empty
};

}  // namespace onlyonce::ui
