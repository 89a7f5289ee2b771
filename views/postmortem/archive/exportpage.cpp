// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/archive/exportpage.h"

#include "models/incidents/naming.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace onlyonce::ui {

namespace {

enum Which { AllIncidents, OneIncident };

}  // namespace

ExportPage::ExportPage(const QString &folder, QWidget *parent)
    : QWidget(parent)
    , m_header(new PageHeader(tr("Export")))
    , m_which(new SegmentedControl(tr("Which incidents")))
    , m_whichRow(new FormRow(tr("Which incidents"), m_which))
    , m_audience(new SegmentedControl(tr("For whom")))
    , m_audienceRow(new FormRow(tr("For whom"), m_audience))
    , m_formatsRow(new FormRow(tr("Formats"), makeFormats()))
    , m_paper(new SegmentedControl(tr("Paper of the PDF")))
    , m_folder(new QLineEdit(QDir::toNativeSeparators(folder)))
    , m_folderRow(new FormRow(tr("Folder"), makeFolder()))
    , m_submit(makeButton(tr("Export"), ButtonKind::Primary, QStringLiteral("export")))
{
    auto *back = makeIconButton(QStringLiteral("arrow-left"), tr("Back (Escape)"));
    m_header->addLeading(back);
    m_header->addAction(m_submit);
    m_submit->setToolTip(tr("Ctrl+Enter"));
    m_which->addSegment(tr("All incidents"));
    m_which->addSegment(tr("This incident"));
    m_audience->addSegment(tr("For colleagues"));
    m_audience->addSegment(tr("For customers"));
    m_paper->addSegment(tr("A4"));
    m_paper->addSegment(tr("Letter"));
    m_folder->setAccessibleName(tr("Folder"));

    auto *content = new QWidget;
    content->setMaximumWidth(scaled(metric::form) + 2 * space::xl);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(space::xl, space::l, space::xl, space::xl);
    column->setSpacing(space::l);
    for (QWidget *row : std::initializer_list<QWidget *>{m_whichRow, m_audienceRow, m_formatsRow,
                                                         new FormRow(tr("Paper of the PDF"), m_paper), m_folderRow}) {
        column->addWidget(row);
    }
    column->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(makeScrollArea(content), 1);
    rememberFocus(this, m_which);

    connect(back, &QAbstractButton::clicked, this, &ExportPage::left);
    connect(m_submit, &QPushButton::clicked, this, &ExportPage::submit);
    connect(m_which, &SegmentedControl::currentChanged, this, &ExportPage::showChoices);
    connect(m_audience, &SegmentedControl::currentChanged, this, &ExportPage::showChoices);
    connect(m_folder, &QLineEdit::returnPressed, this, &ExportPage::submit);
    offer({}, false);
}

QWidget *ExportPage::makeFormats()
{
    auto *area = new QWidget;
    auto *grid = new QGridLayout(area);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::s);
    grid->setColumnStretch(1, 1);
    for (const Format &format : formats()) {
        addChoice(*grid, {.document = &format}, format.label);
    }
    for (const DataFormat &format : dataFormats()) {
        addChoice(*grid, {.data = &format}, format.label);
    }
    return area;
}

void ExportPage::addChoice(QGridLayout &grid, Choice choice, const QString &label)
{
    const int row = int(m_choices.size());
    choice.box = new QCheckBox(label);
    choice.box->setChecked(choice.document && choice.document->id == QStringLiteral("pdf"));
    choice.reason = new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted);
    choice.reason->setWordWrap(true);
    grid.addWidget(choice.box, row, 0, Qt::AlignTop);
    grid.addWidget(choice.reason, row, 1);
    connect(choice.box, &QCheckBox::toggled, this, [this] { m_formatsRow->setError({}); });
    m_choices.push_back(choice);
}

QWidget *ExportPage::makeFolder()
{
    auto *area = new QWidget;
    auto *line = new QHBoxLayout(area);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    auto *choose = makeButton(tr("Choose …"), ButtonKind::Normal, QStringLiteral("file"));
    choose->setAccessibleName(tr("Choose the folder"));
    connect(choose, &QPushButton::clicked, this, &ExportPage::chooseFolder);
    line->addWidget(m_folder, 1);
    line->addWidget(choose);
    area->setFocusProxy(m_folder);
    return area;
}

