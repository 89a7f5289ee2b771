// SPDX-License-Identifier: GPL-3.0-or-later
// The frame that every page shares: its head, its empty state, its fields, its panels.
#pragma once

#include "views/widgets/theme.h"

#include <QFrame>
#include <QLabel>
#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLayout;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace onlyonce::ui {

//! A label in a style of the scale; `muted` for second-rank text. Plain text, wraps if asked.
class TextLabel final : public QLabel
{
    Q_OBJECT
public:
    enum class Rank { Normal, Muted };
    explicit TextLabel(const QString &text = {}, TextStyle style = TextStyle::Body, Rank rank = Rank::Normal,
                       QWidget *parent = nullptr);
    //! Colours the words; Neutral goes back to the rank's colour.
    void setTone(Tone tone);
    //! One line that takes the room it is given, ends in "…" when that is too little, and then has itself as a tooltip.
    void setElided();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] bool isPlainLine() const;
    [[nodiscard]] QSize lineSize() const;
    void restyle();
    TextStyle m_style;
    Tone m_tone = Tone::Neutral;
    bool m_elided = false;
};

enum class ButtonKind { Normal, Primary, Danger, Quiet };

//! A push button of the house, pressed by Enter as by the space bar; `Quiet` has no frame until the pointer is over it.
[[nodiscard]] QPushButton *makeButton(const QString &text, ButtonKind kind = ButtonKind::Normal,
                                      const QString &iconName = {}, QWidget *parent = nullptr);
//! An icon alone; `name` is its tooltip and accessible name.
[[nodiscard]] QToolButton *makeIconButton(const QString &iconName, const QString &name, QWidget *parent = nullptr);

//! Title and subtitle at the left, actions at the right, a hairline below.
class PageHeader final : public QWidget
{
    Q_OBJECT
public:
    explicit PageHeader(const QString &title, QWidget *parent = nullptr);
    //! `number` stands before the title, muted: "INC-17".
    void setTitle(const QString &title, const QString &number = {});
    void setSubtitle(const QString &subtitle);
    //! Before the title: a pill, a back button.
    void addLeading(QWidget *widget);
    //! At the right, in order of adding; the primary one last.
    void addAction(QWidget *widget);
    //! A second row across the page: filters, tabs.
    void addBelow(QWidget *widget);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_rows;
    QHBoxLayout *m_leading;
    QHBoxLayout *m_actions;
    TextLabel *m_number;
    TextLabel *m_title;
    TextLabel *m_subtitle;
};

//! What an empty page says: an icon, a sentence, what to do next.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent = nullptr);
    QPushButton *addAction(const QString &text, std::function<void()> handler, ButtonKind kind = ButtonKind::Primary);
    void setText(const QString &title, const QString &text);
    //! It takes what there is. Else a stack would keep room for it while another page of it shows.
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }

private:
    TextLabel *m_title;
    TextLabel *m_text;
    QHBoxLayout *m_actions;
};

//! A card with an optional head; content goes into body().
class Panel final : public QFrame
{
    Q_OBJECT
public:
    explicit Panel(const QString &title = {}, QWidget *parent = nullptr);
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    //! At the right of the head.
    void addAction(QWidget *widget);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_head;
    QVBoxLayout *m_body;
};

//! Label above, field, then a hint or in its place an error that says what to do.
class FormRow final : public QWidget
{
    Q_OBJECT
public:
    //! Takes the field; the label becomes its buddy and its accessible name.
    FormRow(const QString &label, QWidget *field, const QString &hint = {}, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *field() const { return m_field; }
    void setHint(const QString &hint);
    //! Empty: no error.
    void setError(const QString &error);

private:
    void showNote();
    QWidget *m_field;
    TextLabel *m_note;
    QString m_hint;
    QString m_error;
};

//! Content that scrolls up and down. The area itself takes no focus: what stands in it does, and is scrolled into sight.
[[nodiscard]] QScrollArea *makeScrollArea(QWidget *content);

//! Takes everything out of a list of rows; what was in it is deleted when its own events are over.
void clearLayout(QLayout *layout);

//! Scrolls the area that `widget` stands in, if any, until all of it is seen.
void scrollIntoSight(QWidget *widget);

//! A horizontal or vertical hairline.
class Hairline final : public QWidget
{
    Q_OBJECT
public:
    explicit Hairline(Qt::Orientation orientation = Qt::Horizontal, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

}  // namespace onlyonce::ui
