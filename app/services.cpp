// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services.h"

#include "app/adapters.h"
#include "models/alerts/sourceadapter.h"
#include "models/announce/announcer.h"
#include "models/base/files.h"
#include "models/base/log.h"
#include "models/base/tr.h"

#include <QHostInfo>
#include <QUrl>

namespace onlyonce {

namespace {

constexpr qint64 largestPem = 1024LL * 1024;

DeliveryRunner::Options runnerOptions(const Services::Options &options, ActorId program)
{
    return {.processName = options.processName, .program = program, .sealed = options.sealed};
}

Poller::Hand handTo(Collector &collector)
{
    return [&collector](const ConnectionRow &connection, const QByteArray &payload, Poller::Portion portion) {
        const Extent extent = portion == Poller::Portion::Whole ? Extent::All : Extent::Some;
        return collector.take(connection.name, payload, extent).then([](const Result<Intake> &taken) -> Result<> {
            return taken ? Result<>() : failure(taken);
        });
    };
}

}  // namespace

Services::Services(Opened &opened, const Environment &environment, Options options)
    : m_options(std::move(options))
    , m_database(*opened.database)
    , m_secrets(makeKeychainStore(environment.secretsPath()))
    , m_collector(*opened.database, Collector::Limits(), [this](const QUrl &url) { return m_certificates.fetch(url); })
    , m_sourceWatch(*opened.database, m_collector)
    , m_lapsing(*opened.database, opened.program.id)
    , m_latecomers(*opened.database, opened.program.id)
    , m_grouping(*opened.database, opened.program.id)
    , m_inboxIndex(*opened.database, opened.program.id)
    , m_incidentIndex(*opened.database, opened.program.id)
    , m_recurrences(*opened.database, opened.program.id)
    , m_reminders(*opened.database, opened.program.id)
    , m_pager(*opened.database, opened.program.id)
    , m_retractions(*opened.database, opened.program.id)
    , m_runner(*opened.database, allAdapters(), *m_secrets, runnerOptions(m_options, opened.program.id))
    , m_poller(*opened.database, askableSources(), *m_secrets,
               {.processName = m_options.processName, .program = opened.program.id}, handTo(m_collector))
    , m_confirmer(*opened.database, opened.program.id)
    , m_nightlyCopy(*opened.database, environment.backupFolder())
    , m_intake(*opened.database, m_collector, m_options.intake)
{
    m_runner.onSettled(forumPostKind(), announcementSettled);
    registerPager(m_runner);
}

Services::~Services() = default;

Result<> Services::start()
{
    if (const QString &reason = m_database.heldAtOpening(); !reason.isEmpty()) {
        qCWarning(logApp).noquote() << tr("delivery is held: %1 See “onlyonce delivery list”.").arg(reason);
    }
    if (!m_database.seesAll()) {
        // Each of these reads on by a cursor, and would pass over what this role does not see.
        m_intakeProblem =
            tr("Your database role sees restricted incidents only where you are named. What works for all "
               "(taking alerts in, calling people, sending) is left to “onlyonce serve” and to windows "
               "of the database's owner.");
        return {};
    }
    m_grouping.start();
    m_inboxIndex.start();
    m_incidentIndex.start();
    m_recurrences.start();
    m_pager.start();
    m_retractions.start();
    m_runner.start();
    if (m_options.sealed) {
        m_intakeProblem = m_options.whySealed;
        return {};
    }
    m_nightlyCopy.start();
    m_reminders.start();
    m_poller.start();
    m_sourceWatch.start();
    m_confirmer.start();
    m_lapsing.start();
    m_latecomers.start();
    auto listens = m_intake.start();
    m_intakeProblem = listens ? QString() : listens.error().message;
    return listens;
}

QString Services::intakeAddress() const
{
    const IntakeSettings &intake = m_options.intake;
    const QHostAddress &address = intake.address;
    const bool anywhere = address == QHostAddress::Any || address == QHostAddress::AnyIPv4
                       || address == QHostAddress::AnyIPv6;  // this machine's own programs reach it so, too
    QUrl url;
    url.setScheme(intake.certificatePem.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"));
    url.setHost(anywhere ? QStringLiteral("127.0.0.1") : address.toString());
    url.setPort(intakePort() != 0 ? intakePort() : intake.port);
    return url.toString();
}

QFuture<void> Services::stop()
{
    m_intake.stop();
    m_poller.stop();
    m_confirmer.stop();
    return m_runner.stop();
}

Result<IntakeSettings> intakeSettings(const Environment &environment, const QString &listen)
{
    auto section = environment.settings().section(u"listen");
    if (!section) {
        return failure(section);
    }
    IntakeSettings settings;
    const QString text = listen.isEmpty() ? section->value(QStringLiteral("address")).toString() : listen;
    if (!text.isEmpty()) {
        const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
        QString host = text.left(colon);
        if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'))) {
            host = host.mid(1).chopped(1);
        }
        bool isPort = false;
        const int port = text.mid(colon + 1).toInt(&isPort);
        const QHostAddress address = host.isEmpty()                      ? QHostAddress(QHostAddress::LocalHost)
                                   : host == QStringLiteral("localhost") ? QHostAddress(QHostAddress::LocalHost)
                                                                         : QHostAddress(host);
        if (colon < 0 || !isPort || port < 0 || port > 65535 || address.isNull()) {
            return fail(ErrorCode::Invalid,
                        tr("“%1” is not an address to listen on. Write it like 127.0.0.1:8642.").arg(text));
        }
        settings.address = address;
        settings.port = quint16(port);
    }
    const QString certificate = section->value(QStringLiteral("certificateFile")).toString();
    const QString key = section->value(QStringLiteral("keyFile")).toString();
    if (!certificate.isEmpty()) {
        auto certificatePem = readFile(certificate, largestPem);
        if (!certificatePem) {
            return failure(certificatePem);
        }
        auto keyPem = readFile(key, largestPem);
        if (!keyPem) {
            return failure(keyPem);
        }
        settings.certificatePem = *certificatePem;
        settings.privateKeyPem = *keyPem;
    }
    return settings;
}

}  // namespace onlyonce
