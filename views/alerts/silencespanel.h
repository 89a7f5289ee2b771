// SPDX-License-Identifier: GPL-3.0-or-later
// Silences and maintenance windows: what hides alerts now and later, ended with one press; and the form of a new one.
#pragma once

#include "models/alerts/silences.h"
#include "models/catalog/session.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

class QVBoxLayout;

namespace onlyonce::ui {

class SilenceForm;

class SilencesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SilencesPanel(Session &session, QWidget *parent = nullptr);
    //! Leads to this one among them, now or when it has been read.
    void choose(SilenceId silence);

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
    void lead();
    void show(const Shown &shown);

    Session &m_session;
    QVBoxLayout *m_list;
    SilenceForm *m_form;
    QHash<qint64, QWidget *> m_rows;  //!< by the silence's id
    SilenceId m_wanted;               //!< it is led to when its row is there
    QTimer m_clock;                   //!< they end by themselves
};

}  // namespace onlyonce::ui
