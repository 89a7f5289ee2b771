// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/checks/checks.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/secrets.h"
#include "models/postmortem/checks/checkwords.h"
#include "models/postmortem/document/figures.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

// Five whys usually end between the third and the seventh level.
constexpr int shallowest = 3;
constexpr int deepest = 7;

QString shortened(const QString &text)
{
    constexpr qsizetype most = 80;
    const QString line = text.simplified();
    return line.size() <= most ? line : line.left(most - 1).trimmed() + QChar(0x2026);
}

QString quoted(const QString &text)
{
    return tr("“%1”").arg(shortened(text));
}

//! As a whole, whatever the case.
bool isNamed(const QString &name, const QString &text)
{
    const QRegularExpression whole(QStringLiteral("(?<!\\w)%1(?!\\w)").arg(QRegularExpression::escape(name.trimmed())),
                                   QRegularExpression::CaseInsensitiveOption
                                       | QRegularExpression::UseUnicodePropertiesOption);
    return !name.trimmed().isEmpty() && text.contains(name.trimmed(), Qt::CaseInsensitive)
        && whole.match(text).hasMatch();
}

class Linter
{
public:
    Linter(const PostMortemRecord &record, const Surroundings &around)
        : m_record(record)
        , m_around(around)
    {
    }

    std::vector<Finding> run()
    {
        if (m_record.text(PostMortemField::Summary).markdown.trimmed().isEmpty()) {
            found(CheckRule::SummaryMissing, PostMortemField::Summary, tr("There is no summary."));
        }
        for (const auto &text : m_record.texts) {
            if (const QString words = blame(text.markdown); !words.isEmpty()) {
                found(CheckRule::BlamefulWords, text.field, tr("“%1” in “%2”").arg(words, label(text.field)));
            }
            checkPublic(text.markdown, text.visibility, text.field, tr("“%1”").arg(label(text.field)));
        }
        checkTimes();
        if (m_record.roots().empty()) {
            found(CheckRule::NoRootCause, {}, tr("No root cause is marked."));
        }
        walkWhys(m_record.whys, [this](const WhyNode &node, int depth) { check(node, depth + 1); });
        for (const auto &measure : m_record.countermeasures) {
            check(measure);
            checkPublic(measure.what.text, measure.what.visibility, measure.id, quoted(measure.what.text));
        }
        for (const auto &entry : m_around.timeline) {
            checkPublic(entry.body, entry.visibility, entry.id, quoted(markdownToPlain(entry.body)));
        }
        checkReviews();
        return std::move(m_findings);
    }

private:
    void found(CheckRule rule, const CheckPlace &place, const QString &message)
    {
        m_findings.push_back({.rule = rule,
                              .weight = weightOf(rule),
                              .place = place,
                              .message = message,
                              .explanation = explanationOf(rule)});
    }

    [[nodiscard]] QString blame(const QString &text) const
    {
        for (const auto &name : m_around.people) {
            if (isNamed(name, text)) {
                return name;
            }
        }
        return blamefulWording(text);
    }

    void check(const WhyNode &node, int level)
    {
        const auto &why = node.why;
        const QString text = shortened(why.text);
        const QString words = blame(why.text);
        if (!words.isEmpty()) {
            found(why.root ? CheckRule::PersonAsCause : CheckRule::BlamefulWords, why.id,
                  tr("“%1” in “%2”").arg(words, text));
        }
        checkPublic(why.text, why.visibility, why.id, tr("“%1”").arg(text));
        if (why.state == WhyState::Confirmed && why.evidence.empty()) {
            found(CheckRule::ConfirmedWithoutEvidence, why.id, tr("Nothing is linked that shows “%1”.").arg(text));
        }
        if (!why.root) {
            if (node.children.empty()) {
                found(CheckRule::LeafIsNoRoot, why.id, tr("“%1” ends the whys and is no root cause.").arg(text));
            }
            return;
        }
        if (level < shallowest) {
            found(CheckRule::TooShallow, why.id,
                  tr("“%1” is a root cause on level %2.").arg(text, QString::number(level)));
        } else if (level > deepest) {
            found(CheckRule::TooDeep, why.id,
                  tr("“%1” is a root cause on level %2.").arg(text, QString::number(level)));
        }
        if (why.state != WhyState::Confirmed) {
            found(CheckRule::RootNotConfirmed, why.id, tr("“%1” is only a possible root cause.").arg(text));
        }
        if (why.accepted.isEmpty() && m_record.answering(why.id).empty()) {
            found(CheckRule::RootUnanswered, why.id, tr("Nothing answers “%1”.").arg(text));
        }
    }

