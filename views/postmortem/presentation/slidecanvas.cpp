// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/presentation/slidecanvas.h"

#include "views/widgets/paint.h"
#include "views/widgets/theme.h"

#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace onlyonce::ui {

namespace {

// Pixels of a screen of 1920 × 1080.
constexpr double coverSize = 84;
constexpr double titleSize = 56;
constexpr double bodySize = 38;
constexpr double smallSize = 26;
constexpr double treePoint = 3.8;  //!< of the picture; its text is about ten points high
constexpr double marginX = 110;
constexpr double marginTop = 80;
constexpr double marginBottom = 40;
constexpr double rowPadding = 14;
constexpr double longestLine = 1400;  //!< longer lines are hard to read

int heightOf(const QString &text, const QFont &font, int width)
{
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 1'000'000), Qt::TextWordWrap, text).height();
}

}  // namespace

SlideCanvas::SlideCanvas(QWidget *parent)
    : QWidget(parent)
{
}

QFont SlideCanvas::font(double size, bool bold) const
{
    QFont made = textFont(bold ? TextStyle::Title : TextStyle::Body);
    made.setPixelSize(std::max(8, px(size)));
    if (!bold) {
        made.setWeight(QFont::Medium);  // a thin line is not seen from afar
    }
    return made;
}

void SlideCanvas::setRoom(double unit, int room)
{
    if (m_unit != unit || m_room != room) {
        m_unit = unit;
        m_room = room;
        layOut();
    }
}

void SlideCanvas::setSlide(const Slide &slide)
{
    if (m_slide == slide) {
        m_slide.whys = slide.whys;  // their versions
        return;
    }
    const bool isSame = m_slide.key == slide.key;
    const Why *why = isSame ? chosenWhy() : nullptr;
    const WhyId kept = why ? why->id : WhyId{};
    const CheckPlace place =
        isSame && m_chosen >= 0 && !m_slide.hasTree() ? m_slide.rows[size_t(m_chosen)].place : CheckPlace();
    m_slide = slide;
    m_chosen = isSame && m_chosen < choices() ? m_chosen : -1;
    if (kept) {
        chooseWhy(kept);
    } else if (place.index() > 0) {
        const auto there = std::ranges::find(m_slide.rows, place, &SlideRow::place);
        m_chosen = there == m_slide.rows.end() ? m_chosen : int(there - m_slide.rows.begin());
    }
    describe();
    layOut();
}

void SlideCanvas::describe()
{
    QStringList words{m_slide.text.isEmpty() && m_slide.rows.empty() && m_slide.whys.empty() ? m_slide.nothing
                                                                                             : m_slide.text};
    for (const SlideRow &row : m_slide.rows) {
        for (const QString &part : {row.lead, row.text, row.detail, row.mark}) {
            words << part;
        }
    }
    for (const Why &why : m_slide.whys) {
        words << why.text;
    }
    for (int choice = -1; choice < choices(); ++choice) {
        for (const QString &name : othersAt(partOf(choice))) {
            words << tr("%1 is here").arg(name);
        }
    }
    words.removeAll(QString());
    setAccessibleName(m_slide.title);
    setAccessibleDescription(words.join(QLatin1Char('\n')));
}

int SlideCanvas::choices() const
{
    if (m_slide.hasTree()) {
        return int(m_slide.whys.size());
    }
    const bool leads = std::ranges::any_of(m_slide.rows, [](const SlideRow &row) { return row.place.index() > 0; });
    return leads ? int(m_slide.rows.size()) : 0;
}

void SlideCanvas::choose(int which)
{
    m_chosen = choices() == 0 ? -1 : std::clamp(which, -1, choices() - 1);
    update();
    Q_EMIT chosenChanged();
}

const Why *SlideCanvas::chosenWhy() const
{
    const bool isThere = m_slide.hasTree() && m_chosen >= 0 && size_t(m_chosen) < m_slide.whys.size();
    return isThere ? &m_slide.whys[size_t(m_chosen)] : nullptr;
}

void SlideCanvas::chooseWhy(WhyId why)
{
    const auto there = std::ranges::find(m_slide.whys, why, &Why::id);
    if (there != m_slide.whys.end()) {
        choose(int(there - m_slide.whys.begin()));
    }
}

QRect SlideCanvas::placeOf(int choice) const
{
    if (m_slide.hasTree() && m_picture && choice >= 0) {
        // The symptom is the first node.
        return m_picture->nodeRect(choice + 1).translated(px(marginX), m_treeTop).toAlignedRect();
    }
    for (const Placed &placed : m_rows) {
        if (placed.row == choice) {
            return placed.rect;
        }
    }
    return {};
}

QRect SlideCanvas::chosenPlace() const
{
    return placeOf(m_chosen);
}

int SlideCanvas::addText(int x, int y, int width, const QString &text, const QFont &font, bool muted)
{
    const int high = heightOf(text, font, width);
    m_lines.push_back({QRect(x, y, width, high), text, font, muted});
    return y + high;
}

//! Paragraphs; the lines of a list hang.
int SlideCanvas::addWords(int x, int y, int width, const QString &text, const QFont &font, bool muted)
{
    const QFontMetrics metrics(font);
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        const qsizetype depth = line.size() - line.trimmed().size();
        if (line.trimmed().isEmpty()) {
            y += metrics.height() / 2;
        } else if (line.trimmed().startsWith(QStringLiteral("- "))) {
            const int indent = int(depth) * metrics.averageCharWidth();
            const int hang = metrics.averageCharWidth() * 2;
            addText(x + indent, y, hang, QStringLiteral("•"), font, true);
            y = addText(x + indent + hang, y, width - indent - hang, line.trimmed().mid(2), font, muted);
            y += metrics.height() / 4;
        } else {
            y = addText(x, y, width, line, font, muted);
        }
    }
    return y;
}

