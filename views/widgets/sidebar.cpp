// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/sidebar.h"

#include "views/widgets/icon.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace onlyonce::ui {

class SidebarItem final : public QAbstractButton
{
    static constexpr int sidePadding = space::s + 2;
    static constexpr int iconSize = 18;
    static constexpr int childIconSize = 14;
    static constexpr int gap = 10;
    static constexpr int childHeight = 28;

public:
    static constexpr int onlyIcon = 2 * sidePadding + iconSize;  //!< as wide as one without words

    //! `owner`: of what it was opened below; of such a one the icon is small.
    SidebarItem(QString id, QString iconName, const QString &label, QString owner, QWidget *parent)
        : QAbstractButton(parent)
        , m_id(std::move(id))
        , m_icon(std::move(iconName))
        , m_owner(std::move(owner))
    {
        setText(label);
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::ClickFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const QString &owner() const { return m_owner; }
    [[nodiscard]] bool stays() const { return m_owner.isEmpty() || !m_icon.isEmpty(); }

    void setCount(int count, Tone tone)
    {
        m_count = count;
        m_tone = tone;
        setAccessibleDescription(count > 0 ? Sidebar::tr("%n waiting", nullptr, count) : QString());
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {2 * sidePadding + iconSize + gap + textWidth(text(), wordFont(true)) + 1,
                scaled(m_owner.isEmpty() ? metric::control : childHeight)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        const auto place = [&](const QRect &part) { return mirrored(layoutDirection(), rect(), part); };
        if (isChecked()) {
            drawBox(painter, rect(), radius::m,
                    theme.isDark ? mixed(theme.text, theme.background, 0.09)
                                 : mixed(theme.text, theme.background, 0.075));
        } else if (underMouse()) {
            drawBox(painter, rect(), radius::m, mixed(theme.text, theme.background, 0.04));
        }
        if (hasFocus()) {
            drawFocusRing(painter, rect(), radius::m, theme);
        }
        const QRect iconPlace(sidePadding, (height() - iconSize) / 2, iconSize, iconSize);
        if (!m_icon.isEmpty()) {
            const int shrink = m_owner.isEmpty() ? 0 : iconSize - childIconSize;
            const QRect icon = iconPlace.adjusted(shrink, shrink / 2, 0, -shrink / 2);
            drawIcon(painter, place(icon), m_icon, isChecked() ? theme.accent : theme.textMuted);
        }

        int right = width() - sidePadding;
        if (m_count > 0) {
            const QString number = m_count > 999 ? QStringLiteral("999+") : QString::number(m_count);
            QFont font = textFont(TextStyle::Caption);
            font.setWeight(QFont::DemiBold);
            const bool loud = m_tone != Tone::Neutral;
            const int wide = qMax(tabularWidth(number, font) + (loud ? 12 : 0), loud ? 20 : 0);
            const QRect badge(right - wide, (height() - scaled(18)) / 2, wide, scaled(18));
            if (loud) {
                drawBox(painter, place(badge), badge.height() / 2.0, theme.tone(m_tone).solid);
            }
            painter.setPen(loud ? theme.tone(m_tone).onSolid : theme.textMuted);
            drawTabular(painter, place(badge), number, font, Qt::AlignCenter);
            right = badge.left() - space::s;
        }
        const int left = iconPlace.right() + 1 + gap;
        if (left >= right) {
            return;
        }
        const QColor words = isChecked() ? theme.text : mixed(theme.text, theme.textMuted, 0.55);
        const QFont font = m_owner.isEmpty() ? wordFont(isChecked()) : textFont(TextStyle::Small);
        drawElided(painter, place(QRect(left, 0, right - left, height())), text(), font, words,
                   QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter);
    }

private:
    static QFont wordFont(bool current)
    {
        QFont font = textFont(TextStyle::Body);
        font.setWeight(current ? QFont::DemiBold : QFont::Medium);
        return font;
    }

    QString m_id;
    QString m_icon;
    QString m_owner;
    int m_count = 0;
    Tone m_tone = Tone::Neutral;
};

Sidebar::Sidebar(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_header(new QVBoxLayout)
    , m_items(new QVBoxLayout)
    , m_footer(new QVBoxLayout)
{
    setAccessibleName(tr("Navigation"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::m, space::m, space::m);
    column->setSpacing(0);
    m_header->setSpacing(space::s);
    m_items->setSpacing(2);
    m_footer->setSpacing(2);
    column->addLayout(m_header);
    if (kind == Kind::Pages) {
        column->addSpacing(space::m);
    }
    column->addLayout(m_items);
    column->addStretch();
    column->addLayout(m_footer);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

QSize Sidebar::sizeHint() const
{
    const QSize own = QWidget::sizeHint();
    return {m_iconsOnly                ? 2 * space::m + SidebarItem::onlyIcon
            : m_kind == Kind::Sections ? own.width()
                                       : scaled(metric::sidebar),
            own.height()};
}

void Sidebar::setIconsOnly(bool iconsOnly)
{
    if (iconsOnly == m_iconsOnly) {
        return;
    }
    m_iconsOnly = iconsOnly;
    for (SidebarItem *each : m_all) {
        each->setToolTip(iconsOnly || !each->owner().isEmpty() ? each->text() : QString());
    }
    updateGeometry();
}

void Sidebar::addSection(const QString &title)
{
    auto *label = new TextLabel(title, TextStyle::Caption, TextLabel::Rank::Muted);
    label->setContentsMargins(space::s + 2, m_items->isEmpty() ? 0 : space::l, space::s, space::xs);
    m_items->addWidget(label);
}

void Sidebar::addItem(const QString &id, const QString &iconName, const QString &label)
{
    insert(m_all.size(), new SidebarItem(id, iconName, label, {}, this));
    if (m_all.size() == 1) {
        setCurrent(id);
    }
}

void Sidebar::insert(qsizetype at, SidebarItem *added)
{
    added->installEventFilter(this);
    connect(added, &QAbstractButton::clicked, this, [this, id = added->id()] {
        setCurrent(id);
        Q_EMIT chosen(id);
    });
    if (at == m_all.size()) {
        m_items->addWidget(added);
    } else {
        m_items->insertWidget(m_items->indexOf(m_all[at]), added);
    }
    m_all.insert(at, added);
}

void Sidebar::addChild(const QString &parentId, const QString &id, const QString &label, const QString &iconName)
{
    qsizetype at = m_all.indexOf(item(parentId)) + 1;
    while (at < m_all.size() && m_all[at]->owner() == parentId && (iconName.isEmpty() || m_all[at]->stays())) {
        ++at;
    }
    insert(at, new SidebarItem(id, iconName, {}, parentId, this));
    setLabel(id, label);
}

void Sidebar::setLabel(const QString &id, const QString &label)
{
    if (SidebarItem *found = item(id)) {
        found->setText(label);
        found->setToolTip(label);
        found->update();
    }
}

void Sidebar::removeItem(const QString &id)
{
    SidebarItem *gone = item(id);
    if (!gone) {
        return;
    }
    m_all.removeAll(gone);
    if (m_current == id) {
        setCurrent(gone->owner());
    }
    gone->hide();
    gone->deleteLater();  // it may be what was clicked
}

void Sidebar::addHeader(QWidget *widget)
{
    m_header->addWidget(widget);
}

void Sidebar::addFooter(QWidget *widget)
{
    m_footer->addWidget(widget);
}

SidebarItem *Sidebar::item(const QString &id) const
{
    for (SidebarItem *candidate : m_all) {
        if (candidate->id() == id) {
            return candidate;
        }
    }
    return nullptr;
}

void Sidebar::setCount(const QString &id, int count, Tone tone)
{
    if (SidebarItem *found = item(id)) {
        found->setCount(count, tone);
    }
}

void Sidebar::setCurrent(const QString &id)
{
    SidebarItem *found = item(id);
    if (!found) {
        return;
    }
    m_current = id;
    found->setChecked(true);
    setFocusProxy(found);
    for (SidebarItem *each : m_all) {
        each->setFocusPolicy(each == found ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

QStringList Sidebar::ids() const
{
    QStringList ids;
    for (const SidebarItem *each : m_all) {
        ids << each->id();
    }
    return ids;
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    if (m_kind == Kind::Pages) {
        painter.fillRect(rect(), theme.background);
    }
    painter.fillRect(mirrored(layoutDirection(), rect(), QRect(width() - 1, 0, 1, height())), theme.border);
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        const qsizetype at = m_all.indexOf(static_cast<SidebarItem *>(watched));
        const qsizetype next = press->key() == Qt::Key_Down ? at + 1 : press->key() == Qt::Key_Up ? at - 1 : -1;
        if (press->key() == Qt::Key_Down || press->key() == Qt::Key_Up) {
            if (next >= 0 && next < m_all.size()) {
                m_all[next]->setFocus(Qt::TabFocusReason);
                if (m_kind == Kind::Sections) {
                    m_all[next]->click();
                }
            }
            return true;
        }
        if (press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter) {
            m_all[at]->click();
            return true;
        }
        if (press->key() == Qt::Key_Delete && !m_all[at]->stays()) {
            Q_EMIT closeWanted(m_all[at]->id());
            return true;
        }
    }
    if (event->type() == QEvent::MouseButtonRelease
        && static_cast<QMouseEvent *>(event)->button() == Qt::MiddleButton) {
        const auto *under = static_cast<SidebarItem *>(watched);
        if (!under->stays()) {
            Q_EMIT closeWanted(QString(under->id()));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace onlyonce::ui
