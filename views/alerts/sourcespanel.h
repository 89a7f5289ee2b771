// SPDX-License-Identifier: GPL-3.0-or-later
// The monitoring systems: how each fares, and, for the one that is chosen, how it is pointed here and what it is asked.
#pragma once

#include "models/alerts/sourcehealth.h"
#include "models/catalog/session.h"
#include "views/alerts/intakeplace.h"
#include "views/widgets/refresh.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QComboBox;
class QVBoxLayout;

namespace onlyonce::ui {

class SourcesPanel final : public QWidget
{
    Q_OBJECT

public:
    //! The settings form of a source, by its adapter's id; nullptr for one that has nothing to set.
    using MakeForm = std::function<QWidget *(const QString &adapter)>;

    SourcesPanel(Session &session, const IntakePlace &intake, MakeForm makeForm, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void show(const std::vector<SourceHealth> &sources);
    void choose();
    void showGuide(const QString &guide);

    Session &m_session;
    IntakePlace m_intake;
    MakeForm m_makeForm;
    QVBoxLayout *m_list;
    QComboBox *m_which;
    QVBoxLayout *m_guide;
    QVBoxLayout *m_form;
    Refresh m_refresh;
    QTimer m_clock;  //!< "3 min ago" grows old by itself
};

}  // namespace onlyonce::ui
