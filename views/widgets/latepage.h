// SPDX-License-Identifier: GPL-3.0-or-later
// A page that is made when it is first looked at: what nobody opens costs no time at the start, no memory, and no
// questions to the database whenever something changes.
#pragma once

#include <QWidget>

#include <functional>

namespace onlyonce::ui {

class LatePage final : public QWidget
{
public:
    //! `make` is called once, when the page is first shown.
    explicit LatePage(std::function<QWidget *()> make, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    std::function<QWidget *()> m_make;
};

}  // namespace onlyonce::ui
