// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/imageview.h"

#include "views/widgets/theme.h"

#include <QPainter>

namespace onlyonce::ui {

ImageView::ImageView(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(120, 80);
}

void ImageView::setImage(const QImage &image, const QString &name)
{
    m_image = image;
    setAccessibleName(name);
    update();
}

void ImageView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.sunken);
    if (m_image.isNull()) {
        return;
    }
    const QRect room = rect().adjusted(space::l, space::l, -space::l, -space::l);
    QSize size = m_image.size() / devicePixelRatio();
    if (size.width() > room.width() || size.height() > room.height()) {
        size.scale(room.size(), Qt::KeepAspectRatio);
    }
    QRect box({}, size);
    box.moveCenter(room.center());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(box, m_image);
    painter.setPen(hasFocus() ? theme.focus : theme.border);
    painter.drawRect(box.adjusted(-1, -1, 0, 0));
}

}  // namespace onlyonce::ui
