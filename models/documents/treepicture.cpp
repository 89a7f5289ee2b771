// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/treepicture.h"

#include "models/documents/textbox.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <deque>

namespace onlyonce {

namespace {

// In points; everything stands on a grid of four.
constexpr double indent = 20;
constexpr double narrowestBox = 160;
constexpr double gap = 8;
constexpr double jointGap = 20;
constexpr double paddingX = 8;
constexpr double paddingY = 6;
constexpr double radius = 4;
constexpr double badgeHeight = 12;
constexpr double badgePadding = 5;
constexpr double badgeGap = 4;
constexpr double hairline = 0.75;

struct TypeSize
{
    double font;
    double line;
};
constexpr TypeSize textSize{9, 13};
constexpr TypeSize smallSize{7.5, 11};
constexpr TypeSize badgeSize{6.5, 9};

struct PlacedBadge
{
    QRectF rect;
    QString text;
    Tone tone;
};

struct PlacedText
{
    std::unique_ptr<TextBox> box;
    QPointF at;
};

struct PlacedNode
{
    QRectF rect;
    double stripTop = 0;
    Tone tone = Tone::Neutral;
    std::vector<PlacedText> texts;
    std::vector<PlacedBadge> badges;
    double trunkX = 0;       // where the line to its children leaves
    double trunkBottom = 0;  // where the last child's elbow begins; 0: no children
    double elbowFrom = -1;   // x of the parent's trunk; -1: a root
    QRectF jointLabel;
};

double elbowY(const PlacedNode &node, double point)
{
    return node.rect.top() + std::min(node.rect.height() / 2, (paddingY + textSize.line / 2) * point);
}

int depthOf(const std::vector<TreeNode> &nodes)
{
    // Not recursive: a chain as deep as memory must not end the program.
    int depth = 0;
    std::deque<std::pair<const TreeNode *, int>> open;
    for (const TreeNode &node : nodes) {
        open.emplace_back(&node, 1);
    }
    while (!open.empty()) {
        const auto [node, level] = open.front();
        open.pop_front();
        depth = std::max(depth, level);
        for (const TreeNode &child : node->children) {
            open.emplace_back(&child, level + 1);
        }
    }
    return depth;
}

}  // namespace

struct TreePicture::Layout
{
    TreeStyle style;
    double step = 0;
    double height = 0;
    std::vector<PlacedNode> nodes;
    QString jointText = QCoreApplication::translate("TreePicture", "AND: only together");

    [[nodiscard]] double scaled(double points) const { return points * style.point; }

    [[nodiscard]] QFont font(TypeSize size, QFont::Weight weight = QFont::Normal) const
    {
        QFont font = style.font;
        font.setPixelSize(std::max(1, qRound(scaled(size.font))));
        font.setWeight(weight);
        return font;
    }

    [[nodiscard]] TextStyle textStyle(TypeSize size, const QColor &color, QFont::Weight weight = QFont::Normal) const
    {
        return {.font = font(size, weight), .lineHeight = scaled(size.line), .color = color};
    }

    void place(const std::vector<TreeNode> &roots)
    {
        const int depth = std::max(1, depthOf(roots));
        step = std::min(scaled(indent), std::max(0.0, style.width - scaled(narrowestBox)) / depth);
        struct Open
        {
            const TreeNode *node;
            int level;
            int parent;
        };
        std::vector<Open> open;
        for (auto root = roots.rbegin(); root != roots.rend(); ++root) {
            open.push_back({&*root, 0, -1});
        }
        while (!open.empty()) {
            const Open next = open.back();
            open.pop_back();
            const int index = placeNode(*next.node, next.level, next.parent);
            for (auto child = next.node->children.rbegin(); child != next.node->children.rend(); ++child) {
                open.push_back({&*child, next.level + 1, index});
            }
        }
    }

