// SPDX-License-Identifier: GPL-3.0-or-later
// How a mail looks on the wire. Everything composed is decoded again here by independent, simple readers, and
// tst_smtp lets Python's email package read the same.
#include "models/net/mail.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

Mail plainMail()
{
    return {.from = {u"OnlyOnce"_s, u"desk@example.org"_s},
            .to = {u"Anna Berg"_s, u"anna@example.org"_s},
            .subject = u"INC-7: checkout is slow"_s,
            .textBody = u"It began at 05:17.\nA = b.\n"_s,
            .htmlBody = {},
            .messageId = u"page-7-1@example.org"_s,
            .inReplyTo = {},
            .references = {},
            .headers = {}};
}

const Instant date = fromMillis(1795411067000);  // 2026-11-23T05:17:47Z

QByteArray composed(const Mail &mail)
{
    const Result<QByteArray> bytes = compose(mail, date);
    return bytes ? *bytes : "ERROR: " + bytes.error().message.toUtf8();
}

//! Header lines joined where they were folded.
QByteArray header(const QByteArray &message, const QByteArray &name)
{
    QByteArray head = message.first(message.indexOf("\r\n\r\n") + 2);
    head.replace("\r\n ", " ");
    for (const QByteArray &line : head.split('\n')) {
        if (line.startsWith(name + ": ")) {
            return line.sliced(name.size() + 2).chopped(1);
        }
    }
    return "missing";
}

//! RFC 2047 as a reader sees it.
QString decodedWords(QByteArray value)
{
    static const QRegularExpression between(u"\\?= +=\\?"_s);
    static const QRegularExpression word(u"=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?="_s);
    QString text = QString::fromLatin1(value).replace(between, u"?==?"_s);
    QByteArray result;
    qsizetype position = 0;
    for (const QRegularExpressionMatch &match : word.globalMatch(text)) {
        result += text.sliced(position, match.capturedStart() - position).toUtf8();
        result += QByteArray::fromBase64(match.captured(1).toLatin1());
        position = match.capturedEnd();
    }
    return QString::fromUtf8(result + text.sliced(position).toUtf8());
}

QString decodedBody(const QByteArray &part)
{
    QByteArray body = part.sliced(part.indexOf("\r\n\r\n") + 4);
    if (part.contains("Transfer-Encoding: base64")) {
        return QString::fromUtf8(QByteArray::fromBase64(body));
    }
    body.replace("=\r\n", "");
    QByteArray result;
    for (qsizetype i = 0; i < body.size(); ++i) {
        if (body[i] == '=') {
            result += QByteArray::fromHex(body.sliced(i + 1, 2));
            i += 2;
        } else {
            result += body[i];
        }
    }
    return QString::fromUtf8(result);
}

}  // namespace

class MimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlainMail();
    void aMailWithHtml();
    void headersOfAConversation();
    void subjectsAreReadBack_data();
    void subjectsAreReadBack();
    void namesAreReadBack_data();
    void namesAreReadBack();
    void bodiesAreReadBack_data();
    void bodiesAreReadBack();
    void nothingBreaksOutOfAHeader_data();
    void nothingBreaksOutOfAHeader();
    void addresses_data();
    void addresses();
};

void MimeTest::aPlainMail()
{
    const QByteArray expected = "Date: Mon, 23 Nov 2026 05:17:47 +0000\r\n"
                                "From: \"OnlyOnce\" <desk@example.org>\r\n"
                                "To: \"Anna Berg\" <anna@example.org>\r\n"
                                "Subject: INC-7: checkout is slow\r\n"
                                "Message-ID: <page-7-1@example.org>\r\n"
                                "Auto-Submitted: auto-generated\r\n"
                                "MIME-Version: 1.0\r\n"
                                "Content-Type: text/plain; charset=utf-8\r\n"
                                "Content-Transfer-Encoding: quoted-printable\r\n"
                                "\r\n"
                                "It began at 05:17.\r\n"
                                "A =3D b.\r\n";
    QCOMPARE(composed(plainMail()), expected);
}

