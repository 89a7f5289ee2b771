// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/versionspane.h"

#include "views/postmortem/review/commentrow.h"
#include "views/postmortem/review/diffview.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int listWidth = 168;

//! A line for who, and one for when.
QString rowOf(const PartVersion &version, bool isNow)
{
    QString when = version.at ? commentTime(*version.at) : VersionsPane::tr("Before the records begin");
    if (isNow) {
        when = VersionsPane::tr("%1 · now").arg(when);
    }
    if (version.redacted) {
        when = VersionsPane::tr("%1 · redacted").arg(when);
    }
    return version.at ? QStringLiteral("%1\n%2").arg(version.author, when) : when;
}

QString whoOf(const PartVersion &version)
{
    return version.at ? QStringLiteral("%1 · %2").arg(version.author, commentTime(*version.at))
                      : VersionsPane::tr("Before the records begin");
}

}  // namespace

VersionsPane::VersionsPane(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_title(new TextLabel({}, TextStyle::Subtitle))
    , m_list(new QListWidget)
    , m_diff(new DiffView)
    , m_problem(new TextLabel({}, TextStyle::Small))
    , m_hold(makeButton(tr("Hold"), ButtonKind::Normal, QStringLiteral("columns")))
    , m_putBack(makeButton(tr("Put it back"), ButtonKind::Primary, QStringLiteral("undo")))
    , m_refresh([this] { read(); })
{
    layOut();
    m_list->setAccessibleName(tr("Versions, the newest first"));
    m_list->setFixedWidth(scaled(listWidth));
    m_list->setWordWrap(true);
    m_list->installEventFilter(this);
    m_hold->setToolTip(tr("Space: it stays on the left while others are chosen; Space again lets it go"));
    m_hold->setAccessibleName(tr("Hold this version for comparison"));
    m_putBack->setAccessibleName(tr("Put this version back"));
    m_putBack->setToolTip(tr("Ctrl+Enter: as a new version; nothing is lost"));
    m_problem->setTone(Tone::Danger);
    m_problem->setWordWrap(true);
    m_problem->hide();
    connect(m_list, &QListWidget::currentRowChanged, this, &VersionsPane::compare);
    connect(m_hold, &QPushButton::clicked, this, &VersionsPane::hold);
    connect(m_putBack, &QPushButton::clicked, this, &VersionsPane::putBack);
    hide();
}

void VersionsPane::layOut()
{
    auto *back = makeButton(tr("Back"), ButtonKind::Quiet, QStringLiteral("arrow-left"));
    back->setToolTip(tr("Escape"));
    connect(back, &QPushButton::clicked, this, &VersionsPane::close);
    m_title->setElided();
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(back);
    head->addWidget(m_title, 1);
    head->addWidget(m_hold);
    head->addWidget(m_putBack);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(space::m);
    middle->addWidget(m_list);
    middle->addWidget(m_diff, 1);
    auto *keys =
        new TextLabel(tr("↑ ↓: another version · Space: hold it for comparison · N, P: next and previous change · "
                         "Ctrl+Enter: put it back · Escape: back to the document"),
                      TextStyle::Caption, TextLabel::Rank::Muted);
    keys->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::m, space::xl, space::m);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    layout->addWidget(m_problem);
    layout->addLayout(middle, 1);
    layout->addWidget(keys);
}

void VersionsPane::open(const PostMortemPart &part, const QString &name)
{
    if (isHidden()) {
        m_cameFrom = window()->focusWidget();
    }
    m_part = part;
    m_history = {};
    m_isHeld = false;
    m_list->clear();
    m_problem->hide();
    m_title->setText(tr("Versions of %1").arg(name));
    setAccessibleName(m_title->text());
    Q_EMIT opened();
    setVisible(true);
    m_list->setFocus();
    m_refresh.want();
}

void VersionsPane::close()
{
    if (isHidden()) {
        return;
    }
    const bool mine = isAncestorOf(window()->focusWidget());
    hide();
    Q_EMIT closed();
    if (mine && m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
}

void VersionsPane::reload()
{
    if (!isHidden()) {
        m_refresh.want();
    }
}

void VersionsPane::read()
{
    struct Found
    {
        PostMortemId id;
        PartHistory history;
    };
    m_session
        .read([incident = m_incident, part = m_part](Transaction &transaction) -> Result<Found> {
            const auto about = postMortemOf(transaction, incident);
            if (!about || !*about) {
                return about ? Result<Found>(Found{}) : failure(about);
            }
            auto history = versionsOf(transaction, (*about)->id, part);
            return history ? Result<Found>({(*about)->id, std::move(*history)}) : failure(history);
        })
        .then(this, [this](const Result<Found> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                close();
                return;
            }
            m_postMortem = found->id;
            show(found->history);
        });
}