    int placeNode(const TreeNode &node, int level, int parent)
    {
        const int index = static_cast<int>(nodes.size());
        PlacedNode placed;
        placed.stripTop = height;
        placed.tone = node.tone;
        const bool followsJoint = parent >= 0 && nodes[parent].jointLabel.isValid() && parent == index - 1;
        const double top = height + (index == 0 ? scaled(hairline) : scaled(followsJoint ? jointGap : gap));
        const double left = level * step + scaled(hairline);
        const double width = style.width - left - scaled(hairline);
        const double bottom = placeContent(node, placed, QRectF(left, top, width, 0));
        placed.rect = QRectF(left, top, width, bottom - top);
        placed.trunkX = left + std::min(scaled(12), step / 2);
        if (parent >= 0) {
            placed.elbowFrom = nodes[parent].trunkX;
            nodes[parent].trunkBottom = elbowY(placed, style.point) - elbowRadius(placed);
        }
        if (node.jointly && node.children.size() > 1) {
            const double labelWidth = QFontMetricsF(font(badgeSize, QFont::DemiBold)).horizontalAdvance(jointText);
            placed.jointLabel =
                QRectF(placed.trunkX + scaled(4), placed.rect.bottom() + scaled((jointGap - badgeHeight) / 2),
                       labelWidth + scaled(2 * badgePadding), scaled(badgeHeight));
        }
        height = placed.rect.bottom() + scaled(hairline);
        nodes.push_back(std::move(placed));
        return index;
    }

    [[nodiscard]] double elbowRadius(const PlacedNode &child) const
    {
        return std::min(scaled(radius), std::max(0.0, child.rect.left() - child.elbowFrom));
    }

    //! Fills the texts and badges of a box whose top left corner and width are given; answers with its bottom.
    double placeContent(const TreeNode &node, PlacedNode &placed, const QRectF &frame) const
    {
        const auto &ink = style.palette.node[static_cast<size_t>(node.tone)];
        const double left = frame.left() + scaled(paddingX);
        const double right = frame.right() - scaled(paddingX);
        double y = frame.top() + scaled(paddingY);

        const double badgesWidth = placeBadges(node, placed);
        const bool beside = badgesWidth > 0 && badgesWidth <= 0.4 * (right - left);
        const double textWidth = right - left - (beside ? badgesWidth + scaled(paddingX) : 0);
        if (beside) {
            moveBadges(placed, QPointF(right - badgesWidth, y + scaled((textSize.line - badgeHeight) / 2)), right);
        }
        const auto addText = [&](const QString &text, const TextStyle &textStyle, double width) {
            if (!text.trimmed().isEmpty()) {
                auto box = std::make_unique<TextBox>(plainRichText(text.trimmed()), textStyle);
                box->layOut(width);
                placed.texts.push_back({std::move(box), QPointF(left, y)});
                y += placed.texts.back().box->height();
            }
        };
        addText(node.caption, textStyle(smallSize, style.palette.mutedText), textWidth);
        addText(node.text, textStyle(textSize, ink.text, QFont::DemiBold), textWidth);
        if (badgesWidth > 0 && !beside) {
            y += scaled(2);
            y = moveBadges(placed, QPointF(left, y), right) + scaled(2);
        }
        for (const QString &detail : node.details) {
            addText(detail, textStyle(smallSize, style.palette.mutedText), right - left);
        }
        return std::max(y, frame.top() + scaled(paddingY + textSize.line)) + scaled(paddingY);
    }

    double placeBadges(const TreeNode &node, PlacedNode &placed) const
    {
        double x = 0;
        const QFontMetricsF metrics(font(badgeSize, QFont::DemiBold));
        for (const Badge &badge : node.badges) {
            const QString text = visibleLine(badge.text);
            const double width = metrics.horizontalAdvance(text) + scaled(2 * badgePadding);
            placed.badges.push_back({QRectF(x, 0, width, scaled(badgeHeight)), text, badge.tone});
            x += width + scaled(badgeGap);
        }
        return placed.badges.empty() ? 0 : x - scaled(badgeGap);
    }

    //! Puts the badges at `at`, in as many rows as they need before `right`; answers with their bottom.
    double moveBadges(PlacedNode &placed, QPointF at, double right) const
    {
        double x = at.x();
        double y = at.y();
        for (PlacedBadge &badge : placed.badges) {
            const double width = std::min(badge.rect.width(), right - at.x());
            if (x > at.x() && x + width > right + 0.5) {
                x = at.x();
                y += scaled(badgeHeight + badgeGap);
            }
            badge.rect = QRectF(x, y, width, scaled(badgeHeight));
            x += width + scaled(badgeGap);
        }
        return y + scaled(badgeHeight);
    }

