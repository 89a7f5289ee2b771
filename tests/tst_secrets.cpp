// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets in the file, and the file as what is left when no keychain answers. The keychain itself is a real one without a
// session bus: every job fails, as on a server.
#include "models/delivery/secretfile.h"
#include "models/delivery/secrets.h"
#include "support/fulldisk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto mode0600 = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

const QJsonObject &secret()
{
    static const QJsonObject object{{u"password"_s, u"hunter2 ü"_s}};
    return object;
}

template <typename T>
Result<T> await(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 60'000)) {
        return fail(ErrorCode::Internal, u"not finished"_s);
    }
    return future.result();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeContent(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

//! Adds `count` keys to one file, as another program of the same person would.
int addKeys(char **argv)
{
    const SecretFile file(QString::fromLocal8Bit(argv[2]));
    for (int i = 0; i < QByteArray(argv[4]).toInt(); ++i) {
        if (!file.write(QStringLiteral("%1/%2").arg(QString::fromLocal8Bit(argv[3])).arg(i), secret())) {
            return 1;
        }
    }
    return 0;
}

}  // namespace

class TestSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(u"%1/secrets.json"_s.arg(++m_count)); }

    void theFileKeepsWhatItWasGiven()
    {
        const auto store = makeFileStore(m_path);
        QCOMPARE(await(store->read(u"a/1"_s)).value(), QJsonObject());
        QVERIFY(await(store->write(u"a/1"_s, secret())));
        QVERIFY(await(store->write(u"a/2"_s, {{u"key"_s, u"k"_s}})));
        QCOMPARE(await(makeFileStore(m_path)->read(u"a/1"_s)).value(), secret());
        QVERIFY(await(store->write(u"a/1"_s, {})));
        QCOMPARE(await(store->read(u"a/1"_s)).value(), QJsonObject());
        QCOMPARE(await(store->read(u"a/2"_s)).value()[u"key"_s], u"k"_s);
        QVERIFY(store->whereText().contains(m_path));
    }

    void onlyItsOwnerMayReadIt()
    {
        QVERIFY(await(makeFileStore(m_path)->write(u"a"_s, secret())));
        QCOMPARE(QFile::permissions(m_path), mode0600);
        QCOMPARE(QFile::permissions(QFileInfo(m_path).absolutePath()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        // One that somebody has opened up is closed again as soon as it is used.
        QVERIFY(QFile::setPermissions(m_path, mode0600 | QFile::ReadGroup | QFile::ReadOther));
        QCOMPARE(await(makeFileStore(m_path)->read(u"a"_s)).value(), secret());
        QCOMPARE(QFile::permissions(m_path), mode0600);
    }

    void aDamagedFileIsLeftAlone()
    {
        const auto store = makeFileStore(m_path);
        QVERIFY(QDir().mkpath(QFileInfo(m_path).absolutePath()));
        writeContent(m_path, "{\"a\": {\"password\": ");
        const auto read = await(store->read(u"a"_s));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Damaged);
        QVERIFY(read.error().message.contains(m_path));
        const auto written = await(store->write(u"b"_s, secret()));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Damaged);
        QCOMPARE(contentOf(m_path), QByteArray("{\"a\": {\"password\": "));
    }

    void aFolderThatMayNotBeWrittenIsAnError()
    {
        // A file where the folder should be: root may write everywhere else.
        writeContent(m_folder.filePath(u"blocked"_s), "x");
        const auto written =
            await(makeFileStore(m_folder.filePath(u"blocked/secrets.json"_s))->write(u"a"_s, secret()));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Unavailable);
    }

    void aFullDiskKeepsThem()
    {
        const SecretFile file(m_path);
        QVERIFY(file.write(u"a"_s, secret()));
        const QByteArray before = contentOf(m_path);
        {
            const FullDisk full(512);  // room for the lock, not for the secrets
            const auto refused = file.write(u"b"_s, {{u"key"_s, QString(1000, u'k')}});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        }
        QCOMPARE(contentOf(m_path), before);
        {
            const FullDisk full;  // not even the lock
            const auto refused = file.write(u"b"_s, secret());
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        }
        QCOMPARE(file.read(u"a"_s).value(), secret());
        QVERIFY(file.write(u"b"_s, secret()));
    }

    void severalProgramsLoseNothing()
    {
        constexpr int programs = 4;
        constexpr int keys = 10;
        std::vector<std::unique_ptr<QProcess>> children;
        for (int i = 0; i < programs; ++i) {
            children.push_back(std::make_unique<QProcess>());
            children.back()->setProcessChannelMode(QProcess::ForwardedChannels);
            children.back()->start(QCoreApplication::applicationFilePath(),
                                   {u"--add-keys"_s, m_path, QString::number(i), QString::number(keys)});
        }
        for (const auto &child : children) {
            QVERIFY(child->waitForFinished(60'000));
            QCOMPARE(child->exitCode(), 0);
        }
        const SecretFile file(m_path);
        for (int i = 0; i < programs * keys; ++i) {
            const auto found = file.read(u"%1/%2"_s.arg(i / keys).arg(i % keys));
            QVERIFY(found && *found);
        }
    }

    void withoutAKeychainTheFileTakesOver()
    {
        const auto store = makeKeychainStore(m_path);
        QVERIFY(store->whereText().contains(u"keychain"_s));
        QCOMPARE(await(store->read(u"a/1"_s)).value(), QJsonObject());
        QVERIFY(await(store->write(u"a/1"_s, secret())));
        QCOMPARE(await(store->read(u"a/1"_s)).value(), secret());
        QVERIFY(store->whereText().contains(m_path));  // and says so
        QCOMPARE(QFile::permissions(m_path), mode0600);
        QVERIFY(await(store->write(u"a/1"_s, {})));
        QCOMPARE(await(store->read(u"a/1"_s)).value(), QJsonObject());
        QVERIFY(!contentOf(m_path).contains("hunter2"));
    }

    void anAnswerThatComesTooLateHurtsNobody()
    {
        QFuture<Result<QJsonObject>> future;
        {
            const auto store = makeKeychainStore(m_path);
            future = store->read(u"a/1"_s);
        }
        const auto result = await(future);
        QVERIFY(result || result.error().code == ErrorCode::Cancelled);
    }

private:
    QTemporaryDir m_folder;
    QString m_path;
    int m_count = 0;
};

int main(int argc, char **argv)
{
    if (argc == 5 && qstrcmp(argv[1], "--add-keys") == 0) {
        const QCoreApplication app(argc, argv);
        return addKeys(argv);
    }
    // No test may touch the keychain of whoever runs it.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const QCoreApplication app(argc, argv);
    TestSecrets test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_secrets.moc"
