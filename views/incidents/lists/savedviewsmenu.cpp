// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/lists/savedviewsmenu.h"

#include "models/postmortem/lists/postmortemfacet.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

namespace onlyonce::ui {

namespace {

using namespace Qt::StringLiterals;

QString textOf(const SavedView &view)
{
    const QString name = QString(view.name).replace(u'&', u"&&"_s);
    return !view.count                ? name
         : *view.count >= mostCounted ? u"%1\t%2+"_s.arg(name).arg(mostCounted - 1)
                                      : u"%1\t%2"_s.arg(name).arg(*view.count);
}

}  // namespace

SavedViewsMenu::SavedViewsMenu(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_button(makeButton(tr("Views"), ButtonKind::Normal, u"star"_s))
    , m_menu(new QMenu(this))
    , m_refresh([this] { ask(); })
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_button);
    m_button->setToolTip(tr("Filters that you come back to (Ctrl+Shift+K)"));
    connect(m_button, &QPushButton::clicked, this, &SavedViewsMenu::popup);
    connect(m_menu, &QMenu::aboutToShow, this, &SavedViewsMenu::fill);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        const bool counts = changes.touches("incident"_L1) || changes.touches("postmortem"_L1);
        if (changes.touches("saved_view"_L1) || (!m_views.empty() && counts)) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

void SavedViewsMenu::popup()
{
    m_menu->popup(m_button->mapToGlobal(m_button->rect().bottomLeft()));
    m_menu->setActiveAction(m_menu->actions().value(0));
}

void SavedViewsMenu::ask()
{
    m_session
        .read([actor = m_session.actor](
                  Transaction &transaction) { return savedViews(transaction, actor, postMortemFacets); },
              Reader::Background)
        .then(this, [this](const Result<std::vector<SavedView>> &views) {
            m_refresh.answered();
            if (views && *views != m_views) {  // else the list asks the same database, and says what is wrong
                m_views = *views;
                Q_EMIT changed();
            }
        });
}

void SavedViewsMenu::fill()
{
    m_menu->clear();
    for (const SavedView &view : m_views) {
        connect(m_menu->addAction(icon(view.shared ? u"users"_s : u"user"_s), textOf(view)), &QAction::triggered, this,
                [this, view] { Q_EMIT chosen(view); });
    }
    if (!m_views.empty()) {
        m_menu->addSeparator();
    }
    const auto keep = [this](const QString &text, bool shared) {
        QAction *action = m_menu->addAction(text);
        action->setEnabled(m_isWorth);
        connect(action, &QAction::triggered, this, [this, shared] { Q_EMIT keepWanted(shared); });
    };
    keep(tr("Keep this view for myself …"), false);
    keep(tr("Keep this view for everybody …"), true);
    if (!m_views.empty()) {
        QMenu *remove = m_menu->addMenu(tr("Remove"));
        for (const SavedView &view : m_views) {
            connect(remove->addAction(QString(view.name).replace(u'&', u"&&"_s)), &QAction::triggered, this,
                    [this, id = view.id] {
                        m_session.write([id](Transaction &transaction) { return removeView(transaction, id); })
                            .then(this, [this](const Result<> &removed) {
                                if (!removed) {
                                    Q_EMIT failed(removed.error());
                                }
                            });
                    });
        }
    }
}

}  // namespace onlyonce::ui
