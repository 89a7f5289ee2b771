// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/reviewdesk.h"

#include "views/postmortem/countermeasures/countermeasurespanel.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/review/commentspanel.h"
#include "views/postmortem/review/versionspane.h"
#include "views/postmortem/whys/whytreepanel.h"
#include "views/widgets/page.h"

#include <QApplication>
#include <QToolButton>

#include <algorithm>

namespace onlyonce::ui {

namespace {

CheckPlace placeOf(const PostMortemPart &part)
{
    return std::visit([](const auto &what) { return CheckPlace(what); }, part);
}

QToolButton *makeMark(const QString &iconName, const QString &name)
{
    QToolButton *button = makeIconButton(iconName, name);
    button->setFocusPolicy(Qt::NoFocus);  // each has its key, and Tab goes from field to field
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

}  // namespace

ReviewDesk::ReviewDesk(Session &session, IncidentId incident, QWidget *page, FieldsPanel &fields, WhyTreePanel &whys,
                       CountermeasuresPanel &measures)
    : QObject(page)
    , m_session(session)
    , m_incident(incident)
    , m_page(page)
    , m_fields(fields)
    , m_whys(whys)
    , m_measures(measures)
    , m_bar(new ReviewBar(session, incident, page))
    , m_list(new CommentsPanel(page))
    , m_thread(new ThreadPane(session, incident, page))
    , m_versions(new VersionsPane(session, incident, page))
    , m_refresh([this] { read(); })
{
    for (const PostMortemField field : allPostMortemFields) {
        QToolButton *mark = makeMark(QStringLiteral("message"), tr("Comments (Ctrl+Shift+F9)"));
        connect(mark, &QToolButton::clicked, this, [this, field] { openThread(field); });
        QToolButton *past = makeMark(QStringLiteral("history"), tr("Versions of %1 (Ctrl+F6)").arg(label(field)));
        connect(past, &QToolButton::clicked, this, [this, field] { openVersions(field); });
        m_fields.editor(field)->addToHead(past);
        m_fields.editor(field)->addToHead(mark);
        m_marks[size_t(field)] = mark;
    }
    connect(&m_measures, &CountermeasuresPanel::commentWanted, this,
            [this](CountermeasureId measure) { openThread(measure); });
    connect(m_list, &CommentsPanel::threadWanted, this, &ReviewDesk::openThread);
    connect(m_bar, &ReviewBar::commentWanted, this, [this] { openThread({}); });
    connect(m_bar, &ReviewBar::failed, this, &ReviewDesk::failed);
    connect(m_thread, &ThreadPane::failed, this, &ReviewDesk::failed);
    connect(m_thread, &ThreadPane::leftOff, this,
            [this] { m_list->setThreads(m_threads, m_thread->begun(), m_record); });
    connect(m_versions, &VersionsPane::failed, this, &ReviewDesk::failed);
    connect(&m_whys, &WhyTreePanel::currentChanged, this, &ReviewDesk::follow);
    connect(qApp, &QApplication::focusChanged, this, &ReviewDesk::follow);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        for (const char *table : {"postmortem_comment", "postmortem_review", "postmortem", "person"}) {
            if (changes.touches(QLatin1StringView(table))) {
                m_refresh.want();
                return;
            }
        }
    });
    m_refresh.want();
}

void ReviewDesk::setDrafts(Drafts &drafts)
{
    m_thread->setDrafts(drafts);
    m_bar->setDrafts(drafts);
    m_list->setThreads(m_threads, m_thread->begun(), m_record);
}

void ReviewDesk::setRecord(const std::optional<PostMortemRecord> &record)
{
    m_record = record;
    m_list->setThreads(m_threads, m_thread->begun(), m_record);
    m_versions->reload();
}

QString ReviewDesk::nameOf(const PostMortemPart &part) const
{
    return labelOf(part, m_record ? m_record->whys : std::vector<WhyNode>(),
                   m_record ? m_record->countermeasures : std::vector<Countermeasure>());
}

//! While the keyboard is elsewhere (a menu, another window, where one comments), the part is the one it was in.
void ReviewDesk::follow()
{
    const QWidget *focus = QApplication::focusWidget();
    if (!focus || !m_page->isAncestorOf(focus) || m_thread->isAncestorOf(focus) || m_versions->isAncestorOf(focus)) {
        return;
    }
    m_here = {};
    for (const PostMortemField field : allPostMortemFields) {
        if (m_fields.editor(field)->isAncestorOf(focus)) {
            m_here = field;
        }
    }
    if (m_whys.isAncestorOf(focus) && m_whys.here()) {
        m_here = m_whys.here();
    } else if (m_measures.isAncestorOf(focus) && m_measures.here()) {
        m_here = m_measures.here();
    }
}

