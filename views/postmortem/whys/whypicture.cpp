// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whys/whypicture.h"

#include "views/widgets/paint.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int smallestZoom = 60;
constexpr int largestZoom = 240;
constexpr int zoomStep = 20;
constexpr int frame = 8;  //!< room for the ring

void addWords(const TreeNode &node, QStringList &words)
{
    words.append(node.caption.isEmpty() ? node.text : QStringLiteral("%1 %2").arg(node.caption, node.text));
    for (const TreeNode &below : node.children) {
        addWords(below, words);
    }
}

}  // namespace

WhyPicture::WhyPicture(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Picture of the five whys"));
}

void WhyPicture::setTree(const Tree &tree)
{
    if (m_picture && tree == m_tree) {
        return;
    }
    m_tree = tree;
    QStringList words;
    for (const TreeNode &root : m_tree.roots) {
        addWords(root, words);
    }
    setAccessibleDescription(words.join(QLatin1Char('\n')));
    layOut();
}

void WhyPicture::layOut()
{
    const int wide = width() - 2 * frame;
    if (wide <= 0) {
        return;
    }
    const double pixelsPerPoint = scaled(100) / 75.0;
    m_picture.emplace(m_tree,
                      TreeStyle{.font = textFont(TextStyle::Body),
                                .point = pixelsPerPoint * m_zoom / 100,
                                .width = double(wide),
                                .palette = Theme::of(this).isDark ? TreePalette::dark() : TreePalette::light()});
    setFixedHeight(int(m_picture->height()) + 1 + 2 * frame);
    update();
}

void WhyPicture::zoomTo(int percent)
{
    m_zoom = std::clamp(percent, smallestZoom, largestZoom);
    layOut();
}

void WhyPicture::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        layOut();
    }
}

void WhyPicture::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) {
        layOut();
    }
}

void WhyPicture::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
    case Qt::Key_0:
        if (control) {
            const int step = event->key() == Qt::Key_Minus ? -zoomStep : zoomStep;
            zoomTo(event->key() == Qt::Key_0 ? 100 : m_zoom + step);
            return;
        }
        break;
    case Qt::Key_Escape:
    case Qt::Key_V:
        if (!control) {
            Q_EMIT left();
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void WhyPicture::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (hasFocus()) {
        drawFocusRing(painter, rect().adjusted(1, 1, -1, -1), radius::m, Theme::of(palette()));
    }
    if (m_picture) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(frame, frame);
        m_picture->paint(painter);
    }
}

}  // namespace onlyonce::ui
