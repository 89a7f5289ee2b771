// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/announce/announcepanel.h"

#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/announce/nextdraft.h"
#include "models/incidents/desk.h"
#include "views/announce/postcard.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/richview.h"

#include <QDesktopServices>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

struct Found
{
    std::vector<Announcement> announcements;
    Incident about;
    QHash<qint64, QString> waits;  //!< by post: why the reader's own yes is not enough
};

}  // namespace

AnnouncePanel::AnnouncePanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_title(new TextLabel({}, TextStyle::Subtitle))
    , m_url(new RichView)
    , m_empty(
          new EmptyState(QStringLiteral("megaphone"), tr("Customers have not been told"),
                         tr("Open communication is best for everyone. Draft the first post from its template; nothing "
                            "goes out before a commander approves it.")))
    , m_next(makeButton(tr("Draft next update"), ButtonKind::Normal, QStringLiteral("plus")))
    , m_refresh([this] { reload(); })
{
    m_title->setWordWrap(true);
    auto *head = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(space::xs);
    words->addWidget(m_title);
    words->addWidget(m_url);
    head->addLayout(words, 1);
    head->addWidget(m_next, 0, Qt::AlignTop);
    m_empty->addAction(tr("Draft the first post"), [this] { draft(); });

    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(space::xl, space::l, space::xl, space::xl);
    content->setMaximumWidth(scaled(metric::column) + 2 * space::xl);
    layout->setSpacing(space::l);
    layout->addLayout(head);
    m_cards = new QVBoxLayout;
    m_cards->setSpacing(space::l);
    layout->addLayout(m_cards);
    layout->addWidget(m_empty, 1);
    layout->addStretch();
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(makeScrollArea(content));

    connect(m_next, &QPushButton::clicked, this, &AnnouncePanel::draft);
    connect(m_url, &RichView::linkActivated, this, [](const QUrl &url) { QDesktopServices::openUrl(url); });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("announcement")) || changes.touches(QLatin1StringView("outbox"))
            || changes.touches(QLatin1StringView("incident"), m_incident.value)) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

template <typename T>
void AnnouncePanel::report(Answer<Result<T>> future)
{
    future.then(this, [this](const Result<T> &done) {
        if (!done) {
            Q_EMIT failed(done.error());
        }
        m_refresh.want();
    });
}

void AnnouncePanel::draft()
{
    if (!m_isRead) {
        m_wantsDraft = true;
        return;
    }
    if (m_draft) {
        m_draft->focusText();  // one draft at a time
        return;
    }
    m_focusNewest = true;
    report(m_session.write([id = m_incident](Transaction &transaction) -> Result<> {
        const auto made = draftNext(transaction, id);
        return made ? Result<>() : failure(made);
    }));
}

bool AnnouncePanel::hasUnsaved() const
{
    return std::ranges::any_of(m_byPost, &PostCard::hasUnsaved);
}

void AnnouncePanel::save(const AnnouncementPost &post, const QString &body)
{
    report(m_session.write([post, body](Transaction &transaction) {
        return editPost(transaction, post.id, post.status, body, post.version);
    }));
}

void AnnouncePanel::publish(const AnnouncementPost &post, const QString &body)
{
    report(m_session.write([post, body](Transaction &transaction) -> Result<> {
        AnnouncementPost current = post;
        if (body != post.body) {
            auto edited = editPost(transaction, post.id, post.status, body, post.version);
            if (!edited) {
                return failure(edited);
            }
            current = *edited;
        }
        if (current.isPublic()) {
            return {};  // editing is publishing here
        }
        const auto released = releasePost(transaction, current.id, current.version);
        return released ? Result<>() : failure(released);
    }));
}

void AnnouncePanel::reload()
{
    m_session
        .read([id = m_incident, reader = m_session.actor](Transaction &transaction) -> Result<Found> {
            auto announcements = announcementsOf(transaction, id);
            auto about = incident(transaction, id);
            if (!announcements || !about) {
                return announcements ? failure(about) : failure(announcements);
            }
            Found found{.announcements = std::move(*announcements), .about = about->value_or(Incident()), .waits = {}};
            for (const Announcement &each : found.announcements) {
                for (const AnnouncementPost &post : each.posts) {
                    if (const auto may = mayApprove(transaction, found.about, post, reader); !may) {
                        found.waits.insert(post.id.value, may.error().message);
                    }
                }
            }
            return found;
        })
        .then(this, [this](const Result<Found> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            replace(found->announcements);
            for (auto card = m_byPost.cbegin(); card != m_byPost.cend(); ++card) {
                (*card)->setIncident(found->about, found->waits.value(card.key()));
            }
            m_isRead = true;
            if (std::exchange(m_wantsDraft, false)) {
                draft();
            }
        });
}

void AnnouncePanel::replace(const std::vector<Announcement> &announcements)
{
    // What had the focus may go now; then it moves to the newest text, not to whatever stands next.
    const QPointer<QWidget> focus = isAncestorOf(window()->focusWidget()) ? window()->focusWidget() : nullptr;
    QSet<qint64> present;
    PostCard *newest = nullptr;
    m_draft = nullptr;
    for (const Announcement &announcement : announcements) {
        m_title->setText(announcement.title);
        m_url->setSource(announcement.url);
        m_url->setVisible(!announcement.url.isEmpty());
        for (const AnnouncementPost &post : announcement.posts) {
            present.insert(post.id.value);
            PostCard *&card = m_byPost[post.id.value];
            if (!card) {
                card = new PostCard;
                m_cards->insertWidget(0, card);  // the newest on top, where the eye begins
                if (m_drafts) {
                    card->setDrafts(*m_drafts,
                                    QStringLiteral("%1-post-%2").arg(m_session.database.uuid()).arg(post.id.value));
                }
                connect(card, &PostCard::saveWanted, this, &AnnouncePanel::save);
                connect(card, &PostCard::publishWanted, this, &AnnouncePanel::publish);
                connect(card, &PostCard::discardWanted, this, [this](const AnnouncementPost &unwanted) {
                    report(m_session.write([unwanted](Transaction &transaction) {
                        return discardDraft(transaction, unwanted.id, unwanted.version);
                    }));
                });
            }
            card->setPost(announcement, post, m_session.now());
            if (post.state == PostState::Draft && !post.isPublic()) {
                m_draft = card;
            }
            newest = card;
        }
    }
    for (auto card = m_byPost.begin(); card != m_byPost.end();) {
        if (present.contains(card.key())) {
            ++card;
        } else {
            card.value()->forget();
            card.value()->deleteLater();
            card = m_byPost.erase(card);
        }
    }
    const bool empty = m_byPost.isEmpty();
    if (empty) {
        m_url->hide();
    }
    m_empty->setVisible(empty);
    m_title->setVisible(!empty);
    m_next->setVisible(!empty && !m_draft);
    if (newest && std::exchange(m_focusNewest, false)) {
        newest->focusText();
    } else if (focus && !focus->hasFocus()) {
        focusWithin(newest ? static_cast<QWidget *>(newest) : m_empty);
    }
}

}  // namespace onlyonce::ui
