// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to the why tree here: each edit is written, and remembered, so that it can be taken back and made again.
// The tree shows it when it is stored.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/editing.h"
#include "views/postmortem/postmortemmemory.h"

#include <QObject>

#include <functional>

namespace onlyonce::ui {

class WhyEdits final : public QObject
{
    Q_OBJECT

public:
    WhyEdits(Session &session, IncidentId incident, QObject *parent = nullptr);

    //! What was done here before, on a page that has gone since.
    void setSteps(std::shared_ptr<PostMortemSteps> steps) { m_steps = std::move(steps); }
    //! A new one, with nothing in it yet.
    void add(const WhyPlace &place);
    //! The first words of a new one are one edit with the adding of it.
    void edit(const Why &why, const QString &text);
    //! It was left empty: it goes, as if it had never been.
    void drop(const Why &why);
    void setState(const Why &why, WhyState state);
    void markRoot(const Why &why, std::optional<RootCategory> category);
    //! A root cause about which nothing is done; an empty reason takes that back.
    void accept(const Why &why, const QString &reason);
    void setPublic(const Why &why, bool isPublic);
    void move(const Why &why, const WhyPlace &place);
    void remove(const Why &why);
    void link(const Why &why, const EvidenceLink &what);
    void unlink(const Why &why, const EvidenceLink &what);

    [[nodiscard]] bool canUndo() const { return !m_steps->done.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_steps->undone.empty(); }
    void undo();
    void redo();

    //! What stands in a why until it is typed.
    [[nodiscard]] static QString unwritten();

Q_SIGNALS:
    void added(onlyonce::WhyId why);
    //! Undone, or made again.
    void tookBack(onlyonce::WhyId why);
    void failed(const onlyonce::Error &error);
    //! Somebody else has worded it anew meanwhile; nothing was written.
    void conflicted(const onlyonce::Why &why, const onlyonce::EditConflict &conflict);

private:
    void change(const Why &why, WhyWork work, const std::function<bool(const Error &)> &refused = {});
    void remember(const WhyStep &step);
    void takeBackLast(std::vector<WhyStep> PostMortemSteps::*from, std::vector<WhyStep> PostMortemSteps::*to);

    Session &m_session;
    IncidentId m_incident;
    std::shared_ptr<PostMortemSteps> m_steps = std::make_shared<PostMortemSteps>();
    bool m_busy = false;  //!< taking something back
};

}  // namespace onlyonce::ui
