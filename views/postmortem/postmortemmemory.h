// SPDX-License-Identifier: GPL-3.0-or-later
// What outlasts a post-mortem's page: what was done there and can be taken back, as long as the program runs; and how
// large the whys are drawn, for good. A page without one remembers for itself.
#pragma once

#include "models/base/settings.h"
#include "models/catalog/session.h"
#include "models/postmortem/countermeasures/removal.h"
#include "models/postmortem/whys/whysteps.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace onlyonce::ui {

//! Of one incident, the last one last.
struct PostMortemSteps
{
    std::vector<WhyStep> done;
    std::vector<WhyStep> undone;
    std::vector<RemovedCountermeasure> removed;
};

class PostMortemMemory final : public QObject
{
    Q_OBJECT

public:
    //! `settings`: without it the size is forgotten with the program.
    PostMortemMemory(Session &session, std::optional<SettingsFile> settings, QObject *parent = nullptr);

    //! Never null, and the same one for the same incident. When something is redacted, what was remembered is forgotten:
    //! it may hold what must go for good.
    [[nodiscard]] std::shared_ptr<PostMortemSteps> steps(IncidentId incident);

    [[nodiscard]] int zoom() const { return m_zoom; }  //!< of the tree, per cent
    void setZoom(int percent);

Q_SIGNALS:
    void zoomChanged();
    void forgotten();

private:
    std::optional<SettingsFile> m_settings;
    QHash<qint64, std::shared_ptr<PostMortemSteps>> m_steps;
    int m_zoom = 100;
};

}  // namespace onlyonce::ui