    void check(const Countermeasure &measure)
    {
        static const QRegularExpression vague(
            QStringLiteral(
                "^\\W*(be (more )?careful|pay (more )?attention|try( to)?|improve|better|more|consider|think about|"
                "look into|investigate|remind|tell everybody|make sure)\\b"),
            QRegularExpression::CaseInsensitiveOption);
        // What no imperative begins with: articles and the like, and words ending as names of things do.
        static const QRegularExpression noVerb(
            QStringLiteral(
                "^\\W*((the|a|an|our|no|new|all|every|some|this|that|it|we|there|somebody|someone|everyone)\\b|"
                "\\w{3,}(tion|ment|ness|ity|ing|ance|ency)\\b)"),
            QRegularExpression::CaseInsensitiveOption);
        // … except for these, which end so and are verbs.
        static const QRegularExpression verb(QStringLiteral("^\\W*(mention|question|partition|provision|position|"
                                                            "implement|document|instrument|supplement|segment|"
                                                            "bring|ring|balance|enhance|finance|monitor)\\b"),
                                             QRegularExpression::CaseInsensitiveOption);
        const auto &what = measure.what;
        const QString text = shortened(what.text);
        if (const auto match = vague.match(what.text); match.hasMatch()) {
            found(CheckRule::CountermeasureVague, measure.id, tr("“%1” in “%2”").arg(match.captured(1), text));
        } else if (noVerb.match(what.text).hasMatch() && !verb.match(what.text).hasMatch()) {
            found(CheckRule::CountermeasureWithoutVerb, measure.id, tr("“%1” does not say what is done.").arg(text));
        }
        if (!what.owner) {
            found(CheckRule::OwnerMissing, measure.id, tr("Nobody owns “%1”.").arg(text));
        }
        if (!what.dueOn) {
            found(CheckRule::DueDateMissing, measure.id, tr("“%1” has no due date.").arg(text));
        }
        if (what.effectCheck.isEmpty()) {
            found(CheckRule::EffectCheckMissing, measure.id,
                  tr("Nothing says how one will see that “%1” works.").arg(text));
        }
    }

    void checkPublic(const QString &text, Visibility visibility, const CheckPlace &place, const QString &where)
    {
        if (visibility != Visibility::Public) {
            return;
        }
        if (const auto secrets = secretsIn(text); !secrets.empty()) {
            found(CheckRule::SecretInPublic, place,
                  tr("%1 is public and holds what looks like %2.").arg(where, toText(secrets.front().kind)));
        }
        QString inner = hostIn(text);
        for (const QString &name : m_around.people) {
            inner = inner.isEmpty() && isNamed(name, text) ? name : inner;
        }
        if (!inner.isEmpty()) {
            found(CheckRule::InternalInPublic, place, tr("%1 is public and names “%2”.").arg(where, inner));
        }
        for (const QString &service : m_around.services) {
            if (isNamed(service, text) && !isKnown(service)) {
                found(CheckRule::ServiceInPublic, place, tr("%1 is public and names “%2”.").arg(where, service));
                break;
            }
        }
    }

    //! Whether customers have read that name already.
    [[nodiscard]] bool isKnown(const QString &service) const
    {
        return (m_around.incident && m_around.incident->visibility == Visibility::Public)
            || std::ranges::any_of(m_around.timeline, [&](const TimelineEntry &entry) {
                   return entry.kind == TimelineKind::Announced && entry.visibility == Visibility::Public
                       && isNamed(service, entry.body);
               });
    }