int SlideCanvas::leadWidth() const
{
    int wide = 0;
    for (const SlideRow &row : m_slide.rows) {
        wide = std::max(wide, textWidth(row.lead, grownFont(bodySize)));
    }
    return wide == 0 ? 0 : wide + px(48);
}

int SlideCanvas::placeRow(int y, int width, int leadWidth, const SlideRow &row, int number)
{
    const int left = px(marginX);
    const int markWidth = row.mark.isEmpty() ? 0 : textWidth(row.mark, grownFont(smallSize, true)) + px(48);
    const int top = y;
    y += px(rowPadding);
    if (!row.lead.isEmpty()) {
        addText(left, y, leadWidth, row.lead, grownFont(bodySize), true);
    }
    y = addText(left + leadWidth, y, width - leadWidth - markWidth - (markWidth ? px(32) : 0), row.text,
                grownFont(bodySize));
    if (!row.detail.isEmpty()) {
        y = addText(left + leadWidth, y, width - leadWidth - markWidth, row.detail, grownFont(smallSize), true);
    }
    y += px(rowPadding);
    m_rows.push_back({QRect(left - px(24), top, width + px(48), y - top), number});
    return y;
}

//! As large as it can be with all of it in sight.
void SlideCanvas::layOut()
{
    if (width() <= 2 * px(marginX)) {
        return;
    }
    int high = 0;
    for (const double grown : {1.6, 1.45, 1.3, 1.15, 1.0}) {
        high = layOut(grown);
        if (high <= m_room) {
            break;
        }
    }
    setFixedHeight(high);
    update();
}

int SlideCanvas::layOut(double grown)
{
    m_grown = grown;
    m_lines.clear();
    m_rows.clear();
    m_picture.reset();
    const int left = px(marginX);
    const int wide = width() - 2 * left;
    int y = px(m_slide.isCover ? 2 * marginTop : marginTop);
    y = addText(left, y, wide, m_slide.title, font(m_slide.isCover ? coverSize : titleSize, true));
    y += px(m_slide.isCover ? 12 : 36);
    const bool isEmpty = m_slide.text.isEmpty() && m_slide.rows.empty() && !m_slide.hasTree();
    const QString &words = isEmpty ? m_slide.nothing : m_slide.text;
    if (!words.isEmpty()) {
        y = addWords(left, y, std::min(wide, px(longestLine * grown)), words, grownFont(bodySize),
                     isEmpty || m_slide.isCover);
        y += px(m_slide.isCover ? 60 : 24);
    }
    const int lead = leadWidth();
    for (size_t i = 0; i < m_slide.rows.size(); ++i) {
        y = placeRow(y, wide, lead, m_slide.rows[i], int(i));
    }
    if (m_slide.hasTree()) {
        m_treeTop = y;
        m_picture.emplace(m_slide.tree,
                          TreeStyle{.font = textFont(TextStyle::Body),
                                    .point = treePoint * m_unit * grown,
                                    .width = double(wide),
                                    .palette = Theme::of(this).isDark ? TreePalette::dark() : TreePalette::light()});
        y += int(m_picture->height()) + 1;
    }
    return y + px(marginBottom);
}

void SlideCanvas::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        layOut();
    }
}

void SlideCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) {
        layOut();
    }
}

void SlideCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(this);
    for (const Placed &placed : m_rows) {
        const SlideRow &row = m_slide.rows[size_t(placed.row)];
        if (!row.mark.isEmpty()) {
            const ToneColors &tone = theme.tone(row.tone);
            const QFont small = grownFont(smallSize, true);
            const int wide = textWidth(row.mark, small) + px(48);
            const QRect pill(placed.rect.right() - px(24) - wide, placed.rect.top() + px(rowPadding), wide,
                             px(46 * m_grown));
            drawBox(painter, pill, pill.height() / 2.0, tone.fill);
            painter.setFont(small);
            painter.setPen(tone.text);
            painter.drawText(pill, Qt::AlignCenter, row.mark);
        } else if (row.tone != Tone::Neutral) {
            painter.fillRect(QRect(placed.rect.left(), placed.rect.top() + px(rowPadding), px(6),
                                   placed.rect.height() - 2 * px(rowPadding)),
                             theme.tone(row.tone).solid);
        }
        if (size_t(placed.row) + 1 < m_slide.rows.size()) {
            painter.fillRect(QRect(px(marginX), placed.rect.bottom(), width() - 2 * px(marginX), 1), theme.border);
        }
    }
    for (const Line &line : m_lines) {
        painter.setFont(line.font);
        painter.setPen(line.muted ? theme.textMuted : theme.text);
        painter.drawText(line.rect, Qt::TextWordWrap, line.text);
    }
    if (m_picture) {
        painter.save();
        painter.translate(px(marginX), m_treeTop);
        m_picture->paint(painter);
        painter.restore();
    }
    if (const QRect chosen = chosenPlace(); m_chosen >= 0 && chosen.isValid()) {
        QPen pen(theme.focus, std::max(2, px(5)));
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(chosen).adjusted(-px(5), -px(5), px(5), px(5)), px(12), px(12));
    }
    drawOthers(painter);
}

}  // namespace onlyonce::ui
