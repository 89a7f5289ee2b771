// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/insights/recurrencechoice.h"

#include "models/incidents/lists/incidentlist.h"

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int mostChoices = 30;

struct Earlier
{
    std::vector<Alike> alike;  //!< asked for while nothing is typed
    std::vector<Incident> others;
};

Result<Earlier> earlierThan(Transaction &transaction, IncidentId id, const QString &pattern)
{
    auto alike = pattern.isEmpty() ? alikeTo(transaction, id) : Result<std::vector<Alike>>();
    auto others =
        alike ? incidents(transaction, {.text = pattern, .drills = Drills::Apart}, mostChoices, id) : failure(alike);
    if (!others) {
        return failure(others);
    }
    std::erase_if(*others, [&](const Incident &each) {
        return std::ranges::find(*alike, each.id, &Alike::past) != alike->end();
    });
    return Earlier{.alike = std::move(*alike), .others = std::move(*others)};
}

}  // namespace

RecurrenceChoice::RecurrenceChoice(Session &session, QWidget *place)
    : QObject(place)
    , m_session(session)
    , m_place(place)
{
}

RecurrenceChoice::~RecurrenceChoice()
{
    delete m_palette.data();
}

void RecurrenceChoice::ask()
{
    delete m_palette.data();  // the page may be in another window by now
    m_palette = new CommandPalette(m_place->window());
    m_palette->setPlaceholder(tr("The same again as …  (number or words of an earlier incident)"));
    m_palette->addProvider([this](const QString &pattern) { return items(pattern); });
    m_found.clear();
    seek({});
    m_palette->popup();
}

void RecurrenceChoice::seek(const QString &pattern)
{
    m_sought = pattern;
    if (m_seeking) {
        m_seeking->cancel();
    }
    m_seeking = std::make_shared<CancelToken>();
    m_session
        .read([id = m_incident, pattern](Transaction &transaction) { return earlierThan(transaction, id, pattern); },
              Reader::Interactive, m_seeking)
        .then(this, [this, pattern](const Result<Earlier> &found) {
            if (pattern != m_sought || !m_palette) {
                return;
            }
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            const auto item = [&](IncidentId past, qint64 number, const QString &title, const QString &detail) {
                return PaletteItem{.text = QStringLiteral("INC-%1  %2").arg(number).arg(title),
                                   .detail = detail,
                                   .icon = QStringLiteral("history"),
                                   .keywords = pattern,  // it may have been found in the timeline
                                   .run = [this, past] { Q_EMIT chosen(past); }};
            };
            m_found.clear();
            for (const Alike &each : found->alike) {
                m_found.append(item(each.past, each.number, each.title, tr("a little alike")));
            }
            for (const Incident &each : found->others) {
                m_found.append(item(each.id, each.number, each.title, label(each.status)));
            }
            m_palette->refresh();
        });
}

QList<PaletteItem> RecurrenceChoice::items(const QString &pattern)
{
    if (pattern != m_sought) {
        seek(pattern);
    }
    return m_found;
}

}  // namespace onlyonce::ui
