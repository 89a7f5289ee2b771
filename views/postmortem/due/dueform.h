// SPDX-License-Identifier: GPL-3.0-or-later
// By when post-mortems are due, by severity: a part of the settings.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/due/duerules.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class FormRow;
class TextLabel;

class DueForm final : public QWidget
{
    Q_OBJECT

public:
    explicit DueForm(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void save();
    [[nodiscard]] bool isTyping() const;

    Session &m_session;
    DueRules m_stored;
    std::array<QLineEdit *, allSeverities.size()> m_fields{};
    std::array<FormRow *, allSeverities.size()> m_rows{};
    TextLabel *m_said;
    QPushButton *m_save;
    Refresh m_refresh;
    bool m_isRefused = false;  //!< because somebody else was quicker
};

}  // namespace onlyonce::ui
