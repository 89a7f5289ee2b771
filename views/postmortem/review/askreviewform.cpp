// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/askreviewform.h"

#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int personRole = Qt::UserRole + 1;
constexpr int mostRows = 7;

QString askedWords(const ReviewAsked &asked)
{
    QStringList sentences;
    if (!asked.told.isEmpty()) {
        sentences << AskReviewForm::tr("A mail goes to %1.").arg(asked.told.join(QStringLiteral(", ")));
    }
    if (!asked.untold.isEmpty()) {
        sentences << AskReviewForm::tr("No mail reaches %1 (no address, or no mail is set up): tell them yourself.")
                         .arg(asked.untold.join(QStringLiteral(", ")));
    }
    return sentences.join(QLatin1Char(' '));
}

QString rowText(const Person &person, const Review *review)
{
    if (!review) {
        return person.name;
    }
    switch (review->answer) {
    case ReviewAnswer::Awaited:
        return AskReviewForm::tr("%1 (is asked already)").arg(person.name);
    case ReviewAnswer::Agrees:
        return AskReviewForm::tr("%1 (agrees; ask again)").arg(person.name);
    case ReviewAnswer::WantsChanges:
        return AskReviewForm::tr("%1 (wants changes; ask again)").arg(person.name);
    }
    return person.name;
}

}  // namespace

AskReviewForm::AskReviewForm(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_filter(new QLineEdit)
    , m_list(new QListWidget)
    , m_problem(new TextLabel({}, TextStyle::Small))
    , m_submit(makeButton(tr("Ask for a review"), ButtonKind::Primary))
{
    m_filter->setPlaceholderText(tr("Type a name; Enter marks it"));
    m_filter->setAccessibleName(tr("Find people"));
    m_filter->setMinimumHeight(scaled(metric::control));
    m_filter->installEventFilter(this);
    m_list->setAccessibleName(tr("Who is asked for a review"));
    m_list->installEventFilter(this);
    m_problem->setWordWrap(true);
    m_problem->setTone(Tone::Danger);
    m_problem->hide();
    m_submit->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *foot = new QHBoxLayout;
    auto *keys = new TextLabel(tr("Space or Enter: mark · Ctrl+Enter: ask · Escape: leave"), TextStyle::Caption,
                               TextLabel::Rank::Muted);
    foot->addWidget(keys);
    foot->addStretch();
    foot->addWidget(cancel);
    foot->addWidget(m_submit);
    auto *panel = new Panel(tr("Who is to look at it?"));
    panel->body()->setSpacing(space::s);
    panel->body()->addWidget(m_filter);
    panel->body()->addWidget(m_list);
    panel->body()->addWidget(m_problem);
    panel->body()->addLayout(foot);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    hide();
    connect(m_filter, &QLineEdit::textChanged, this, &AskReviewForm::narrow);
    connect(m_submit, &QPushButton::clicked, this, &AskReviewForm::submit);
    connect(cancel, &QPushButton::clicked, this, &AskReviewForm::leave);
}

void AskReviewForm::begin(const std::vector<Review> &asked)
{
    if (isHidden()) {
        m_cameFrom = window()->focusWidget();
    }
    m_asked = asked;
    m_busy = false;
    m_problem->hide();
    m_filter->clear();
    setVisible(true);
    m_filter->setFocus();
    m_session.read([](Transaction &transaction) { return allPeople(transaction); })
        .then(this, [this](const Result<std::vector<Person>> &people) {
            if (people) {
                show(*people);
            } else {
                m_problem->setText(people.error().message);
                m_problem->show();
            }
        });
    QMetaObject::invokeMethod(this, [this] { scrollIntoSight(this); }, Qt::QueuedConnection);
}

void AskReviewForm::show(const std::vector<Person> &people)
{
    m_list->clear();
    for (const Person &person : people) {
        const auto found = std::ranges::find(m_asked, person.id, &Review::person);
        const Review *review = found == m_asked.end() ? nullptr : &*found;
        if (!person.active) {
            continue;
        }
        auto *item = new QListWidgetItem(rowText(person, review), m_list);
        const bool waits = review && review->answer == ReviewAnswer::Awaited;
        item->setData(personRole, person.id.value);
        item->setFlags(waits ? Qt::ItemIsSelectable
                             : Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        item->setCheckState(waits ? Qt::Checked : Qt::Unchecked);
        item->setSizeHint(QSize(0, scaled(metric::control)));
    }
    m_list->setFixedHeight(scaled(metric::control) * std::clamp(m_list->count(), 2, mostRows)
                           + 2 * m_list->frameWidth());
    narrow();
}

void AskReviewForm::narrow()
{
    const QString wanted = m_filter->text().trimmed();
    int first = -1;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem &item = *m_list->item(row);
        item.setHidden(!wanted.isEmpty() && !item.text().contains(wanted, Qt::CaseInsensitive));
        first = first < 0 && !item.isHidden() && item.flags().testFlag(Qt::ItemIsUserCheckable) ? row : first;
    }
    m_list->setCurrentRow(first);
}

void AskReviewForm::toggleCurrent()
{
    if (QListWidgetItem *item = m_list->currentItem(); item && item->flags().testFlag(Qt::ItemIsUserCheckable)) {
        item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
    }
    m_filter->clear();
}

QList<PersonId> AskReviewForm::chosen() const
{
    QList<PersonId> people;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem &item = *m_list->item(row);
        if (item.checkState() == Qt::Checked && item.flags().testFlag(Qt::ItemIsUserCheckable)) {
            people << PersonId{item.data(personRole).toLongLong()};
        }
    }
    return people;
}

void AskReviewForm::submit()
{
    if (std::exchange(m_busy, true)) {
        return;  // Ctrl+Enter twice asks once
    }
    m_session
        .write([incident = m_incident, people = chosen(),
                uuid = m_session.database.uuid()](Transaction &transaction) -> Result<ReviewAsked> {
            const auto postMortem = openPostMortem(transaction, incident);
            return postMortem ? askForReview(transaction, postMortem->id, people, uuid) : failure(postMortem);
        })
        .then(this, [this](const Result<ReviewAsked> &done) {
            m_busy = false;
            if (!done) {
                m_problem->setText(done.error().message);
                m_problem->show();
                m_filter->setFocus();
                return;
            }
            leave();
            Q_EMIT asked(askedWords(*done));
        });
}

void AskReviewForm::leave()
{
    const bool mine = isAncestorOf(window()->focusWidget());
    hide();
    if (mine && m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
}

bool AskReviewForm::eventFilter(QObject *watched, QEvent *event)
{
    const auto *press = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent *>(event) : nullptr;
    const bool enter = press && (press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter);
    if (enter && press->modifiers() & Qt::ControlModifier) {
        submit();
        return true;
    }
    if (enter && (watched == m_list || !m_filter->text().trimmed().isEmpty())) {
        toggleCurrent();
        return true;
    }
    if (watched == m_filter && press && press->key() == Qt::Key_Down) {
        m_list->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (watched == m_filter && press && press->key() == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();  // first out of the filter, then out of the form
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void AskReviewForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        leave();
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace onlyonce::ui
