// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a database of its own, with the services that belong to it, as main() puts them together.
#pragma once

#include "app/services.h"
#include "app/window/window.h"
#include "support/testdatabase.h"
#include "views/widgets/look.h"

#include <QTemporaryDir>
#include <QTest>

namespace onlyonce::test {

class RealWindow
{
public:
    enum class Outside { Sealed, Reached };  //!< whether what is to be sent leaves

    explicit RealWindow(Outside outside)
    {
        environment = environmentFrom(m_folder.filePath(QStringLiteral("desk.db")),
                                      m_folder.filePath(QStringLiteral("settings.json")))
                          .value();
        opened = openDatabase(environment).value();
        services.emplace(opened, environment,
                         Services::Options{.intake = {.port = 0},
                                           .processName = QStringLiteral("Ω"),
                                           .sealed = outside == Outside::Sealed,
                                           .whySealed = QStringLiteral("Ω.")});
        if (const auto started = services->start(); !started) {
            qFatal("%s", why(started).constData());
        }
    }
    ~RealWindow()
    {
        window.reset();
        auto stopped = services->stop();
        (void)QTest::qWaitFor([&] { return stopped.isFinished(); }, 10'000);
    }
    RealWindow(const RealWindow &) = delete;
    RealWindow &operator=(const RealWindow &) = delete;

    //! As the person at the window.
    template <typename Work>
    auto change(Work work)
    {
        return await(opened.database->write(opened.person.id, std::move(work)));
    }
    template <typename Work>
    auto read(Work work)
    {
        return await(opened.database->read(std::move(work)));
    }

    //! Anew, in the language and direction of now; false when it does not come to the front.
    [[nodiscard]] bool show(QSize size = {1280, 800})
    {
        window.emplace(opened, *services, environment);
        window->frame().resize(size);
        window->show();
        return QTest::qWaitForWindowActive(&window->frame());
    }
    [[nodiscard]] ui::MainWindow &frame() { return window->frame(); }

private:
    QTemporaryDir m_folder;
    ui::Look m_look{ui::Appearance::Light};

public:
    Environment environment;
    Opened opened;
    std::optional<Services> services;
    std::optional<Window> window;
};

}  // namespace onlyonce::test
