// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/archive/importpage.h"

#include "views/widgets/documentsfolder.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimeZone>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QStringList localFiles(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile()) {
            paths << url.toLocalFile();
        }
    }
    return paths;
}

}  // namespace

ImportPage::ImportPage(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_header(new PageHeader(tr("Import")))
    , m_zone(new QComboBox)
    , m_choose(makeButton(tr("Choose files …"), ButtonKind::Normal, QStringLiteral("file")))
    , m_again(makeButton(tr("Read again"), ButtonKind::Quiet, QStringLiteral("refresh")))
    , m_import(makeButton(tr("Import"), ButtonKind::Primary, QStringLiteral("import")))
    , m_model(new ImportList(this))
    , m_list(new RowList(session.database.clock()))
    , m_empty(
          new EmptyState(QStringLiteral("import"), tr("Drop files here"),
                         tr("Incidents that OnlyOnce has exported (JSON), post-mortems in Markdown with the usual "
                            "headings, or a table (CSV) with a line per incident. First it is shown what would come "
                            "in.")))
    , m_stack(new QStackedWidget)
{
    setAcceptDrops(true);
    auto *back = makeIconButton(QStringLiteral("arrow-left"), tr("Back (Escape)"));
    m_header->addLeading(back);
    m_header->addAction(m_again);
    m_header->addAction(m_choose);
    m_header->addAction(m_import);
    m_header->addBelow(makeZone());
    m_choose->setToolTip(QKeySequence(QKeySequence::Open).toString(QKeySequence::NativeText));
    m_again->setToolTip(tr("The files as they are now (F5)"));
    m_import->setToolTip(tr("Ctrl+Enter"));
    m_empty->addAction(tr("Choose files …"), [this] { chooseFiles(); });
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("What would come in"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_stack, 1);
    rememberFocus(this, m_stack);

    const auto addKey = [this](const QKeySequence &keys, QPushButton *button) {
        auto *key = new QShortcut(keys, this);
        key->setContext(Qt::WidgetWithChildrenShortcut);
        connect(key, &QShortcut::activated, button, &QPushButton::click);
    };
    addKey(QKeySequence::Open, m_choose);
    addKey(QKeySequence(Qt::Key_F5), m_again);
    addKey(QKeySequence(Qt::CTRL | Qt::Key_Return), m_import);
    addKey(QKeySequence(Qt::CTRL | Qt::Key_Enter), m_import);
    connect(back, &QAbstractButton::clicked, this, &ImportPage::left);
    connect(m_choose, &QPushButton::clicked, this, &ImportPage::chooseFiles);
    connect(m_again, &QPushButton::clicked, this, [this] { look(m_paths); });
    connect(m_import, &QPushButton::clicked, this, &ImportPage::importAll);
    connect(m_zone, &QComboBox::currentIndexChanged, this, [this] { look(m_paths); });
    connect(m_list, &RowList::opened, this, [this](const QModelIndex &row) {
        if (const IncidentId incident = m_model->incident(row)) {
            Q_EMIT incidentWanted(incident);
        }
    });
    tellState();
}

//! For times that name none; what a file says itself is kept.
QWidget *ImportPage::makeZone()
{
    m_zone->setAccessibleName(tr("Times that name no zone are in"));
    m_zone->addItem(tr("UTC"), QByteArray());
    const QByteArray here = QTimeZone::systemTimeZoneId();
    if (!here.isEmpty() && here != "UTC") {
        m_zone->addItem(QString::fromLatin1(here), here);
    }
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds()) {
        if (id.contains('/') && id != here) {
            m_zone->addItem(QString::fromLatin1(id), id);
        }
    }
    m_zone->setMaxVisibleItems(12);
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::s);
    auto *label = new TextLabel(tr("Times that name no zone are in"), TextStyle::Small, TextLabel::Rank::Muted);
    label->setBuddy(m_zone);
    row->addWidget(label);
    row->addWidget(m_zone);
    row->addStretch();
    return line;
}

void ImportPage::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Import earlier incidents"), documentsFolder(),
                                   tr("Incidents (*.json *.md *.markdown *.csv *.tsv *.txt);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &ImportPage::look);
    dialog->open();
}

void ImportPage::look(const QStringList &paths)
{
    if (paths.isEmpty() || m_busy) {
        return;
    }
    m_paths = paths;
    m_cameIn = 0;
    setBusy(true);
    m_header->setSubtitle(tr("Reading …"));
    const QByteArray id = m_zone->currentData().toByteArray();
    const std::optional<QTimeZone> zone = id.isEmpty() ? std::nullopt : std::optional(QTimeZone(id));
    inBackground([paths, zone] {
        return readImportFiles(paths, zone);
    }).then(this, [this](const std::vector<ImportFile> &files) { preview(files); });
}

