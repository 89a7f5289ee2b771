// SPDX-License-Identifier: GPL-3.0-or-later
// One question, answered by a few letters and Enter: who, what, when. Never modal.
#pragma once

#include "views/widgets/commandpalette.h"

namespace onlyonce::ui {

class Chooser final : public QObject
{
    Q_OBJECT

public:
    //! The list stands above `page`, near its top.
    explicit Chooser(QWidget *page)
        : QObject(page)
        , m_page(page)
    {
    }

    //! `offer` answers with what may be chosen, at once; what is typed may be a choice of its own.
    void ask(const QString &question, CommandPalette::Provider offer)
    {
        m_offer = std::move(offer);
        if (!m_palette) {
            m_palette = new CommandPalette(m_page);
            m_palette->addProvider([this](const QString &pattern) { return m_offer(pattern); });
        }
        m_palette->setPlaceholder(question);
        m_palette->popup();
    }

private:
    QWidget *m_page;
    CommandPalette *m_palette = nullptr;
    CommandPalette::Provider m_offer;
};

}  // namespace onlyonce::ui
