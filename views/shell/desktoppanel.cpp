// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/desktoppanel.h"

#include "views/widgets/page.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSlider>

namespace onlyonce::ui {

namespace {

using namespace Qt::StringLiterals;

TextLabel *explanation(const QString &text)
{
    auto *label = new TextLabel(text, TextStyle::Small, TextLabel::Rank::Muted);
    label->setWordWrap(true);
    return label;
}

}  // namespace

DesktopPanel::DesktopPanel(const DesktopSettings &settings, bool hasTray, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_notices(new QCheckBox(tr("Notices")))
    , m_alarm(new QCheckBox(tr("Alarm")))
    , m_volume(new QSlider(Qt::Horizontal))
    , m_tray(new QCheckBox(tr("Stay in the tray")))
    , m_unheard(new TextLabel({}, TextStyle::Small))
{
    auto *panel = new Panel(tr("This desktop"));
    QVBoxLayout *body = panel->body();
    body->setSpacing(space::s);

    body->addWidget(m_notices);
    body->addWidget(explanation(
        tr("When an incident opens or gets worse, a promised update is overdue, a step's time is "
           "over, or a role is offered to you. Never of what you did yourself; many at once are told together.")));
    auto *tryNotice = makeButton(tr("Show one"), ButtonKind::Normal, u"bell"_s);
    auto *noticeLine = new QHBoxLayout;
    noticeLine->addWidget(tryNotice);
    noticeLine->addStretch();
    body->addLayout(noticeLine);
    body->addSpacing(space::l);

    body->addWidget(m_alarm);
    body->addWidget(explanation(tr("It sounds while a SEV1 waits for somebody to acknowledge it, unless you opened it "
                                   "yourself.")));
    m_volume->setRange(0, 100);
    m_volume->setPageStep(10);
    m_volume->setAccessibleName(tr("Volume of the alarm"));
    m_volume->setMaximumWidth(scaled(280));
    auto *tryAlarm = makeButton(tr("Sound it once"), ButtonKind::Normal, u"play"_s);
    auto *alarmLine = new QHBoxLayout;
    alarmLine->setSpacing(space::m);
    alarmLine->addWidget(new TextLabel(tr("Volume"), TextStyle::Body, TextLabel::Rank::Muted));
    alarmLine->addWidget(m_volume, 1);
    alarmLine->addWidget(tryAlarm);
    alarmLine->addStretch(1);
    body->addLayout(alarmLine);
    m_unheard->setTone(Tone::Warning);
    m_unheard->setWordWrap(true);
    m_unheard->hide();
    body->addWidget(m_unheard);
    body->addSpacing(space::l);

    body->addWidget(m_tray);
    body->addWidget(explanation(
        hasTray
            ? tr("Closing the window then does not end the program: it goes on taking alerts in and sending what is "
                 "due. “Quit” in the tray's menu ends it.")
            : tr("This desktop shows no tray, so closing the window ends the program, after asking.")));
    m_tray->setEnabled(hasTray);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(panel);

    m_notices->setChecked(settings.notices);
    m_alarm->setChecked(settings.alarm);
    m_volume->setValue(settings.volume);
    m_tray->setChecked(settings.staysInTray);
    for (QCheckBox *box : {m_notices, m_alarm, m_tray}) {
        connect(box, &QCheckBox::toggled, this, &DesktopPanel::apply);
    }
    connect(m_volume, &QSlider::valueChanged, this, &DesktopPanel::apply);
    connect(tryNotice, &QPushButton::clicked, this, &DesktopPanel::noticeTried);
    connect(tryAlarm, &QPushButton::clicked, this, [this] {
        m_unheard->hide();
        Q_EMIT alarmTried();
    });
}

void DesktopPanel::tellUnheard()
{
    m_unheard->setText(
        tr("Nothing can be heard: this machine has no sound device, or none of the players pw-play, paplay "
           "and aplay. On Debian, the package pulseaudio-utils or alsa-utils brings one."));
    m_unheard->show();
}

void DesktopPanel::apply()
{
    m_settings.notices = m_notices->isChecked();
    m_settings.alarm = m_alarm->isChecked();
    m_settings.volume = m_volume->value();
    m_settings.staysInTray = m_tray->isChecked();
    Q_EMIT changed(m_settings);
}

}  // namespace onlyonce::ui
