// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/keyedlist.h"

#include <utility>

namespace onlyonce::ui {

KeyedListBase::KeyedListBase(QObject *parent)
    : QAbstractListModel(parent)
    , m_refresh([this] {
        if (m_asked) {
            m_changed = true;
            m_refresh.answered();
        } else {
            put(m_next);
        }
    })
{
}

bool KeyedListBase::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_older && isFree();
}

void KeyedListBase::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent)) {
        put(Part::Older);
    }
}

void KeyedListBase::fetchNewer()
{
    if (canFetchNewer()) {
        put(Part::Newer);
    }
}

void KeyedListBase::toNewest()
{
    put(m_next = Part::Newest);
}

void KeyedListBase::toOldest()
{
    put(m_next = Part::Oldest);
}

void KeyedListBase::refresh()
{
    if (m_asked) {
        m_changed = true;
    } else {
        m_refresh.want();
    }
}

void KeyedListBase::restart()
{
    toNewest();
    Q_EMIT jumped();
}

void KeyedListBase::put(Part part)
{
    if (m_asked) {
        m_changed = m_changed || m_asked == Part::Same;  // its answer will be too late
        m_refresh.answered();
    }
    ++m_question;
    m_asked = part;
    ask(part);
}

void KeyedListBase::settle(Part part, bool full)
{
    switch (part) {
    case Part::Newest:
        m_older = full;
        m_newer = false;
        break;
    case Part::Oldest:
        m_older = false;
        m_newer = full;
        break;
    case Part::Older:
        m_older = full;
        break;
    case Part::Newer:
        m_newer = full;
        break;
    case Part::Same:
        break;
    }
    m_next = Part::Same;
    done();
    if (part != Part::Older && part != Part::Newer) {
        Q_EMIT loaded();
    }
}

void KeyedListBase::giveUp(const Error &error)
{
    done();
    Q_EMIT failed(error);
}

void KeyedListBase::done()
{
    m_asked.reset();
    m_refresh.answered();
    if (std::exchange(m_changed, false)) {
        m_refresh.want();
    }
}

}  // namespace onlyonce::ui
