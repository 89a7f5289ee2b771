// SPDX-License-Identifier: GPL-3.0-or-later
// Draws one slide in large type: as wide as it is told, as high as it needs. What can be chosen on it (a why, a row) has
// a ring. Whoever else is at what is shown has their initials there.
#pragma once

#include "models/documents/treepicture.h"
#include "views/postmortem/presentation/slides.h"
#include "views/postmortem/together/peoplehere.h"

#include <QWidget>

namespace onlyonce::ui {

class SlideCanvas final : public QWidget
{
    Q_OBJECT

public:
    explicit SlideCanvas(QWidget *parent = nullptr);
    //! `unit`: how many pixels of this screen are one of a screen of 1920 × 1080. What leaves a part of `room`, the height
    //! that is seen at once, is drawn larger.
    void setRoom(double unit, int room);
    //! What was chosen stays chosen if it is still there.
    void setSlide(const Slide &slide);
    [[nodiscard]] const Slide &slide() const { return m_slide; }
    void setOthers(const std::vector<PeopleHere::Somebody> &others);
    //! The part that is chosen, or that the slide is about; null: none.
    [[nodiscard]] PostMortemPart part() const;

    //! The chosen why or row; -1: none.
    [[nodiscard]] int chosen() const { return m_chosen; }
    [[nodiscard]] int choices() const;
    void choose(int which);
    [[nodiscard]] const Why *chosenWhy() const;
    void chooseWhy(WhyId why);
    //! Of what is chosen.
    [[nodiscard]] QRect chosenPlace() const;

    [[nodiscard]] QFont font(double size, bool bold = false) const;

Q_SIGNALS:
    void chosenChanged();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Line
    {
        QRect rect;
        QString text;
        QFont font;
        bool muted = false;
    };
    struct Placed
    {
        QRect rect;
        int row = 0;
    };
    void layOut();
    int layOut(double grown);
    int addWords(int x, int y, int width, const QString &text, const QFont &font, bool muted);
    int addText(int x, int y, int width, const QString &text, const QFont &font, bool muted = false);
    int placeRow(int y, int width, int leadWidth, const SlideRow &row, int number);
    [[nodiscard]] int leadWidth() const;
    [[nodiscard]] int px(double size) const { return int(size * m_unit); }
    [[nodiscard]] QFont grownFont(double size, bool bold = false) const { return font(size * m_grown, bold); }
    void describe();
    //! What is spoken about at a choice of the slide.
    [[nodiscard]] PostMortemPart partOf(int choice) const;
    [[nodiscard]] QRect placeOf(int choice) const;
    [[nodiscard]] QStringList othersAt(const PostMortemPart &part) const;
    void drawOthers(QPainter &painter) const;

    Slide m_slide;
    std::vector<PeopleHere::Somebody> m_others;
    double m_unit = 1;
    double m_grown = 1;
    int m_room = 0;
    int m_chosen = -1;
    std::vector<Line> m_lines;
    std::vector<Placed> m_rows;
    int m_treeTop = 0;
    std::optional<TreePicture> m_picture;
};

}  // namespace onlyonce::ui