void MimeTest::aMailWithHtml()
{
    Mail mail = plainMail();
    mail.htmlBody = u"<p title=\"x\">It began at <b>05:17</b>.</p>"_s;
    const QByteArray message = composed(mail);
    QCOMPARE(header(message, "Content-Type"), "multipart/alternative; boundary=\"=_onlyonce_alternative\""_ba);
    QByteArray body = message.sliced(message.indexOf("\r\n\r\n") + 4);
    QVERIFY(body.startsWith("--=_onlyonce_alternative\r\nContent-Type: text/plain;"));
    QVERIFY(body.endsWith("\r\n--=_onlyonce_alternative--\r\n"));
    body.replace("--=_onlyonce_alternative", "\x01");
    const QList<QByteArray> parts = body.split('\x01');
    QCOMPARE(parts.size(), 4);
    QCOMPARE(decodedBody(parts[1]).trimmed(), u"It began at 05:17.\r\nA = b."_s);
    QVERIFY(parts[2].contains("Content-Type: text/html; charset=utf-8\r\n"));
    QCOMPARE(decodedBody(parts[2]).trimmed(), *mail.htmlBody);
}

void MimeTest::headersOfAConversation()
{
    Mail mail = plainMail();
    mail.inReplyTo = u"first@example.org"_s;
    for (int i = 0; i < 30; ++i) {
        mail.references.append(u"update-%1@example.org"_s.arg(i));
    }
    mail.headers = {{u"Reply-To"_s, u"incident-7@example.org"_s},
                    {u"auto-submitted"_s, u"auto-replied"_s},
                    {u"List-Id"_s, u"Störungen <status.example.org>"_s}};
    const QByteArray message = composed(mail);
    QCOMPARE(header(message, "In-Reply-To"), "<first@example.org>"_ba);
    QCOMPARE(header(message, "References").count('<'), 30);
    QVERIFY(header(message, "References").startsWith("<update-0@example.org> <update-1@"));
    QCOMPARE(header(message, "Reply-To"), "incident-7@example.org"_ba);
    QCOMPARE(header(message, "auto-submitted"), "auto-replied"_ba);
    QVERIFY(!message.contains("auto-generated"));
    QCOMPARE(decodedWords(header(message, "List-Id")), u"Störungen <status.example.org>"_s);
    QCOMPARE(composed(mail), message);
    for (const QByteArray &line : message.split('\n')) {
        QVERIFY2(line.size() <= 77, line.constData());
    }
}

void MimeTest::subjectsAreReadBack_data()
{
    QTest::addColumn<QString>("subject");
    QTest::newRow("empty") << QString();
    QTest::newRow("plain") << u"Checkout is slow"_s;
    QTest::newRow("umlaut") << u"Störung im Bezahlvorgang"_s;
    QTest::newRow("emoji") << u"🔥"_s.repeated(60);
    QTest::newRow("Japanese") << u"決済システムの障害について"_s.repeated(10);
    QTest::newRow("joined emoji") << u"👩🏽‍🚒"_s.repeated(20);
    QTest::newRow("long") << u"words and more words "_s.repeated(20).trimmed();
    QTest::newRow("one long word") << u"x"_s.repeated(300);
    QTest::newRow("many spaces") << u"a"_s + u" "_s.repeated(200) + u"b"_s;
    QTest::newRow("spaces around") << u"  important  "_s;
    QTest::newRow("looks encoded") << u"=?UTF-8?B?SGFjaw==?="_s;
    QTest::newRow("right to left") << u"انقطاع الخدمة‏"_s;
    QTest::newRow("very long") << u"ä"_s.repeated(5000);
}

void MimeTest::subjectsAreReadBack()
{
    QFETCH(QString, subject);
    Mail mail = plainMail();
    mail.subject = subject;
    const QByteArray message = composed(mail);
    QVERIFY2(!message.startsWith("ERROR"), message.constData());
    QCOMPARE(decodedWords(header(message, "Subject")), subject);
    const bool foldable = subject.contains(u' ') || !subject.startsWith(u'x');
    for (const QByteArray &line : message.split('\n')) {
        QVERIFY2(line.size() <= (foldable && !subject.contains(u"        "_s) ? 77 : 999), line.constData());
        QVERIFY2(!line.startsWith(' ') || !line.trimmed().isEmpty(), "a folded line is never blank");
        QVERIFY(std::ranges::all_of(line, [](char c) { return c >= 32 || c == '\r'; }));
    }
    static const QRegularExpression word(u"=\\?[^ ]*\\?="_s);
    for (const QRegularExpressionMatch &match : word.globalMatch(QString::fromLatin1(message))) {
        QVERIFY2(match.capturedLength() <= 75, qPrintable(match.captured()));
        const QByteArray bytes = QByteArray::fromBase64(match.captured().sliced(10).chopped(2).toLatin1());
        QVERIFY2(QString::fromUtf8(bytes).toUtf8() == bytes, "no character is cut in two");
    }
}

