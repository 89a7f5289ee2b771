// SPDX-License-Identifier: GPL-3.0-or-later
// A display of its own for the real program, and the hands of whoever sits before it. There is no window manager: a window
// has the keyboard when it is given it.
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

namespace onlyonce::test {

class Screen
{
public:
    //! `environment` is what programs are started with; DISPLAY is put into it.
    explicit Screen(QProcessEnvironment environment)
        : m_environment(std::move(environment))
    {
        m_display.start(QStringLiteral("Xvfb"),
                        {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                         QStringLiteral("0"), QStringLiteral("1280x800x24"), QStringLiteral("-nolisten"),
                         QStringLiteral("tcp"), QStringLiteral("-noreset")});
        m_isReady = QTest::qWaitFor([this] { return m_display.canReadLine(); }, 20'000);
        m_environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
        m_environment.insert(QStringLiteral("DISPLAY"), u':' + QString::fromLatin1(m_display.readLine()).trimmed());
    }
    ~Screen()
    {
        m_display.terminate();
        m_display.waitForFinished();
    }
    Screen(const Screen &) = delete;
    Screen &operator=(const Screen &) = delete;

    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] const QProcessEnvironment &environment() const { return m_environment; }

    //! The window of that name comes, and has the keyboard; false when it does not come.
    [[nodiscard]] bool look(const QString &name)
    {
        return QTest::qWaitFor(
            [&] {
                const QString window =
                    tool({QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"), name})
                        .section(u'\n', 0, 0);
                if (!window.isEmpty()) {
                    tool({QStringLiteral("windowfocus"), QStringLiteral("--sync"), window});
                }
                return !window.isEmpty();
            },
            20'000);
    }
    //! "ctrl+shift+F9"
    void press(const QString &keys) { tool({QStringLiteral("key"), keys}); }
    void type(const QString &text)
    {
        tool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("10"), text});
    }

private:
    QString tool(const QStringList &words)
    {
        QProcess hand;
        hand.setProcessEnvironment(m_environment);
        hand.start(QStringLiteral("xdotool"), words);
        (void)QTest::qWaitFor([&hand] { return hand.state() == QProcess::NotRunning; }, 20'000);
        return QString::fromLatin1(hand.readAllStandardOutput()).trimmed();
    }

    QProcessEnvironment m_environment;
    QProcess m_display;
    bool m_isReady = false;
};

}  // namespace onlyonce::test
