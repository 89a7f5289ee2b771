// SPDX-License-Identifier: GPL-3.0-or-later
// The data centres of the catalogue, what else means them, and the names in alerts of which nobody has said yet what they
// are. Two data centres that fail at once make an incident catastrophic.
#pragma once

#include "models/catalog/places.h"
#include "models/catalog/session.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class TextLabel;

class PlacesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit PlacesPanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    struct Shown
    {
        Places places;
        std::vector<Service> services;
    };
    using Change = std::function<Result<>(Transaction &)>;

    void reload();
    void show(const Shown &shown);
    void showKnown(const Places &places);
    void showUnmapped(const Places &places);
    void addHead(const QString &text);
    [[nodiscard]] QPushButton *button(const QString &text, const QString &spoken, const Change &change);
    [[nodiscard]] QPushButton *meaningButton(const QString &name, const Places &places);
    void make();
    //! Errors go to `row`, or without one to whoever listens to failed().
    void carryOut(const Change &change, FormRow *row = nullptr);

    Session &m_session;
    QVBoxLayout *m_list;
    QLineEdit *m_name;
    QComboBox *m_meaning;
    FormRow *m_nameRow;
};

}  // namespace onlyonce::ui