void MimeTest::namesAreReadBack_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("none") << QString() << "anna@example.org"_ba;
    QTest::newRow("comma") << u"Berg, Anna"_s << "\"Berg, Anna\" <anna@example.org>"_ba;
    QTest::newRow("quotes") << u"Anna \"Ann\\a\" Berg"_s << "\"Anna \\\"Ann\\\\a\\\" Berg\" <anna@example.org>"_ba;
    QTest::newRow("brackets") << u"Anna <boss@example.org>"_s << "\"Anna <boss@example.org>\" <anna@example.org>"_ba;
    QTest::newRow("umlaut") << u"Änne Groß"_s << "=?UTF-8?B?w4RubmUgR3Jvw58=?= <anna@example.org>"_ba;
}

void MimeTest::namesAreReadBack()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, header);
    Mail mail = plainMail();
    mail.to.name = name;
    QCOMPARE(::header(composed(mail), "To"), header);
    mail.to.name = name.repeated(20);
    for (const QByteArray &line : composed(mail).split('\n')) {
        QVERIFY2(line.size() <= 77, line.constData());
    }
}

void MimeTest::bodiesAreReadBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("encoding");
    const QByteArray readable = "quoted-printable";
    QTest::newRow("empty") << QString() << readable;
    QTest::newRow("dots") << u".\n..\n.hidden\n"_s << readable;
    QTest::newRow("spaces at the end") << u"one \ntwo\t\nthree   "_s << readable;
    QTest::newRow("equals") << u"a==b=3D, and some more words"_s << readable;
    QTest::newRow("long line") << u"x"_s.repeated(5000) << readable;
    QTest::newRow("umlauts") << u"Die Störung begann früh am Morgen; wir prüfen die Ursache.\n"_s.repeated(5)
                             << readable;
    QTest::newRow("Japanese") << u"決済システムの障害について"_s.repeated(50) << "base64"_ba;
    QTest::newRow("all line ends") << u"one\r\ntwo\rthree\nfour"_s << readable;
    QTest::newRow("control characters") << u"bell\a null"_s + QChar::Null + u" escape\x1b[31m"_s << readable;
    QTest::newRow("boundary") << u"--=_onlyonce_alternative--\n"_s << readable;
}

void MimeTest::bodiesAreReadBack()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, encoding);
    Mail mail = plainMail();
    mail.textBody = text;
    const QByteArray message = composed(mail);
    QCOMPARE(header(message, "Content-Transfer-Encoding"), encoding);
    QString expected = text;
    expected.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n').replace(u'\n', u"\r\n"_s);
    if (!expected.endsWith(u"\r\n")) {
        expected += u"\r\n"_s;
    }
    QCOMPARE(decodedBody(message), expected);
    QVERIFY(message.endsWith("\r\n"));
    for (const QByteArray &ended : message.chopped(2).split('\n')) {
        const QByteArray line = ended.endsWith('\r') ? ended.chopped(1) : ended;
        QVERIFY2(line.size() <= 76, line.constData());
        QVERIFY2(!line.endsWith(' ') && !line.endsWith('\t'), "mail servers may cut blanks");
        QVERIFY(std::ranges::all_of(line, [](char c) { return c >= 32 || c == '\t'; }));
    }
    QCOMPARE(message.count('\n'), message.count("\r\n"));
    mail.htmlBody = text;
    QCOMPARE(composed(mail).count("--=_onlyonce_alternative"), 3);
}

