// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testca.h"

#include <QFile>
#include <QProcess>

namespace onlyonce::test {

TestCa::TestCa(const QString &names, Key key)
{
    const bool isRsa = key == Key::Rsa;
    const QStringList newKey{
        QStringLiteral("-newkey"), isRsa ? QStringLiteral("rsa") : QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
        isRsa ? QStringLiteral("rsa_keygen_bits:2048") : QStringLiteral("ec_paramgen_curve:prime256v1"),
        QStringLiteral("-nodes")};
    openssl(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-days"), QStringLiteral("2"),
                        QStringLiteral("-subj"), QStringLiteral("/CN=OnlyOnce test authority"),
                        QStringLiteral("-keyout"), QStringLiteral("ca.key"), QStringLiteral("-out"),
                        QStringLiteral("ca.pem")}
            + newKey);
    openssl(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-days"), QStringLiteral("2"),
                        QStringLiteral("-CA"), QStringLiteral("ca.pem"), QStringLiteral("-CAkey"),
                        QStringLiteral("ca.key"), QStringLiteral("-subj"), QStringLiteral("/CN=localhost"),
                        QStringLiteral("-addext"), QStringLiteral("subjectAltName=") + names, QStringLiteral("-addext"),
                        QStringLiteral("basicConstraints=critical,CA:FALSE"), QStringLiteral("-keyout"),
                        QStringLiteral("server.key"), QStringLiteral("-out"), QStringLiteral("server.pem")}
            + newKey);
}

QByteArray TestCa::signature(const QByteArray &text, const QString &hash) const
{
    return openssl({QStringLiteral("dgst"), QLatin1Char('-') + hash, QStringLiteral("-sign"), keyFile()}, text);
}

QByteArray TestCa::openssl(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral("openssl"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        qFatal("openssl: %s%s", qPrintable(process.errorString()), process.readAllStandardError().constData());
    }
    return process.readAllStandardOutput();
}

QByteArray TestCa::read(const QString &name) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    }
    return file.readAll();
}

}  // namespace onlyonce::test