    //! One finding for all of them: an answer holds until somebody else wants something, or another thing.
    void checkReviews()
    {
        QStringList wanted;
        QStringList awaited;
        for (const Review &review : m_around.reviews) {
            if (review.answer == ReviewAnswer::WantsChanges) {
                wanted << tr("%1 wants changes: %2").arg(review.personName, quoted(review.words));
            } else if (review.answer == ReviewAnswer::Awaited) {
                awaited << review.personName;
            }
        }
        if (!wanted.isEmpty()) {
            found(CheckRule::ReviewWantsChanges, {}, wanted.join(QLatin1Char(' ')));
        }
        if (!awaited.isEmpty()) {
            found(CheckRule::ReviewAwaited, {},
                  tr("Asked for a review and not heard yet: %1.").arg(awaited.join(QStringLiteral(", "))));
        }
    }

    void checkTimes()
    {
        if (!m_around.incident) {
            return;
        }
        for (const Figure &figure : impactFigures(*m_around.incident)) {
            if (figure.state == FigureState::Invalid) {
                found(CheckRule::TimesContradict, {},
                      tr("%1: the times contradict each other (%2).").arg(label(figure.kind), formula(figure.kind)));
            }
        }
        for (const auto &entry : m_around.timeline) {
            if (entry.happenedAt > entry.recordedAt + std::chrono::seconds(2)) {
                found(CheckRule::ClockAhead, entry.id,
                      tr("%1 happened %2 after it was written down.")
                          .arg(quoted(markdownToPlain(entry.body)), exactText(entry.happenedAt - entry.recordedAt)));
            }
        }
        checkGaps();
    }

    void checkGaps()
    {
        const auto began = m_around.incident->time(IncidentTime::Started);
        auto end = m_around.incident->time(IncidentTime::Mitigated);
        end = end ? end : m_around.incident->time(IncidentTime::Resolved);
        if (!began || !end) {
            return;
        }
        Instant last = *began;
        CheckPlace place;
        const auto until = [&](Instant next) {
            if (next - last > longestSilence) {
                const auto clock = [](Instant at) { return toDateTime(at).toString(QStringLiteral("HH:mm")); };
                found(CheckRule::TimelineGap, place,
                      tr("Nothing is recorded from %1 to %2 UTC (%3).")
                          .arg(clock(last), clock(next), exactText(next - last)));
            }
        };
        for (const auto &entry : m_around.timeline) {
            if (entry.kind == TimelineKind::PostMortem || entry.happenedAt < last) {
                continue;
            }
            if (entry.happenedAt > *end) {
                break;
            }
            until(entry.happenedAt);
            last = entry.happenedAt;
            place = entry.id;
        }
        until(*end);
    }

    const PostMortemRecord &m_record;
    const Surroundings &m_around;
    std::vector<Finding> m_findings;
};

}  // namespace

std::vector<Finding> checkPostMortem(const PostMortemRecord &record, const Surroundings &surroundings)
{
    return Linter(record, surroundings).run();
}

QString hostIn(const QString &text)
{
    static const QRegularExpression host(
        QStringLiteral("(?<![\\w.-])([a-z0-9-]+(\\.[a-z0-9-]+)*\\.(internal|local|lan|corp|intra)|10(\\.\\d{1,3}){3}|"
                       "192\\.168(\\.\\d{1,3}){2}|172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2}|"
                       "(?!(top|utf|sha|iso|level|phase|step|tier|layer|part|version|inc|sev)-)[a-z]+\\d*(-[a-z]+\\d*)*"
                       "-\\d{1,3})(?![\\w-])"));
    return host.match(text).captured(1);
}

QString blamefulWording(const QString &text)
{
    static const QRegularExpression blame(
        QStringLiteral(
            "\\b((human|operator|user|pilot) error|forgot(ten)?|forgets?|should(n[’']t| not)?( have|[’']ve)|"
            "ought to have|careless(ly|ness)?|negligen(t|tly|ce)|sloppy|sloppiness|incompeten(t|ce)|inattenti(ve|on)|"
            "(his|her|their) (own )?fault|to blame|failed to (check|notice|follow|read))\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return blame.match(text).captured(0);
}

}  // namespace onlyonce
