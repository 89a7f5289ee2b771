// SPDX-License-Identifier: GPL-3.0-or-later
// The form for an export: which incidents, for whom, in which formats, onto which paper, into which folder. It writes
// nothing itself. What cannot be chosen is greyed, with the reason beside it.
#pragma once

#include "models/incidents/incident.h"
#include "models/postmortem/archive/wholearchive.h"

#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class FormRow;
class PageHeader;
class SegmentedControl;
class TextLabel;

class ExportPage final : public QWidget
{
    Q_OBJECT

public:
    //! `folder`: where it goes unless another one is chosen.
    explicit ExportPage(const QString &folder, QWidget *parent = nullptr);

    //! The incident that can be exported alone, if there is one; `alone`: it is chosen. What was chosen otherwise stays.
    void offer(const std::optional<Incident> &incident, bool alone);
    //! While one is being written, no other can be begun.
    void setBusy(bool busy);

Q_SIGNALS:
    //! `folder` of the wish is the one in which the folder of the export is to be made.
    void wanted(const onlyonce::ArchiveWish &wish);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Choice
    {
        const Format *document = nullptr;
        const DataFormat *data = nullptr;
        QCheckBox *box = nullptr;
        TextLabel *reason = nullptr;
    };
    [[nodiscard]] QWidget *makeFormats();
    [[nodiscard]] QWidget *makeFolder();
    void addChoice(QGridLayout &grid, Choice choice, const QString &label);
    [[nodiscard]] Audience audience() const;
    [[nodiscard]] bool isAlone() const;
    //! Greys what cannot be had, asked anew: what is missing may have been installed meanwhile.
    void showChoices();
    void chooseFolder();
    void submit();

    PageHeader *m_header;
    std::optional<Incident> m_incident;
    SegmentedControl *m_which;
    FormRow *m_whichRow;
    SegmentedControl *m_audience;
    FormRow *m_audienceRow;
    std::vector<Choice> m_choices;
    FormRow *m_formatsRow;
    SegmentedControl *m_paper;
    QLineEdit *m_folder;
    FormRow *m_folderRow;
    QPushButton *m_submit;
};

}  // namespace onlyonce::ui
