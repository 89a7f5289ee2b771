// SPDX-License-Identifier: GPL-3.0-or-later
// A sound that is heard in the next room, again and again until it is stopped. It is made here, sign by sign, as loud as is
// wanted, and played by whichever player the desktop has; so it takes no library of codecs.
#pragma once

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryFile>
#include <QTimer>

namespace onlyonce::ui {

//! A WAV file of less than two seconds, mono, 16 bits. `volume`: 0 to 100.
[[nodiscard]] QByteArray alarmWave(int volume);

class Alarm final : public QObject
{
    Q_OBJECT

public:
    //! `players`: programs that play the file that they are given, the best first; the first that works is
    //! kept, and while none does, all are tried again.
    explicit Alarm(QStringList players = usualPlayers(), QObject *parent = nullptr);
    ~Alarm() override;
    [[nodiscard]] static QStringList usualPlayers();

    void setVolume(int volume);
    void start();
    void stop();
    void playOnce();
    [[nodiscard]] bool isSounding() const { return m_sounding; }

Q_SIGNALS:
    //! Nothing can be heard on this machine; said once.
    void unheard();

private:
    void play();
    void ended(bool heard);

    QStringList m_players;
    qsizetype m_next = 0;  //!< the player that is tried, or works
    QProcess m_player;
    QTemporaryFile m_file;
    QTimer m_again;
    int m_volume = 70;
    bool m_written = false;
    bool m_sounding = false;
    bool m_stopping = false;
    bool m_told = false;
};

}  // namespace onlyonce::ui
