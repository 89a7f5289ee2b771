// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/secrets.h"

#include "models/base/json.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/delivery/secretfile.h"

#include <QPointer>

#include <qt6keychain/keychain.h>

namespace onlyonce {

namespace {

QString service()
{
    return QStringLiteral("onlyonce");
}

Result<QJsonObject> readFile(const SecretFile &file, const QString &key)
{
    auto found = file.read(key);
    if (!found) {
        return failure(found);
    }
    return found->value_or(QJsonObject());
}

class FileStore final : public SecretStore
{
public:
    explicit FileStore(const QString &path)
        : m_file(path)
    {
    }
    Answer<Result<QJsonObject>> read(const QString &key) override { return answered(readFile(m_file, key)); }
    Answer<Result<>> write(const QString &key, const QJsonObject &secrets) override
    {
        return answered(m_file.write(key, secrets));
    }
    QString whereText() const override { return tr("in the file %1, which only you may read").arg(m_file.path()); }

private:
    SecretFile m_file;
};

//! What a keychain's answer means for us.
enum class Verdict { Done, Nothing, Refused, Broken };

Verdict verdictOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::NoError:
        return Verdict::Done;
    case QKeychain::EntryNotFound:
        return Verdict::Nothing;
    case QKeychain::AccessDeniedByUser:
        return Verdict::Refused;
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::AccessDenied:
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError:
        return Verdict::Broken;
    }
    return Verdict::Broken;
}

std::unexpected<Error> refused(const QKeychain::Job &job)
{
    return fail(ErrorCode::Denied,
                tr("The keychain was not opened, so the password is not at hand. Save the connection "
                   "again to be asked once more."),
                job.errorString());
}

class KeychainStore final : public SecretStore
{
public:
    explicit KeychainStore(const QString &path)
        : m_file(path)
    {
    }
    Answer<Result<QJsonObject>> read(const QString &key) override;
    Answer<Result<>> write(const QString &key, const QJsonObject &secrets) override;
    QString whereText() const override
    {
        return m_broken.isEmpty() ? tr("in the keychain")
                                  : tr("in the file %1, which only you may read, because no keychain answers (%2)")
                                        .arg(m_file.path(), m_broken);
    }

private:
    void noteBroken(const QKeychain::Job &job)
    {
        if (m_broken.isEmpty()) {
            qCWarning(logDelivery) << "the keychain does not answer, secrets are kept in" << m_file.path() << ":"
                                   << job.errorString();
        }
        m_broken = job.errorString().isEmpty() ? tr("unknown error") : job.errorString();
    }
    //! Runs a job; `verdict(job)` gives the result when it has finished.
    template <typename T, typename Job, typename Verdict>
    Answer<Result<T>> run(Job *job, Verdict verdict)
    {
        const auto question = std::make_shared<Question<Result<T>>>();
        QObject::connect(job, &QKeychain::Job::finished, job, [job, question, verdict, alive = m_alive.toWeakRef()] {
            // The job belongs to itself and may outlive this store.
            question->finish(alive ? verdict(*job)
                                   : Result<T>(fail(ErrorCode::Cancelled, tr("The program is being closed."))));
        });
        job->start();
        return question->answer();
    }

    SecretFile m_file;
    QString m_broken;
    QSharedPointer<int> m_alive = QSharedPointer<int>::create();
};

Answer<Result<QJsonObject>> KeychainStore::read(const QString &key)
{
    const auto kept = m_file.read(key);
    if (!kept) {
        return answered<Result<QJsonObject>>(failure(kept));
    }
    if (*kept) {
        return answered<Result<QJsonObject>>(**kept);
    }
    auto *job = new QKeychain::ReadPasswordJob(service());
    job->setKey(key);
    return run<QJsonObject>(job, [this](const QKeychain::ReadPasswordJob &done) -> Result<QJsonObject> {
        switch (verdictOf(done.error())) {
        case Verdict::Done: {
            m_broken.clear();
            auto secrets = parseJsonObject(done.textData().toUtf8());
            if (!secrets) {
                return fail(ErrorCode::Damaged, tr("The keychain's entry cannot be read. Enter the password again."));
            }
            return secrets;
        }
        case Verdict::Nothing:
            m_broken.clear();
            return QJsonObject();
        case Verdict::Refused:
            return refused(done);
        case Verdict::Broken:
            noteBroken(done);
            return QJsonObject();  // the file, asked before, holds nothing
        }
        return QJsonObject();
    });
}

Answer<Result<>> KeychainStore::write(const QString &key, const QJsonObject &secrets)
{
    const auto finish = [this, key, secrets](const QKeychain::Job &done) -> Result<> {
        switch (verdictOf(done.error())) {
        case Verdict::Done:
        case Verdict::Nothing:
            m_broken.clear();
            return m_file.write(key, {});
        case Verdict::Refused:
            return refused(done);
        case Verdict::Broken:
            noteBroken(done);
            return m_file.write(key, secrets);
        }
        return {};
    };
    if (secrets.isEmpty()) {
        auto *job = new QKeychain::DeletePasswordJob(service());
        job->setKey(key);
        return run<void>(job, finish);
    }
    auto *job = new QKeychain::WritePasswordJob(service());
    job->setKey(key);
    job->setTextData(QString::fromUtf8(toJsonBytes(secrets)));
    return run<void>(job, finish);
}

}  // namespace

std::unique_ptr<SecretStore> makeKeychainStore(const QString &filePath)
{
    return std::make_unique<KeychainStore>(filePath);
}

std::unique_ptr<SecretStore> makeFileStore(const QString &filePath)
{
    return std::make_unique<FileStore>(filePath);
}

}  // namespace onlyonce
