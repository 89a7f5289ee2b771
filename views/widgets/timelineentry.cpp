// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/timelineentry.h"

#include "models/base/clock.h"
#include "views/widgets/icon.h"
#include "views/widgets/paint.h"
#include "views/widgets/rowroles.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr int node = 24;         //!< the circle on the rail
constexpr int widestText = 760;  //!< longer lines are hard to read
constexpr int mostCodeLines = 6;

int headingHeight()
{
    return scaled(40);
}
int lineHeight()
{
    return scaled(20);
}
int codeLineHeight()
{
    return scaled(18);
}
int timeWidth()
{
    return tabularWidth(u"00:00:00"_s, textFont(TextStyle::Caption)) + 2;
}
int railLeft()
{
    return space::xl + timeWidth() + space::m;
}
int contentLeft()
{
    return railLeft() + node + space::m;
}
int contentWidth(int width)
{
    return qBound(80, width - contentLeft() - space::xl, scaled(widestText));
}

std::optional<QDateTime> momentOf(const QModelIndex &index, const QTimeZone &zone)
{
    const QVariant at = index.data(TimelineAt);
    return at.isValid() ? std::optional(toDateTime(fromMillis(at.toLongLong()), zone)) : std::nullopt;
}

QString headingText(const QModelIndex &index, const QModelIndex &previous, const QTimeZone &zone)
{
    const QString section = index.data(TimelineSection).toString();
    const auto moment = momentOf(index, zone);
    const auto before = previous.isValid() ? momentOf(previous, zone) : std::nullopt;
    QStringList parts;
    if (!section.isEmpty() && section != previous.data(TimelineSection).toString()) {
        parts << section;
    }
    if (moment && (!before || before->date() != moment->date())) {
        parts << QLocale().toString(moment->date(), u"dddd d MMMM yyyy"_s);
    }
    return parts.join(u"  ·  "_s);
}

}  // namespace

TimelineEntry::TimelineEntry(const QModelIndex &index, const QModelIndex &previous, const Frame &frame)
    : m_heading(headingText(index, previous, frame.zone))
    , m_author(index.data(TimelineAuthor).toString())
    , m_head(index.data(TimelineHead).toString())
    , m_late(index.data(TimelineLate).toString())
    , m_icon(index.data(TimelineIcon).toString())
    , m_problem(index.data(TimelineProblem).toString())
    , m_pills(index.data(TimelinePills).value<QList<Pill>>())
    , m_tone(static_cast<Tone>(index.data(TimelineTone).toInt()))
    , m_public(index.data(TimelinePublic).toBool())
    , m_pinned(index.data(TimelinePinned).toBool())
    , m_corrected(index.data(TimelineCorrected).toBool())
    , m_text(index.data(TimelineText).toString(), *frame.theme)
{
    if (const auto moment = momentOf(index, frame.zone)) {
        m_time = moment->time().toString(u"HH:mm:ss"_s);
    }
    if (const QString code = index.data(TimelineCode).toString(); !code.isEmpty()) {
        m_code = code.left(mostCodeLines * 400).split(u'\n').mid(0, mostCodeLines);
    }
    measure(frame);
}

void TimelineEntry::measure(const Frame &frame)
{
    int y = m_heading.isEmpty() ? 0 : headingHeight();
    y += space::s;
    const bool hasHead = !m_author.isEmpty() || !m_head.isEmpty();
    y += hasHead ? lineHeight() : 0;
    m_textTop = y;
    const int textHeight = m_text.layout(contentWidth(frame.width));
    y += textHeight;
    if (!m_pills.isEmpty()) {
        y += textHeight > 0 ? 6 : 2;
        m_pillsTop = y;
        y += lineHeight();
    }
    if (!m_code.isEmpty()) {
        y += space::s;
        m_codeTop = y;
        y += int(m_code.size()) * codeLineHeight() + 2 * space::s;
    }
    if (!m_problem.isEmpty()) {
        y += space::xs;
        m_problemTop = y;
        y += lineHeight();
    }
    const int nodeBottom = (m_heading.isEmpty() ? 0 : headingHeight()) + space::s + node;
    m_height = qMax(y, nodeBottom) + space::s;
}

