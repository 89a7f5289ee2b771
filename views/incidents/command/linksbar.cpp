// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/linksbar.h"

#include "views/widgets/icon.h"
#include "views/widgets/page.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr size_t mostButtons = 5;
constexpr int longestTitle = 22;  //!< signs

QString shortened(const QString &title)
{
    return title.size() > longestTitle ? title.left(longestTitle - 1) + QChar(0x2026) : title;
}

QString iconOf(ReferenceKind kind)
{
    switch (kind) {
    case ReferenceKind::Bridge:
        return QStringLiteral("phone");
    case ReferenceKind::Chat:
        return QStringLiteral("message");
    case ReferenceKind::Dashboard:
        return QStringLiteral("insights");
    case ReferenceKind::Runbook:
        return QStringLiteral("book");
    case ReferenceKind::Link:
        return QStringLiteral("external");
    }
    return {};
}

}  // namespace

Result<> openAddress(const QString &address)
{
    const auto checked = checkedAddress(address);
    if (!checked) {
        return failure(checked);
    }
    if (!QDesktopServices::openUrl(QUrl(*checked, QUrl::StrictMode))) {
        return fail(ErrorCode::Unavailable, LinksBar::tr("Nothing on this machine opens %1.").arg(*checked));
    }
    return {};
}

LinksBar::LinksBar(QWidget *parent)
    : QWidget(parent)
    , m_line(new QHBoxLayout(this))
    , m_more(makeIconButton(QStringLiteral("link"), tr("Links")))
    , m_menu(new QMenu(this))
{
    m_line->setContentsMargins({});
    m_line->setSpacing(space::xs);
    m_line->setSizeConstraint(QLayout::SetNoConstraint);  // what does not fit stands in the menu
    m_line->addWidget(m_more);
    m_line->addStretch();
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMinimumHeight(scaled(metric::controlSmall));
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        m_menu->clear();
        for (const Reference &each : m_links) {
            m_menu->addAction(icon(iconOf(each.kind)), each.shownTitle(), this, [this, each] { follow(each); });
        }
        m_menu->addSeparator();
        m_menu->addAction(icon(QStringLiteral("edit")), tr("Change the links …"), this, &LinksBar::editWanted);
    });
    show({});
}

void LinksBar::show(const std::vector<Reference> &links)
{
    if (links == m_links && (m_buttons.size() == std::min(links.size(), mostButtons))) {
        return;
    }
    m_links = links;
    for (QWidget *button : m_buttons) {
        button->hide();
        button->deleteLater();
    }
    m_buttons.clear();
    for (size_t i = 0; i < std::min(links.size(), mostButtons); ++i) {
        const Reference &link = links[i];
        auto *button = makeButton(shortened(link.shownTitle()), ButtonKind::Quiet, iconOf(link.kind));
        button->setAccessibleName(tr("Open %1").arg(link.shownTitle()));
        button->setToolTip(link.url);
        m_line->insertWidget(int(i), button);
        m_buttons.push_back(button);
        connect(button, &QPushButton::clicked, this, [this, link] { follow(link); });
    }
    arrange();
}

void LinksBar::arrange()
{
    int taken = m_more->sizeHint().width();
    for (QWidget *button : m_buttons) {
        taken += button->sizeHint().width() + space::xs;
        button->setVisible(taken <= width());
    }
}

bool LinksBar::open(ReferenceKind kind)
{
    const auto found = std::ranges::find(m_links, kind, &Reference::kind);
    if (found == m_links.end()) {
        return false;
    }
    follow(Reference(*found));
    return true;
}

void LinksBar::follow(const Reference &link)
{
    if (const auto opened = openAddress(link.url); !opened) {
        Q_EMIT failed(opened.error());
    }
}

void LinksBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

}  // namespace onlyonce::ui
