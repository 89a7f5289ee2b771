// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidence/texttable.h"

namespace onlyonce {

namespace {

TextPlace ofIncident(const QString &table, const QStringList &columns)
{
    return {.table = table, .columns = columns, .ofIncident = QStringLiteral("incident_id = ?")};
}

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

}  // namespace

TextPlaces incidentTexts()
{
    TextPlace texts = ofIncident(QStringLiteral("incident_text"), {QStringLiteral("text")});
    texts.key = QStringLiteral("incident_id");
    return {{.table = QStringLiteral("incident"),
             .columns = {QStringLiteral("title")},
             .ofIncident = QStringLiteral("id = ?"),
             .versioned = true},
            ofIncident(QStringLiteral("timeline"), {QStringLiteral("body"), QStringLiteral("data")}),
            ofIncident(QStringLiteral("attachment"), {QStringLiteral("name")}),
            ofIncident(QStringLiteral("reference"), {QStringLiteral("title"), QStringLiteral("url")}),
            ofIncident(QStringLiteral("handover"), {QStringLiteral("brief")}),
            ofIncident(QStringLiteral("incident_step"), {QStringLiteral("body"), QStringLiteral("link"),
                                                         QStringLiteral("command"), QStringLiteral("reason")}),
            ofIncident(QStringLiteral("incident_task"), {QStringLiteral("body"), QStringLiteral("reason")}),
            texts};
}

TextPlaces alertTexts()
{
    return {{.table = QStringLiteral("alert"),
             .columns = {QStringLiteral("summary"), QStringLiteral("labels"), QStringLiteral("annotations"),
                         QStringLiteral("link")},
             .ofIncident = QStringLiteral("id IN (SELECT i.alert_id FROM incident_alert i WHERE i.incident_id = ?)")},
            {.table = QStringLiteral("payload"),
             .columns = {QStringLiteral("body")},
             .ofIncident = QStringLiteral("id IN (SELECT a.payload_id FROM alert a JOIN incident_alert i "
                                          "ON i.alert_id = a.id WHERE i.incident_id = ?)"),
             .bytes = true}};
}

namespace texttable {

Result<QStringList> versionsOf(Transaction &transaction, TimelineId id)
{
    // Up to the first and down to the last: a correction names the entry that it corrects.
    auto found = transaction.all(
        QStringLiteral("WITH RECURSIVE up (id, corrects_id) AS ("
                       "SELECT id, corrects_id FROM timeline WHERE id = ? UNION "
                       "SELECT t.id, t.corrects_id FROM timeline t JOIN up ON t.id = up.corrects_id), "
                       "whole (id) AS (SELECT id FROM up UNION "
                       "SELECT t.id FROM timeline t JOIN whole ON t.corrects_id = whole.id) "
                       "SELECT t.body FROM timeline t JOIN whole ON whole.id = t.id"),
        [](const Row &row) { return row.text(0); }, id);
    return found ? Result<QStringList>(QStringList(found->begin(), found->end())) : failure(found);
}

Result<> forgetWords(Transaction &transaction, IncidentId incident)
{
    ONLYONCE_TRY(transaction.exec(QStringLiteral("DELETE FROM incident_words WHERE rowid = ?"), incident));
    if (transaction.engine() == Engine::Postgres) {
        return {};
    }
    // Until its pieces are merged, the index still holds the words of rows that have gone.
    return done(transaction.exec(QStringLiteral("INSERT INTO incident_words (incident_words) VALUES ('optimize')")));
}

Result<> replaceContent(Transaction &transaction, const Attachment &attachment)
{
    return done(transaction.exec(
        QStringLiteral("UPDATE attachment SET content = ?, content_id = ?, bytes = ?, sha256 = ?, redacted = 1 "
                       "WHERE id = ?"),
        attachment.content, attachment.pieces, attachment.bytes, attachment.sha256, attachment.id));
}

Result<> dropContent(Transaction &transaction, ContentId content)
{
    ONLYONCE_TRY(transaction.exec(QStringLiteral("DELETE FROM evidence_piece WHERE content_id = ?"), content));
    return done(transaction.exec(QStringLiteral("DELETE FROM evidence_content WHERE id = ?"), content));
}

}  // namespace texttable

}  // namespace onlyonce
