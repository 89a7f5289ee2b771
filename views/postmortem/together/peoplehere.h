// SPDX-License-Identifier: GPL-3.0-or-later
// Who else is here: their initials in a round mark each, with the name beside it where there is room.
#pragma once

#include "models/postmortem/review/part.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QPainter;

namespace onlyonce::ui {

struct Theme;

//! "Grace Hopper" is "GH", "ada" is "A".
[[nodiscard]] QString initialsOf(const QString &name);
//! Their initials in a round mark; `place` is a square, and the letters fit it.
void drawPerson(QPainter &painter, const QRect &place, const QString &name, const Theme &theme);

class PeopleHere final : public QWidget
{
    Q_OBJECT

public:
    struct Somebody
    {
        QString name;
        QString where;             //!< "Lead-up"; may be empty
        PostMortemPart part = {};  //!< the same for the program

        friend bool operator==(const Somebody &, const Somebody &) = default;
    };

    explicit PeopleHere(QWidget *parent = nullptr);
    //! Hidden when there is nobody.
    void setPeople(const std::vector<Somebody> &people);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString words() const;
    std::vector<Somebody> m_people;
};

}  // namespace onlyonce::ui
