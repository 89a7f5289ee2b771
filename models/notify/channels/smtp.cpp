// SPDX-License-Identifier: GPL-3.0-or-later
// Mail through a submission server. The far side cannot be asked whether a mail arrived; it may be sent again, because a
// repetition has the same Message-ID, and for a page a second copy is better than none (RFC 5321, 4.5.4.1 and 6.1).
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/delivery/adapter.h"
#include "models/delivery/mailintent.h"
#include "models/documents/visibletext.h"

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! Between two log-ins with a password that was refused: servers lock accounts that hammer.
constexpr milliseconds refusedLoginPause = 60s;
constexpr int submissionPort = 465;

constexpr auto securityWords = wordsFrom(SmtpSecurity::Tls, "tls", "starttls", "none");

std::unexpected<Error> wrong(const QString &sentence)
{
    return fail(ErrorCode::Invalid, tr("The mail connection's settings are not right: %1").arg(sentence));
}

struct Account
{
    SmtpServer server;
    MailAddress sender;

    [[nodiscard]] static Result<Account> from(const DeliveryState &state)
    {
        const QJsonObject &settings = state.settings;
        Account account;
        account.server.host = settings[u"host"].toString().trimmed();
        if (account.server.host.isEmpty()) {
            return wrong(tr("the server's name is missing."));
        }
        const QVariant port = settings[u"port"].toVariant();  // a number, or the text that a person typed
        const int number = port.isNull() || port.toString().isEmpty() ? submissionPort : port.toInt();
        if (number < 1 || number > 65535) {
            return wrong(tr("“%1” is not a port (1 to 65535).").arg(port.toString()));
        }
        account.server.port = quint16(number);
        const auto security =
            securityWords.read(settings[u"security"].toString(QStringLiteral("tls")), tr("a way to encrypt mail"));
        if (!security) {
            return wrong(security.error().message);
        }
        account.server.security = *security;
        account.server.user = settings[u"user"].toString();
        account.server.password = state.secrets[u"password"].toString();
        account.server.caPem = settings[u"ca"].toString().toUtf8();
        account.sender = {.name = visibleLine(settings[u"fromName"].toString()).simplified(),
                          .address = settings[u"from"].toString().trimmed()};
        if (auto address = envelopeAddress(account.sender.address); !address) {
            return wrong(address.error().message);
        }
        return account;
    }
};

class Smtp final : public Adapter
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("smtp"); }
    [[nodiscard]] QString name() const override { return tr("Mail (SMTP)"); }
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] bool holdsSecrets(const QJsonObject &settings, const QJsonObject &secrets) const override
    {
        return settings[u"user"].toString().isEmpty() || !secrets[u"password"].toString().isEmpty();
    }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override;
    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override;

private:
    //! What became of a mail that was sent.
    [[nodiscard]] static Step judge(const DeliveryReply &reply, QJsonObject result);
};

std::vector<SettingField> Smtp::fields() const
{
    using Kind = SettingField::Kind;
    return {
        {.key = QStringLiteral("host"),
         .label = tr("Server"),
         .help = tr("The submission server of your mail provider."),
         .placeholder = QStringLiteral("smtp.example.org"),
         .required = true},
        {.key = QStringLiteral("security"),
         .label = tr("Encryption"),
         .kind = Kind::Choice,
         .help = tr("tls from the first byte (port 465), starttls (port 587), or none, which works only with a server "
                    "on this machine."),
         .defaultValue = QStringLiteral("tls"),
         .choices = {QStringLiteral("tls"), QStringLiteral("starttls"), QStringLiteral("none")},
         .choiceLabels = {tr("TLS from the first byte"), QStringLiteral("STARTTLS"), tr("None")},
         .required = true},
        {.key = QStringLiteral("port"),
         .label = tr("Port"),
         .kind = Kind::Number,
         .help = tr("465 with tls, 587 with starttls."),
         .defaultValue = QString::number(submissionPort),
         .required = true},
        {.key = QStringLiteral("user"),
         .label = tr("User name"),
         .help = tr("Leave it empty if the server wants no log-in."),
         .placeholder = QStringLiteral("desk@example.org")},
        {.key = QStringLiteral("password"),
         .label = tr("Password"),
         .kind = Kind::Secret,
         .help = tr("Kept in this machine's keychain, never in the database. Many providers want an app password.")},
        {.key = QStringLiteral("from"),
         .label = tr("Sender's address"),
         .help = tr("What people see as the sender; the account must be allowed to use it."),
         .placeholder = QStringLiteral("incidents@example.org"),
         .required = true},
        {.key = QStringLiteral("fromName"),
         .label = tr("Sender's name"),
         .help = tr("Shown beside the address."),
         .placeholder = tr("Incident desk")},
        {.key = QStringLiteral("ca"),
         .label = tr("Certificate"),
         .kind = Kind::Certificate,
         .help = tr("Only for a server whose certificate your own authority has issued: that authority's certificate "
                    "(PEM).")},
    };
}

Step Smtp::step(const DeliveryState &state, const DeliveryReply *reply) const
{
    auto mail = mailFrom(state.intent);
    if (!mail) {
        return Refused{mail.error()};
    }
    if (reply) {
        return judge(*reply, {});
    }
    auto account = Account::from(state);
    if (!account) {
        return Refused{account.error()};
    }
    mail->from = account->sender;
    return SendMail{.server = account->server, .mail = *mail};
}

//! A mail to the sender's own address shows the whole way, and nobody else gets anything.
Step Smtp::test(const DeliveryState &state, const DeliveryReply *reply) const
{
    auto account = Account::from(state);
    if (!account) {
        return Refused{account.error()};
    }
    const QString &address = account->sender.address;
    if (reply) {
        return judge(*reply, {{QStringLiteral("text"), tr("The server took a test mail to %1.").arg(address)}});
    }
    const Mail mail{.from = account->sender,
                    .to = account->sender,
                    .subject = tr("Test of OnlyOnce's mail connection"),
                    .textBody = tr("This mail shows that OnlyOnce can send mail through %1.").arg(account->server.host),
                    .messageId = messageIdFor({}, QStringLiteral("%1/%2").arg(state.key, address), address)};
    return SendMail{.server = account->server, .mail = mail};
}

Step Smtp::judge(const DeliveryReply &reply, QJsonObject result)
{
    const auto *mail = std::get_if<Result<SmtpReceipt>>(&reply);
    if (!mail) {
        return Refused{{ErrorCode::Internal, tr("A web server's answer reached the mail channel."), {}}};
    }
    if (*mail) {
        result.insert(QStringLiteral("messageId"), (*mail)->messageId);
        result.insert(QStringLiteral("serverReply"), (*mail)->serverReply);
        return Delivered{result};
    }
    if (mail->error().code == ErrorCode::Denied) {
        return Refused{.error = mail->error(), .pauseConnection = refusedLoginPause};
    }
    return afterFailure(mail->error());
}

}  // namespace

[[nodiscard]] std::shared_ptr<const Adapter> smtpChannel();
std::shared_ptr<const Adapter> smtpChannel()
{
    return std::make_shared<Smtp>();
}

}  // namespace onlyonce
