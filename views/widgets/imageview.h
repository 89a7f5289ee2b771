// SPDX-License-Identifier: GPL-3.0-or-later
// An image as large as it is, or as large as there is room.
#pragma once

#include <QImage>
#include <QWidget>

namespace onlyonce::ui {

class ImageView final : public QWidget
{
    Q_OBJECT

public:
    explicit ImageView(QWidget *parent = nullptr);
    //! `name` is what it is called for those who do not see it.
    void setImage(const QImage &image, const QString &name);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QImage m_image;
};

}  // namespace onlyonce::ui