//! What is chosen stays chosen while others write on.
void VersionsPane::show(const PartHistory &history)
{
    if (history.versions == m_history.versions && m_list->count() > 0) {
        m_history.version = history.version;
        return;
    }
    const int before = chosen();
    const bool wasNewest = before < 0 || before + 1 == int(m_history.versions.size());
    const PartVersionId id = before < 0 ? PartVersionId{} : m_history.versions[size_t(before)].id;
    m_history = history;
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    int row = 0;
    for (auto version = history.versions.rbegin(); version != history.versions.rend(); ++version) {
        const bool isNow = version == history.versions.rbegin();
        auto *item = new QListWidgetItem(rowOf(*version, isNow), m_list);
        item->setSizeHint(QSize(0, 2 * m_list->fontMetrics().lineSpacing() + space::m));
        row = !wasNewest && version->id == id ? m_list->count() - 1 : row;
    }
    if (history.versions.empty()) {
        auto *none = new QListWidgetItem(tr("Nothing was written here yet."), m_list);
        none->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(row);
    compare();
}

int VersionsPane::chosen() const
{
    const int row = m_list->currentRow();
    const int all = int(m_history.versions.size());
    return row < 0 || row >= all ? -1 : all - 1 - row;
}

int VersionsPane::beside() const
{
    if (m_isHeld) {
        const auto held = std::ranges::find(m_history.versions, m_held, &PartVersion::id);
        if (held != m_history.versions.end()) {
            return int(held - m_history.versions.begin());
        }
    }
    return chosen() - 1;
}

void VersionsPane::compare()
{
    const int right = chosen();
    const int left = beside();
    m_hold->setEnabled(right >= 0);
    m_hold->setText(m_isHeld ? tr("Held") : tr("Hold"));
    m_putBack->setEnabled(right >= 0 && right + 1 < int(m_history.versions.size()));
    if (right < 0) {
        m_diff->setTitles({}, {});
        m_diff->setChanges({});
        return;
    }
    const PartVersion &after = m_history.versions[size_t(right)];
    const QString before = left < 0 ? QString() : m_history.versions[size_t(left)].text;
    const QString held = m_isHeld ? tr("Held: %1") : QStringLiteral("%1");
    m_diff->setTitles(left < 0 ? tr("Before it: nothing") : held.arg(whoOf(m_history.versions[size_t(left)])),
                      whoOf(after));
    inBackground([before, text = after.text] {
        return wordDiff(before, text);
    }).then(this, [this, asked = ++m_asked](const std::vector<TextChange> &changes) {
        if (asked == m_asked) {
            m_diff->setChanges(changes);
        }
    });
}

//! Of the chosen one; again lets it go.
void VersionsPane::hold()
{
    if (const int at = chosen(); at >= 0) {
        const PartVersionId id = m_history.versions[size_t(at)].id;
        m_isHeld = !(m_isHeld && m_held == id);
        m_held = id;
        compare();
    }
}

void VersionsPane::putBack()
{
    const int at = chosen();
    if (at < 0 || at + 1 == int(m_history.versions.size())) {
        return;  // it stands there already
    }
    m_session
        .write([id = m_postMortem, part = m_part, which = m_history.versions[size_t(at)].id,
                version = m_history.version](Transaction &transaction) {
            return onlyonce::putBack(transaction, id, part, which, version);
        })
        .then(this, [this](const Result<int> &done) {
            m_problem->setVisible(!done);
            if (!done) {
                m_problem->setText(done.error().message);
                m_refresh.want();
                return;
            }
            m_list->setCurrentRow(0);  // where it stands now
            m_isHeld = false;
            m_refresh.want();
        });
}

bool VersionsPane::does(const QKeyEvent &event)
{
    const bool enter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (enter && event.modifiers() & Qt::ControlModifier) {
        putBack();
        return true;
    }
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        return false;
    }
    switch (event.key()) {
    case Qt::Key_Space:
        hold();
        return true;
    case Qt::Key_N:
        m_diff->step(1);
        return true;
    case Qt::Key_P:
        m_diff->step(-1);
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

bool VersionsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && does(*static_cast<QKeyEvent *>(event))) {
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void VersionsPane::keyPressEvent(QKeyEvent *event)
{
    if (!does(*event)) {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