    void paintConnectors(QPainter &painter, int index) const
    {
        painter.setPen(QPen(style.palette.line, scaled(1), Qt::SolidLine, Qt::FlatCap));
        painter.setBrush(Qt::NoBrush);
        const QRectF strip = stripOf(index);
        // Trunks that start above this strip and go on into it belong to earlier nodes.
        for (int i = 0; i <= index; ++i) {
            const PlacedNode &node = nodes[i];
            const double from = std::max(node.rect.bottom(), strip.top());
            const double to = std::min(node.trunkBottom, strip.bottom());
            if (to > from) {
                painter.drawLine(QPointF(node.trunkX, from), QPointF(node.trunkX, to));
            }
        }
        const PlacedNode &node = nodes[index];
        if (node.elbowFrom >= 0) {
            const double y = elbowY(node, style.point);
            const double r = elbowRadius(node);
            QPainterPath path(QPointF(node.elbowFrom, y - r));
            path.quadTo(QPointF(node.elbowFrom, y), QPointF(node.elbowFrom + r, y));
            path.lineTo(QPointF(node.rect.left(), y));
            painter.drawPath(path);
        }
    }

    void paintPill(QPainter &painter, const QRectF &rect, const QString &text, const TreePalette::Ink &ink) const
    {
        painter.setPen(QPen(ink.border, scaled(0.5)));
        painter.setBrush(ink.fill);
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
        const TextStyle labelStyle = textStyle(badgeSize, ink.text, QFont::DemiBold);
        TextBox label(plainRichText(elided(text, labelStyle.font, rect.width() - scaled(2 * badgePadding) + 1)),
                      labelStyle);
        label.layOut(rect.width());
        label.paintLine(painter, 0,
                        QPointF(rect.left() + scaled(badgePadding), rect.center().y() - label.lineHeight() / 2));
    }

    void paintNode(QPainter &painter, int index) const
    {
        const PlacedNode &node = nodes[index];
        const auto &ink = style.palette.node[static_cast<size_t>(node.tone)];
        painter.setPen(QPen(ink.border, scaled(hairline)));
        painter.setBrush(ink.fill);
        painter.drawRoundedRect(node.rect, scaled(radius), scaled(radius));
        for (const PlacedText &text : node.texts) {
            text.box->paint(painter, text.at);
        }
        for (const PlacedBadge &badge : node.badges) {
            paintPill(painter, badge.rect, badge.text, style.palette.badge[static_cast<size_t>(badge.tone)]);
        }
    }

    [[nodiscard]] QRectF stripOf(int index) const
    {
        const bool last = index + 1 == static_cast<int>(nodes.size());
        const double bottom = last ? height : nodes[index + 1].stripTop;
        return QRectF(0, nodes[index].stripTop, style.width, bottom - nodes[index].stripTop);
    }
};

TreePicture::TreePicture(const Tree &tree, const TreeStyle &style)
    : m_layout(std::make_unique<Layout>())
{
    m_layout->style = style;
    m_layout->place(tree.roots);
}

TreePicture::TreePicture(TreePicture &&) noexcept = default;
TreePicture &TreePicture::operator=(TreePicture &&) noexcept = default;
TreePicture::~TreePicture() = default;

double TreePicture::height() const
{
    return m_layout->height;
}

int TreePicture::nodeCount() const
{
    return static_cast<int>(m_layout->nodes.size());
}

QRectF TreePicture::nodeRect(int node) const
{
    return m_layout->nodes.at(static_cast<size_t>(node)).rect;
}

int TreePicture::nodeAt(QPointF point) const
{
    const auto &nodes = m_layout->nodes;
    const auto found = std::ranges::find_if(nodes, [&](const PlacedNode &node) { return node.rect.contains(point); });
    return found == nodes.end() ? -1 : static_cast<int>(found - nodes.begin());
}

QRectF TreePicture::strip(int node) const
{
    return m_layout->stripOf(node);
}

std::vector<double> TreePicture::stripBreaks(int node) const
{
    const PlacedNode &placed = m_layout->nodes.at(static_cast<size_t>(node));
    std::vector<double> breaks;
    for (const PlacedText &text : placed.texts) {
        for (int line = 1; line <= text.box->lineCount(); ++line) {
            breaks.push_back(text.at.y() + line * text.box->lineHeight() - placed.stripTop);
        }
    }
    return breaks;
}

void TreePicture::paintStrip(QPainter &painter, int node) const
{
    m_layout->paintConnectors(painter, node);
    if (node > 0 && m_layout->nodes[node - 1].jointLabel.isValid()) {
        m_layout->paintPill(painter, m_layout->nodes[node - 1].jointLabel, m_layout->jointText,
                            m_layout->style.palette.badge[static_cast<size_t>(Tone::Info)]);
    }
    m_layout->paintNode(painter, node);
}

void TreePicture::paint(QPainter &painter) const
{
    for (int i = 0; i < nodeCount(); ++i) {
        paintStrip(painter, i);
    }
}

}  // namespace onlyonce
