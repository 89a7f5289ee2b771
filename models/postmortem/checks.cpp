// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/checks.h"

#include "models/base/tr.h"

#include <QRegularExpression>

namespace onlyonce {

namespace {

// Five whys usually end between the third and the seventh level.
constexpr int shallowest = 3;
constexpr int deepest = 7;

CheckWeight weightOf(CheckRule rule)
{
    switch (rule) {
    case CheckRule::SummaryMissing:
    case CheckRule::NoRootCause:
    case CheckRule::LeafIsNoRoot:
    case CheckRule::PersonAsCause:
    case CheckRule::RootUnanswered:
    case CheckRule::OwnerMissing:
    case CheckRule::DueDateMissing:
        return CheckWeight::Serious;
    case CheckRule::TooShallow:
    case CheckRule::TooDeep:
    case CheckRule::RootNotConfirmed:
    case CheckRule::BlamefulWords:
    case CheckRule::CountermeasureVague:
    case CheckRule::EffectCheckMissing:
        break;
    }
    return CheckWeight::Advice;
}

QString explanationOf(CheckRule rule)
{
    switch (rule) {
    case CheckRule::SummaryMissing:
        return tr("Most readers read nothing else. Two or three sentences: what happened, to whom, how it ended.");
    case CheckRule::NoRootCause:
        return tr("Without a root cause nothing keeps it from happening again. Ask why until you reach something that "
                  "the team can change, and mark it.");
    case CheckRule::LeafIsNoRoot:
        return tr("The whys stop here. Either ask once more, or mark this as the root cause.");
    case CheckRule::TooShallow:
        return tr("The first answers are mostly symptoms. Ask why this was possible at all.");
    case CheckRule::TooDeep:
        return tr("Beyond the seventh why, causes tend to be out of reach. Stop at the first that you can change.");
    case CheckRule::RootNotConfirmed:
        return tr("A countermeasure against a cause that only may be one can miss. What would confirm it?");
    case CheckRule::PersonAsCause:
        return tr(
            "People act sensibly on what they see; a person is where the questions begin. What made it look right, "
            "and how could it pass?");
    case CheckRule::BlamefulWords:
        return tr("Who reads this as blame will say less the next time. Tell what was known then, and how things came "
                  "about.");
    case CheckRule::RootUnanswered:
        return tr(
            "A root cause that nobody acts on will be back. Add a countermeasure, or record the decision not to act.");
    case CheckRule::CountermeasureVague:
        return tr(
            "Nobody can tell when this is done. Begin with what is built, changed or switched off, and where it ends.");
    case CheckRule::OwnerMissing:
        return tr("What belongs to everybody is done by nobody.");
    case CheckRule::DueDateMissing:
        return tr("Four to eight weeks are usual.");
    case CheckRule::EffectCheckMissing:
        return tr("Without a check it can be done but never proven: an alert that would have fired, a drill, a test.");
    }
    return {};
}

QString shortened(const QString &text)
{
    constexpr qsizetype most = 80;
    const QString line = text.simplified();
    return line.size() <= most ? line : line.left(most - 1).trimmed() + QChar(0x2026);
}

class Linter
{
public:
    Linter(const PostMortemRecord &record, const QStringList &people)
        : m_record(record)
        , m_people(people)
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
        }
        if (m_record.roots().empty()) {
            found(CheckRule::NoRootCause, {}, tr("No root cause is marked."));
        }
        walkWhys(m_record.whys, [this](const WhyNode &node, int depth) { check(node, depth + 1); });
        for (const auto &measure : m_record.countermeasures) {
            check(measure);
        }
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
        for (const auto &name : m_people) {
            const QRegularExpression whole(QStringLiteral("\\b%1\\b").arg(QRegularExpression::escape(name)),
                                           QRegularExpression::CaseInsensitiveOption
                                               | QRegularExpression::UseUnicodePropertiesOption);
            if (!name.trimmed().isEmpty() && whole.match(text).hasMatch()) {
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
        const auto &what = measure.what;
        const QString text = shortened(what.text);
        if (const auto match = vague.match(what.text); match.hasMatch()) {
            found(CheckRule::CountermeasureVague, measure.id, tr("“%1” in “%2”").arg(match.captured(1), text));
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

    const PostMortemRecord &m_record;
    const QStringList &m_people;
    std::vector<Finding> m_findings;
};

}  // namespace

std::vector<Finding> checkPostMortem(const PostMortemRecord &record, const QStringList &people)
{
    return Linter(record, people).run();
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
