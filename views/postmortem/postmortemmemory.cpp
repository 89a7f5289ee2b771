// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/postmortemmemory.h"

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr auto settingsSection = u"postmortem";
constexpr auto zoomKey = QLatin1StringView("treeZoom");
constexpr int smallestTree = 60;
constexpr int largestTree = 240;

}  // namespace

PostMortemMemory::PostMortemMemory(Session &session, std::optional<SettingsFile> settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
{
    if (m_settings) {
        const QJsonObject kept = m_settings->section(settingsSection).value_or(QJsonObject());
        m_zoom = std::clamp(kept.value(zoomKey).toInt(m_zoom), smallestTree, largestTree);
    }
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("redaction"))) {
            for (const auto &each : std::as_const(m_steps)) {
                *each = {};
            }
            Q_EMIT forgotten();
        }
    });
}

std::shared_ptr<PostMortemSteps> PostMortemMemory::steps(IncidentId incident)
{
    auto &found = m_steps[incident.value];
    if (!found) {
        found = std::make_shared<PostMortemSteps>();
    }
    return found;
}

void PostMortemMemory::setZoom(int percent)
{
    const int wanted = std::clamp(percent, smallestTree, largestTree);
    if (wanted == m_zoom) {
        return;
    }
    m_zoom = wanted;
    if (m_settings) {
        QJsonObject kept = m_settings->section(settingsSection).value_or(QJsonObject());
        kept.insert(zoomKey, m_zoom);
        (void)m_settings->saveSection(settingsSection, kept);  // it is a size: nobody is to be bothered with it
    }
    Q_EMIT zoomChanged();
}

}  // namespace onlyonce::ui
