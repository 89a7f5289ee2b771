// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/protocol/checklist.h"

#include "models/documents/visibletext.h"
#include "models/incidents/command/references.h"

#include <QRegularExpression>
#include <QUrl>

namespace onlyonce {

namespace {

constexpr qsizetype longestStep = 500;

//! What openAddress() would open; empty otherwise, as for a path within a file's own repository.
QString linkIn(const QString &text)
{
    return QUrl(text).scheme().isEmpty() ? QString() : checkedAddress(text).value_or(QString());
}

//! Takes apart what stands in one item. What is code is never read as anything else.
void read(const QString &markdown, ChecklistStep &step)
{
    static const QRegularExpression part(
        QStringLiteral("`+([^`]+)`+|!?\\[([^\\]]+)\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)|<?((?:https?|tel|sip):[^\\s<>]+)>?|"
                       "\\(timer\\s+([^)]{1,10})\\)|(?<![\\w@])@([\\p{L}\\d][\\p{L}\\d_-]{0,39})"),
        QRegularExpression::CaseInsensitiveOption);
    QString text;
    qsizetype from = 0;
    for (auto each = part.globalMatch(markdown); each.hasNext();) {
        const auto found = each.next();
        text += markdown.mid(from, found.capturedStart() - from);
        from = found.capturedEnd();
        const auto has = [&found](int group) { return found.capturedLength(group) > 0; };
        if (has(1)) {
            text += found.captured(1);
            if (step.command.isEmpty()) {
                step.command = found.captured(1).trimmed();
            }
        } else if (has(2) || has(4)) {
            const QString link = found.captured(has(2) ? 3 : 4);
            text += has(2) ? found.captured(2) : link;
            if (step.link.isEmpty()) {
                step.link = linkIn(link);
            }
        } else if (has(5)) {
            const auto length = durationFrom(found.captured(5));
            if (length && *length > milliseconds{0} && !step.timer) {
                step.timer = length;
            } else {
                text += found.captured();
            }
        } else if (step.role.isEmpty()) {
            step.role = found.captured(6);
        } else {
            text += found.captured();
        }
    }
    text += markdown.mid(from);
    text.remove(QStringLiteral("**")).remove(QStringLiteral("__"));
    step.text = shortLine(text, longestStep);
    if (step.text.isEmpty()) {
        step.text = shortLine(step.command, longestStep);
    }
}

}  // namespace

std::vector<ChecklistStep> stepsIn(QStringView markdown)
{
    static const QRegularExpression item(
        QStringLiteral("\\A\\s*(?:[-*+]|\\d{1,9}[.)])\\s+(?:\\[[ xX]\\]\\s+)?(\\S.*)\\z"));
    static const QRegularExpression fence(QStringLiteral("\\A(\\s*)(`{3,}|~{3,})"));
    struct Item
    {
        QString text;
        QStringList block;
        bool hasBlock = false;
    };
    std::vector<Item> items;
    QString closing;  // of the fenced block that is open
    qsizetype indent = 0;
    bool goesOn = false;  // the line before belongs to an item
    const QString all = visibleText(markdown);
    const QStringList lines = all.split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (!closing.isEmpty()) {
            if (line.trimmed().startsWith(closing) && line.trimmed().remove(closing.front()).isEmpty()) {
                closing.clear();
            } else if (!items.empty() && items.back().hasBlock) {
                qsizetype blanks = 0;
                while (blanks < indent && blanks < line.size() && line[blanks].isSpace()) {
                    ++blanks;
                }
                items.back().block << line.mid(blanks);
            }
            continue;
        }
        if (const auto opens = fence.match(line); opens.hasMatch()) {
            closing = opens.captured(2);
            indent = opens.capturedLength(1);
            if (!items.empty() && items.back().block.isEmpty()) {
                items.back().hasBlock = true;
            }
            continue;
        }
        if (const auto found = item.match(line); found.hasMatch()) {
            items.push_back({.text = found.captured(1)});
            goesOn = true;
        } else if (goesOn && !line.trimmed().isEmpty() && line.front().isSpace()) {
            items.back().text += QLatin1Char(' ') + line.trimmed();
        } else if (!line.trimmed().isEmpty()) {
            goesOn = false;
        }
    }
    std::vector<ChecklistStep> steps;
    for (const Item &each : items) {
        ChecklistStep step;
        step.command = each.block.join(QLatin1Char('\n')).trimmed();
        read(each.text, step);
        if (!step.text.isEmpty()) {
            steps.push_back(std::move(step));
        }
    }
    return steps;
}

}  // namespace onlyonce
