// SPDX-License-Identifier: GPL-3.0-or-later
// RichText as a widget: words to read, as high as they are, with links to follow.
#pragma once

#include "views/widgets/richtext.h"

#include <QWidget>

namespace onlyonce::ui {

class RichView final : public QWidget
{
    Q_OBJECT

public:
    explicit RichView(QWidget *parent = nullptr);
    //! Inline Markdown only, as RichText takes it.
    void setSource(const QString &source);

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void linkActivated(const QUrl &url);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void read();

    QString m_source;
    mutable RichText m_text;
};

}  // namespace onlyonce::ui
