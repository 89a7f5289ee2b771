// SPDX-License-Identifier: GPL-3.0-or-later
// A certificate authority for one test run, made by openssl, with certificates for servers on loopback.
#pragma once

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

namespace onlyonce::test {

class TestCa
{
public:
    enum class Key { Ec, Rsa };

    //! A new authority, and a server certificate signed by it for those names. qFatal() without openssl.
    explicit TestCa(const QString &names = QStringLiteral("DNS:localhost,IP:127.0.0.1"), Key key = Key::Ec);

    [[nodiscard]] QByteArray caPem() const { return read(QStringLiteral("ca.pem")); }
    [[nodiscard]] QByteArray certificatePem() const { return read(QStringLiteral("server.pem")); }
    [[nodiscard]] QByteArray keyPem() const { return read(QStringLiteral("server.key")); }

    //! The server's signature of a text; `hash` as openssl names it ("sha256").
    [[nodiscard]] QByteArray signature(const QByteArray &text, const QString &hash) const;

    [[nodiscard]] QString certificateFile() const { return m_folder.filePath(QStringLiteral("server.pem")); }
    [[nodiscard]] QString keyFile() const { return m_folder.filePath(QStringLiteral("server.key")); }

private:
    [[nodiscard]] QByteArray read(const QString &name) const;
    QByteArray openssl(const QStringList &arguments, const QByteArray &input = {}) const;

    QTemporaryDir m_folder;
};

}  // namespace onlyonce::test
