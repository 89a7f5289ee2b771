// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/mail.h"

#include "models/base/tr.h"
#include "models/net/mailtext.h"

#include <QLocale>
#include <QUrl>

#include <algorithm>
#include <array>

namespace onlyonce {

namespace {

// Cannot occur in a body: quoted-printable writes every "=" as "=3D", and base64 has no "_".
constexpr auto boundary = "=_onlyonce_alternative";

bool isAtomCharacter(QChar c)
{
    return c.unicode() > 32 && c.unicode() < 127 && !QStringView(u"()<>[]:;@\\,.\"").contains(c);
}

bool isDotAtom(QStringView text)
{
    return std::ranges::all_of(text.split(u'.'), [](QStringView atom) {
        return !atom.isEmpty() && std::ranges::all_of(atom, isAtomCharacter);
    });
}

bool isMessageId(QStringView id)
{
    const qsizetype at = id.indexOf(u'@');
    return id.size() <= 250 && at > 0 && isDotAtom(id.first(at)) && isDotAtom(id.sliced(at + 1));
}

bool isHeaderName(QStringView name)
{
    return !name.isEmpty() && name.size() <= 60
        && std::ranges::all_of(name, [](QChar c) { return c.unicode() > 32 && c.unicode() < 127 && c != u':'; });
}

bool isWrittenByCompose(const QString &name)
{
    static const QStringList own{
        QStringLiteral("from"),       QStringLiteral("to"),          QStringLiteral("cc"),
        QStringLiteral("bcc"),        QStringLiteral("sender"),      QStringLiteral("subject"),
        QStringLiteral("date"),       QStringLiteral("message-id"),  QStringLiteral("in-reply-to"),
        QStringLiteral("references"), QStringLiteral("mime-version")};
    const QString lower = name.toLower();
    return own.contains(lower) || lower.startsWith(u"content-") || lower.startsWith(u"resent-");
}

//! No control character belongs into a header; CR and LF would start another one.
Result<> checkHeaderText(const QString &what, QStringView text)
{
    if (std::ranges::any_of(text, [](QChar c) { return c.unicode() < 32 || c.unicode() == 127; })) {
        return fail(ErrorCode::Invalid, tr("%1 contains a line break or a control character.").arg(what));
    }
    return {};
}

Result<QByteArray> addressHeader(const QByteArray &name, const QString &what, const MailAddress &address)
{
    ONLYONCE_TRY(checkHeaderText(what, address.name));
    const Result<QByteArray> envelope = envelopeAddress(address.address);
    if (!envelope) {
        return failure(envelope);
    }
    return name + ": " + mailtext::phrase(name.size() + 2, address.name, *envelope) + "\r\n";
}

Result<QByteArray> textHeader(const QString &name, const QString &value)
{
    ONLYONCE_TRY(checkHeaderText(name, value));
    QByteArray line = name.toLatin1() + ": " + mailtext::unstructured(name.size() + 2, value) + "\r\n";
    if (std::ranges::any_of(line.split('\n'), [](const QByteArray &part) { return part.size() > 998; })) {
        return fail(ErrorCode::Invalid, tr("The header %1 is too long for a mail.").arg(name));
    }
    return line;
}

Result<QByteArray> idHeader(const QByteArray &name, const QStringList &ids)
{
    QByteArray line = name + ':';
    for (const QString &id : ids) {
        if (!isMessageId(id)) {
            return fail(ErrorCode::Invalid,
                        tr("“%1” is not a message id of the form unique@domain.").arg(id.left(100)));
        }
        line += (&id == &ids.front() ? " <" : "\r\n <") + id.toLatin1() + '>';
    }
    return line + "\r\n";
}

Result<QByteArray> furtherHeaders(const QList<MailHeader> &headers)
{
    QByteArray lines;
    bool saysAutomatic = false;
    for (const MailHeader &header : headers) {
        if (!isHeaderName(header.name) || isWrittenByCompose(header.name)) {
            return fail(ErrorCode::Invalid, tr("The mail header “%1” cannot be set here.").arg(header.name.left(40)));
        }
        saysAutomatic = saysAutomatic || header.name.compare(u"Auto-Submitted", Qt::CaseInsensitive) == 0;
        const Result<QByteArray> line = textHeader(header.name, header.value);
        if (!line) {
            return failure(line);
        }
        lines += *line;
    }
    if (!saysAutomatic) {
        lines += "Auto-Submitted: auto-generated\r\n";  // keeps out-of-office replies away (RFC 3834)
    }
    return lines;
}

QByteArray part(const QByteArray &type, const QString &text)
{
    const mailtext::EncodedBody body = mailtext::encodeBody(text);
    return "Content-Type: " + type + "; charset=utf-8\r\nContent-Transfer-Encoding: " + body.encoding + "\r\n\r\n"
         + body.bytes;
}

}  // namespace

Result<QByteArray> envelopeAddress(const QString &address)
{
    const auto refuse = [&address] {
        return fail(ErrorCode::Invalid, tr("“%1” is not a mail address.").arg(address.left(100)));
    };
    const qsizetype at = address.lastIndexOf(u'@');
    if (at < 1 || at > 64 || !isDotAtom(QStringView(address).first(at))) {
        return refuse();
    }
    const QString domain = address.sliced(at + 1);
    if (domain.isEmpty() || domain.size() > 253 || domain.endsWith(u'.')) {
        return refuse();
    }
    const QByteArray ascii = QUrl::toAce(domain);
    const auto isLabel = [](const QByteArray &label) {
        return !label.isEmpty() && label.size() <= 63 && !label.startsWith('-') && !label.endsWith('-')
            && std::ranges::all_of(label, [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
               });
    };
    if (!std::ranges::all_of(ascii.split('.'), isLabel) || at + 1 + ascii.size() > 254) {
        return refuse();
    }
    return address.first(at).toLatin1() + '@' + ascii;
}

Result<QByteArray> compose(const Mail &mail, Instant date)
{
    const QString utc = QLocale::c().toString(toDateTime(date), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss"));
    std::vector<Result<QByteArray>> lines;
    lines.emplace_back("Date: " + utc.toLatin1() + " +0000\r\n");
    lines.push_back(addressHeader("From", tr("The sender’s name"), mail.from));
    lines.push_back(addressHeader("To", tr("The recipient’s name"), mail.to));
    lines.push_back(textHeader(QStringLiteral("Subject"), mail.subject));
    lines.push_back(idHeader("Message-ID", {mail.messageId}));
    if (!mail.inReplyTo.isEmpty()) {
        lines.push_back(idHeader("In-Reply-To", {mail.inReplyTo}));
    }
    if (!mail.references.isEmpty()) {
        lines.push_back(idHeader("References", mail.references));
    }
    lines.push_back(furtherHeaders(mail.headers));
    QByteArray message;
    for (const Result<QByteArray> &line : lines) {
        if (!line) {
            return failure(line);
        }
        message += *line;
    }
    message += "MIME-Version: 1.0\r\n";
    if (!mail.htmlBody) {
        return message + part("text/plain", mail.textBody);
    }
    const QByteArray mark = QByteArray("--") + boundary;
    return message + "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n" + mark + "\r\n"
         + part("text/plain", mail.textBody) + "\r\n" + mark + "\r\n" + part("text/html", *mail.htmlBody) + "\r\n"
         + mark + "--\r\n";
}

}  // namespace onlyonce
