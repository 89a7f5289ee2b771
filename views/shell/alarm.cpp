// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/alarm.h"

#include <QDataStream>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

namespace onlyonce::ui {

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr int rate = 22'050;
constexpr auto pause = 1'200ms;

struct Beep
{
    double hertz;  //!< 0: silence
    double seconds;
};
// A fourth up and down, twice: neither a telephone nor a fire alarm.
constexpr Beep melody[]{{660, 0.16}, {880, 0.24}, {0, 0.12}, {660, 0.16}, {880, 0.24}, {0, 0.2}};

QByteArray samples(int volume)
{
    QByteArray data;
    QDataStream out(&data, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    const double loudness = std::clamp(volume, 0, 100) / 100.0 * 0.8 * 32'767;
    for (const auto &[hertz, seconds] : melody) {
        const int count = int(seconds * rate);
        for (int i = 0; i < count; ++i) {
            // Swelling and fading at the ends, or each tone would begin and end with a click.
            const double edge = std::min({i, count - 1 - i, rate / 100}) / (rate / 100.0);
            const double phase = 2 * std::numbers::pi * hertz * i / rate;
            const double wave = hertz > 0 ? std::sin(phase) * 0.8 + std::sin(2 * phase) * 0.2 : 0;
            out << qint16(std::lround(wave * edge * loudness));
        }
    }
    return data;
}

}  // namespace

QByteArray alarmWave(int volume)
{
    const QByteArray data = samples(volume);
    QByteArray wave;
    QDataStream out(&wave, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    out.writeRawData("RIFF", 4);
    out << quint32(36 + data.size());
    out.writeRawData("WAVEfmt ", 8);
    out << quint32(16) << quint16(1) << quint16(1) << quint32(rate) << quint32(rate * 2) << quint16(2) << quint16(16);
    out.writeRawData("data", 4);
    out << quint32(data.size());
    return wave + data;
}

QStringList Alarm::usualPlayers()
{
    return {u"pw-play"_s, u"paplay"_s, u"aplay"_s};
}

Alarm::Alarm(QStringList players, QObject *parent)
    : QObject(parent)
    , m_players(std::move(players))
    , m_file(QDir::tempPath() + u"/onlyonce-XXXXXX.wav"_s)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Alarm::play);
    connect(&m_player, &QProcess::finished, this,
            [this](int code, QProcess::ExitStatus status) { ended(code == 0 && status == QProcess::NormalExit); });
    connect(&m_player, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            ended(false);
        }
    });
    m_player.setStandardOutputFile(QProcess::nullDevice());
    m_player.setStandardErrorFile(QProcess::nullDevice());
}

Alarm::~Alarm()
{
    m_player.disconnect(this);
    m_player.kill();
}

void Alarm::setVolume(int volume)
{
    m_written = m_written && volume == m_volume;
    m_volume = volume;
}

void Alarm::start()
{
    if (!std::exchange(m_sounding, true)) {
        play();
    }
}

void Alarm::stop()
{
    m_sounding = false;
    m_again.stop();
    if (m_player.state() != QProcess::NotRunning) {
        m_stopping = true;
        m_player.terminate();
    }
}

void Alarm::playOnce()
{
    m_told = false;  // whoever tries it wants to know
    play();
}

void Alarm::play()
{
    if (m_player.state() != QProcess::NotRunning) {
        return;
    }
    while (m_next < m_players.size() && QStandardPaths::findExecutable(m_players[m_next]).isEmpty()) {
        ++m_next;
    }
    if (!m_written && m_file.open()) {
        m_file.resize(0);
        m_written = m_file.write(alarmWave(m_volume)) > 0 && m_file.flush();
    }
    if (m_next == m_players.size() || !m_written) {
        m_next = 0;
        if (m_sounding) {
            m_again.start(pause);  // the desktop's sound may come back while somebody is waited for
        }
        if (!std::exchange(m_told, true)) {
            Q_EMIT unheard();
        }
        return;
    }
    m_player.start(m_players[m_next], {m_file.fileName()});
}

void Alarm::ended(bool heard)
{
    if (std::exchange(m_stopping, false) || heard) {
        if (m_sounding) {
            m_again.start(pause);
        }
        return;
    }
    ++m_next;  // it has no device, or is none
    play();
}

}  // namespace onlyonce::ui
