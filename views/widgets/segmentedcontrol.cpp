// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/segmentedcontrol.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace onlyonce::ui {

namespace {

class Segment final : public QAbstractButton
{
public:
    Segment(const QString &text, const QString &iconName, QWidget *parent)
        : QAbstractButton(parent)
    {
        setText(text);
        setIcon(ui::icon(iconName));
        setCheckable(true);
        setAutoExclusive(true);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    }

    void setCount(int count)
    {
        m_count = count;
        updateGeometry();
        update();
    }

    //! Too little room for all of them: the words say more than the icons.
    void setTight(bool tight)
    {
        m_tight = tight;
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        // Measured bold, so that choosing does not move the neighbours.
        const int words = textWidth(text(), wordFont());
        return {words + (icon().isNull() ? 0 : 16 + space::xs) + countWidth() + 2 * space::m,
                scaled(metric::control) - 4};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        if (isChecked()) {
            drawBox(painter, rect(), radius::s, theme.isDark ? mixed(theme.text, theme.raised, 0.10) : theme.raised,
                    theme.isDark ? QColor() : mixed(theme.borderStrong, theme.raised, 0.35));
        }
        if (hasFocus()) {
            drawFocusRing(painter, rect(), radius::s, theme);
        }
        const QColor color = isChecked() || underMouse() ? theme.text : theme.textMuted;
        const QFont face = wordFont();
        const int words = textWidth(text(), face);
        const int lead = icon().isNull() || m_tight ? 0 : 16 + space::xs;
        int x = (width() - words - lead - countWidth()) / 2;
        const auto place = [&](int at, int wide) {
            return mirrored(layoutDirection(), rect(), QRect(at, 0, wide, height()));
        };
        if (lead > 0) {
            icon().paint(&painter, place(x, 16));
            x += lead;
        }
        drawElided(painter, place(x, words), text(), face, color);
        x += words;
        if (m_count >= 0) {
            painter.setPen(theme.textMuted);
            drawTabular(painter, place(x, countWidth()), QString::number(m_count), textFont(TextStyle::Caption),
                        QStyle::visualAlignment(layoutDirection(), Qt::AlignRight) | Qt::AlignVCenter);
        }
    }

private:
    //! The chosen one stands out by its ground: a face of its own would be one more to load before the first picture.
    [[nodiscard]] static QFont wordFont()
    {
        QFont face = textFont(TextStyle::Small);
        face.setWeight(QFont::Medium);
        return face;
    }

    [[nodiscard]] int countWidth() const
    {
        return m_count < 0 ? 0 : 6 + tabularWidth(QString::number(m_count), textFont(TextStyle::Caption));
    }

    int m_count = -1;
    bool m_tight = false;
};

}  // namespace

SegmentedControl::SegmentedControl(const QString &name, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(name);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(2);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SegmentedControl::addSegment(const QString &text, const QString &iconName)
{
    auto *segment = new Segment(text, iconName, this);
    const int index = int(m_segments.size());
    segment->setChecked(index == 0);
    segment->setFocusPolicy(index == 0 ? Qt::StrongFocus : Qt::ClickFocus);
    segment->installEventFilter(this);
    connect(segment, &QAbstractButton::clicked, this, [this, index] { choose(index); });
    layout()->addWidget(segment);
    m_segments << segment;
    if (index == 0) {
        setFocusProxy(segment);
    }
}

int SegmentedControl::current() const
{
    for (int i = 0; i < m_segments.size(); ++i) {
        if (m_segments[i]->isChecked()) {
            return i;
        }
    }
    return -1;
}

void SegmentedControl::setCurrent(int index)
{
    if (index < 0 || index >= m_segments.size()) {
        return;
    }
    m_segments[index]->setChecked(true);
    for (int i = 0; i < m_segments.size(); ++i) {
        m_segments[i]->setFocusPolicy(i == index ? Qt::StrongFocus : Qt::ClickFocus);
    }
    setFocusProxy(m_segments[index]);
}

void SegmentedControl::setCount(int index, int count)
{
    static_cast<Segment *>(m_segments.at(index))->setCount(count);
}

void SegmentedControl::choose(int index)
{
    setCurrent(index);
    Q_EMIT currentChanged(index);
}

void SegmentedControl::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    for (QAbstractButton *segment : std::as_const(m_segments)) {
        static_cast<Segment *>(segment)->setTight(width() < sizeHint().width());
    }
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    drawBox(painter, rect(), radius::m, theme.isDark ? theme.field : theme.hover);
}

bool SegmentedControl::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool mirror = layoutDirection() == Qt::RightToLeft;
        const int step = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
        const int next = current() + (mirror ? -step : step);
        if (step != 0) {
            if (next >= 0 && next < m_segments.size()) {
                choose(next);
                m_segments[next]->setFocus(Qt::TabFocusReason);
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace onlyonce::ui
