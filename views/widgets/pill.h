// SPDX-License-Identifier: GPL-3.0-or-later
// Pills and chips: small labelled facts (a severity, a status, a service), painted the same in delegates and widgets.
#pragma once

#include "views/widgets/theme.h"

#include <QAbstractButton>
#include <QList>
#include <QRect>
#include <QString>
#include <QStyle>
#include <QWidget>

class QPainter;

namespace onlyonce::ui {

enum class PillShape {
    Solid,    //!< loud: severities
    Soft,     //!< tinted ground: statuses
    Outline,  //!< quiet: services, data centres, tags
    Dot,      //!< a dot and words: a status inside text
};

struct Pill
{
    QString text;
    Tone tone = Tone::Neutral;
    PillShape shape = PillShape::Soft;
    QString icon;  //!< optional, before the text

    friend bool operator==(const Pill &, const Pill &) = default;
};

[[nodiscard]] QSize pillSize(const Pill &pill);
//! Draws at `rect`'s left, vertically centred, elided to its width; gives the rectangle it took.
QRect drawPill(QPainter &painter, const QRect &rect, const Pill &pill, const Theme &theme,
               Qt::LayoutDirection direction = Qt::LeftToRight);
//! As many pills as fit side by side, then "+3". Gives the width taken.
int drawPills(QPainter &painter, const QRect &rect, const QList<Pill> &pills, const Theme &theme,
              Qt::LayoutDirection direction = Qt::LeftToRight);

//! A pill as a widget; its text is its accessible name.
class PillLabel final : public QWidget
{
    Q_OBJECT
public:
    explicit PillLabel(QWidget *parent = nullptr);
    explicit PillLabel(const Pill &pill, QWidget *parent = nullptr);
    void setPill(const Pill &pill);
    [[nodiscard]] const Pill &pill() const { return m_pill; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Pill m_pill;
};

//! A pill that can be pressed: a facet (setCheckable) or a removable choice (setRemovable; Delete and the cross).
class Chip final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit Chip(const QString &text, QWidget *parent = nullptr);
    void setRemovable(bool removable);
    //! A number behind the text ("3"); -1 for none.
    void setCount(int count);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] QRect crossRect() const;
    bool m_removable = false;
    int m_count = -1;
};

}  // namespace onlyonce::ui

Q_DECLARE_METATYPE(onlyonce::ui::Pill)
