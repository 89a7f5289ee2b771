// SPDX-License-Identifier: GPL-3.0-or-later
// Below the status of a post-mortem: who was asked for a review, what they think of it, and who is still awaited. Whoever is
// asked answers here.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/review/reviews.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace onlyonce::ui {

class AskForm;
class AskReviewForm;
class ChipRows;
class Drafts;
class TextLabel;

class ReviewBar final : public QWidget
{
    Q_OBJECT

public:
    ReviewBar(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! Of one post-mortem, and for whom who sits here may answer.
    struct Asked
    {
        std::vector<Review> reviews = {};
        QList<qint64> mine = {};        //!< the person who sits here; at most one
        QList<qint64> answerable = {};  //!< people who answer through whoever sits here, that one among them
        bool isOpen = true;             //!< answers still count: it is not approved yet
    };
    void setAsked(const Asked &asked);
    //! Where half-written words of a review are kept; they outlive this.
    void setDrafts(Drafts &drafts);
    //! Stands where its line begins.
    void lead(QWidget *widget);
    //! The form of people; the focus goes there.
    void ask();
    //! What one can say: a menu, by keyboard, at once where there is only one answer to give.
    void answer();

Q_SIGNALS:
    void commentWanted();
    void failed(const onlyonce::Error &error);

private:
    void showAsked();
    void showPills();
    void giveAnswer(const Review &review, ReviewAnswer answer);
    void withdraw(const Review &review);
    [[nodiscard]] QString draftKey(const Review &review, ReviewAnswer answer) const;
    [[nodiscard]] bool hasBegun(const Review &review) const;
    [[nodiscard]] const Review *mine() const;

    Session &m_session;
    IncidentId m_incident;
    Asked m_asked;
    QHBoxLayout *m_line;
    ChipRows *m_pills;
    TextLabel *m_words;
    QPushButton *m_answer;
    QPushButton *m_ask;
    AskReviewForm *m_form;
    AskForm *m_word;
    Drafts *m_drafts = nullptr;
};

}  // namespace onlyonce::ui
