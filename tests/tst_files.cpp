// SPDX-License-Identifier: GPL-3.0-or-later
// Files on a disk that is full: what is reported as written is there, and what was there before is not lost to a failure.
// A limit on file sizes stands for the full disk: like it, it lets an empty file be made, and refuses the content.
#include "models/base/files.h"
#include "models/base/latelibrary.h"
#include "models/base/settings.h"
#include "support/fulldisk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

uint modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

}  // namespace

class TestFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"file"_s);
    }

    void aFileIsReplaced()
    {
        QVERIFY(replaceFile(m_path, "old"));
        QVERIFY(replaceFile(m_path, "new ü"));
        QCOMPARE(contentOf(m_path), "new ü");
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"file"_s});
    }

    void aFullDiskKeepsWhatWasThere()
    {
        QVERIFY(replaceFile(m_path, "good"));
        // Small enough to be buffered whole: writing succeeds, and only the flush can tell.
        const QByteArray longer(2000, 'x');
        Result<> refused;
        {
            const FullDisk full;
            refused = replaceFile(m_path, longer);
        }
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY2(refused.error().message.contains(m_path), qPrintable(refused.error().message));
        QCOMPARE(contentOf(m_path), "good");
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"file"_s});
        QVERIFY(replaceFile(m_path, longer));
        QCOMPARE(contentOf(m_path), longer);
    }

    void aDiskThatFillsUpMidwayIsSaid()
    {
        QVERIFY(replaceFile(m_path, "good"));
        Result<> refused;
        {
            const FullDisk full(100'000);  // it takes a part, and says nothing until it is asked again
            refused = replaceFile(m_path, QByteArray(150'000, 'x'));
        }
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"File too large"_s), qPrintable(refused.error().message));
        QCOMPARE(contentOf(m_path), "good");
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"file"_s});
        const auto full = replaceFile(u"/dev/full"_s, "x");
        QVERIFY(!full);
        QVERIFY2(full.error().message.endsWith(u"Free some space and try again."_s), qPrintable(full.error().message));
    }

    void settingsSurviveAFullDisk()
    {
        const SettingsFile settings(m_path);
        QVERIFY(settings.saveSection(u"profile", {{u"name"_s, u"Ada"_s}}));
        const QByteArray before = contentOf(m_path);
        {
            const FullDisk full;
            QVERIFY(!settings.saveSection(u"listen", {{u"address"_s, u"127.0.0.1:1"_s}}));
        }
        QCOMPARE(contentOf(m_path), before);
        QCOMPARE(modeOf(m_path), 0600U);
    }

    void readersAreWhoTheyShallBe()
    {
        const mode_t usual = umask(022);
        QVERIFY(replaceFile(m_path, "for all"));
        QCOMPARE(modeOf(m_path), 0644U);
        QVERIFY(replaceFile(m_path, "for me", Readers::Owner));
        QCOMPARE(modeOf(m_path), 0600U);
        const QString secret = m_folder->filePath(u"secret"_s);
        QVERIFY(makePrivateFile(secret));
        QCOMPARE(modeOf(secret), 0600U);
        QCOMPARE(makePrivateFile(secret).error().code, ErrorCode::Conflict);
        const QString inner = m_folder->filePath(u"outer/inner"_s);
        QVERIFY(makePrivateFolder(inner));
        QVERIFY(makePrivateFolder(inner));
        QCOMPARE(modeOf(inner), 0700U);
        QCOMPARE(modeOf(m_folder->filePath(u"outer"_s)), 0700U);
        QCOMPARE(makePrivateFolder(m_path + u"/below a file"_s).error().code, ErrorCode::Unavailable);
        umask(usual);
    }

    void whatIsNoFileStays()
    {
        QVERIFY(::mkfifo(QFile::encodeName(m_path).constData(), 0600) == 0);
        QByteArray heard;
        std::thread listener([&] { heard = contentOf(m_path); });
        const auto written = replaceFile(m_path, "to the pipe");
        listener.join();
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        QCOMPARE(heard, "to the pipe");
        QVERIFY(!QFileInfo(m_path).isFile());
        QCOMPARE(replaceFile(m_folder->path(), "x").error().code, ErrorCode::Unavailable);
        const auto refused = replaceFile(u"/dev/full"_s, "x");
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"/dev/full"), qPrintable(refused.error().message));
    }

    void theStandardOutputIsChecked()
    {
        const int own = ::dup(STDOUT_FILENO);
        const int full = ::open("/dev/full", O_WRONLY);
        QVERIFY(own >= 0 && full >= 0);
        std::fflush(stdout);
        ::dup2(full, STDOUT_FILENO);
        const auto refused = writeStandardOutput("a line\n");
        ::dup2(own, STDOUT_FILENO);
        std::clearerr(stdout);
        ::close(full);
        ::close(own);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY(writeStandardOutput(""));
    }

    void aLibraryThatIsMissingIsNamed()
    {
        LateLibrary missing("libof-another-world.so.7");
        const auto refused = missing.load();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY2(refused.error().message.contains(u"libof-another-world.so.7"_s), qPrintable(refused.error().message));
        QVERIFY(!refused.error().detail.isEmpty());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