void MimeTest::nothingBreaksOutOfAHeader_data()
{
    QTest::addColumn<Mail>("mail");
    const auto row = [](const char *name, auto change) {
        Mail mail = plainMail();
        change(mail);
        QTest::newRow(name) << mail;
    };
    row("subject", [](Mail &mail) { mail.subject = u"x\r\nBcc: all@example.org"_s; });
    row("subject with a lone line feed", [](Mail &mail) { mail.subject = u"x\nBcc: all@example.org"_s; });
    row("subject with a lone return", [](Mail &mail) { mail.subject = u"x\rBcc: all@example.org"_s; });
    row("subject with null", [](Mail &mail) { mail.subject = u"x"_s + QChar::Null; });
    row("sender's name", [](Mail &mail) { mail.from.name = u"x\r\nBcc: all@example.org"_s; });
    row("recipient's name", [](Mail &mail) { mail.to.name = u"x\nBcc: all@example.org"_s; });
    row("sender's address", [](Mail &mail) { mail.from.address = u"a@example.org\r\nBcc: b@example.org"_s; });
    row("recipient's address", [](Mail &mail) { mail.to.address = u"a@example.org>\r\nRCPT TO:<b@example.org"_s; });
    row("two recipients", [](Mail &mail) { mail.to.address = u"a@example.org, b@example.org"_s; });
    row("no recipient", [](Mail &mail) { mail.to.address.clear(); });
    row("no message id", [](Mail &mail) { mail.messageId.clear(); });
    row("message id in brackets", [](Mail &mail) { mail.messageId = u"<a@example.org>"_s; });
    row("message id", [](Mail &mail) { mail.messageId = u"a@b\r\nX: y"_s; });
    row("in reply to", [](Mail &mail) { mail.inReplyTo = u"a@b> <c@d"_s; });
    row("references", [](Mail &mail) { mail.references = {u"a@b"_s, u"c d"_s}; });
    row("header value", [](Mail &mail) { mail.headers = {{u"X-Note"_s, u"a\r\n\r\nbody"_s}}; });
    row("header name", [](Mail &mail) { mail.headers = {{u"X-Note: a\r\nBcc"_s, u"b"_s}}; });
    row("empty header name", [](Mail &mail) { mail.headers = {{QString(), u"b"_s}}; });
    row("blind copy", [](Mail &mail) { mail.headers = {{u"bcc"_s, u"b@example.org"_s}}; });
    row("second sender", [](Mail &mail) { mail.headers = {{u"FROM"_s, u"b@example.org"_s}}; });
    row("content", [](Mail &mail) { mail.headers = {{u"Content-Disposition"_s, u"attachment"_s}}; });
    row("endless header", [](Mail &mail) { mail.headers = {{u"X-Note"_s, u"x"_s.repeated(2000)}}; });
}

void MimeTest::nothingBreaksOutOfAHeader()
{
    QFETCH(Mail, mail);
    const Result<QByteArray> message = compose(mail, date);
    QVERIFY2(!message, message ? message->constData() : "");
    QCOMPARE(message.error().code, ErrorCode::Invalid);
    QVERIFY(!message.error().message.isEmpty());
}

void MimeTest::addresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("envelope");  // empty: none
    QTest::newRow("plain") << u"anna.berg+desk@mail.example.org"_s << "anna.berg+desk@mail.example.org"_ba;
    QTest::newRow("international domain") << u"desk@bücher.example"_s << "desk@xn--bcher-kva.example"_ba;
    QTest::newRow("capitals") << u"Anna@Example.ORG"_s << "Anna@example.org"_ba;
    QTest::newRow("marks") << u"o'brien!#$%&*/=?^_`{|}~@example.org"_s << "o'brien!#$%&*/=?^_`{|}~@example.org"_ba;
    QTest::newRow("one label") << u"root@localhost"_s << "root@localhost"_ba;
    for (const QString &bad : {u""_s,
                               u"anna"_s,
                               u"@example.org"_s,
                               u"anna@"_s,
                               u"a b@example.org"_s,
                               u".anna@example.org"_s,
                               u"anna.@example.org"_s,
                               u"an..na@example.org"_s,
                               u"anna@@example.org"_s,
                               u"anna@exa mple.org"_s,
                               u"anna@-example.org"_s,
                               u"anna@example..org"_s,
                               u"anna@.org"_s,
                               u"anna@example.org."_s,
                               u"jörg@example.org"_s,
                               u"\"anna\"@example.org"_s,
                               u"anna@exam<ple.org"_s,
                               u"anna@example.org\n"_s,
                               u"x"_s.repeated(65) + u"@example.org"_s,
                               u"anna@"_s + u"x"_s.repeated(64) + u".org"_s}) {
        QTest::addRow("no: %s", qPrintable(bad)) << bad << QByteArray();
    }
}

void MimeTest::addresses()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, envelope);
    const Result<QByteArray> result = envelopeAddress(address);
    QCOMPARE(result.value_or(QByteArray()), envelope);
    if (!result) {
        QCOMPARE(result.error().code, ErrorCode::Invalid);
    }
}

QTEST_GUILESS_MAIN(MimeTest)
#include "tst_mime.moc"
