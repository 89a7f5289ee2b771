// SPDX-License-Identifier: GPL-3.0-or-later
// States in rows and columns, each told by colour and by a word or, where there is no room for words, by a shape alone.
// Arrows move, Enter chooses, what is typed is handed on. Knows nothing of what the states mean.
#pragma once

#include "views/widgets/theme.h"

#include <QList>
#include <QStringList>
#include <QTableView>

namespace onlyonce::ui {

struct GridState
{
    QString text;  //!< one short word; empty where nothing is known
    Tone tone = Tone::Neutral;
    QString icon;           //!< its shape
    bool isMarked = false;  //!< a hint: something is to be said here
    QString spoken;         //!< the whole of it, for screen readers and as a tooltip

    friend bool operator==(const GridState &, const GridState &) = default;
};

class GridModel;

class StateGrid final : public QTableView
{
    Q_OBJECT

public:
    explicit StateGrid(const QString &accessibleName, QWidget *parent = nullptr);

    //! Row by row. The chosen cell stays.
    void setStates(const QStringList &rows, const QStringList &columns, const QList<GridState> &states);
    //! Whether there is room for the words; else a legend is needed.
    [[nodiscard]] bool showsWords() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(int row, int column);
    void typed(int row, int column, const QString &text);  //!< one sign
    void roomChanged();                                    //!< showsWords() may be another

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void arrange();

    GridModel *m_model;
};

}  // namespace onlyonce::ui
