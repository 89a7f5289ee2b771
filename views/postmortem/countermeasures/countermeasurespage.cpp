// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/countermeasures/countermeasurespage.h"

#include "models/base/files.h"
#include "models/postmortem/archive/countermeasurecsv.h"
#include "views/postmortem/countermeasures/countermeasurecard.h"
#include "views/widgets/documentsfolder.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/words.h"

#include <QFileDialog>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace onlyonce::ui {

namespace {

constexpr size_t rowsAtOnce = 200;

constexpr std::array statesInOrder{CountermeasureState::Open, CountermeasureState::Done, CountermeasureState::Proven,
                                   CountermeasureState::Failed};

QString dateText(QDate date)
{
    return QLocale().toString(date, QStringLiteral("d MMM yyyy"));
}

//! What the list of that state says while it is empty: what, and what to do.
std::pair<QString, QString> emptyTexts(CountermeasureState state)
{
    switch (state) {
    case CountermeasureState::Open:
        return {
            CountermeasuresPage::tr("Nothing is to be done"),
            CountermeasuresPage::tr("What a post-mortem decides against a root cause stands here until it is done.")};
    case CountermeasureState::Done:
        return {CountermeasuresPage::tr("Nothing waits for its proof"),
                CountermeasuresPage::tr("What was done stands here until somebody has seen that it works.")};
    case CountermeasureState::Proven:
        return {CountermeasuresPage::tr("Nothing is proven yet"),
                CountermeasuresPage::tr(
                    "A countermeasure is proven when a check after it was done has shown that it works.")};
    case CountermeasureState::Failed:
        return {
            CountermeasuresPage::tr("Nothing has failed"),
            CountermeasuresPage::tr("What did not keep its incident from coming again stands here, to be tried anew.")};
    }
    return {};
}

}  // namespace

CountermeasureListModel::CountermeasureListModel(Session &session, QObject *parent)
    : WholeList(parent)
    , m_session(session)
    , m_wanted(rowsAtOnce)
    , m_refresh([this] { reload(); })
{
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("countermeasure")) || changes.touches(QLatin1StringView("person"))) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

void CountermeasureListModel::setState(CountermeasureState state)
{
    if (state != std::exchange(m_state, state)) {
        m_wanted = rowsAtOnce;
        m_refresh.want();
    }
}

QDate CountermeasureListModel::today() const
{
    return toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date();
}

QVariant CountermeasureListModel::data(const QModelIndex &index, int role) const
{
    const Countermeasure *row = at(index);
    if (!row) {
        return {};
    }
    const bool overdue = row->isOverdue(today());
    const QString owner = row->ownerName.isEmpty() ? tr("no owner") : row->ownerName;
    const Pill pill{.text = overdue ? tr("Overdue") : capitalized(label(row->state)),
                    .tone = overdue ? Tone::Danger : toneOf(row->state),
                    .shape = PillShape::Dot};
    switch (role) {
    case RowTitle:
        return row->what.text;
    case RowNumber:
        return QStringLiteral("INC-%1").arg(row->incidentNumber);
    case RowIcon:
        return QStringLiteral("shield");
    case RowIconTone:
        return int(pill.tone);
    case RowStatus:
        return QVariant::fromValue(pill);
    case RowDetail:
        return row->checkResult.isEmpty()
                 ? capitalized(label(row->what.kind))
                 : QStringLiteral("%1 · %2").arg(capitalized(label(row->what.kind)), row->checkResult);
    case RowTrailing:
        if (row->state != CountermeasureState::Open) {
            const auto &at = row->checkedAt ? row->checkedAt : row->doneAt;
            return at ? momentText(*at, m_session.now()) : QString();
        }
        return row->what.dueOn ? tr("due %1").arg(dateText(*row->what.dueOn)) : tr("no due date");
    case RowNote:
        return owner;
    case RowMuted:
        return row->state == CountermeasureState::Proven;
    case Qt::AccessibleTextRole:
        return tr("%1, INC-%2, %3, %4").arg(row->what.text).arg(row->incidentNumber).arg(pill.text, owner);
    default:
        return {};
    }
}

bool CountermeasureListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more;
}

void CountermeasureListModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent)) {
        m_more = false;  // asked for once
        m_wanted = rows().size() + rowsAtOnce;
        m_refresh.want();
    }
}

void CountermeasureListModel::reload()
{
    m_session
        .read([state = m_state, wanted = m_wanted](Transaction &transaction) {
            return countermeasuresIn(transaction, state, int(wanted));
        })
        .then(this, [this, state = m_state](const Result<CountermeasurePage> &page) {
            m_refresh.answered();
            if (!page) {
                Q_EMIT failed(page.error());
            } else if (state == m_state) {
                replace(page->rows);
                m_more = page->more;
                Q_EMIT loaded();
            }
        });
}

