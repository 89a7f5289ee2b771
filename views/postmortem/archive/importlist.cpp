// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/archive/importlist.h"

#include "models/base/files.h"
#include "views/widgets/rowroles.h"

#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QString counted(int count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(QLocale().toString(count));
}

QString contentsText(const RecordedSize &size)
{
    QStringList parts;
    const auto add = [&parts](int count, const QString &one, const QString &many) {
        if (count > 0) {
            parts << counted(count, one, many);
        }
    };
    add(size.entries, ImportList::tr("1 entry"), ImportList::tr("%1 entries"));
    add(size.files, ImportList::tr("1 file"), ImportList::tr("%1 files"));
    add(size.whys, ImportList::tr("1 why"), ImportList::tr("%1 whys"));
    add(size.countermeasures, ImportList::tr("1 countermeasure"), ImportList::tr("%1 countermeasures"));
    return parts.join(QStringLiteral(" · "));
}

QString startText(const Incident &incident)
{
    const auto at = incident.time(IncidentTime::Started);
    return at ? QLocale().toString(toDateTime(*at, QTimeZone::systemTimeZone()), QStringLiteral("d MMM yyyy, HH:mm"))
              : ImportList::tr("start not recorded");
}

QString detailOf(const ImportFile &file)
{
    if (file.refusal) {
        return file.refusal->message;
    }
    if (!file.history) {
        const auto problems = lineProblems(file.history.error());
        return problems.empty()
                 ? file.history.error().message
                 : counted(int(problems.size()), ImportList::tr("1 mistake. Nothing comes in until it is mended."),
                           ImportList::tr("%1 mistakes. Nothing comes in until they are mended."));
    }
    const int all = int(file.incidents.size());
    const int news = file.newOnes();
    QStringList sentences;
    if (file.isIn) {
        sentences << ImportList::tr("Has come in.");
    } else if (news == 0 && all > 0) {
        sentences << ImportList::tr("All of it is here already.");
    } else {
        sentences << counted(news, ImportList::tr("1 incident would come in."),
                             ImportList::tr("%1 incidents would come in."));
        if (news < all) {
            sentences << counted(all - news, ImportList::tr("1 is here already."),
                                 ImportList::tr("%1 are here already."));
        }
    }
    sentences << (*file.history)->remarks;
    return sentences.join(u' ');
}

}  // namespace

std::vector<ImportFile> readImportFiles(const QStringList &paths, const std::optional<QTimeZone> &zone)
{
    std::vector<ImportFile> files;
    for (const QString &path : paths) {
        const auto bytes = readFile(path, largestHistory);
        auto history = bytes ? readHistory(*bytes, zone) : failure(bytes);
        files.push_back({.path = path, .history = {}});
        if (history) {
            files.back().history = std::make_shared<const History>(std::move(*history));
        } else {
            files.back().history = failure(history);
        }
    }
    return files;
}

int ImportFile::newOnes() const
{
    return int(std::ranges::count_if(incidents, [](const TakenIn &each) { return !each.wasHereAs; }));
}

void ImportList::setFiles(std::vector<ImportFile> files)
{
    beginResetModel();
    m_files = std::move(files);
    m_rows.clear();
    for (size_t at = 0; at < m_files.size(); ++at) {
        const ImportFile &file = m_files[at];
        m_rows.push_back({.file = at});
        if (!file.history) {
            for (const LineProblem &each : lineProblems(file.history.error())) {
                m_rows.push_back({.file = at, .incident = {}, .problem = each});
            }
            continue;
        }
        for (size_t incident = 0; incident < file.incidents.size(); ++incident) {
            m_rows.push_back({.file = at, .incident = incident, .problem = {}});
        }
    }
    endResetModel();
}

IncidentId ImportList::incident(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return {};
    }
    const Place &place = m_rows[size_t(index.row())];
    const ImportFile &file = m_files[place.file];
    return place.incident && file.isIn ? file.incidents[*place.incident].incident.id : IncidentId{};
}

QModelIndex ImportList::first() const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (incident(index(row))) {
            return index(row);
        }
    }
    return index(0);
}

int ImportList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ImportList::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Place &place = m_rows[size_t(index.row())];
    const ImportFile &file = m_files[place.file];
    if (place.problem) {
        return ofProblem(*place.problem, role);
    }
    return place.incident
             ? ofIncident((*file.history)->incidents[*place.incident], file.incidents[*place.incident], file.isIn, role)
             : ofFile(file, role);
}

QVariant ImportList::ofFile(const ImportFile &file, int role) const
{
    const bool isBad = !file.history || file.refusal;
    switch (role) {
    case RowTitle:
        return QFileInfo(file.path).fileName();
    case RowDetail:
        return detailOf(file);
    case RowIcon:
        return isBad ? QStringLiteral("error") : file.isIn ? QStringLiteral("success") : QStringLiteral("file-text");
    case RowIconTone:
        return int(isBad ? Tone::Danger : file.isIn ? Tone::Success : Tone::Accent);
    case Qt::ToolTipRole:
        return file.path + QLatin1Char('\n') + detailOf(file);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(QFileInfo(file.path).fileName(), detailOf(file));
    default:
        return {};
    }
}

QVariant ImportList::ofIncident(const Recorded &recorded, const TakenIn &taken, bool isIn, int role)
{
    const Incident &incident = taken.incident;
    const QString number = incident.number > 0 ? incident.reference() : tr("new");
    const QString contents = contentsText(sizeOf(recorded));
    switch (role) {
    case RowTitle:
        return incident.title;
    case RowPill:
        return QVariant::fromValue(Pill{.text = toText(incident.severity),
                                        .tone = static_cast<Tone>(int(Tone::Sev1) + int(incident.severity)),
                                        .shape = PillShape::Solid});
    case RowNumber:
        return number;
    case RowDetail:
        return taken.wasHereAs ? tr("Here already, and left as it is") : contents;
    case RowTrailing:
        return startText(incident);
    case RowNote:
        return recorded.line > 1 ? tr("line %1").arg(recorded.line) : QString();
    case RowMuted:
        return taken.wasHereAs.has_value();
    case Qt::AccessibleTextRole:
        return QStringList{number,   toText(incident.severity),           incident.title, startText(incident),
                           contents, isIn ? tr("has come in") : QString()}
            .join(QStringLiteral(", "));
    default:
        return {};
    }
}

QVariant ImportList::ofProblem(const LineProblem &problem, int role)
{
    switch (role) {
    case RowTitle:
        return problem.what;
    case RowNumber:
        return tr("Line %1").arg(problem.line);
    case RowIcon:
        return QStringLiteral("warning");
    case RowIconTone:
        return int(Tone::Warning);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("Line %1: %2").arg(problem.line).arg(problem.what);
    default:
        return {};
    }
}

}  // namespace onlyonce::ui
