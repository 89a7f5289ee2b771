// SPDX-License-Identifier: GPL-3.0-or-later
// The binary: a command, or the window.
#include "app/cli/command.h"
#include "app/demo.h"
#include "app/picture.h"
#include "app/services.h"
#include "app/signals.h"
#include "app/window.h"
#include "views/widgets/look.h"

#include <QApplication>
#include <QHostInfo>
#include <QTemporaryDir>

#include <cstdio>

namespace {

using namespace onlyonce;

QString tr(const char *text)
{
    return QCoreApplication::translate("main", text);
}

int complain(const Error &error)
{
    std::fprintf(stderr, "onlyonce: %s\n", qPrintable(error.message.simplified()));
    return 1;
}

bool wantsCommand(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView word(argv[i]);
        if (word == "--help" || word == "-h") {
            return true;
        }
        if (word == "--database" || word == "--config" || word == "--screenshot" || word == "--place"
            || word == "--size") {
            ++i;
        } else if (!word.startsWith('-')) {
            return true;
        }
    }
    return false;
}

void describeProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("onlyonce"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ONLYONCE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("onlyonce"));
}

//! The first --screenshot is of the first --place, and so on. None without --screenshot.
std::unique_ptr<Photographer> photographerFor(Window &window, const QCommandLineParser &parser)
{
    const QStringList files = parser.values(QStringLiteral("screenshot"));
    if (files.isEmpty()) {
        return {};
    }
    const QStringList places = parser.values(QStringLiteral("place"));
    QList<Picture> pictures;
    for (qsizetype i = 0; i < files.size(); ++i) {
        pictures.append({.place = places.value(i), .file = files[i]});
    }
    const QStringList sides = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    return std::make_unique<Photographer>(window, pictures, size.isEmpty() ? QSize(1280, 800) : size);
}

int runWindow(QApplication &app)
{
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("database"), {}, QStringLiteral("DATABASE")},
                       {QStringLiteral("config"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("demo"), {}},
                       {QStringLiteral("place"), {}, QStringLiteral("PLACE")},
                       {QStringLiteral("dark"), {}},
                       {QStringLiteral("size"), {}, QStringLiteral("WxH")},
                       {QStringLiteral("screenshot"), {}, QStringLiteral("FILE")}});
    if (!parser.parse(app.arguments())) {
        std::fprintf(stderr, "onlyonce: %s\n", qPrintable(parser.errorText()));
        return 2;
    }
    const bool demo = parser.isSet(QStringLiteral("demo"));
    const QTemporaryDir throwAway;
    auto environment = environmentFrom(
        demo && !parser.isSet(QStringLiteral("database")) ? throwAway.filePath(QStringLiteral("demo.db"))
                                                          : parser.value(QStringLiteral("database")),
        demo ? throwAway.filePath(QStringLiteral("settings.json")) : parser.value(QStringLiteral("config")));
    if (!environment) {
        return complain(environment.error());
    }
    if (demo) {
        const auto login = environment->login();
        if (auto filled = fillDemo(environment->database, login.value_or(QStringLiteral("me"))); !filled) {
            return complain(filled.error());
        }
    }
    auto opened = openDatabase(*environment);
    if (!opened) {
        return complain(opened.error());
    }
    auto intake = intakeSettings(*environment, {});
    if (!intake) {
        return complain(intake.error());
    }
    Services services(*opened, *environment,
                      {.intake = *intake,
                       .processName = tr("%1@%2 (window)").arg(opened->person.name, QHostInfo::localHostName()),
                       .sealed = demo});
    const auto started = services.start();
    const ui::Look look(parser.isSet(QStringLiteral("dark")) ? ui::Appearance::Dark : ui::Appearance::System);
    Window window(*opened, services, *environment);
    if (!started) {  // a second window, or another program on the port: everything else works
        window.frame().showMessage(
            {.id = QStringLiteral("intake"), .tone = ui::Tone::Warning, .text = started.error().message});
    }
    const TerminationSignals termination([] { QCoreApplication::quit(); });
    const std::unique_ptr<Photographer> photographer = photographerFor(window, parser);
    if (photographer) {
        photographer->begin();
    } else {
        window.show();
        if (parser.isSet(QStringLiteral("place"))) {
            window.go(parser.value(QStringLiteral("place")));
        }
    }
    const int code = app.exec();
    window.frame().savePlace();
    auto stopped = services.stop();
    waitFor(stopped);
    return code;
}

}  // namespace

int main(int argc, char **argv)
{
    if (wantsCommand(argc, argv)) {
        // Documents need fonts and pictures, so commands have a GUI application too, on the platform without a screen.
        if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
            qputenv("QT_QPA_PLATFORM", "offscreen");
        }
        const QGuiApplication app(argc, argv);
        describeProgram();
        const auto environment = environmentFrom({}, {});
        if (!environment) {
            return complain(environment.error());
        }
        return runCommand(app.arguments(), *environment).value_or(2);
    }
    QApplication app(argc, argv);
    describeProgram();
    return runWindow(app);
}
