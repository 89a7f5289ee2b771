// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody else changes the countermeasure that is edited here: what touches nothing of it is taken in, the rest is asked.
#include "views/postmortem/countermeasures/countermeasureform.h"
#include "views/postmortem/fields/conflictbar.h"
#include "views/widgets/page.h"
#include "views/widgets/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QLineEdit>
#include <QLocale>

namespace onlyonce::ui {

void CountermeasureForm::setStored(const Countermeasure &now)
{
    const int known = m_theirs ? m_theirs->version : m_edited ? m_edited->version : 0;
    if (m_edited && m_edited->id == now.id && !isHidden() && !m_busy && now.version > known) {
        meet(now);
    }
}

CountermeasureText CountermeasureForm::theirText() const
{
    CountermeasureText text = m_theirs->what;
    if (text.dueOn == m_edited->what.dueOn || !text.dueOn) {
        text.dueOn = m_base.dueOn;  // the form offers a day where there is none
    }
    return text;
}

CountermeasureMerge CountermeasureForm::merged() const
{
    return mergeCountermeasures(m_base, typed(), theirText());
}

void CountermeasureForm::meet(const Countermeasure &theirs)
{
    m_theirs = theirs;
    const CountermeasureMerge merge = merged();
    if (merge.disputed.empty()) {
        settle(merge.both);
        return;
    }
    const bool isNews = m_conflict->isHidden();
    m_conflict->ask(words(theirs.what, theirs.ownerName, merge.disputed));
    if (isNews) {
        QMetaObject::invokeMethod(m_conflict, [this] { scrollIntoSight(m_conflict); }, Qt::QueuedConnection);
    }
}

void CountermeasureForm::lookAgain()
{
    m_session.read([id = m_edited->id](Transaction &transaction) { return countermeasure(transaction, id); })
        .then(this, [this](const Result<std::optional<Countermeasure>> &now) {
            if (!now || !*now || !m_edited || (*now)->id != m_edited->id) {
                if (!now) {
                    Q_EMIT failed(now.error());
                }
                return;
            }
            meet(**now);
            if (m_theirs) {
                m_conflict->setFocus();
            } else {
                submit();
            }
        });
}

//! A line for each: "Owner: Grace Hopper". What will be done comes first, and has no label.
QString CountermeasureForm::words(const CountermeasureText &what, const QString &owner,
                                  const std::vector<CountermeasureEntry> &entries) const
{
    const auto line = [](const QString &name, const QString &value) {
        return QStringLiteral("%1: %2").arg(name, value.isEmpty() ? tr("nothing") : value);
    };
    QStringList lines;
    for (const CountermeasureEntry entry : entries) {
        switch (entry) {
        case CountermeasureEntry::Text:
            lines.prepend(what.text);
            break;
        case CountermeasureEntry::Owner:
            lines << line(tr("Owner"), what.owner ? owner : tr("nobody yet"));
            break;
        case CountermeasureEntry::DueOn:
            lines << line(tr("Due"),
                          what.dueOn ? QLocale().toString(*what.dueOn, QStringLiteral("d MMM yyyy")) : tr("no date"));
            break;
        case CountermeasureEntry::Kind:
            lines << line(tr("Kind"), capitalized(label(what.kind)));
            break;
        case CountermeasureEntry::EffectCheck:
            lines << line(tr("How one will see that it works"), what.effectCheck);
            break;
        case CountermeasureEntry::Link:
            lines << line(tr("Where the work is followed"), what.link);
            break;
        case CountermeasureEntry::Why: {
            const auto path = pathTo(m_whys, what.why);
            lines << line(tr("Which why it answers"),
                          path.empty() ? tr("none of them") : path.back().text.simplified());
            break;
        }
        case CountermeasureEntry::Visibility:
            lines << (what.visibility == Visibility::Public ? tr("Customers may read it.")
                                                            : tr("Customers may not read it."));
            break;
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void CountermeasureForm::settle(const CountermeasureText &what)
{
    const QString owner = what.owner == m_theirs->what.owner ? m_theirs->ownerName : m_owner->currentText();
    m_base = theirText();
    m_edited = std::exchange(m_theirs, std::nullopt);
    m_conflict->dismiss();
    show(what, owner);
}

//! Of what is disputed; what else was typed here stays.
void CountermeasureForm::keepTheirs()
{
    settle(mergeCountermeasures(m_base, theirText(), typed()).both);
    if (typed() == m_base) {
        leave();  // nothing of it is left to be saved
    } else {
        m_text->setFocus();
    }
}

void CountermeasureForm::keepMine()
{
    settle(merged().both);
    m_text->setFocus();
    send(typed());
}

//! What can be written one after the other is; the rest stands beside it to be read.
void CountermeasureForm::joinByHand()
{
    const CountermeasureText theirs = theirText();
    const QString owner = m_theirs->ownerName;
    CountermeasureMerge merge = merged();
    std::vector<CountermeasureEntry> rest;
    for (const CountermeasureEntry entry : merge.disputed) {
        if (entry == CountermeasureEntry::Text) {
            merge.both.text = QStringLiteral("%1 %2").arg(theirs.text, merge.both.text);
        } else if (entry == CountermeasureEntry::EffectCheck) {
            merge.both.effectCheck = QStringLiteral("%1 %2").arg(theirs.effectCheck, merge.both.effectCheck).trimmed();
        } else {
            rest.push_back(entry);
        }
    }
    settle(merge.both);
    if (!rest.empty()) {
        m_error->setText(tr("Somebody else has written:\n%1").arg(words(theirs, owner, rest)));
        m_error->setTone(Tone::Warning);
        m_error->show();
    }
    m_text->setFocus();
}

}  // namespace onlyonce::ui
