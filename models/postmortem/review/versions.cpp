// SPDX-License-Identifier: GPL-3.0-or-later
// The trail is read backwards, from what stands there now: each row tells what was there before it.
#include "models/postmortem/review/versions.h"

#include "models/base/tr.h"
#include "models/postmortem/review/versiontable.h"
#include "models/storage/redaction.h"

#include <QHash>

#include <algorithm>

namespace onlyonce {

namespace {

using versiontable::PartEdit;

std::unexpected<Error> partGone()
{
    return fail(ErrorCode::NotFound, tr("It is no longer there: somebody has removed it."));
}

//! The text, or all that a countermeasure says, at one time.
struct Content
{
    QString text;
    CountermeasureText what;  //!< of a countermeasure
};

struct Told
{
    PartVersion version;
    Content content;
};

struct Past
{
    std::vector<Told> told;  //!< the oldest first
    int version = 0;
};

//! Which rows tell of it, and what it is now.
struct PartSource
{
    QString entity;
    qint64 id = 0;
    QStringList fields;
    Content now;
    int version = 0;
    bool isMeasure = false;
};

Result<PartSource> fieldSource(Transaction &transaction, PostMortemId id, PostMortemField field)
{
    const auto texts = fieldsOf(transaction, id);
    if (!texts) {
        return failure(texts);
    }
    const PostMortemText &text = texts->at(size_t(field));
    return PartSource{.entity = QStringLiteral("postmortem_field"),
                      .id = id.value,
                      .fields = {toText(field)},
                      .now = {.text = text.markdown, .what = {}},
                      .version = text.version};
}

Result<PartSource> whySource(Transaction &transaction, PostMortemId id, WhyId which)
{
    const auto tree = whysOf(transaction, id);
    if (!tree) {
        return failure(tree);
    }
    const auto path = pathTo(*tree, which);
    if (path.empty()) {
        return partGone();
    }
    return PartSource{.entity = QStringLiteral("why"),
                      .id = which.value,
                      .fields = {QStringLiteral("body")},
                      .now = {.text = path.back().text, .what = {}},
                      .version = path.back().version};
}

Result<PartSource> measureSource(Transaction &transaction, PostMortemId id, CountermeasureId which)
{
    const auto measure = countermeasure(transaction, which);
    if (!measure) {
        return failure(measure);
    }
    if (!*measure || (*measure)->postMortem != id) {
        return partGone();
    }
    return PartSource{.entity = QStringLiteral("countermeasure"),
                      .id = which.value,
                      .fields = {QStringLiteral("body"), QStringLiteral("owner"), QStringLiteral("due_on"),
                                 QStringLiteral("kind"), QStringLiteral("effect_check"), QStringLiteral("link")},
                      .now = {.text = {}, .what = (*measure)->what},
                      .version = (*measure)->version,
                      .isMeasure = true};
}

Result<PartSource> sourceOf(Transaction &transaction, PostMortemId id, const PostMortemPart &part)
{
    const auto about = postMortem(transaction, id);
    if (!about) {
        return failure(about);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such post-mortem."));
    }
    if (const auto *field = std::get_if<PostMortemField>(&part)) {
        return fieldSource(transaction, id, *field);
    }
    if (const auto *why = std::get_if<WhyId>(&part)) {
        return whySource(transaction, id, *why);
    }
    if (const auto *measure = std::get_if<CountermeasureId>(&part)) {
        return measureSource(transaction, id, *measure);
    }
    return fail(ErrorCode::Invalid, tr("Versions are kept of each part. Choose a field, a why or a countermeasure."));
}

//! Of a countermeasure, as countermeasures.cpp audits its columns.
void revert(CountermeasureText &what, const QString &column, const QString &before)
{
    if (column == QStringLiteral("body")) {
        what.text = before;
    } else if (column == QStringLiteral("owner")) {
        what.owner = PersonId{before.toLongLong()};
    } else if (column == QStringLiteral("due_on")) {
        const auto date = QDate::fromString(before, Qt::ISODate);
        what.dueOn = date.isValid() ? std::optional(date) : std::nullopt;
    } else if (column == QStringLiteral("kind")) {
        what.kind = countermeasureKindFrom(before).value_or(what.kind);
    } else if (column == QStringLiteral("effect_check")) {
        what.effectCheck = before;
    } else {
        what.link = before;
    }
}

QString measureText(const CountermeasureText &what, const QHash<qint64, QString> &people)
{
    QStringList lines{what.text, tr("Kind: %1").arg(label(what.kind)),
                      tr("Owner: %1").arg(what.owner ? people.value(what.owner.value) : tr("nobody yet")),
                      tr("Due: %1").arg(what.dueOn ? what.dueOn->toString(Qt::ISODate) : tr("no date"))};
    if (!what.effectCheck.isEmpty()) {
        lines << tr("Check: %1").arg(what.effectCheck);
    }
    if (!what.link.isEmpty()) {
        lines << tr("Link: %1").arg(what.link);
    }
    return lines.join(u'\n');
}

//! The rows of one change, which are of one moment, make one version.
bool isSameChange(const PartEdit &one, const PartEdit &other)
{
    return one.actor == other.actor && one.at == other.at;
}

//! Newest first; whoever goes on writing makes no new version.
std::vector<Told> backwards(const PartSource &source, const std::vector<PartEdit> &edits)
{
    std::vector<Told> told;
    Content content = source.now;
    bool isBegun = false;  // the trail goes back to where it was made
    for (size_t at = 0; at < edits.size();) {
        const PartEdit &change = edits[at];
        const bool goesOn = !told.empty() && told.back().version.at && edits[at - 1].actor == change.actor
                         && *told.back().version.at - change.at <= oneSitting;
        if (!goesOn) {
            told.push_back({.version = {.id = change.id, .text = {}, .at = change.at, .author = change.author},
                            .content = content});
        }
        isBegun = false;
        for (; at < edits.size() && isSameChange(edits[at], change); ++at) {
            isBegun = isBegun || !edits[at].before;
            if (source.isMeasure) {
                revert(content.what, edits[at].field, edits[at].before.value_or(QString()));
            } else {
                content.text = edits[at].before.value_or(QString());
            }
        }
    }
    const bool wasThere = source.isMeasure ? !content.what.text.isEmpty() : !content.text.isEmpty();
    if (!isBegun && wasThere) {
        told.push_back({.version = {}, .content = content});
    }
    return told;
}

Result<Past> pastOf(Transaction &transaction, const PartSource &source)
{
    const auto edits = versiontable::editsOf(transaction, source.entity, source.id, source.fields);
    const auto people = edits ? allPeople(transaction) : failure(edits);
    if (!people) {
        return failure(people);
    }
    QHash<qint64, QString> names;
    for (const Person &person : *people) {
        names.insert(person.id.value, person.name);
    }
    Past past{.told = backwards(source, *edits), .version = source.version};
    std::ranges::reverse(past.told);
    for (auto &[version, content] : past.told) {
        version.text = source.isMeasure ? measureText(content.what, names) : content.text;
        version.redacted = version.text.contains(redactionMark());
    }
    return past;
}

Result<int> writeAgain(Transaction &transaction, PostMortemId id, const PostMortemPart &part, const Content &content,
                       const PartSource &now, int version)
{
    if (const auto *field = std::get_if<PostMortemField>(&part)) {
        return setField(transaction, id, *field, content.text, version);
    }
    if (const auto *why = std::get_if<WhyId>(&part)) {
        return editWhy(transaction, *why, content.text, version);
    }
    CountermeasureText what = content.what;
    what.why = now.now.what.why;
    what.visibility = now.now.what.visibility;
    return editCountermeasure(transaction, std::get<CountermeasureId>(part), what, version);
}

}  // namespace

Result<PartHistory> versionsOf(Transaction &transaction, PostMortemId postMortem, const PostMortemPart &part)
{
    const auto source = sourceOf(transaction, postMortem, part);
    auto past = source ? pastOf(transaction, *source) : failure(source);
    if (!past) {
        return failure(past);
    }
    PartHistory history{.versions = {}, .version = past->version};
    for (Told &told : past->told) {
        history.versions.push_back(std::move(told.version));
    }
    return history;
}

Result<int> putBack(Transaction &transaction, PostMortemId postMortem, const PostMortemPart &part, PartVersionId which,
                    int version)
{
    const auto source = sourceOf(transaction, postMortem, part);
    const auto past = source ? pastOf(transaction, *source) : failure(source);
    if (!past) {
        return failure(past);
    }
    const auto wanted = std::ranges::find(past->told, which, [](const Told &told) { return told.version.id; });
    if (wanted == past->told.end()) {
        return fail(ErrorCode::NotFound, tr("This version is not kept any more."));
    }
    return writeAgain(transaction, postMortem, part, wanted->content, *source, version);
}

}  // namespace onlyonce