void ImportPage::preview(const std::vector<ImportFile> &files)
{
    using Previewed = std::vector<ImportFile>;
    m_session
        .read(
            [files](Transaction &transaction) -> Result<Previewed> {
                Previewed previewed = files;
                for (ImportFile &file : previewed) {
                    if (file.history) {
                        auto taken = previewHistory(transaction, **file.history);
                        if (!taken) {
                            return failure(taken);
                        }
                        file.incidents = std::move(*taken);
                    }
                }
                return previewed;
            },
            Reader::Background)
        .then(this, [this](const Result<Previewed> &previewed) {
            setBusy(false);
            if (!previewed) {
                Q_EMIT failed(previewed.error());
                tellState();
                return;
            }
            showFiles(*previewed);
        });
}

//! With the keyboard on what came in, or on the list.
void ImportPage::showFiles(std::vector<ImportFile> files)
{
    m_model->setFiles(std::move(files));
    m_list->setCurrentIndex(m_model->first());
    if (m_stack->currentWidget() != m_list) {
        bringToFront(*m_stack, m_list);
    }
    m_list->setFocus(Qt::OtherFocusReason);
    tellState();
}

void ImportPage::tellState()
{
    int waiting = 0;
    int mistaken = 0;
    for (const ImportFile &file : m_model->files()) {
        waiting += file.isWaiting() ? file.newOnes() : 0;
        mistaken += file.history && !file.refusal ? 0 : 1;
    }
    QStringList sentences;
    if (m_model->files().empty()) {
        sentences << tr("What is known of earlier incidents, as history: nobody is called or told");
    } else {
        if (m_cameIn > 0) {
            sentences << (m_cameIn == 1 ? tr("1 incident has come in. Enter opens it.")
                                        : tr("%1 incidents have come in. Enter opens the chosen one.")
                                              .arg(QLocale().toString(m_cameIn)));
        }
        if (waiting > 0) {
            sentences
                << (waiting == 1
                        ? tr("1 incident would come in. Ctrl+Enter takes it in.")
                        : tr("%1 incidents would come in. Ctrl+Enter takes them in.").arg(QLocale().toString(waiting)));
        } else if (m_cameIn == 0) {
            sentences << tr("Nothing would come in.");
        }
        if (mistaken > 0) {
            sentences << (mistaken == 1 ? tr("One file brings nothing.")
                                        : tr("%1 files bring nothing.").arg(QLocale().toString(mistaken)));
        }
    }
    m_header->setSubtitle(sentences.join(u' '));
    m_import->setEnabled(!m_busy && waiting > 0);
    m_again->setEnabled(!m_busy && !m_paths.isEmpty());
    m_choose->setEnabled(!m_busy);
}

void ImportPage::setBusy(bool busy)
{
    m_busy = busy;
    for (QPushButton *each : {m_choose, m_again, m_import}) {
        each->setEnabled(!busy);
    }
    m_zone->setEnabled(!busy);
}

void ImportPage::importAll()
{
    if (m_busy) {
        return;
    }
    m_cameIn = 0;
    setBusy(true);
    importNext();
}

//! One file after the other: each is a transaction of its own.
void ImportPage::importNext()
{
    const auto &files = m_model->files();
    const auto next = std::ranges::find_if(files, [](const ImportFile &file) { return file.isWaiting(); });
    if (next == files.end()) {
        finish();
        return;
    }
    const auto at = size_t(next - files.begin());
    m_header->setSubtitle(
        tr("Importing %1 (file %2 of %3) …").arg(QFileInfo(next->path).fileName()).arg(at + 1).arg(files.size()));
    m_session
        .write([history = *next->history](Transaction &transaction) { return importHistory(transaction, *history); })
        .then(this, [this, at](const Result<std::vector<TakenIn>> &taken) {
            auto now = m_model->files();
            ImportFile &file = now[at];
            if (taken) {
                file.incidents = *taken;
                file.isIn = true;
                m_cameIn += file.newOnes();
            } else {
                file.refusal = taken.error();
            }
            m_model->setFiles(std::move(now));
            importNext();
        });
}

void ImportPage::finish()
{
    setBusy(false);
    m_list->setCurrentIndex(m_model->first());
    m_list->setFocus(Qt::OtherFocusReason);
    tellState();
}

void ImportPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_busy && !localFiles(event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void ImportPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    look(localFiles(event->mimeData()));
}

void ImportPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT left();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
