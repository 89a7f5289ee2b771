// SPDX-License-Identifier: GPL-3.0-or-later
// Silences and maintenance windows: what hides alerts now and later, ended with one press; a new one is three fields.
#pragma once

#include "models/alerts/silences.h"
#include "models/catalog/session.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class TextLabel;

class SilencesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SilencesPanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    struct Shown
    {
        std::vector<Silence> ahead;
        int hidden = 0;
    };

    [[nodiscard]] QWidget *row(const Silence &silence);
    void reload();
    void show(const Shown &shown);
    void make();
    [[nodiscard]] Result<Silence> meant() const;

    Session &m_session;
    QVBoxLayout *m_list;
    QLineEdit *m_matchers;
    QComboBox *m_length;
    QLineEdit *m_comment;
    QCheckBox *m_maintenance;
    FormRow *m_matchersRow;
    QTimer m_clock;  //!< they end by themselves
};

}  // namespace onlyonce::ui
