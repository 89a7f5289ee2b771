// SPDX-License-Identifier: GPL-3.0-or-later
// What is done so that it happens only once: the list, each edited where it stands and followed to its proof, and a form
// for the next one.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"

#include <QHash>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class AskForm;
class CountermeasureCard;
class CountermeasureForm;
class Drafts;
class MeasureRemoval;
class PostMortemMemory;
class TextLabel;

class CountermeasuresPanel final : public QWidget
{
    Q_OBJECT

public:
    CountermeasuresPanel(Session &session, IncidentId incident, QWidget *parent = nullptr);
    //! Outlives the panel.
    void setMemory(PostMortemMemory &memory);
    //! Where a half-typed one is kept; before the first setRecord(), and they outlive the panel.
    void setDrafts(Drafts &drafts);
    void setRecord(const std::optional<PostMortemRecord> &record);
    //! How many threads of comments are open on which one, by its id.
    void setOpenComments(const QHash<qint64, int> &open);
    //! Opens the form and puts the focus into it; what is added answers this cause.
    void begin(WhyId why);
    //! The focus goes there.
    void showMeasure(CountermeasureId id);
    //! The one that the keyboard is in; null: none.
    [[nodiscard]] CountermeasureId here() const;

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    void commentWanted(onlyonce::CountermeasureId measure);
    //! The form is open; as a whole it may stand below what is in sight.
    void begun(QWidget *form);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void loadTasks();
    void placeForm();
    void endForm();
    [[nodiscard]] CountermeasureCard *makeCard(const Countermeasure &measure, bool editable);
    [[nodiscard]] std::vector<CountermeasureCard *> cards() const;
    [[nodiscard]] CountermeasureCard *focusedCard() const;
    void focusAt(size_t place);
    void beginEdit(const Countermeasure &measure);
    void moveTo(const Countermeasure &measure, CountermeasureState state);
    void setState(const Countermeasure &measure, CountermeasureState state);

    Session &m_session;
    IncidentId m_incident;
    QVBoxLayout *m_list;  //!< the cards, and the form among them
    QPushButton *m_begin;
    QPushButton *m_fromTask;
    CountermeasureForm *m_form;
    AskForm *m_ask;
    MeasureRemoval *m_removal;
    TextLabel *m_keys;
    QHash<qint64, int> m_openComments;
    CountermeasureId m_current;   //!< what was acted upon last
    bool m_isFirst = true;        //!< nothing was shown yet: a draft may wait
    CountermeasureId m_showNext;  //!< brought back or wanted, to be shown as soon as it is there
};

}  // namespace onlyonce::ui
