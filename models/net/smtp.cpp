// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/smtp.h"

#include "models/base/log.h"
#include "models/net/smtptransfer.h"

#include <QCoreApplication>
#include <QThreadPool>

#include <algorithm>
#include <atomic>

namespace onlyonce {

namespace {

Result<SmtpEnvelope> envelopeOf(const Mail &mail, Instant date)
{
    Result<QByteArray> from = envelopeAddress(mail.from.address);
    if (!from) {
        return failure(from);
    }
    Result<QByteArray> to = envelopeAddress(mail.to.address);
    if (!to) {
        return failure(to);
    }
    Result<QByteArray> message = compose(mail, date);
    if (!message) {
        return failure(message);
    }
    return SmtpEnvelope{*std::move(from), *std::move(to), *std::move(message)};
}

}  // namespace

class SmtpClient::Private
{
public:
    QThreadPool pool;
    std::atomic<int> generation = 0;  //!< a mail of an earlier one has been cancelled
};

SmtpClient::SmtpClient(int parallel)
    : d(std::make_unique<Private>())
{
    d->pool.setMaxThreadCount(std::max(1, parallel));
    d->pool.setObjectName(QStringLiteral("mail"));
}

SmtpClient::~SmtpClient()
{
    cancelAll();
}

Answer<Result<SmtpReceipt>> SmtpClient::send(SmtpServer server, const Mail &mail, Instant date)
{
    const auto refuse = [](const Error &error) { return answered(Result<SmtpReceipt>(std::unexpected(error))); };
    if (const Result<> checked = checkSmtpServer(server); !checked) {
        return refuse(checked.error());
    }
    Result<SmtpEnvelope> envelope = envelopeOf(mail, date);
    if (!envelope) {
        return refuse(envelope.error());
    }
    const auto job = [this, server = std::move(server), envelope = *std::move(envelope), id = mail.messageId,
                      generation = d->generation.load()] {
        const Result<QString> reply =
            transferMail(server, envelope, [this, generation] { return d->generation != generation; });
        if (!reply) {
            qCDebug(logNet) << "SMTP" << server.host << reply.error().message << reply.error().detail;
        }
        return reply ? Result<SmtpReceipt>(SmtpReceipt{id, *reply}) : failure(reply);
    };
    return inBackground(job, &d->pool);
}

void SmtpClient::cancelAll()
{
    ++d->generation;
    d->pool.waitForDone();
}

}  // namespace onlyonce
