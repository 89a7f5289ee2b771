// SPDX-License-Identifier: GPL-3.0-or-later
// The binary: a command, or the window.
#include "app/cli/command.h"
#include "app/demo/demo.h"
#include "app/instance.h"
#include "app/services.h"
#include "app/signals.h"
#include "app/window/picture.h"
#include "app/window/window.h"
#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/documents/visibletext.h"
#include "views/widgets/look.h"

#include <QApplication>
#include <QFileInfo>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QMessageBox>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <cstdio>
#include <cstdlib>
#include <future>
#include <optional>

namespace {

using namespace onlyonce;
using namespace std::chrono_literals;

void describeProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("onlyonce"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ONLYONCE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("onlyonce"));
}

Result<QSize> pictureSize(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("size"))) {
        return QSize(1280, 800);
    }
    const QStringList sides = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    if (sides.size() != 2 || size.isEmpty()) {
        return usage(tr("--size takes a width and a height, like 1280x800."));
    }
    return size;
}

//! The first --screenshot is of the first --place, and so on. None without --screenshot.
std::unique_ptr<Photographer> photographerFor(Window &window, const QCommandLineParser &parser)
{
    const QStringList files = parser.values(QStringLiteral("screenshot"));
    if (files.isEmpty()) {
        return {};
    }
    const QStringList places = parser.values(QStringLiteral("place"));
    QList<WindowPicture> pictures;
    for (qsizetype i = 0; i < files.size(); ++i) {
        pictures.append({.place = places.value(i), .file = files[i]});
    }
    return std::make_unique<Photographer>(window, pictures, pictureSize(parser).value_or(QSize(1280, 800)));
}

//! What a person can do about a database that does not open, besides what the error says.
QString adviceFor(const Error &error, const Environment &environment)
{
    QString another = tr("To start with another one: onlyonce --database FILE");
    switch (error.code) {
    case ErrorCode::Damaged:
        return tr("To put the newest copy from %1 into a new file: onlyonce restore -o FILE")
                   .arg(environment.backupFolder())
             + QLatin1Char('\n') + another;
    case ErrorCode::Busy:
        return tr("Try again in a moment.");
    case ErrorCode::Unavailable:
    case ErrorCode::Denied:
        // A full or write-protected disk: what is there can be looked at and handed out all the same.
        return QFileInfo::exists(environment.database.path) && openToRead(environment)
                 ? tr("From the command line it can still be read (onlyonce incident list, incident show, export) and "
                      "copied to another disk (onlyonce backup now --folder FOLDER).")
                 : another;
    default:
        return another;
    }
}

//! The window cannot open: said where the person is looking, and on stderr.
int refuse(const Error &error, const QString &advice)
{
    const int code = complain(error);
    const QString platform = QGuiApplication::platformName();
    if (platform == QStringLiteral("offscreen") || platform == QStringLiteral("minimal")) {
        return code;  // nobody is looking
    }
    QMessageBox box(QMessageBox::Critical, tr("OnlyOnce cannot start"), visibleText(error.message), QMessageBox::Close);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(advice);
    box.setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box.open();
    QApplication::exec();
    return code;
}

//! What a window is made of. The database is opened before there is an application: one core reads it while the other
//! looks for the screen and its fonts.
struct Beginning
{
    Result<Environment> environment;
    std::unique_ptr<Instance> instance;                 //!< neither for a demo nor for a picture
    std::future<std::optional<Result<Opened>>> opened;  //!< nothing while another window has the database
};

Result<> fill(const Environment &environment)
{
    const auto profile = environment.profile();
    return profile ? fillDemo(environment.database, *profile) : failure(profile);
}

Beginning begin(const QCommandLineParser &parser, const QTemporaryDir &throwAway)
{
    const bool demo = parser.isSet(QStringLiteral("demo"));
    Beginning begun{.environment = environmentFrom(demo && !parser.isSet(QStringLiteral("database"))
                                                       ? throwAway.filePath(QStringLiteral("demo.db"))
                                                       : parser.value(QStringLiteral("database")),
                                                   demo ? throwAway.filePath(QStringLiteral("settings.json"))
                                                        : parser.value(QStringLiteral("config")))};
    if (!begun.environment) {
        return begun;
    }
    if (!demo && !parser.isSet(QStringLiteral("screenshot"))) {
        begun.instance = std::make_unique<Instance>(begun.environment->database);
    }
    const auto open = [demo, environment = *begun.environment, instance = begun.instance.get(),
                       thread = QThread::currentThread()]() -> std::optional<Result<Opened>> {
        if (instance && !instance->lock()) {
            return std::nullopt;
        }
        if (const auto filled = demo ? fill(environment) : Result<>(); !filled) {
            return failure(filled);
        }
        auto opened = openDatabase(environment);
        if (opened) {
            opened->database->feed().moveToThread(thread);
        }
        return opened;
    };
    // What is not there yet is made when it is certain that there is a screen.
    const bool isThere = !demo && QFileInfo::exists(begun.environment->database.path);
    begun.opened = std::async(isThere ? std::launch::async : std::launch::deferred, open);
    return begun;
}

