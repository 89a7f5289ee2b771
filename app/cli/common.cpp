// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"

#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/documents/secrets.h"
#include "models/documents/visibletext.h"
#include "models/incidents/evidence/upload.h"
#include "models/incidents/grouping/grouping.h"

#include <QFileInfo>

#include <algorithm>

namespace onlyonce {

namespace {

}  // namespace

Result<> groupAll(Invocation &invocation)
{
    while (true) {
        const auto grouped =
            invocation.follow([](Transaction &transaction) { return groupAlerts(transaction, 500, groupingPatience); });
        if (!grouped) {
            return failure(grouped);
        }
        if (grouped->events == 0) {
            return {};
        }
    }
}

Result<Incident> incidentMeant(Invocation &invocation, const QString &text)
{
    QString digits = text;
    digits.remove(QStringLiteral("INC-"), Qt::CaseInsensitive);
    bool isNumber = false;
    const qint64 number = digits.toLongLong(&isNumber);
    if (!isNumber) {
        return usage(tr("“%1” is not the number of an incident, like 17.").arg(text));
    }
    auto found = invocation.ask([number](Transaction &transaction) { return incidentByNumber(transaction, number); });
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no incident INC-%1.").arg(number));
    }
    return **found;
}

Result<std::optional<Instant>> timeMeant(const QString &text, Instant now)
{
    if (text == QStringLiteral("none")) {
        return std::nullopt;
    }
    auto time = parsePersonTime(text, QTimeZone::systemTimeZone(), now);
    if (!time) {
        return failure(time);
    }
    return *time;
}

Result<qint64> numberMeant(const QString &text, const QString &question)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber || number <= 0) {
        return usage(question);
    }
    return number;
}

Result<int> limitMeant(const Invocation &invocation, int otherwise)
{
    if (!invocation.has(QStringLiteral("limit"))) {
        return otherwise;
    }
    bool isNumber = false;
    const int limit = invocation.option(QStringLiteral("limit")).toInt(&isNumber);
    if (!isNumber || limit < 1 || limit > 10'000) {
        return usage(tr("--limit takes a number from 1 to 10,000."));
    }
    return limit;
}

Result<QByteArray> readInput(const QString &path, qint64 most)
{
    return path.isEmpty() || path == QStringLiteral("-") ? readStandardInput(most) : readFile(path, most);
}

Result<Attachment> evidenceMeant(Invocation &invocation, IncidentId incident, const QString &path,
                                 const QString &language)
{
    std::unique_ptr<EvidenceSource> source;
    if (QFileInfo(path).isFile()) {
        source = std::make_unique<EvidenceSource>(path);
    } else {  // what a pipe gives has no length beforehand
        auto content = readInput(path, largestAttached);
        if (!content) {
            return failure(content);
        }
        source = std::make_unique<EvidenceSource>(path, *content);
    }
    source->setLanguage(language);
    return brought(*source, incident, [&invocation](auto work) { return invocation.change(std::move(work)); });
}

QString table(QList<QStringList> rows)
{
    QList<qsizetype> widths;
    for (QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i == widths.size()) {
                widths.append(0);
            }
            row[i] = visibleLine(row[i]);
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    QStringList lines;
    for (const QStringList &row : std::as_const(rows)) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += i + 1 < row.size() ? row[i].leftJustified(widths[i] + 2) : row[i];
        }
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

QString lineOf(const Incident &incident)
{
    return QStringLiteral("%1  %2  %3  %4")
        .arg(incident.reference(), toText(incident.severity), label(incident.status), visibleLine(incident.title));
}

Result<> requireNoSecrets(const QString &text)
{
    const QString secrets = toText(secretsIn(text));
    return secrets.isEmpty() ? Result<>()
                             : fail(ErrorCode::Invalid,
                                    tr("%1 Nothing was published; --even-so publishes it all the same.").arg(secrets));
}

QCommandLineOption evenSoOption()
{
    return {QStringLiteral("even-so"), tr("Also with what looks like a secret in it.")};
}

QCommandLineOption limitOption()
{
    return {QStringLiteral("limit"), tr("At most so many."), tr("N")};
}

}  // namespace onlyonce
