// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/reviewbar.h"

#include "views/postmortem/review/askreviewform.h"
#include "views/widgets/askform.h"
#include "views/widgets/chiprows.h"
#include "views/widgets/drafts.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <array>

namespace onlyonce::ui {

namespace {

Pill pillOf(const Review &review)
{
    switch (review.answer) {
    case ReviewAnswer::Agrees:
        return {.text = ReviewBar::tr("%1 agrees").arg(review.personName),
                .tone = Tone::Success,
                .icon = QStringLiteral("check")};
    case ReviewAnswer::WantsChanges:
        return {.text = ReviewBar::tr("%1 wants changes").arg(review.personName),
                .tone = Tone::Danger,
                .icon = QStringLiteral("edit")};
    case ReviewAnswer::Awaited:
        break;
    }
    return {.text = ReviewBar::tr("%1 is awaited").arg(review.personName),
            .tone = Tone::Neutral,
            .shape = PillShape::Outline,
            .icon = QStringLiteral("clock")};
}

QString whenOf(const Review &review)
{
    const QString day =
        QLocale().toString(toDateTime(review.answeredAt.value_or(review.askedAt), QTimeZone::systemTimeZone()),
                           QStringLiteral("d MMM HH:mm"));
    return review.answeredAt ? ReviewBar::tr("Said on %1").arg(day)
                             : ReviewBar::tr("Asked by %1 on %2").arg(review.askedByName, day);
}

QString escapedForMenu(QString text)
{
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

}  // namespace

ReviewBar::ReviewBar(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_line(new QHBoxLayout)
    , m_pills(new ChipRows(this))
    , m_words(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_answer(makeButton(tr("Your review …"), ButtonKind::Primary, QStringLiteral("check")))
    , m_ask(makeButton(tr("Ask for a review"), ButtonKind::Quiet, QStringLiteral("users")))
    , m_form(new AskReviewForm(session, incident))
    , m_word(new AskForm)
{
    m_words->setWordWrap(true);
    m_answer->setToolTip(tr("Ctrl+Alt+Shift+A"));
    m_ask->setToolTip(tr("Ctrl+Alt+Shift+R"));
    auto *comment = makeButton(tr("Comment"), ButtonKind::Quiet, QStringLiteral("message"));
    comment->setToolTip(tr("On the whole post-mortem; Ctrl+Shift+F9: on the part where the keyboard is"));
    m_line->setSpacing(space::s);
    m_line->addStretch();
    m_line->addWidget(m_ask);
    m_line->addWidget(comment);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addLayout(m_line);
    auto *awaited = new QHBoxLayout;  // a row of its own: beside the others it would not fit beside an incident's times
    awaited->setSpacing(space::s);
    awaited->addWidget(m_words, 1);
    awaited->addWidget(m_answer);
    layout->addLayout(awaited);
    layout->addWidget(m_pills);
    layout->addWidget(m_word);
    layout->addWidget(m_form);
    connect(m_ask, &QPushButton::clicked, this, &ReviewBar::ask);
    connect(m_answer, &QPushButton::clicked, this, &ReviewBar::answer);
    connect(comment, &QPushButton::clicked, this, &ReviewBar::commentWanted);
    connect(m_word, &AskForm::left, this, &ReviewBar::showAsked);
    connect(m_form, &AskReviewForm::asked, m_words, [this](const QString &words) {
        if (!words.isEmpty()) {
            m_words->setText(words);
            m_words->show();
        }
    });
    showAsked();
}

void ReviewBar::lead(QWidget *widget)
{
    m_line->insertWidget(0, widget);
}

void ReviewBar::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
    m_word->setDrafts(drafts);
    showAsked();
}

QString ReviewBar::draftKey(const Review &review, ReviewAnswer answer) const
{
    return QStringLiteral("%1-review-%2-person-%3-%4")
        .arg(m_session.database.uuid())
        .arg(m_incident.value)
        .arg(review.person.value)
        .arg(answer == ReviewAnswer::Agrees ? QStringLiteral("agrees") : QStringLiteral("changes"));
}

bool ReviewBar::hasBegun(const Review &review) const
{
    return m_drafts
        && std::ranges::any_of(std::array{ReviewAnswer::Agrees, ReviewAnswer::WantsChanges},
                               [&](auto answer) { return !m_drafts->of(draftKey(review, answer)).isEmpty(); });
}

const Review *ReviewBar::mine() const
{
    const auto found = std::ranges::find_if(
        m_asked.reviews, [this](const Review &review) { return m_asked.mine.contains(review.person.value); });
    return found == m_asked.reviews.end() ? nullptr : &*found;
}

void ReviewBar::setAsked(const Asked &asked)
{
    if (asked.reviews != m_asked.reviews || asked.answerable != m_asked.answerable || asked.isOpen != m_asked.isOpen) {
        m_asked = asked;
        showAsked();
    }
}

void ReviewBar::showAsked()
{
    const auto awaited = std::ranges::count(m_asked.reviews, ReviewAnswer::Awaited, &Review::answer);
    const auto all = qsizetype(m_asked.reviews.size());
    const Review *own = mine();
    m_words->setVisible(all > 0);
    m_words->setText(all == 0                                                        ? QString()
                     : own && own->answer == ReviewAnswer::Awaited && m_asked.isOpen ? tr("Your review is awaited.")
                     : awaited > 0 ? tr("Reviews: %1 of %2 are heard.").arg(all - awaited).arg(all)
                                   : tr("Everybody who was asked is heard."));
    if (m_asked.isOpen && std::ranges::any_of(m_asked.reviews, [this](const Review &each) { return hasBegun(each); })) {
        m_words->setText(
            tr("%1 A review was begun and not given: Ctrl+Alt+Shift+A goes on with it.").arg(m_words->text()));
    }
    const bool canAnswer = m_asked.isOpen && std::ranges::any_of(m_asked.reviews, [this](const Review &review) {
                               return m_asked.answerable.contains(review.person.value);
                           });
    m_answer->setVisible(canAnswer);
    m_answer->setText(own ? tr("Your review …") : tr("Their review …"));
    m_ask->setVisible(m_asked.isOpen);
    showPills();
}

void ReviewBar::showPills()
{
    std::vector<QWidget *> pills;
    for (const Review &review : m_asked.reviews) {
        auto *pill = new PillLabel(pillOf(review));
        pill->setToolTip(review.words.isEmpty() ? whenOf(review)
                                                : QStringLiteral("%1\n%2").arg(review.words, whenOf(review)));
        pill->setAccessibleDescription(pill->toolTip());
        pills.push_back(pill);
    }
    m_pills->setWidgets(std::move(pills));
}

void ReviewBar::ask()
{
    m_form->begin(m_asked.reviews);
}

void ReviewBar::answer()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Review &review : m_asked.reviews) {
        if (!m_asked.isOpen || !m_asked.answerable.contains(review.person.value)) {
            continue;
        }
        const bool own = m_asked.mine.contains(review.person.value);
        const QString name = escapedForMenu(review.personName);
        menu->addAction(own ? tr("I agree …") : tr("%1 agrees …").arg(name), this,
                        [this, review] { giveAnswer(review, ReviewAnswer::Agrees); });
        menu->addAction(own ? tr("I want changes …") : tr("%1 wants changes …").arg(name), this,
                        [this, review] { giveAnswer(review, ReviewAnswer::WantsChanges); });
        menu->addAction(own ? tr("I was not meant to be asked") : tr("%1 is not asked any more").arg(name), this,
                        [this, review] { withdraw(review); });
    }
    if (menu->isEmpty()) {
        menu->deleteLater();
        Q_EMIT failed({.code = ErrorCode::Invalid,
                       .message = m_asked.isOpen
                                    ? tr("You are not asked for a review of this post-mortem. Write a comment instead "
                                         "(Ctrl+Shift+F9), or let somebody ask you (Ctrl+Alt+Shift+R).")
                                    : tr("It is approved already. Write a comment instead (Ctrl+Shift+F9)."),
                       .detail = {}});
        return;
    }
    menu->setActiveAction(menu->actions().constFirst());
    menu->popup(m_answer->mapToGlobal(QPoint(0, m_answer->height())));
}

void ReviewBar::giveAnswer(const Review &review, ReviewAnswer answer)
{
    const bool agrees = answer == ReviewAnswer::Agrees;
    const bool own = m_asked.mine.contains(review.person.value);
    const QString name = own ? tr("You") : review.personName;
    m_word->ask(
        {.title = agrees ? tr("%1: agreed").arg(name) : tr("%1: what is to be changed?").arg(name),
         .text = agrees ? tr("A word, if there is one to say.")
                        : tr("Until it is changed and asked again, or answered in the checks, nobody approves it."),
         .submit = agrees ? tr("Agree") : tr("Want changes"),
         .label = agrees ? tr("Word") : tr("Changes"),
         .draft = draftKey(review, answer)},
        [this, person = review.person, version = review.version, id = review.postMortem, answer](const QString &words) {
            return m_session.write([=](Transaction &transaction) -> Result<> {
                const auto given = answerReview(transaction, id, person, answer, words, version);
                return given ? Result<>() : failure(given);
            });
        });
}

void ReviewBar::withdraw(const Review &review)
{
    m_session
        .write([id = review.postMortem, person = review.person, version = review.version](Transaction &transaction) {
            return withdrawReview(transaction, id, person, version);
        })
        .then(this, [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
        });
}

}  // namespace onlyonce::ui
