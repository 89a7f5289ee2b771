// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/presentation/presentation.h"

#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/presentation/slidecanvas.h"
#include "views/postmortem/whys/whyedits.h"
#include "views/widgets/page.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>

#include <algorithm>

namespace onlyonce::ui {

Presentation::Presentation(Session &session, IncidentId incident, Drafts *drafts, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_incident(incident)
    , m_drafts(drafts)
    , m_edits(new WhyEdits(session, incident, this))
    , m_stack(new QStackedWidget)
    , m_canvas(new SlideCanvas)
    , m_scroll(makeScrollArea(m_canvas))
    , m_fieldArea(makeScrollArea(new QWidget))
    , m_line(new QLineEdit)
    , m_hint(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_name(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_people(new PeopleHere)
    , m_keys(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_place(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_time(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_refresh([this] { reload(); })
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    setWindowTitle(tr("Post-mortem"));
    setMinimumSize(640, 480);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_fieldArea);
    auto *fields = new QVBoxLayout(m_fieldArea->widget());
    fields->addStretch();
    m_scroll->viewport()->installEventFilter(this);
    m_line->installEventFilter(this);
    m_line->setAccessibleName(tr("Why"));
    m_line->hide();
    m_hint->hide();
    m_name->setElided();
    m_place->setAccessibleDescription(tr("Slide"));
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(space::xl, space::s, space::xl, space::m);
    foot->setSpacing(space::xl);
    foot->addWidget(m_name, 1);
    foot->addWidget(m_people);
    foot->addWidget(m_keys);
    foot->addWidget(m_place);
    foot->addWidget(m_time);
    auto *writing = new QVBoxLayout;
    writing->setContentsMargins(space::xl, 0, space::xl, 0);
    writing->addWidget(m_hint);
    writing->addWidget(m_line);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    column->addLayout(writing);
    column->addLayout(foot);

    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        const bool concerns = changes.touches(QLatin1StringView("postmortem"))
                           || changes.touches(QLatin1StringView("timeline"), m_incident.value)
                           || changes.touches(QLatin1StringView("incident"), m_incident.value);
        if (concerns) {
            m_refresh.want();
        }
    });
    connect(m_edits, &WhyEdits::failed, this, &Presentation::failed);
    connect(m_edits, &WhyEdits::added, this, [this](WhyId why) {
        m_writeNext = why;
        m_refresh.want();
    });
    connect(m_edits, &WhyEdits::conflicted, this, [this](const Why &why, const EditConflict &conflict) {
        m_canvas->chooseWhy(why.id);
        writeWhy(QStringLiteral("%1 %2").arg(conflict.theirs, conflict.yours));
        m_written->version = conflict.version;
        m_written->text = conflict.theirs;
        m_hint->setText(
            tr("Somebody else has worded it meanwhile: theirs, then yours. Enter keeps what stands here, Escape "
               "keeps theirs."));
        m_hint->show();
    });
    connect(m_canvas, &SlideCanvas::chosenChanged, this, [this] {
        tellKeys();
        Q_EMIT shown(m_canvas->part());
    });
    constexpr int tenSeconds = 10'000;
    m_clock.setInterval(tenSeconds);
    connect(&m_clock, &QTimer::timeout, this, &Presentation::tellTime);
    m_clock.start();
    m_since.start();
    tellTime();
    tellKeys();
    m_refresh.want();
}

void Presentation::setSteps(std::shared_ptr<PostMortemSteps> steps)
{
    m_edits->setSteps(std::move(steps));
}

void Presentation::go(const QString &slide)
{
    m_wanted = slide;
    const auto there = std::ranges::find(m_slides, slide, &Slide::key);
    if (there != m_slides.end()) {
        showSlide(int(there - m_slides.begin()));
    }
}

QString Presentation::slide() const
{
    return m_slides.empty() ? QString() : m_slides[m_at].key;
}

void Presentation::setOthers(const std::vector<PeopleHere::Somebody> &others)
{
    m_people->setPeople(others);
    m_canvas->setOthers(others);
}

void Presentation::reload()
{
    m_session.read([id = m_incident](Transaction &transaction) { return talkOf(transaction, id); })
        .then(this, [this](const Result<std::optional<Talk>> &talk) {
            m_refresh.answered();
            if (!talk) {
                Q_EMIT failed(talk.error());
            } else if (*talk) {
                setTalk(**talk);
            } else {
                close();  // restricted, or a drill that was deleted
            }
        });
}

void Presentation::setTalk(const Talk &talk)
{
    const QString here = slide();
    m_talk = talk;
    m_slides =
        slidesOf(talk, QTimeZone::systemTimeZone(), toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date());
    m_name->setText(QStringLiteral("%1  %2").arg(talk.incident.reference(), talk.incident.title));
    const QString wanted = here.isEmpty() ? m_wanted : here;
    const auto there = std::ranges::find(m_slides, wanted, &Slide::key);
    m_at = there == m_slides.end() ? std::min(m_at, m_slides.size() - 1) : size_t(there - m_slides.begin());
    showSlide(int(m_at));
    const bool editable = !talk.record || talk.record->postMortem.isEditable();
    for (FieldEditor *editor : std::as_const(m_editors)) {
        editor->setStored(talk.record ? talk.record->text(editor->field()) : PostMortemText{.field = editor->field()},
                          editable);
    }
    if (m_writeNext) {
        m_canvas->chooseWhy(m_writeNext);
        if (const Why *why = m_canvas->chosenWhy(); why && why->id == m_writeNext) {
            m_writeNext = {};
            writeWhy({});
        }
    }
}

void Presentation::showSlide(int slide)
{
    const auto to = size_t(std::clamp<qsizetype>(slide, 0, qsizetype(m_slides.size()) - 1));
    const bool isOther = m_canvas->slide().key != m_slides[to].key;
    m_at = to;
    m_canvas->setSlide(m_slides[m_at]);
    if (isOther) {
        m_scroll->verticalScrollBar()->setValue(0);
    }
    m_place->setText(QStringLiteral("%1 / %2").arg(m_at + 1).arg(m_slides.size()));
    setAccessibleName(m_slides[m_at].title);
    setAccessibleDescription(m_canvas->accessibleDescription());
    tellKeys();
    Q_EMIT shown(m_canvas->part());
}

void Presentation::step(int by)
{
    if (!m_slides.empty()) {
        showSlide(int(m_at) + by);
    }
}

//! A page of a slide that is higher than the screen; at its end the next one.
void Presentation::scrollBy(int direction)
{
    QScrollBar *bar = m_scroll->verticalScrollBar();
    const int before = bar->value();
    bar->setValue(before + direction * bar->pageStep() * 4 / 5);
    if (bar->value() == before) {
        step(direction);
    }
}

void Presentation::chooseBy(int direction)
{
    if (m_canvas->choices() == 0) {
        QScrollBar *bar = m_scroll->verticalScrollBar();
        bar->setValue(bar->value() + direction * bar->pageStep() / 5);
        return;
    }
    m_canvas->choose(std::max(0, m_canvas->chosen() + direction));
    const QRect place = m_canvas->chosenPlace();
    m_scroll->ensureVisible(place.center().x(), place.center().y(), 0, place.height() / 2 + m_canvas->height() / 40);
}

bool Presentation::isWriting() const
{
    return m_line->isVisible() || m_stack->currentWidget() == m_fieldArea;
}

bool Presentation::focusNextPrevChild(bool next)
{
    return isWriting() && QWidget::focusNextPrevChild(next);  // else Tab asks a why
}

void Presentation::keyPressEvent(QKeyEvent *event)
{
    if (isWriting()) {
        if (event->key() == Qt::Key_Escape) {
            endField();
        }
        return;
    }
    switch (event->key()) {
    case Qt::Key_Right:
        step(1);
        break;
    case Qt::Key_Left:
    case Qt::Key_Backspace:
        step(-1);
        break;
    case Qt::Key_Space:
        scrollBy(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        break;
    case Qt::Key_PageDown:
        scrollBy(1);
        break;
    case Qt::Key_PageUp:
        scrollBy(-1);
        break;
    case Qt::Key_Home:
        step(-int(m_at));
        break;
    case Qt::Key_End:
        step(int(m_slides.size()));
        break;
    case Qt::Key_Down:
        chooseBy(1);
        break;
    case Qt::Key_Up:
        chooseBy(-1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        write();
        break;
    case Qt::Key_Tab:
        askBelow();
        break;
    case Qt::Key_Escape:
    case Qt::Key_F11:
        close();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool Presentation::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) {
            endWhy(key != Qt::Key_Escape);
            return true;
        }
    }
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) {
        constexpr double wide = 1920;
        constexpr double high = 1080;
        m_canvas->setRoom(std::min(width() / wide, height() / high), m_scroll->viewport()->height());
    }
    return QWidget::eventFilter(watched, event);
}

void Presentation::closeEvent(QCloseEvent *event)
{
    for (FieldEditor *editor : std::as_const(m_editors)) {
        editor->save();
    }
    QWidget::closeEvent(event);
    Q_EMIT left(slide());
}

void Presentation::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_fieldArea->widget()->layout()->setContentsMargins(width() / 18, height() / 14, width() / 18, 0);
}

void Presentation::tellTime()
{
    const QDateTime now = toDateTime(m_session.now(), QTimeZone::systemTimeZone());
    constexpr int minute = 60'000;
    m_time->setText(tr("%1 · %2 min").arg(now.toString(QStringLiteral("HH:mm"))).arg(m_since.elapsed() / minute));
}

void Presentation::tellKeys()
{
    QStringList keys;
    if (m_line->isVisible()) {
        keys << tr("Enter: keep") << tr("Escape: back");
    } else if (isWriting()) {
        keys << tr("Escape: done");
    } else if (!m_slides.empty()) {
        const Slide &here = m_slides[m_at];
        keys << tr("← →: one thing at a time");
        if (here.question) {
            keys << tr("↑ ↓: a why") << tr("Enter: word it") << tr("Tab: one deeper");
        } else if (here.field) {
            keys << tr("Enter: write");
        } else if (m_canvas->choices() > 0) {
            keys << tr("↑ ↓ Enter: go there");
        }
        keys << tr("Escape: leave");
    }
    m_keys->setText(keys.join(QStringLiteral(" · ")));
}

}  // namespace onlyonce::ui
