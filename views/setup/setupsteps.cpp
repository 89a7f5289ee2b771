// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/setup/setupsteps.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QAbstractButton>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

class SetupStep final : public QAbstractButton
{
    static constexpr int padding = space::m;
    static constexpr int mark = 24;
    static constexpr int gap = space::m;
    static constexpr int rowHeight = 56;

public:
    static constexpr int onlyMark = 2 * padding + mark;  //!< as wide as one without words

    SetupStep(int index, const QString &name, QWidget *parent)
        : QAbstractButton(parent)
        , m_index(index)
    {
        setText(name);
        setCheckable(true);
        setAutoExclusive(true);  // which gives it the arrow keys
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setState(SetupState state, const QString &words)
    {
        m_state = state;
        m_words = words;
        setAccessibleDescription(words);
        updateGeometry();
        update();
    }
    [[nodiscard]] const QString &words() const { return m_words; }
    //! So that a line leads on to it.
    void setFollowed() { m_isFollowed = true; }

    [[nodiscard]] QSize sizeHint() const override
    {
        const int wide = std::max(textWidth(text(), nameFont(true)), textWidth(m_words, textFont(TextStyle::Small)));
        return {onlyMark + gap + wide + 1, scaled(rowHeight)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        const auto place = [&](const QRect &part) { return mirrored(layoutDirection(), rect(), part); };
        const QRect box = rect().adjusted(0, 2, 0, -2);
        if (isChecked()) {
            drawBox(painter, box, radius::m,
                    theme.isDark ? mixed(theme.text, theme.background, 0.09)
                                 : mixed(theme.text, theme.background, 0.075));
        } else if (underMouse()) {
            drawBox(painter, box, radius::m, mixed(theme.text, theme.background, 0.04));
        }
        if (hasFocus()) {
            drawFocusRing(painter, box, radius::m, theme);
        }
        const QRect circle(padding, (height() - mark) / 2, mark, mark);
        paintWay(painter, place(QRect(circle.center().x(), 0, 1, height())), circle, theme);
        paintMark(painter, place(circle), theme);

        const int left = circle.right() + 1 + gap;
        const int wide = width() - left - space::s;
        if (wide <= 0) {
            return;
        }
        const QFont font = nameFont(isChecked());
        const QFont small = textFont(TextStyle::Small);
        const int high = QFontMetrics(font).height() + QFontMetrics(small).height() + 1;
        const int top = (height() - high) / 2;
        const auto alignment = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter;
        drawElided(painter, place(QRect(left, top, wide, QFontMetrics(font).height())), text(), font, theme.text,
                   alignment);
        const QColor color = isDone() ? theme.tone(Tone::Success).text : theme.textMuted;
        drawElided(painter,
                   place(QRect(left, top + high - QFontMetrics(small).height(), wide, QFontMetrics(small).height())),
                   m_words, small, color, alignment);
    }

private:
    static QFont nameFont(bool current)
    {
        QFont font = textFont(TextStyle::Body);
        font.setWeight(current ? QFont::DemiBold : QFont::Medium);
        return font;
    }

    [[nodiscard]] bool isDone() const { return m_state == SetupState::Done || m_state == SetupState::Works; }

    //! From the mark above to the mark below.
    void paintWay(QPainter &painter, const QRect &line, const QRect &circle, const Theme &theme) const
    {
        const auto color = theme.border;
        if (m_index > 0) {
            painter.fillRect(QRect(line.x(), 0, 1, circle.top() - 3), color);
        }
        if (m_isFollowed) {
            painter.fillRect(QRect(line.x(), circle.bottom() + 4, 1, height()), color);
        }
    }

    void paintMark(QPainter &painter, const QRect &circle, const Theme &theme) const
    {
        painter.setRenderHint(QPainter::Antialiasing);
        if (isDone()) {
            drawBox(painter, circle, mark / 2.0, theme.tone(Tone::Success).solid);
            drawIcon(painter, circle.adjusted(4, 4, -4, -4), QStringLiteral("check"),
                     theme.tone(Tone::Success).onSolid);
            return;
        }
        const bool current = isChecked();
        drawBox(painter, circle, mark / 2.0, current ? theme.accentSolid : theme.surface,
                current ? QColor() : theme.borderStrong);
        const QColor ink = current ? theme.onAccent : theme.textMuted;
        if (m_state == SetupState::Skipped && !current) {
            drawIcon(painter, circle.adjusted(5, 5, -5, -5), QStringLiteral("minus"), ink);
            return;
        }
        QFont font = textFont(TextStyle::Caption);
        font.setWeight(QFont::DemiBold);
        painter.setPen(ink);
        drawTabular(painter, circle, locale().toString(m_index + 1), font, Qt::AlignCenter);
    }

    int m_index;
    SetupState m_state = SetupState::Open;
    QString m_words;
    bool m_isFollowed = false;
};

SetupSteps::SetupSteps(QWidget *parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(space::m, space::l, space::m, space::l);
    m_rows->setSpacing(0);
    m_rows->addStretch();
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void SetupSteps::addStep(const QString &name)
{
    const int index = int(m_steps.size());
    if (index > 0) {
        m_steps.back()->setFollowed();
    }
    auto *step = new SetupStep(index, name, this);
    connect(step, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
    m_rows->insertWidget(index, step);
    m_steps.append(step);
}

void SetupSteps::setState(int index, SetupState state, const QString &words)
{
    m_steps[index]->setState(state, words);
    m_steps[index]->setToolTip(m_marksOnly ? QStringLiteral("%1: %2").arg(m_steps[index]->text(), words) : QString());
}

void SetupSteps::setCurrent(int index)
{
    m_steps[index]->setChecked(true);
    setFocusProxy(m_steps[index]);
    for (SetupStep *each : m_steps) {  // Tab passes by once
        each->setFocusPolicy(each == m_steps[index] ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

void SetupSteps::setMarksOnly(bool marksOnly)
{
    if (marksOnly == m_marksOnly) {
        return;
    }
    m_marksOnly = marksOnly;
    for (SetupStep *each : m_steps) {
        each->setToolTip(marksOnly ? QStringLiteral("%1: %2").arg(each->text(), each->words()) : QString());
    }
    updateGeometry();
}

QSize SetupSteps::sizeHint() const
{
    const QSize own = QWidget::sizeHint();
    return {m_marksOnly ? 2 * space::m + SetupStep::onlyMark : std::max(own.width(), scaled(metric::sidebar)),
            own.height()};
}

void SetupSteps::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(mirrored(layoutDirection(), rect(), QRect(width() - 1, 0, 1, height())), Theme::of(this).border);
}

}  // namespace onlyonce::ui