QRect TimelineEntry::textRect(int width, Qt::LayoutDirection direction) const
{
    const QRect place(contentLeft(), m_textTop, contentWidth(width), m_text.height());
    return mirrored(direction, QRect(0, 0, width, m_height), place);
}

QUrl TimelineEntry::linkAt(const QPoint &point, int width, Qt::LayoutDirection direction) const
{
    const QRect text = textRect(width, direction);
    return text.contains(point) ? m_text.linkAt(point - text.topLeft()) : QUrl();
}

QString TimelineEntry::plainText() const
{
    QStringList marks{m_public ? QCoreApplication::translate("TimelineEntry", "public") : QString(),
                      m_pinned ? QCoreApplication::translate("TimelineEntry", "key moment") : QString(),
                      m_corrected ? QCoreApplication::translate("TimelineEntry", "corrected") : QString(), m_late};
    marks.removeAll(QString());
    QString head = m_time + u' ' + m_author + u' ' + m_head;
    if (!marks.isEmpty()) {
        head = u"%1 (%2)"_s.arg(head.trimmed(), marks.join(u", "_s));
    }
    QStringList lines{head, m_text.plainText()};
    lines += m_code;
    lines.removeAll(QString());
    return lines.join(u'\n').trimmed();
}

void TimelineEntry::paint(QPainter &painter, const QRect &rect, const Theme &theme, QStyle::State state, bool first,
                          bool last, Qt::LayoutDirection direction) const
{
    const Qt::Alignment leading = QStyle::visualAlignment(direction, Qt::AlignLeft) | Qt::AlignVCenter;
    const auto place = [&](const QRect &part) { return mirrored(direction, rect, part); };
    const int bodyTop = rect.top() + (m_heading.isEmpty() ? 0 : headingHeight());
    const QRect body(rect.left(), bodyTop, rect.width(), rect.bottom() + 1 - bodyTop);

    const QRect ground = body.adjusted(space::m, 0, -space::m, 0);
    if (state & QStyle::State_Selected) {
        drawBox(painter, ground, radius::m, state & QStyle::State_HasFocus ? theme.selected : theme.hover);
    } else if (state & QStyle::State_MouseOver) {
        drawBox(painter, ground, radius::m, theme.isDark ? mixed(theme.hover, theme.surface, 0.6) : theme.sunken);
    }
    if (!m_heading.isEmpty()) {
        QFont font = textFont(TextStyle::Caption);
        font.setWeight(QFont::DemiBold);
        const QRect line(rect.left() + contentLeft(), rect.top() + space::s, rect.width() - contentLeft() - space::xl,
                         headingHeight() - space::s);
        const int taken = drawElided(painter, place(line), m_heading, font, theme.textMuted, leading);
        painter.fillRect(
            place(QRect(line.left() + taken + space::m, line.center().y(), line.width() - taken - space::m, 1)),
            theme.border);
    }
    paintRail(painter, rect, theme, first, last, direction);

    painter.setPen(theme.textMuted);
    drawTabular(painter, place(QRect(rect.left() + space::xl, bodyTop + space::s, timeWidth(), lineHeight())), m_time,
                textFont(TextStyle::Caption), QStyle::visualAlignment(direction, Qt::AlignRight) | Qt::AlignVCenter);

    const int left = rect.left() + contentLeft();
    const int width = contentWidth(rect.width());
    if (m_textTop > bodyTop - rect.top() + space::s) {
        paintHead(painter, QRect(left, bodyTop + space::s, width, lineHeight()), rect, theme, direction);
    }
    m_text.draw(painter, textRect(rect.width(), direction).topLeft() + rect.topLeft(), theme.text);
    if (!m_pills.isEmpty()) {
        drawPills(painter, place(QRect(left, rect.top() + m_pillsTop, width, lineHeight())), m_pills, theme, direction);
    }
    if (!m_code.isEmpty()) {
        const QRect box(left, rect.top() + m_codeTop, width, int(m_code.size()) * codeLineHeight() + 2 * space::s);
        drawBox(painter, place(box), radius::m, theme.sunken, theme.border);
        QRect line(box.left() + space::m, box.top() + space::s, box.width() - 2 * space::m, codeLineHeight());
        for (const QString &text : m_code) {
            painter.setFont(textFont(TextStyle::Mono));
            painter.setPen(theme.text);
            // Code reads from left to right in every locale, and its indentation counts.
            painter.drawText(place(line),
                             Qt::AlignLeft | Qt::AlignAbsolute | Qt::AlignVCenter | Qt::TextSingleLine
                                 | Qt::TextForceLeftToRight,
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
            line.translate(0, codeLineHeight());
        }
    }
    if (!m_problem.isEmpty()) {
        const QRect line(left, rect.top() + m_problemTop, width, lineHeight());
        const QColor color = theme.tone(Tone::Danger).text;
        drawIcon(painter, place(QRect(line.left(), line.top() + 3, 14, 14)), u"warning"_s, color);
        drawElided(painter, place(line.adjusted(14 + 6, 0, 0, 0)), m_problem, textFont(TextStyle::Small), color,
                   leading);
    }
}

void TimelineEntry::paintRail(QPainter &painter, const QRect &rect, const Theme &theme, bool first, bool last,
                              Qt::LayoutDirection direction) const
{
    const auto place = [&](const QRect &part) { return mirrored(direction, rect, part); };
    const int nodeTop = rect.top() + (m_heading.isEmpty() ? 0 : headingHeight()) + space::s - 2;
    const int middle = rect.left() + railLeft() + node / 2;
    const int railTop = first ? nodeTop : rect.top();
    const int railBottom = last ? nodeTop : rect.bottom() + 1;
    painter.fillRect(place(QRect(middle, railTop, 1, railBottom - railTop)), theme.border);

    const ToneColors &tone = theme.tone(m_tone);
    const QRect circle = place(QRect(rect.left() + railLeft(), nodeTop, node, node));
    // A key moment stands out on the rail, too.
    drawBox(painter, circle, node / 2.0, tone.fill, m_pinned ? theme.accent : theme.surface, 2);
    drawIcon(painter, circle.adjusted(5, 5, -5, -5), m_icon.isEmpty() ? u"dot"_s : m_icon, tone.text);
}

void TimelineEntry::paintHead(QPainter &painter, QRect line, const QRect &whole, const Theme &theme,
                              Qt::LayoutDirection direction) const
{
    const auto place = [&](const QRect &part) { return mirrored(direction, whole, part); };
    const Qt::Alignment leading = QStyle::visualAlignment(direction, Qt::AlignLeft) | Qt::AlignVCenter;
    const auto words = [&](const QString &text, const QFont &font, const QColor &color) {
        if (!text.isEmpty()) {
            line.setLeft(line.left() + drawElided(painter, place(line), text, font, color, leading) + 6);
        }
    };
    const auto mark = [&](const QString &name, const QColor &color) {
        drawIcon(painter, place(QRect(line.left(), line.top() + 3, 14, 14)), name, color);
        line.setLeft(line.left() + 14 + 6);
    };
    words(m_author, textFont(TextStyle::Strong), theme.text);
    words(m_head, textFont(TextStyle::Body), theme.textMuted);
    if (m_pinned) {
        mark(u"pin"_s, theme.accent);
    }
    if (m_public) {
        const Pill pill{QCoreApplication::translate("TimelineEntry", "Public"), Tone::Accent, PillShape::Soft,
                        u"globe"_s};
        const int width = qMin(pillSize(pill).width(), line.width());
        drawPill(painter, place(QRect(line.left(), line.top(), width, line.height())), pill, theme, direction);
        line.setLeft(line.left() + width + 6);
    }
    if (m_corrected) {
        words(QCoreApplication::translate("TimelineEntry", "corrected"), textFont(TextStyle::Caption), theme.textMuted);
    }
    words(m_late, textFont(TextStyle::Caption), theme.textMuted);
}

}  // namespace onlyonce::ui
