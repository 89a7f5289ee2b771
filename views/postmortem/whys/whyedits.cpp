// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whys/whyedits.h"

#include "models/postmortem/whys/whyevidence.h"

namespace onlyonce::ui {

namespace {

template <typename Value>
Result<> doneOf(const Result<Value> &result)
{
    return result ? Result<>() : failure(result);
}

}  // namespace

WhyEdits::WhyEdits(Session &session, IncidentId incident, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_incident(incident)
{
}

QString WhyEdits::unwritten()
{
    return QStringLiteral("…");
}

void WhyEdits::add(const WhyPlace &place)
{
    m_session
        .write([incident = m_incident, place](Transaction &transaction) -> Result<WhyStep> {
            const auto postMortem = openPostMortem(transaction, incident);
            return postMortem ? recordAdded(transaction, postMortem->id, place, unwritten()) : failure(postMortem);
        })
        .then(this, [this](const Result<WhyStep> &step) {
            if (!step) {
                Q_EMIT failed(step.error());
                return;
            }
            remember(*step);
            Q_EMIT added(step->why().id);
        });
}

void WhyEdits::edit(const Why &why, const QString &text)
{
    change(why, [id = why.id, version = why.version, text](Transaction &transaction) {
        return doneOf(editWhy(transaction, id, text, version));
    });
}

void WhyEdits::drop(const Why &why)
{
    std::erase_if(m_done, [&why](const WhyStep &step) { return step.why().id == why.id; });
    m_session
        .write([id = why.id, version = why.version](Transaction &transaction) {
            return removeWhy(transaction, id, version);
        })
        .then(this, [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
        });
}

void WhyEdits::setState(const Why &why, WhyState state)
{
    change(why, [id = why.id, version = why.version, state](Transaction &transaction) {
        return doneOf(setWhyState(transaction, id, state, version));
    });
}

void WhyEdits::markRoot(const Why &why, std::optional<RootCategory> category)
{
    change(why, [id = why.id, version = why.version, category](Transaction &transaction) {
        return doneOf(onlyonce::markRoot(transaction, id, category, version));
    });
}

void WhyEdits::accept(const Why &why, const QString &reason)
{
    change(why, [id = why.id, version = why.version, reason](Transaction &transaction) {
        return doneOf(acceptRoot(transaction, id, reason, version));
    });
}

void WhyEdits::setPublic(const Why &why, bool isPublic)
{
    const Visibility visibility = isPublic ? Visibility::Public : Visibility::Internal;
    change(why, [id = why.id, version = why.version, visibility](Transaction &transaction) {
        return doneOf(setWhyVisibility(transaction, id, visibility, version));
    });
}

void WhyEdits::move(const Why &why, const WhyPlace &place)
{
    change(why, [id = why.id, version = why.version, place](Transaction &transaction) {
        return doneOf(moveWhy(transaction, id, place, version));
    });
}

void WhyEdits::remove(const Why &why)
{
    change(why, [id = why.id, version = why.version](Transaction &transaction) {
        return removeWhy(transaction, id, version);
    });
}

void WhyEdits::link(const Why &why, const EvidenceLink &what)
{
    change(why, [id = why.id, what](Transaction &transaction) { return linkEvidence(transaction, id, what); });
}

void WhyEdits::unlink(const Why &why, const EvidenceLink &what)
{
    change(why, [id = why.id, what](Transaction &transaction) { return unlinkEvidence(transaction, id, what); });
}

void WhyEdits::change(const Why &why, WhyWork work)
{
    m_session
        .write([about = why.postMortem, id = why.id, work = std::move(work)](Transaction &transaction) {
            return recordStep(transaction, about, id, work);
        })
        .then(this, [this](const Result<WhyStep> &step) {
            if (step) {
                remember(*step);
            } else {
                Q_EMIT failed(step.error());
            }
        });
}

void WhyEdits::remember(const WhyStep &step)
{
    m_undone.clear();
    const bool firstWords = !m_done.empty() && !m_done.back().before && step.after
                         && m_done.back().why().id == step.why().id && m_done.back().why().text == unwritten();
    if (firstWords) {
        m_done.back().after = step.after;
    } else {
        m_done.push_back(step);
    }
}

void WhyEdits::undo()
{
    takeBackLast(m_done, m_undone);
}

void WhyEdits::redo()
{
    takeBackLast(m_undone, m_done);
}

void WhyEdits::takeBackLast(std::vector<WhyStep> &from, std::vector<WhyStep> &to)
{
    if (from.empty() || std::exchange(m_busy, true)) {
        return;
    }
    const WhyStep last = from.back();
    from.pop_back();
    m_session.write([last](Transaction &transaction) { return takeBack(transaction, last.why().postMortem, last); })
        .then(this, [this, &from, &to, last](const Result<WhyStep> &step) {
            m_busy = false;
            if (step) {
                to.push_back(*step);
                Q_EMIT tookBack(step->why().id);
                return;
            }
            const ErrorCode code = step.error().code;
            if (code != ErrorCode::Conflict && code != ErrorCode::NotFound) {
                from.push_back(
                    last);  // it may go another time; what never will does not bar the way to what was before
            }
            Q_EMIT failed(step.error());
        });
}

}  // namespace onlyonce::ui
