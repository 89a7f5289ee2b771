// SPDX-License-Identifier: GPL-3.0-or-later
// Templates of notes in the settings: a list, and a form for the one that is changed.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/timeline/notetemplates.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class GrowingEdit;

class TemplatesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit TemplatesPanel(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void removed(const QString &text, const onlyonce::NoteTemplate &removed);  //!< restore() puts it back
    void failed(const onlyonce::Error &error);

public Q_SLOTS:
    void restore(const onlyonce::NoteTemplate &removed);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeForm();
    [[nodiscard]] QWidget *row(const NoteTemplate &each);
    void reload();
    void show(const std::vector<NoteTemplate> &templates);
    void edit(const NoteTemplate &chosen);
    void save();
    void close();
    void remove(const NoteTemplate &chosen);

    Session &m_session;
    NoteTemplate m_edited;
    QVBoxLayout *m_list;
    QPushButton *m_add;
    QWidget *m_form;
    QLineEdit *m_name;
    GrowingEdit *m_text;
    FormRow *m_nameRow;
    FormRow *m_textRow;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