void ReviewDesk::comment()
{
    openThread(m_here);
}

void ReviewDesk::openThread(const PostMortemPart &part)
{
    m_versions->close();
    m_here = part;
    if (!std::holds_alternative<std::monostate>(part)) {
        Q_EMIT placeWanted(placeOf(part));  // it stays in sight above, and Escape comes back to it
    }
    m_thread->open(part, nameOf(part));
}

void ReviewDesk::showVersions()
{
    if (std::holds_alternative<std::monostate>(m_here)) {
        Q_EMIT failed(
            {.code = ErrorCode::Invalid,
             .message = tr("Versions are kept of each part. Go to a field, a why or a countermeasure first, and "
                           "then press Ctrl+F6."),
             .detail = {}});
        return;
    }
    openVersions(m_here);
}

void ReviewDesk::openVersions(const PostMortemPart &part)
{
    m_thread->close();  // back to the part, where Escape leads from the versions, too
    m_here = part;
    m_versions->open(part, nameOf(part));
}

void ReviewDesk::nextComment()
{
    m_list->next();
}

Result<ReviewDesk::Found> ReviewDesk::find(Transaction &transaction, IncidentId incident, ActorId reader)
{
    Found found;
    const auto people = allPeople(transaction);
    const auto about = people ? postMortemOf(transaction, incident) : failure(people);
    const auto actors = about ? allActors(transaction) : failure(about);
    if (!actors) {
        return failure(actors);
    }
    const auto me = std::ranges::find(*actors, reader, &Actor::id);
    const PersonId myself = me == actors->end() ? PersonId{} : me->person;
    // Also what the same person has said at the command line.
    const auto isMine = [&](ActorId author) {
        const auto who = std::ranges::find(*actors, author, &Actor::id);
        return author == reader || (myself && who != actors->end() && who->person == myself);
    };
    for (const Person &person : *people) {
        found.said.people << person.name;
    }
    if (!*about) {
        return found;
    }
    auto threads = commentsOf(transaction, (*about)->id);
    auto reviews = threads ? reviewsOf(transaction, (*about)->id) : failure(threads);
    if (!reviews) {
        return failure(reviews);
    }
    for (const CommentThread &thread : *threads) {
        std::vector<Comment> all = thread.replies;
        all.push_back(thread.first);
        for (const Comment &comment : all) {
            if (isMine(comment.author)) {
                found.said.own << comment.id.value;
            }
        }
    }
    for (const Review &review : *reviews) {
        const auto may = mayAnswerFor(transaction, reader, review.person);
        if (!may) {
            return failure(may);
        }
        if (*may) {
            found.asked.answerable << review.person.value;
        }
        if (myself == review.person) {
            found.asked.mine << review.person.value;
        }
    }
    found.said.threads = std::move(*threads);
    found.asked.reviews = std::move(*reviews);
    found.asked.isOpen = (*about)->isEditable();
    return found;
}

void ReviewDesk::read()
{
    m_session
        .read([incident = m_incident, reader = m_session.actor](Transaction &transaction) {
            return find(transaction, incident, reader);
        })
        .then(this, [this](const Result<Found> &found) {
            m_refresh.answered();
            if (found) {
                show(*found);
            } else {
                Q_EMIT failed(found.error());
            }
        });
}

void ReviewDesk::show(const Found &found)
{
    m_threads = found.said.threads;
    m_bar->setAsked(found.asked);
    m_thread->setSaid(found.said);
    m_list->setThreads(m_threads, m_thread->begun(), m_record);
    QHash<qint64, int> whys;
    QHash<qint64, int> measures;
    std::array<int, allPostMortemFields.size()> fields{};
    for (const CommentThread &thread : m_threads) {
        if (!thread.isOpen()) {
            continue;
        }
        if (const auto *field = std::get_if<PostMortemField>(&thread.first.part)) {
            ++fields[size_t(*field)];
        } else if (const auto *why = std::get_if<WhyId>(&thread.first.part)) {
            ++whys[why->value];
        } else if (const auto *measure = std::get_if<CountermeasureId>(&thread.first.part)) {
            ++measures[measure->value];
        }
    }
    for (const PostMortemField field : allPostMortemFields) {
        const int open = fields[size_t(field)];
        QToolButton *mark = m_marks[size_t(field)];
        mark->setText(open > 0 ? QString::number(open) : QString());
        mark->setAccessibleName(open == 0   ? tr("Comment on %1").arg(label(field))
                                : open == 1 ? tr("One open comment on %1").arg(label(field))
                                            : tr("%1 open comments on %2").arg(open).arg(label(field)));
    }
    m_whys.setOpenComments(whys);
    m_measures.setOpenComments(measures);
}

}  // namespace onlyonce::ui
