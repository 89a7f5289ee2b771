// SPDX-License-Identifier: GPL-3.0-or-later
// Below each empty field: what the incident already knows of it. Nothing of it is a text of the post-mortem until somebody
// takes it.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/proposals/proposals.h"
#include "views/widgets/refresh.h"

#include <QObject>

#include <span>

class QPushButton;
class QWidget;

namespace onlyonce::ui {

class FieldEditor;
class TextLabel;

class FieldProposals final : public QObject
{
    Q_OBJECT

public:
    //! A part of the page that the editors stand in, which owns it.
    FieldProposals(Session &session, IncidentId incident, std::span<FieldEditor *const> editors, QObject *parent);

    //! The focus goes into the next empty field that has one; false: there is none.
    bool next();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    struct Offer
    {
        FieldEditor *editor = nullptr;
        QWidget *box = nullptr;
        TextLabel *text = nullptr;
        QPushButton *take = nullptr;
        QString proposal = {};
    };

    void add(FieldEditor *editor);
    void take(size_t which);
    //! Only in an empty field that may be written.
    void show(const Offer &offer) const;
    [[nodiscard]] static bool isOffered(const Offer &offer);
    void reload();

    Session &m_session;
    IncidentId m_incident;
    std::vector<Offer> m_offers;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
