// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem for a meeting: one thing at a time in large type, over the whole screen, by the arrow keys. What somebody
// changes meanwhile, here or elsewhere, appears. Enter writes where prose or a why is shown, and leads to the place of
// anything else; Escape leaves.
#pragma once

#include "models/catalog/session.h"
#include "views/postmortem/presentation/slides.h"
#include "views/postmortem/together/peoplehere.h"
#include "views/widgets/refresh.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTimer>
#include <QWidget>

class QLineEdit;
class QScrollArea;
class QStackedWidget;

namespace onlyonce::ui {

class Drafts;
class FieldEditor;
class SlideCanvas;
class TextLabel;
class WhyEdits;
struct PostMortemSteps;

class Presentation final : public QWidget
{
    Q_OBJECT

public:
    //! A window of its own, not shown yet; it is deleted when it is closed. `drafts` may be nullptr.
    Presentation(Session &session, IncidentId incident, Drafts *drafts, QWidget *parent);
    //! What is done to whys here can be taken back in their tree.
    void setSteps(std::shared_ptr<PostMortemSteps> steps);
    //! The slide of that key (slides.h), if there is one; as soon as it has been read.
    void go(const QString &slide);
    [[nodiscard]] QString slide() const;  //!< its key
    //! Who else has the post-mortem open.
    void setOthers(const std::vector<PeopleHere::Somebody> &others);

Q_SIGNALS:
    //! What the meeting looks at.
    void shown(const onlyonce::PostMortemPart &part);
    void failed(const onlyonce::Error &error);
    //! There it is changed.
    void placeWanted(const onlyonce::CheckPlace &place);
    void left(const QString &slide);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void reload();
    void setTalk(const Talk &talk);
    void showSlide(int slide);
    void step(int by);
    void scrollBy(int direction);
    void chooseBy(int direction);
    [[nodiscard]] bool isWriting() const;
    void write();
    void writeField(PostMortemField field);
    void writeWhy(const QString &text);
    void askBelow();
    void endField();
    void endWhy(bool keeps);
    void showCanvas();
    void tellTime();
    void tellKeys();
    [[nodiscard]] FieldEditor *editorOf(PostMortemField field);

    Session &m_session;
    IncidentId m_incident;
    Drafts *m_drafts;
    WhyEdits *m_edits;
    std::optional<Talk> m_talk;
    std::vector<Slide> m_slides;
    size_t m_at = 0;
    QString m_wanted;
    QStackedWidget *m_stack;
    SlideCanvas *m_canvas;
    QScrollArea *m_scroll;
    QScrollArea *m_fieldArea;
    QHash<int, FieldEditor *> m_editors;
    QLineEdit *m_line;
    TextLabel *m_hint;
    std::optional<Why> m_written;  //!< the why in the line
    WhyId m_writeNext;             //!< made, to be written as soon as it is here
    TextLabel *m_name;
    PeopleHere *m_people;
    TextLabel *m_keys;
    TextLabel *m_place;
    TextLabel *m_time;
    QElapsedTimer m_since;
    QTimer m_clock;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
