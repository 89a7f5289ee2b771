// SPDX-License-Identifier: GPL-3.0-or-later
// Who is asked for a review: people with check marks, narrowed by typing; Enter checks the first that is left, Ctrl+Enter
// asks all who are checked.
#pragma once

#include "models/catalog/people.h"
#include "models/catalog/session.h"
#include "models/postmortem/review/reviews.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace onlyonce::ui {

class TextLabel;

class AskReviewForm final : public QWidget
{
    Q_OBJECT

public:
    AskReviewForm(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! The focus goes there. Those who wait to be heard cannot be asked once more.
    void begin(const std::vector<Review> &asked);

Q_SIGNALS:
    //! What is to be said of it, for people.
    void asked(const QString &words);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void show(const std::vector<Person> &people);
    void narrow();
    void toggleCurrent();
    [[nodiscard]] QList<PersonId> chosen() const;
    void submit();
    void leave();

    Session &m_session;
    IncidentId m_incident;
    std::vector<Review> m_asked;
    QLineEdit *m_filter;
    QListWidget *m_list;
    TextLabel *m_problem;
    QPushButton *m_submit;
    QPointer<QWidget> m_cameFrom;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
