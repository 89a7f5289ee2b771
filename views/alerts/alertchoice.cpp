// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertchoice.h"

#include "views/alerts/alertlistmodel.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"

#include <QItemSelectionModel>
#include <QLocale>
#include <QScopedValueRollback>

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

AlertChoice::AlertChoice(Session &session, AlertListModel &model, RowList &list)
    : QObject(&list)
    , m_session(session)
    , m_model(model)
    , m_list(list)
    , m_line(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
{
    m_line->setContentsMargins(space::xl, space::s, space::xl, space::s);
    m_line->setWordWrap(true);
    m_line->hide();
    list.setSelectionMode(QAbstractItemView::ExtendedSelection);
    connectModel();
    connect(list.selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_byList) {
            letGo();
        }
        showLine();
    });
}

void AlertChoice::connectModel()
{
    // Before the view's own: the row in full stays as it is while its place in the list changes, and the view would go
    // on to its neighbour.
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                m_byList = true;
                for (int row = first; row <= last; ++row) {
                    if (m_list.selectionModel()->isRowSelected(row)) {
                        m_moving.push_back(m_model.at(m_model.index(row))->id);
                    }
                }
                const int current = m_list.currentIndex().row();
                if (current >= first && current <= last) {
                    m_list.selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
                }
            });
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { m_byList = true; });
    m_list.setModel(&m_model);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, [this] {
        m_byList = false;
        showLine();
    });
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        m_byList = false;
        chooseHeld(first, last);
    });
}

std::vector<AlertRow> AlertChoice::rows() const
{
    QModelIndexList indexes = m_list.selectionModel()->selectedRows();
    std::ranges::sort(indexes, {}, &QModelIndex::row);
    std::vector<AlertRow> rows;
    for (const QModelIndex &index : std::as_const(indexes)) {
        rows.push_back(*m_model.at(index));
    }
    return rows;
}

void AlertChoice::chooseAll()
{
    letGo();
    if (m_model.rowCount() == 0) {
        return;
    }
    {
        const QScopedValueRollback byList(m_byList, true);
        m_list.selectAll();
    }
    m_gathering = std::make_shared<CancelToken>();
    gatherOn({});
}

void AlertChoice::gatherOn(const Gathered &soFar)
{
    m_met = soFar.alerts.size();
    showLine();
    m_session
        .read(
            [filter = m_model.filter(), soFar](Transaction &transaction) { return gather(transaction, filter, soFar); },
            Reader::Background, m_gathering)
        .then(this, [this, asked = m_gathering](const Result<Gathered> &found) {
            if (asked != m_gathering) {
                return;
            }
            if (!found) {
                letGo();
                showLine();
                Q_EMIT failed(found.error());
            } else if (!found->isComplete) {
                gatherOn(*found);
            } else {
                m_gathering.reset();
                m_everything = std::make_shared<const Gathered>(*found);
                for (const AlertId id : found->alerts) {
                    m_ids.insert(id.value);
                }
                chooseHeld(0, m_model.rowCount() - 1);
                showLine();
                if (const Work work = std::exchange(m_waiting, {})) {
                    work(*m_everything);
                }
            }
        });
}

void AlertChoice::withEverything(Work work)
{
    if (m_everything) {
        work(*m_everything);
    } else if (m_gathering) {
        m_waiting = std::move(work);
    }
}

void AlertChoice::letGo()
{
    if (m_gathering) {
        m_gathering->cancel();
    }
    m_gathering.reset();
    m_everything.reset();
    m_ids.clear();
    m_waiting = {};
}

void AlertChoice::keepCurrent()
{
    letGo();
    m_moving.clear();
    if (m_list.currentIndex().isValid()) {
        makeCurrent(m_list.currentIndex());
    } else {
        m_list.clearSelection();
    }
    showLine();
}

void AlertChoice::makeCurrent(const QModelIndex &index)
{
    m_list.selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
}

void AlertChoice::follow(const QModelIndex &index)
{
    const QScopedValueRollback byList(m_byList, true);
    m_list.selectionModel()->setCurrentIndex(index, QItemSelectionModel::Select);
}

void AlertChoice::restore(bool forget)
{
    const QScopedValueRollback byList(m_byList, true);
    for (const AlertId id : std::exchange(m_moving, {})) {
        if (!forget) {
            m_list.selectionModel()->select(m_model.indexOf(id), QItemSelectionModel::Select);
        }
    }
}

//! Those of the rows that belong to everything, which have just been read.
void AlertChoice::chooseHeld(int first, int last)
{
    if (!m_everything) {
        return;
    }
    QItemSelection those;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_model.index(row);
        if (m_ids.contains(m_model.at(index)->id.value)) {
            those.select(index, index);
        }
    }
    const QScopedValueRollback byList(m_byList, true);
    m_list.selectionModel()->select(those, QItemSelectionModel::Select);
}

void AlertChoice::showLine()
{
    const auto number = [](size_t count) { return QLocale().toString(qulonglong(count)); };
    if (m_gathering) {
        m_line->setText(tr("Counting everything that matches: %1 …").arg(number(m_met)));
        m_line->setVisible(m_met > 0);
        return;
    }
    const size_t count =
        m_everything ? m_everything->alerts.size() : size_t(m_list.selectionModel()->selectedRows().size());
    m_line->setVisible(count > 1);
    m_line->setText(
        m_everything && m_everything->isCut
            ? tr("The first %1 alerts that match are chosen, and no more; what you do is done to all of them. Escape "
                 "keeps one.")
                  .arg(number(count))
        : m_everything
            ? tr("All %1 alerts that match are chosen; what you do is done to all of them. Escape keeps one.")
                  .arg(number(count))
            : tr("%1 alerts are chosen; what you do is done to all of them. Escape keeps one.").arg(number(count)));
}

}  // namespace onlyonce::ui
