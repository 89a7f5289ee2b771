// SPDX-License-Identifier: GPL-3.0-or-later
// The why tree as its document shows it, to look at: as wide as its place, as high as it needs. Ctrl+plus and Ctrl+minus
// make it larger and smaller, Ctrl+0 as it was.
#pragma once

#include "models/documents/treepicture.h"

#include <QWidget>

#include <optional>

namespace onlyonce::ui {

class WhyPicture final : public QWidget
{
    Q_OBJECT

public:
    explicit WhyPicture(QWidget *parent = nullptr);
    void setTree(const Tree &tree);

Q_SIGNALS:
    //! Escape, or V once more.
    void left();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void zoomTo(int percent);
    void layOut();

    Tree m_tree;
    std::optional<TreePicture> m_picture;
    int m_zoom = 100;  //!< per cent
};

}  // namespace onlyonce::ui
