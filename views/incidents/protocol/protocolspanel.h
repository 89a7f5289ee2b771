// SPDX-License-Identifier: GPL-3.0-or-later
// The response protocols in the settings: which there are, for what, and the way to change, import and export them.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/protocol/protocol.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class ProtocolForm;

class ProtocolsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ProtocolsPanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void removed(const QString &text, const onlyonce::Protocol &protocol);  //!< restore() puts it back
    void exported(const QString &path);
    void failed(const onlyonce::Error &error);

public Q_SLOTS:
    void restore(const onlyonce::Protocol &protocol);

private:
    [[nodiscard]] QWidget *row(const Protocol &protocol);
    void reload();
    void show(const std::vector<Protocol> &protocols);
    void edit(const Protocol &protocol);
    void close();
    void remove(const Protocol &protocol);
    void importFile();
    void exportFile(const Protocol &protocol);

    Session &m_session;
    QVBoxLayout *m_list;
    QPushButton *m_example;
    QPushButton *m_import;
    QPushButton *m_add;
    ProtocolForm *m_form;
};

}  // namespace onlyonce::ui