Audience ExportPage::audience() const
{
    return m_audience->current() == 0 ? Audience::Internal : Audience::Public;
}

bool ExportPage::isAlone() const
{
    return m_incident && m_which->current() == OneIncident;
}

void ExportPage::offer(const std::optional<Incident> &incident, bool alone)
{
    m_incident = incident;
    m_whichRow->setVisible(incident.has_value());
    m_which->setCurrent(incident && alone ? OneIncident : AllIncidents);
    m_whichRow->setHint(incident ? tr("This is %1.").arg(nameForAll(*incident)) : QString());
    rememberFocus(this, incident ? m_which : m_audience);
    showChoices();
}

void ExportPage::setBusy(bool busy)
{
    m_submit->setEnabled(!busy);
    m_submit->setToolTip(busy ? tr("Another export is being written.") : tr("Ctrl+Enter"));
}

void ExportPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showChoices();
}

void ExportPage::showChoices()
{
    const bool isPublic = audience() == Audience::Public;
    const bool isRestricted = isAlone() && m_incident->visibility == Visibility::Restricted;
    m_header->setSubtitle(isAlone() ? tr("A folder with the documents of %1").arg(referenceForAll(*m_incident))
                                    : tr("A folder for every incident that you may see, and an index of them"));
    QString whom = isPublic && isAlone() ? tr("Only what is marked public.")
                 : isPublic ? tr("Only what is marked public, of the incidents whose post-mortem is published.")
                            : tr("All of it, also what is internal.");
    if (isRestricted) {
        whom += u' ' + tr("It is restricted: whoever has the files can read them.");
    } else if (!isAlone() && !isPublic) {
        whom += u' ' + tr("Also restricted ones that name you: whoever has the files can read them.");
    }
    m_audienceRow->setHint(whom);
    m_folderRow->setHint(isAlone() ? tr("In it, a folder is made that is named like the document.")
                                   : tr("In it, a new folder is made that is named after the day."));
    for (const Choice &each : m_choices) {
        const QString missing = each.document ? each.document->missing()
                              : isPublic      ? tr("For colleagues only: customers get documents.")
                                              : QString();
        each.box->setEnabled(missing.isEmpty());
        each.box->setAccessibleDescription(missing);
        each.reason->setText(missing);
    }
}

void ExportPage::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Where shall the folder be made?"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_folder,
            [this](const QString &chosen) { m_folder->setText(QDir::toNativeSeparators(chosen)); });
    dialog->open();
}

void ExportPage::keyPressEvent(QKeyEvent *event)
{
    const bool enters = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT left();
    } else if (enters && event->modifiers().testFlag(Qt::ControlModifier)) {
        submit();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ExportPage::submit()
{
    if (!m_submit->isEnabled()) {
        return;
    }
    ArchiveWish wish;
    wish.audience = audience();
    wish.options.paper = m_paper->current() == 0 ? Paper::A4 : Paper::Letter;
    wish.options.zone = QTimeZone::systemTimeZone();
    wish.folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    if (isAlone()) {
        wish.only = m_incident->id;
    }
    for (const Choice &each : m_choices) {
        if (each.box->isEnabled() && each.box->isChecked()) {
            if (each.document) {
                wish.documents.push_back(each.document);
            } else {
                wish.data.push_back(each.data);
            }
        }
    }
    const bool none = wish.documents.empty() && wish.data.empty();
    const bool isFolder = !wish.folder.isEmpty() && QFileInfo(wish.folder).isDir();
    m_formatsRow->setError(none ? tr("Choose at least one.") : QString());
    m_folderRow->setError(isFolder ? QString() : tr("There is no such folder. Choose one that is there."));
    if (!isFolder) {
        m_folder->setFocus(Qt::OtherFocusReason);
    } else if (none) {
        m_choices.front().box->setFocus(Qt::OtherFocusReason);
    } else {
        Q_EMIT wanted(wish);
    }
}

}  // namespace onlyonce::ui
