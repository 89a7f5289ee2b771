// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/richview.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int widest = 760;  // longer lines are hard to read

}  // namespace

RichView::RichView(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMaximumWidth(scaled(widest));
    setMouseTracking(true);
}

void RichView::setSource(const QString &source)
{
    m_source = source;
    read();
}

void RichView::read()
{
    m_text = RichText(m_source, Theme::of(this));
    setAccessibleName(m_text.plainText());
    updateGeometry();
    update();
}

int RichView::heightForWidth(int width) const
{
    return m_text.layout(std::min(width, maximumWidth()));
}

QSize RichView::sizeHint() const
{
    const int wide = scaled(metric::form);
    return {wide, m_text.layout(wide)};
}

void RichView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_text.layout(width());
    m_text.draw(painter, {}, Theme::of(this).text);
}

void RichView::mouseMoveEvent(QMouseEvent *event)
{
    m_text.layout(width());
    const QUrl url = m_text.linkAt(event->pos());
    setCursor(url.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    setToolTip(url.toDisplayString());
}

void RichView::mouseReleaseEvent(QMouseEvent *event)
{
    m_text.layout(width());
    const QUrl url = event->button() == Qt::LeftButton ? m_text.linkAt(event->pos()) : QUrl();
    if (!url.isEmpty()) {
        Q_EMIT linkActivated(url);
    }
}

void RichView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange) {
        read();
    }
}

}  // namespace onlyonce::ui
