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
    change(
        why,
        [id = why.id, version = why.version, text](Transaction &transaction) {
            return doneOf(editWhy(transaction, id, text, version));
        },
        [this, why](const Error &error) {
            const auto conflict = editConflict(error);
            if (conflict && conflict->theirs == why.text) {  // something else of it has changed, not its words
                Why now = why;
                now.version = conflict->version;
                edit(now, conflict->yours);
            } else if (conflict) {
                Q_EMIT conflicted(why, *conflict);
            }
            return conflict.has_value();
        });
}

void WhyEdits::drop(const Why &why)
{
    std::erase_if(m_steps->done, [&why](const WhyStep &step) { return step.why().id == why.id; });
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

//! `refused`: says whether it has dealt with the error.
void WhyEdits::change(const Why &why, WhyWork work, const std::function<bool(const Error &)> &refused)
{
    m_session
        .write([about = why.postMortem, id = why.id, work = std::move(work)](Transaction &transaction) {
            return recordStep(transaction, about, id, work);
        })
        .then(this, [this, refused](const Result<WhyStep> &step) {
            if (step) {
                remember(*step);
            } else if (!refused || !refused(step.error())) {
                Q_EMIT failed(step.error());
            }
        });
}

void WhyEdits::remember(const WhyStep &step)
{
    auto &done = m_steps->done;
    m_steps->undone.clear();
    const bool firstWords = !done.empty() && !done.back().before && step.after && done.back().why().id == step.why().id
                         && done.back().why().text == unwritten();
    if (firstWords) {
        done.back().after = step.after;
    } else {
        done.push_back(step);
    }
}

void WhyEdits::undo()
{
    takeBackLast(&PostMortemSteps::done, &PostMortemSteps::undone);
}

void WhyEdits::redo()
{
    takeBackLast(&PostMortemSteps::undone, &PostMortemSteps::done);
}

//! A step stays where it is until the answer has come: who leaves the page meanwhile finds it again.
void WhyEdits::takeBackLast(std::vector<WhyStep> PostMortemSteps::*from, std::vector<WhyStep> PostMortemSteps::*to)
{
    if ((*m_steps.*from).empty() || std::exchange(m_busy, true)) {
        return;
    }
    const WhyStep last = (*m_steps.*from).back();
    const auto at = qsizetype((*m_steps.*from).size()) - 1;
    auto answer = m_session.write(
        [last](Transaction &transaction) { return takeBack(transaction, last.why().postMortem, last); });
    answer.then(this, [this, steps = m_steps, from, to, at](const Result<WhyStep> &step) {
        m_busy = false;
        auto &left = *steps.*from;
        const ErrorCode code = step ? ErrorCode::Internal : step.error().code;
        const bool never = code == ErrorCode::Conflict || code == ErrorCode::NotFound;
        if ((step || never)
            && at < qsizetype(left.size())) {  // what never will does not bar the way to what was before
            left.erase(left.begin() + at);
        }
        if (step) {
            (*steps.*to).push_back(*step);
            Q_EMIT tookBack(step->why().id);
        } else {
            Q_EMIT failed(step.error());
        }
    });
}

}  // namespace onlyonce::ui