CountermeasuresPage::CountermeasuresPage(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new CountermeasureListModel(session, this))
    , m_states(new SegmentedControl(tr("Which countermeasures")))
    , m_list(new RowList(session.database.clock()))
    , m_empty(new EmptyState(QStringLiteral("shield-check"), {}, {}))
    , m_stack(new QStackedWidget)
    , m_save(makeButton(tr("Save as CSV …"), ButtonKind::Quiet, QStringLiteral("table")))
    , m_done(makeButton(tr("Done"), ButtonKind::Normal, QStringLiteral("check")))
    , m_open(makeButton(tr("Open the post-mortem"), ButtonKind::Primary, QStringLiteral("whys")))
{
    auto *header = new PageHeader(tr("Countermeasures"));
    header->setSubtitle(tr("What keeps incidents from coming again, from all post-mortems, until it is proven"));
    header->addAction(m_save);
    header->addAction(m_done);
    header->addAction(m_open);
    m_done->setToolTip(tr("It is done (D); whether it works is still to be seen"));
    for (const CountermeasureState state : statesInOrder) {
        m_states->addSegment(capitalized(label(state)));
    }
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_states);
    row->addStretch(1);
    header->addBelow(line);
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Countermeasures"));
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_stack, 1);
    rememberFocus(this, m_list);
    auto *doneKey = new QShortcut(Qt::Key_D, m_list);  // the list would seek a row that begins with it
    doneKey->setContext(Qt::WidgetShortcut);
    connect(doneKey, &QShortcut::activated, this, &CountermeasuresPage::markDone);
    auto *saveKey = new QShortcut(QKeySequence::Save, this);
    saveKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(saveKey, &QShortcut::activated, m_save, &QPushButton::click);
    m_save->setToolTip(tr("Those in sight, as a table for spreadsheets (%1)")
                           .arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));

    connect(m_states, &SegmentedControl::currentChanged, this, &CountermeasuresPage::showState);
    connect(m_model, &CountermeasureListModel::loaded, this, &CountermeasuresPage::showCurrent);
    connect(m_model, &CountermeasureListModel::failed, this, &CountermeasuresPage::failed);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CountermeasuresPage::showCurrent);
    connect(m_list, &RowList::opened, this, &CountermeasuresPage::openCurrent);
    connect(m_save, &QPushButton::clicked, this, &CountermeasuresPage::askForTable);
    connect(m_done, &QPushButton::clicked, this, &CountermeasuresPage::markDone);
    connect(m_open, &QPushButton::clicked, this, &CountermeasuresPage::openCurrent);
    m_save->setEnabled(false);  // until it has been read: whether there is anything, and what has the keyboard
    m_done->setEnabled(false);
    m_open->setEnabled(false);
}

void CountermeasuresPage::showState()
{
    m_model->setState(statesInOrder.at(size_t(m_states->current())));
}

void CountermeasuresPage::showCurrent()
{
    const bool empty = m_model->rows().empty();
    const auto [title, text] = emptyTexts(m_model->state());
    m_empty->setText(title, text);
    showInstead(*m_stack, empty ? static_cast<QWidget *>(m_empty) : m_list);
    if (!empty && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_model->index(0));  // and back here
        return;
    }
    const Countermeasure *row = m_model->at(m_list->currentIndex());
    m_done->setVisible(m_model->state() == CountermeasureState::Open && !empty);
    m_done->setEnabled(row);
    m_save->setEnabled(!empty);
    m_open->setVisible(!empty);
    m_open->setEnabled(row);
}

void CountermeasuresPage::openCurrent()
{
    if (const Countermeasure *row = m_model->at(m_list->currentIndex())) {
        Q_EMIT opened(row->incidentNumber, row->id);
    }
}

void CountermeasuresPage::askForTable()
{
    auto *dialog = new QFileDialog(this, tr("Save the countermeasures as CSV"), documentsFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(tr("Countermeasures %1.csv").arg(label(m_model->state())));
    connect(dialog, &QFileDialog::fileSelected, this, &CountermeasuresPage::saveTable);
    dialog->open();
}

void CountermeasuresPage::saveTable(const QString &path)
{
    constexpr int mostSaved = 100'000;
    const QDate today = toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date();
    m_session
        .read(
            [state = m_model->state(), today](Transaction &transaction) -> Result<QByteArray> {
                const auto all = countermeasuresIn(transaction, state, mostSaved);
                return all ? Result<QByteArray>(countermeasuresCsv(all->rows, today)) : failure(all);
            },
            Reader::Background)
        .then(this, [this, path](const Result<QByteArray> &table) {
            if (!table) {
                Q_EMIT failed(table.error());
                return;
            }
            inBackground([path, bytes = *table] {
                return replaceFile(path, bytes);
            }).then(this, [this, path](const Result<> &written) {
                if (written) {
                    Q_EMIT saved(path);
                } else {
                    Q_EMIT failed(written.error());
                }
            });
        });
}

void CountermeasuresPage::markDone()
{
    const Countermeasure *row = m_model->at(m_list->currentIndex());
    if (!row || row->state != CountermeasureState::Open) {
        return;
    }
    m_session
        .write([id = row->id, version = row->version](Transaction &transaction) {
            return setCountermeasureState(transaction, id, CountermeasureState::Done, version);
        })
        .then(this, [this, text = row->what.text](const Result<int> &done) {
            if (done) {
                Q_EMIT marked(
                    tr("“%1” is done. Under “Done” it waits for what shows that it works: Enter leads to where "
                       "that is written.")
                        .arg(text));
            } else {
                Q_EMIT failed(done.error());
            }
        });
}

}  // namespace onlyonce::ui