int runWindow(QApplication &app, const QCommandLineParser &parser, Beginning begun)
{
    const bool demo = parser.isSet(QStringLiteral("demo"));
    const ui::Look look(parser.isSet(QStringLiteral("dark")) ? ui::Appearance::Dark : ui::Appearance::System);
    const auto &[environment, instance, _] = begun;
    if (!environment) {
        return refuse(environment.error(), {});
    }
    auto answer = begun.opened.get();
    if (!answer) {
        const auto called = instance->callOther(parser.value(QStringLiteral("place")));
        if (!called) {
            return refuse(called.error(), {});
        }
        (void)writeStandardOutput(tr("The window that is open on this database already has come to the front.").toUtf8()
                                  + '\n');
        return 0;
    }
    auto &opened = *answer;
    if (instance) {
        instance->listen();
    }
    if (!opened) {
        return refuse(opened.error(), adviceFor(opened.error(), *environment));
    }
    auto intake = intakeSettings(*environment, {});
    if (!intake) {
        return refuse(intake.error(), tr("The settings are in %1.").arg(environment->configPath));
    }
    Services services(*opened, *environment,
                      {.intake = *intake,
                       .processName = tr("%1@%2 (window)").arg(opened->person.name, QHostInfo::localHostName()),
                       .sealed = demo || !allows(opened->person.role, Permission::Respond),
                       .whySealed = demo
                                      ? tr("This is a demo: nobody is let in.")
                                      : tr("You may look at this database, so this window takes nothing in for it.")});
    Window window(*opened, services, *environment);
    const auto startServices = [&services, &window] {
        if (const auto started = services.start(); !started) {  // another program on the port: everything else works
            window.frame().showMessage({.id = QStringLiteral("intake"),
                                        .tone = ui::Tone::Warning,
                                        .text = tr("%1 This window takes no alerts in.").arg(started.error().message)});
        }
    };
    QTimer afterwards;  // the window first
    afterwards.setSingleShot(true);
    QObject::connect(&afterwards, &QTimer::timeout, &window, startServices);
    // Not quit(): that asks each window first, and nobody is there to answer.
    const TerminationSignals termination([] { QCoreApplication::exit(0); });
    const std::unique_ptr<Photographer> photographer = photographerFor(window, parser);
    if (photographer) {
        startServices();
        photographer->begin();
    } else {
        window.show();
        afterwards.start(100ms);
        QTimer::singleShot(300ms, &window, &Window::startDesktop);
        if (parser.isSet(QStringLiteral("place"))) {
            window.go(parser.value(QStringLiteral("place")));
        } else {
            window.offerSetup();
        }
    }
    if (instance) {
        QObject::connect(instance.get(), &Instance::called, &window, [&window](const QString &place) {
            window.raise();
            if (!place.isEmpty()) {
                window.go(place);
            }
        });
    }
    const int code = app.exec();
    afterwards.stop();
    window.savePlace();
    auto stopped = services.stop();
    waitFor(stopped);
    return code;
}

//! Without a display Qt ends the process with a core dump; this says in one line what is the matter.
void hearPlatform(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type == QtFatalMsg) {
        complain({ErrorCode::Unavailable,
                  tr("The window needs a display, and there is none. “onlyonce help” lists what works without one."),
                  text});
        std::_Exit(1);
    }
    if (!QByteArrayView(context.category).startsWith("qt.qpa")) {
        std::fprintf(stderr, "%s\n", qPrintable(qFormatLogMessage(type, context, text)));
    }
}

int startWindow(int argc, char **argv, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions(windowOptions());
    if (!parser.parse(arguments)) {
        return complain(usage(parser.errorText() + tr(" See “onlyonce help”.")).error());
    }
    if (parser.isSet(QStringLiteral("version"))) {
        const auto said = writeStandardOutput(QByteArrayLiteral("onlyonce " ONLYONCE_VERSION "\n"));
        return said ? 0 : complain(said.error());
    }
    const auto size = pictureSize(parser);
    if (!size) {
        return complain(size.error());
    }
    const QTemporaryDir throwAway;
    auto begun = begin(parser, throwAway);
    const auto usual = qInstallMessageHandler(hearPlatform);
    QApplication app(argc, argv);
    qInstallMessageHandler(usual);
    return runWindow(app, parser, std::move(begun));
}

}  // namespace

int main(int argc, char **argv)
{
    describeProgram();
    QStringList arguments;
    for (int i = 0; i < argc; ++i) {
        arguments += QString::fromLocal8Bit(argv[i]);
    }
    if (!wantsCommand(arguments)) {
        return startWindow(argc, argv, arguments);
    }
    // Documents need fonts and pictures, so commands have a GUI application too, on the platform without a screen.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    if (!arguments.contains(QStringLiteral("serve"))) {
        // What fails is said in one line, and that line is not to be searched for; QT_LOGGING_RULES brings the log back.
        QLoggingCategory::setFilterRules(QStringLiteral("*.debug=false\n*.info=false\n*.warning=false"));
    }
    const QGuiApplication app(argc, argv);
    return runCommand(app.arguments());
}
