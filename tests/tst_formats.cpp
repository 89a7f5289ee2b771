// SPDX-License-Identifier: GPL-3.0-or-later
// Every export format, judged by other people's programs: tidy, qpdf, poppler, LibreOffice. And by golden files: after an intended
// change run this test with ONLYONCE_UPDATE_GOLDEN=1 and read the difference.
#include "models/documents/embeddedpicture.h"
#include "models/documents/formats/registry.h"
#include "models/documents/markdown.h"
#include "models/documents/office/docxsource.h"
#include "models/documents/page/flow.h"
#include "models/documents/treepicture.h"
#include "models/documents/visibletext.h"
#include "support/sampledocument.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QXmlStreamReader>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace onlyonce;
using namespace onlyonce::tests;

namespace {

const QString goldenRoot = QString::fromUtf8(ONLYONCE_TEST_DATA) + u"/documents/"_s;

FormatOptions berlin()
{
    return {.paper = Paper::A4, .zone = QTimeZone("Europe/Berlin")};
}

QByteArray rendered(QStringView format, const Document &document, const FormatOptions &options = berlin())
{
    const auto result = formatById(format)->render(document, options);
    if (!result) {
        qFatal("%s", qPrintable(result.error().message + result.error().detail));
    }
    return *result;
}

struct Run
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

Run run(const QString &program, const QStringList &arguments,
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForStarted()) {
        qFatal("%s is missing: run app/setup", qPrintable(program));
    }
    if (!process.waitForFinished(180'000)) {
        qFatal("%s does not end", qPrintable(program));
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! Empty when equal, else the difference.
QByteArray differenceToGolden(const QString &name, const QByteArray &actual)
{
    const QString golden = goldenRoot + name;
    if (qEnvironmentVariableIsSet("ONLYONCE_UPDATE_GOLDEN")) {
        QDir().mkpath(QFileInfo(golden).path());
        write(golden, actual);
    }
    if (read(golden) == actual) {
        return {};
    }
    QTemporaryDir folder;
    const QString copy = folder.filePath(u"actual"_s);
    write(copy, actual);
    return "\n" + run(u"diff"_s, {u"-u"_s, golden, copy}).output;
}

struct Pdf
{
    QTemporaryDir folder;
    QString path = folder.filePath(u"document.pdf"_s);

    explicit Pdf(const QByteArray &bytes) { write(path, bytes); }

    [[nodiscard]] QString text(int page = 0) const
    {
        QStringList arguments{u"-layout"_s, u"-enc"_s, u"UTF-8"_s};
        if (page > 0) {
            arguments << u"-f"_s << QString::number(page) << u"-l"_s << QString::number(page);
        }
        return QString::fromUtf8(run(u"pdftotext"_s, arguments << path << u"-"_s).output);
    }
    [[nodiscard]] QString info() const { return QString::fromUtf8(run(u"pdfinfo"_s, {path}).output); }
    [[nodiscard]] int pages() const
    {
        static const QRegularExpression pages(u"Pages: +(\\d+)"_s);
        return pages.match(info()).captured(1).toInt();
    }
    [[nodiscard]] QByteArray uncompressed() const
    {
        return run(u"qpdf"_s, {u"--qdf"_s, u"--object-streams=disable"_s, path, u"-"_s}).output;
    }
};

//! All parts of an office document in a row; one part when it is named.
QByteArray unpacked(const QByteArray &bytes, const QString &part = {})
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"document.zip"_s);
    write(path, bytes);
    return run(u"unzip"_s, QStringList{u"-p"_s, path} + (part.isEmpty() ? QStringList() : QStringList{part})).output;
}

bool isZip(const QByteArray &bytes)
{
    return bytes.startsWith("PK");
}

//! What LibreOffice shows of it, as PDF.
QByteArray opened(const QByteArray &bytes, const QString &extension)
{
    QTemporaryDir folder;
    write(folder.filePath(u"document."_s + extension), bytes);
    const Run office = run(u"soffice"_s, {u"-env:UserInstallation=file://"_s + folder.filePath(u"profile"_s),
                                          u"--headless"_s, u"--convert-to"_s, u"pdf"_s, u"--outdir"_s, folder.path(),
                                          folder.filePath(u"document."_s + extension)});
    const QByteArray pdf = read(folder.filePath(u"document.pdf"_s));
    if (pdf.isEmpty()) {
        qWarning("%s%s", office.output.constData(), office.errors.constData());
    }
    return pdf;
}

QString outlineText(const QJsonArray &items, int level = 0)
{
    QString text;
    for (const auto &item : items) {
        text += QString(level * 2, u' ') + item[u"title"_s].toString() + u'\n';
        text += outlineText(item[u"kids"_s].toArray(), level + 1);
    }
    return text;
}

qsizetype countWs(const QString &text)
{
    return text.count(u'W');
}

}  // namespace

class TestFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormatHasItsFolder()
    {
        QSet<QString> ids;
        for (const Format &format : formats()) {
            QVERIFY2(QDir(goldenRoot + format.id).exists(), qPrintable(format.id));
            QVERIFY(!format.label.isEmpty() && !format.extension.isEmpty() && format.mimeType.contains(u'/'));
            QCOMPARE(formatById(format.id), &format);
            ids.insert(format.id);
        }
        QCOMPARE(ids.size(), qsizetype(formats().size()));
        QCOMPARE(formatById(u"no such format"), nullptr);
    }

    void markdownIsGolden()
    {
        const QByteArray markdown = rendered(u"markdown", sampleDocument());
        const QByteArray difference = differenceToGolden(u"markdown/sample.md"_s, markdown);
        QVERIFY2(difference.isEmpty(), difference.constData());
        const QByteArray again =
            differenceToGolden(u"markdown/sample.html"_s, markdownToHtml(QString::fromUtf8(markdown)).toUtf8());
        QVERIFY2(again.isEmpty(), again.constData());
    }

    void htmlIsGolden()
    {
        const QByteArray difference = differenceToGolden(u"html/sample.html"_s, rendered(u"html", sampleDocument()));
        QVERIFY2(difference.isEmpty(), difference.constData());
    }

    void htmlIsValid_data()
    {
        QTest::addColumn<QByteArray>("html");
        QTest::addColumn<bool>("strict");
        QTest::newRow("sample") << rendered(u"html", sampleDocument(12, true)) << true;
        QTest::newRow("hostile") << rendered(u"html", hostileDocument()) << false;
        QTest::newRow("empty") << rendered(u"html", {}) << false;
    }
    void htmlIsValid()
    {
        QFETCH(QByteArray, html);
        QFETCH(bool, strict);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"document.html"_s);
        write(path, html);
        const Run tidy = run(u"tidy"_s, {u"-errors"_s, u"-quiet"_s, u"-utf8"_s, path});
        // Empty fields leave empty elements, which are allowed and which tidy would rather remove.
        QByteArray complaints;
        for (const QByteArray &line : tidy.errors.split('\n')) {
            const bool harmless = line.isEmpty() || line.contains("trimming empty") || line.contains("blank 'title'");
            complaints += strict || !harmless ? line + '\n' : QByteArray();
        }
        QVERIFY2(complaints.trimmed().isEmpty(), complaints.constData());
    }

    void htmlNeedsNothingElse()
    {
        for (const Document &document : {sampleDocument(12, true), hostileDocument()}) {
            const QString html = QString::fromUtf8(rendered(u"html", document));
            const QString style = html.section(u"<style>"_s, 1, 1).section(u"</style>"_s, 0, 0);
            const QByteArray hash = QCryptographicHash::hash(style.toUtf8(), QCryptographicHash::Sha256).toBase64();
            QVERIFY(html.contains(u"style-src 'sha256-"_s + QString::fromLatin1(hash) + u"'"_s));
            QVERIFY(html.contains(u"default-src 'none'"_s));
            static const QRegularExpression forbidden(
                u"<(script|link|iframe|object|embed|form|base|svg|input)\\b|<[^>]*\\s(on\\w+|style)=|@import|url\\("_s,
                QRegularExpression::CaseInsensitiveOption);
            QVERIFY2(!forbidden.match(html).hasMatch(), qPrintable(forbidden.match(html).captured()));
            static const QRegularExpression source(u"<[^>]*\\ssrc=\"(?!data:image/(png|jpeg);base64,)"_s);
            QVERIFY(!source.match(html).hasMatch());
            static const QRegularExpression target(u"<[^>]*\\shref=\"(?!https?:|mailto:|tel:|#s\\d)"_s);
            QVERIFY2(!target.match(html).hasMatch(), qPrintable(target.match(html).captured()));
        }
    }

    void odtIsGolden()
    {
        const QByteArray content = unpacked(rendered(u"odt", sampleDocument(12, true)), u"content.xml"_s);
        const QByteArray difference = differenceToGolden(u"odt/content.xml"_s, content);
        QVERIFY2(difference.isEmpty(), difference.constData());
    }

    void whatPandocGetsIsGolden()
    {
        const QByteArray source = office::docxSource(sampleDocument(12, true), berlin()).html;
        const QByteArray difference = differenceToGolden(u"docx/source.html"_s, source);
        QVERIFY2(difference.isEmpty(), difference.constData());
    }

    void officeDocumentsAreWellFormed()
    {
        for (const Document &document : {sampleDocument(12, true), hostileDocument(), Document()}) {
            const QByteArray bytes = rendered(u"odt", document);
            // A program tells the type by these bytes, without unpacking anything.
            QCOMPARE(bytes.mid(30, 47), "mimetypeapplication/vnd.oasis.opendocument.text");
            for (const QString &part : {u"content.xml"_s, u"styles.xml"_s, u"meta.xml"_s, u"META-INF/manifest.xml"_s}) {
                QXmlStreamReader xml(unpacked(bytes, part));
                while (!xml.atEnd()) {
                    xml.readNext();
                }
                QVERIFY2(!xml.hasError(), qPrintable(part + u": "_s + xml.errorString()));
            }
        }
    }

    void officeProgramsOpenIt_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("odt") << u"odt"_s;
        QTest::newRow("docx") << u"docx"_s;
    }
    void officeProgramsOpenIt()
    {
        QFETCH(QString, format);
        const Pdf pdf(opened(rendered(format, sampleDocument(60, true)), formatById(format)->extension));
        const QString text = pdf.text();
        for (const QString &part :
             {u"INC-17: Checkout unavailable"_s, u"Contents"_s, u"27 min (target 15 min)"_s, u"4,812 of 7,760"_s,
              u"invoice | mail"_s, u"state <> 'void'"_s, u"--- a/pool.conf"_s, u"利用できませんでした"_s, u"بيانات"_s,
              u"☑"_s, u"root cause"_s, u"Error rate by minute"_s, u"AND: only together"_s, u"catalogue"_s,
              u"reports only"_s}) {
            QVERIFY2(text.contains(part), qPrintable(part + u"\n\n"_s + text));
        }
        QVERIFY(pdf.pages() > 4);
        for (int page = 1; page <= pdf.pages(); ++page) {
            QVERIFY2(pdf.text(page).contains(u"Page %1 of %2"_s.arg(page).arg(pdf.pages())),
                     qPrintable(pdf.text(page)));
        }
        if (format == u"odt"_s) {  // pandoc's HTML knows no page numbers
            static const QRegularExpression line(u"^ *Lessons[ .]+(\\d+)$"_s, QRegularExpression::MultilineOption);
            const int page = line.match(pdf.text(1)).captured(1).toInt();
            QVERIFY2(page > 1 && pdf.text(page).contains(u"Went well"_s), qPrintable(pdf.text(1)));
        }
        int withRows = 0;
        for (int number = 2; number <= pdf.pages(); ++number) {
            static const QRegularExpression row(u"\\d\\d:\\d\\d:\\d\\d CET"_s);
            if (row.match(pdf.text(number)).hasMatch()) {
                ++withRows;
                QCOMPARE(pdf.text(number).count(u"What happened"_s), 1);
                QVERIFY(pdf.text(number).contains(u"2026-11-23 UTC"_s));
            }
        }
        QVERIFY(withRows > 1);
    }

    void aMissingProgramIsSaidAtOnce()
    {
        const Format &word = *formatById(u"docx");
        QCOMPARE(word.missing(), QString());
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        const auto restored = qScopeGuard([&] { qputenv("PATH", path); });
        QVERIFY(word.missing().contains(u"pandoc"_s));
        const auto result = word.render(sampleDocument(), {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unavailable);
        QCOMPARE(result.error().message, word.missing());
        QCOMPARE(formatById(u"pdf")->missing(), QString());
    }

    void aProgramThatFailsIsSaid_data()
    {
        QTest::addColumn<QByteArray>("pandoc");
        QTest::addColumn<QString>("said");
        QTest::newRow("killed") << QByteArray("kill -9 $$")
                                << u"pandoc was ended by something else on this machine (KILL)"_s;
        QTest::newRow("fails") << QByteArray("echo 'pandoc: heap exhausted.' >&2; exit 251")
                               << u"pandoc has failed: pandoc: heap exhausted. "_s;
        QTest::newRow("writes nothing") << QByteArray("exit 0") << u"pandoc has written no Word file."_s;
        QTest::newRow("writes half a file")
            << QByteArray("for word in \"$@\"; do case $word in --output=*) : >\"${word#--output=}\";; esac; done")
            << u"pandoc has written no Word file."_s;
    }
    void aProgramThatFailsIsSaid()
    {
        QFETCH(QByteArray, pandoc);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        const QString program = folder.filePath(u"pandoc"_s);
        write(program, "#!/bin/sh\n" + pandoc + '\n');
        QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner));
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", folder.path().toUtf8() + ':' + path);
        const auto restored = qScopeGuard([&] { qputenv("PATH", path); });
        const auto result = formatById(u"docx")->render(sampleDocument(), {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unavailable);
        QVERIFY2(result.error().message.startsWith(said), qPrintable(result.error().message));
        QVERIFY2(result.error().message.contains(u"ODT"_s), qPrintable(result.error().message));
    }

    //! A file of a few kilobytes that is 81 million pixels: whoever opens the document would need their memory for it.
    void aPictureThatFillsTheMemoryIsNamedOnly()
    {
        QImage wide(9000, 9000, QImage::Format_Mono);
        wide.fill(0);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QVERIFY(wide.save(&buffer, "PNG") && bytes.size() < 100'000);
        QVERIFY(!embeddedPicture(bytes));
        QCOMPARE(embeddedPicture(samplePicture())->extension, u"png"_s);

        Document document = sampleDocument();
        document.blocks = {Picture{bytes, u"Every pixel"_s}};
        QVERIFY(office::docxSource(document, {}).pictures.empty());
        const QByteArray html = rendered(u"html"_s, document);
        QVERIFY2(html.contains("[Picture that cannot be shown: Every pixel]") && !html.contains("image/png"),
                 html.constData());
        const Pdf pdf(rendered(u"pdf"_s, document));
        QVERIFY2(pdf.text().contains(u"cannot be shown: Every pixel"_s), qPrintable(pdf.text()));
    }

    void pdfIsSound_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("sample") << rendered(u"pdf", sampleDocument(12, true));
        QTest::newRow("hostile") << rendered(u"pdf", hostileDocument());
        QTest::newRow("empty") << rendered(u"pdf", {});
    }
    void pdfIsSound()
    {
        QFETCH(QByteArray, bytes);
        const Pdf pdf(bytes);
        const Run check = run(u"qpdf"_s, {u"--check"_s, pdf.path});
        QVERIFY2(check.exitCode == 0, (check.output + check.errors).constData());
        const Run text = run(u"pdftotext"_s, {pdf.path, u"-"_s});
        QVERIFY2(text.errors.isEmpty(), text.errors.constData());
        const QString fonts = QString::fromUtf8(run(u"pdffonts"_s, {pdf.path}).output);
        for (const QString &line : fonts.split(u'\n', Qt::SkipEmptyParts).mid(2)) {
            static const QRegularExpression embedded(u"(yes|no) +yes +yes +\\d+ +\\d+ *$"_s);
            QVERIFY2(embedded.match(line).captured(1) == u"yes"_s, qPrintable(line));
        }
        for (int page = 1; page <= pdf.pages(); ++page) {
            QVERIFY(pdf.text(page).contains(u"Page %1 of %2"_s.arg(page).arg(pdf.pages())));
        }
    }

    void pdfSaysWhatItIs()
    {
        const Pdf pdf(rendered(u"pdf", sampleDocument()));
        const QString info = pdf.info();
        for (const QString &line : {u"Title: +INC-17: Checkout unavailable"_s, u"Author: +Mia Sørensen, Jonas Weber"_s,
                                    u"Page size: +595 x 842 pts \\(A4\\)"_s, u"CreationDate: .*14:30:00 2026"_s}) {
            QVERIFY2(info.contains(QRegularExpression(line)), qPrintable(info));
        }
        const QByteArray plain = pdf.uncompressed();
        QVERIFY(plain.contains("/Lang (en)"));
        QVERIFY(plain.contains("/URI (https://status.example/inc-17)"));
        QVERIFY(plain.contains("AAAAAA+Inter-Regular") || plain.contains("AAAAAA+Inter"));

        const auto json =
            QJsonDocument::fromJson(run(u"qpdf"_s, {u"--json"_s, u"--json-key=outlines"_s, pdf.path}).output);
        const QByteArray difference =
            differenceToGolden(u"pdf/outline.txt"_s, outlineText(json[u"outlines"_s].toArray()).toUtf8());
        QVERIFY2(difference.isEmpty(), difference.constData());

        const Pdf letter(rendered(u"pdf", sampleDocument(), {.paper = Paper::Letter}));
        QVERIFY2(letter.info().contains(QRegularExpression(u"Page size: +612 x 792 pts \\(letter\\)"_s)),
                 qPrintable(letter.info()));
    }

    void pdfTextCanBeSearched()
    {
        const Pdf pdf(rendered(u"pdf", sampleDocument()));
        const QString text = pdf.text();
        for (const QString &part :
             {u"INC-17: Checkout unavailable"_s, u"2026-11-23 05:18 UTC"_s, u"27 min (target 15 min)"_s, u"!= true"_s,
              u"state <> 'void'"_s, u"--- a/pool.conf"_s, u"4,812 of 7,760"_s, u"日本語"_s, u"利用できませんでした"_s,
              u"بيانات"_s, u"☑"_s, u"root cause"_s}) {
            QVERIFY2(text.contains(part), qPrintable(part + u"\n\n"_s + text));
        }
    }

    void pdfContentsTellThePage()
    {
        const Pdf pdf(rendered(u"pdf", sampleDocument(60)));
        const QString first = pdf.text(1);
        QVERIFY(first.contains(u"Contents"_s));
        for (const QString &heading :
             {u"Summary"_s, u"Timeline"_s, u"Causes"_s, u"Evidence"_s, u"The change"_s, u"Lessons"_s}) {
            const QRegularExpression line(u"^ *%1 +(\\d+)$"_s.arg(heading), QRegularExpression::MultilineOption);
            const int page = line.match(first).captured(1).toInt();
            QVERIFY2(page > 1, qPrintable(first));
            const QRegularExpression alone(u"^\\s*%1$"_s.arg(heading), QRegularExpression::MultilineOption);
            QVERIFY2(alone.match(pdf.text(page)).hasMatch(), qPrintable(heading));
        }
        QVERIFY(pdf.uncompressed().count("/Subtype /Link") > 10);
    }

    void theCoverSharesItsPageOrHasItAlone()
    {
        Document document = sampleDocument(60);
        for (int facts = 0; facts <= 36; facts += 3) {
            const Pdf pdf(rendered(u"pdf", document));
            const QString first = pdf.text(1);
            const QString second = pdf.text(2);
            QVERIFY2(first.contains(u"Contents"_s) ? first.contains(u"Lessons"_s) && !second.contains(u". . ."_s)
                                                   : second.contains(u"Contents"_s) && second.contains(u"Lessons"_s),
                     qPrintable(first + second));
            for (int i = 0; i < 3; ++i) {
                document.facts.push_back({u"Label"_s, u"Value"_s});
            }
        }
    }

    void shortTablesStayWhole()
    {
        for (int lines = 38; lines <= 46; ++lines) {
            Document document;
            document.blocks = {List{false, std::vector<ListItem>(size_t(lines), ListItem{u"line"_s})},
                               Heading{1, u"Heading"_s}, Table{{{u"Title"_s}}, {{u"First"_s}, {u"Second"_s}}}};
            const Pdf pdf(rendered(u"pdf", document));
            int found = 0;
            for (int page = 1; page <= pdf.pages(); ++page) {
                const QString text = pdf.text(page);
                found += text.contains(u"First"_s);
                QCOMPARE(text.contains(u"Second"_s), text.contains(u"First"_s));
                QCOMPARE(text.contains(u"Heading"_s), text.contains(u"First"_s));
            }
            QCOMPARE(found, 1);
        }
    }

    void longTablesGoOnWithTheirHeader()
    {
        constexpr int rows = 300;
        const Document document = sampleDocument(rows);
        const Pdf pdf(rendered(u"pdf", document));
        QVERIFY(pdf.pages() > 12);
        int withRows = 0;
        QString all;
        for (int page = 2; page <= pdf.pages(); ++page) {
            const QString text = pdf.text(page);
            static const QRegularExpression row(u"\\d\\d:\\d\\d:\\d\\d CET"_s);
            if (row.match(text).hasMatch()) {
                ++withRows;
                QCOMPARE(text.count(u"What happened"_s), 1);
                QCOMPARE(text.count(u"2026-11-23 UTC"_s), 1);
            }
            all += text;
        }
        QVERIFY(withRows > 8);
        for (int i = 0; i < rows; ++i) {
            const auto time = toDateTime(at(5, 18, 12) + std::chrono::seconds(i * 97));
            const QRegularExpression utc(time.toString(u"HH:mm:ss"_s) + u"(?! CET)"_s);
            QCOMPARE(all.count(utc), 1);
            QCOMPARE(all.count(time.addSecs(3600).toString(u"HH:mm:ss 'CET'"_s)), 1);
        }
    }

    void severalDaysAreNamedOnEveryPage()
    {
        Document document;
        for (int i = 0; i < 150; ++i) {
            document.blocks.resize(1, Timeline{});
            std::get<Timeline>(document.blocks[0])
                .entries.push_back({at(18, 0) + std::chrono::minutes(i * 5), u"note"_s, u"Entry %1."_s.arg(i)});
        }
        const Pdf pdf(rendered(u"pdf", document, {}));
        QVERIFY(pdf.pages() > 3);
        for (int page = 1; page <= pdf.pages(); ++page) {
            const QString text = pdf.text(page);
            static const QRegularExpression day(u"^ *2026-11-2[34]$"_s, QRegularExpression::MultilineOption);
            QVERIFY2(day.match(text).hasMatch(), qPrintable(text));
            QVERIFY(text.indexOf(u"What happened"_s) < day.match(text).capturedStart());
            // Below the name of a day stand its entries, on whatever page they are.
            for (const auto &found : QRegularExpression(u"Entry (\\d+)\\."_s).globalMatch(text)) {
                const auto time = at(18, 0) + std::chrono::minutes(found.captured(1).toInt() * 5);
                const QString before = text.first(found.capturedStart());
                QCOMPARE(day.match(before, before.lastIndexOf(u"2026-11-2"_s) - 1).captured().trimmed(),
                         toDateTime(time).toString(u"yyyy-MM-dd"_s));
            }
        }
        const QString html = QString::fromUtf8(rendered(u"html", document));
        QCOMPARE(html.count(u"<tr class=\"day\">"_s), 2);
        // The local day has begun an hour earlier.
        QVERIFY(
            html.contains(u"<td class=\"words whole\">23:00:00<br><small>00:00:00 CET<br>2026-11-24</small></td>"_s));
        for (const QStringView format : {u"odt", u"docx"}) {
            const QString all = Pdf(opened(rendered(format, document), format.toString())).text();
            QVERIFY2(all.contains(u"\n 2026-11-24\n"_s) || all.contains(u"\n2026-11-24\n"_s), qPrintable(all));
        }
    }

    void wordsFromTheRightKeepTheirOrder_data()
    {
        QTest::addColumn<QString>("format");
        for (const QString &format : {u"pdf"_s, u"odt"_s, u"docx"_s}) {
            QTest::newRow(qPrintable(format)) << format;
        }
    }
    void wordsFromTheRightKeepTheirOrder()
    {
        QFETCH(QString, format);
        const QString words = isolated(u"א lb1 ת"_s);
        Document document;
        document.blocks = {List{true, {{u"Therefore: "_s + words}}},
                           Tree{{TreeNode{.text = u"Symptom"_s, .details = {u"Countermeasure: "_s + words}}}}};
        const QByteArray bytes = rendered(format, document);
        const Pdf pdf(format == u"pdf"_s ? bytes : opened(bytes, format));
        const QString boxes = QString::fromUtf8(run(u"pdftotext"_s, {u"-bbox"_s, pdf.path, u"-"_s}).output);
        static const QRegularExpression word(u"xMin=\"([\\d.]+)\"[^>]*>([^<]*)</word>"_s);
        QHash<QString, QList<double>> left;
        for (const auto &match : word.globalMatch(boxes)) {
            const QString shown = match.captured(2).remove(QChar(0x2068)).remove(QChar(0x2069));
            left[shown] += match.captured(1).toDouble();
        }
        for (const auto &[lead, index] : {std::pair{u"Therefore:"_s, 0}, std::pair{u"Countermeasure:"_s, 1}}) {
            QVERIFY2(left.value(lead).size() == 1 && left.value(u"א"_s).size() == 2 && left.value(u"lb1"_s).size() == 2
                         && left.value(u"ת"_s).size() == 2,
                     qPrintable(boxes));
            QVERIFY(left[lead][0] < left[u"ת"_s][index]);
            QVERIFY(left[u"ת"_s][index] < left[u"lb1"_s][index]);
            QVERIFY(left[u"lb1"_s][index] < left[u"א"_s][index]);
        }
    }

    void nothingIsCutOff()
    {
        Document document;
        document.title = u"t"_s;
        const QString word(5'000, u'W');
        document.blocks = {Paragraph{word},
                           Code{u"json"_s, {}, word},
                           Table{{{u"a"_s}, {u"b"_s}}, {{word, u"x"_s}}},
                           Tree{{TreeNode{.text = word}}},
                           List{false, {{word}}},
                           Callout{Tone::Bad, {}, word},
                           Facts{{{u"a"_s, word}}}};
        QCOMPARE(countWs(Pdf(rendered(u"pdf", document)).text()), 7 * 5'000);
        QCOMPARE(countWs(QString::fromUtf8(rendered(u"html", document)).section(u"<main>"_s, 1)), 7 * 5'000);
        QCOMPARE(countWs(QString::fromUtf8(rendered(u"markdown", document))), 7 * 5'000);
        static const QRegularExpression tags(u"<[^>]*>"_s);
        QCOMPARE(countWs(QString::fromUtf8(unpacked(rendered(u"odt", document), u"content.xml"_s)).remove(tags)),
                 7 * 5'000);
        QCOMPARE(countWs(QString::fromUtf8(unpacked(rendered(u"docx", document), u"word/document.xml"_s)).remove(tags)),
                 7 * 5'000);
    }

    void everyFieldIsShown()
    {
        int number = 0;
        QStringList canaries;
        const auto canary = [&] {
            canaries += u"kanarie%1z"_s.arg(++number);
            return canaries.back();
        };
        Document document;
        document.title = canary();
        document.subtitle = canary();
        document.author = canary();
        document.notice = canary();
        document.facts = {{canary(), canary()}};
        document.blocks = {
            Heading{1, canary()},
            Heading{4, canary()},
            Paragraph{canary()},
            Facts{{{canary(), canary()}}},
            Table{{{canary()}, {canary()}}, {{canary(), canary()}}, canary()},
            Code{{}, canary(), canary()},
            List{true, {{canary(), true}, {canary()}}},
            Tree{{TreeNode{.caption = canary(),
                           .text = canary(),
                           .details = {canary(), canary()},
                           .badges = {{canary(), Tone::Bad}},
                           .children = {TreeNode{.text = canary()}}}}},
            Timeline{{{at(1, 2), canary(), canary(), canary(), canary(), Tone::Bad}}},
            Callout{Tone::Info, canary(), canary()},
            Picture{samplePicture(), {}, canary()},
            Picture{{}, canary(), {}},
        };
        for (const Format &format : formats()) {
            const QByteArray bytes = rendered(format.id, document);
            const QString text =
                format.id == u"pdf"_s ? Pdf(bytes).text() : QString::fromUtf8(isZip(bytes) ? unpacked(bytes) : bytes);
            for (const QString &each : canaries) {
                QVERIFY2(text.contains(each), qPrintable(format.id + u": "_s + each + u'\n' + text));
            }
        }
    }

    void nothingElseIsShown()
    {
        // The machine, its user, its clock and its folders are nobody's business.
        const QByteArray host = QSysInfo::machineHostName().toUtf8();
        const QByteArray today = QDate::currentDate().toString(u"yyyyMMdd"_s).toLatin1();
        for (const Format &format : formats()) {
            const QByteArray bytes = rendered(format.id, sampleDocument());
            const QByteArray plain = format.id == u"pdf"_s ? Pdf(bytes).uncompressed()
                                   : isZip(bytes)          ? unpacked(bytes) + bytes
                                                           : bytes;
            QVERIFY(host.size() < 4 || !plain.contains(host));
            QVERIFY(!plain.contains(QDir::homePath().toUtf8() + '/') && !plain.contains("/tmp/")
                    && !plain.contains("/usr/"));
            QVERIFY(today == "20261123" || !plain.contains(today));
            QVERIFY(!plain.contains("Qt 6"));
        }
    }

    void sameInputSameBytes_data()
    {
        QTest::addColumn<QString>("format");
        for (const Format &format : formats()) {
            QTest::newRow(qPrintable(format.id)) << format.id;
        }
    }
    void sameInputSameBytes()
    {
        QFETCH(QString, format);
        const QByteArray here = rendered(format, sampleDocument(12, true));
        QByteArray there;
        const std::unique_ptr<QThread> thread(
            QThread::create([&] { there = rendered(format, sampleDocument(12, true)); }));
        thread->start();
        thread->wait();
        QVERIFY(there == here);
        for (const QString &seed : {QString(), u"0"_s, u"4711"_s}) {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert(u"TZ"_s, u"Pacific/Auckland"_s);
            environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
            seed.isEmpty() ? environment.remove(u"QT_HASH_SEED"_s) : environment.insert(u"QT_HASH_SEED"_s, seed);
            const Run other = run(QCoreApplication::applicationFilePath(), {u"--render"_s, format}, environment);
            QCOMPARE(other.exitCode, 0);
            QVERIFY2(other.output == here, qPrintable(u"seed '%1'"_s.arg(seed)));
        }
    }

    void threadsMayRenderTogether()
    {
        const QByteArray expected = rendered(u"pdf", sampleDocument());
        std::atomic<int> equal = 0;
        std::vector<std::unique_ptr<QThread>> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back(QThread::create([&] { equal += rendered(u"pdf", sampleDocument()) == expected; }));
            threads.back()->start();
        }
        for (const auto &thread : threads) {
            thread->wait();
        }
        QCOMPARE(equal.load(), 4);
    }

    void timesAreShownTwice()
    {
        Document document;
        document.blocks = {Timeline{{{at(22, 30), u"note"_s, u"early"_s}, {at(23, 30), u"note"_s, u"late"_s}}}};
        const QString local = QString::fromUtf8(rendered(u"markdown", document));
        QVERIFY2(local.contains(u"| 2026-11-23 22:30:00 | 23:30:00 | note | early |"_s), qPrintable(local));
        QVERIFY2(local.contains(u"| 2026-11-23 23:30:00 | 2026-11-24 00:30:00 | note | late |"_s), qPrintable(local));
        const QString utc = QString::fromUtf8(rendered(u"markdown", document, {}));
        QVERIFY2(utc.contains(u"| UTC | Kind | What happened |"_s), qPrintable(utc));
        // Pages have one column of time.
        const QString page = QString::fromUtf8(rendered(u"html", document));
        QVERIFY2(page.contains(u">2026-11-23 UTC</th>"_s), qPrintable(page));
        QVERIFY2(page.contains(u">22:30:00<br><small>23:30:00 CET</small></td>"_s), qPrintable(page));
        QVERIFY2(page.contains(u">23:30:00<br><small>00:30:00 CET<br>2026-11-24</small></td>"_s), qPrintable(page));
        QVERIFY(!rendered(u"html", document, {}).contains("<small>"));
    }

    void fileNames_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << u"INC-17 Checkout down"_s << u"INC-17 Checkout down.pdf"_s;
        QTest::newRow("signs") << u"INC-17: a/b\\c \"d\" <e>|f?*"_s << u"INC-17 a b c d e f.pdf"_s;
        QTest::newRow("dots") << u"../../etc/passwd.."_s << u"etc passwd.pdf"_s;
        QTest::newRow("empty") << u" ./. "_s << u"document.pdf"_s;
        QTest::newRow("script") << u"日本語 🙂"_s << u"日本語 🙂.pdf"_s;
        QTest::newRow("control") << u"a\nb\tc\x1b"_s << u"a b c␛.pdf"_s;
        QTest::newRow("long") << QString(500, u'x') << QString(120, u'x') + u".pdf"_s;
    }
    void fileNames()
    {
        QFETCH(QString, title);
        Document document;
        document.title = title;
        QTEST(suggestedFileName(document, *formatById(u"pdf")), "name");
    }

    void piecesFindTheirPages()
    {
        using namespace page;
        const auto layout = [](const std::vector<Piece> &pieces) {
            QStringList pages;
            for (const PageContent &content : paginate(pieces, 100)) {
                QStringList names;
                for (const PlacedPiece &placed : content) {
                    names += u"%1@%2"_s.arg(placed.piece).arg(placed.y);
                }
                pages += names.join(u' ');
            }
            return pages.join(u" | "_s);
        };
        QCOMPARE(layout({}), u""_s);
        QCOMPARE(layout({{.height = 60}, {.height = 40, .above = 5}}), u"0@0 | 1@0"_s);
        QCOMPARE(layout({{.height = 60, .above = 30}, {.height = 30, .above = 10}}), u"0@0 1@70"_s);
        // A heading goes with what it heads.
        QCOMPARE(layout({{.height = 70}, {.height = 20, .keepWithNext = true}, {.height = 20}}), u"0@0 | 1@0 2@20"_s);
        // What cannot stay together on any page is not kept together.
        QCOMPARE(layout({{.height = 10}, {.height = 60, .keepWithNext = true}, {.height = 60}}), u"0@0 1@10 | 2@0"_s);
        QCOMPARE(layout({{.height = 10}, {.height = 10, .newPage = true}}), u"0@0 | 1@0"_s);
        QCOMPARE(layout({{.height = 10, .newPage = true}}), u"0@0"_s);
        // A header comes again where its table goes on, and only there.
        QCOMPARE(layout({{.height = 10, .keepWithNext = true},
                         {.height = 50, .header = 0},
                         {.height = 50, .header = 0},
                         {.height = 60}}),
                 u"0@0 1@10 | 0@0 2@10 | 3@0"_s);
        // With the header of the header before it: below its titles, a table names the day again.
        QCOMPARE(layout({{.height = 10, .keepWithNext = true},
                         {.height = 5, .keepWithNext = true, .header = 0},
                         {.height = 50, .header = 1},
                         {.height = 50, .header = 1},
                         {.height = 5, .keepWithNext = true, .header = 0},
                         {.height = 50, .header = 4}}),
                 u"0@0 1@10 2@15 | 0@0 1@10 3@15 | 0@0 4@10 5@15"_s);
    }

    void tallPiecesAreCutBetweenLines()
    {
        page::Flow flow(100, 50);
        flow.add({.height = 120, .breaks = {14, 28, 42, 56, 70, 84, 98, 112}, .paint = [](QPainter &) {}});
        QList<double> heights;
        for (const page::Piece &piece : flow.pieces()) {
            heights += piece.height;
        }
        QCOMPARE(heights, QList<double>({42, 42, 36}));
    }

    void theTreeIsOnePicture()
    {
        TreeStyle style{.font = QFont(u"Inter"_s), .point = 1.333, .width = 700, .palette = TreePalette::dark()};
        const TreePicture picture(sampleTree(), style);
        QCOMPARE(picture.nodeCount(), 9);
        double bottom = 0;
        for (int i = 0; i < picture.nodeCount(); ++i) {
            QCOMPARE(picture.strip(i).top(), bottom);
            bottom = picture.strip(i).bottom();
            const QRectF rect = picture.nodeRect(i);
            QVERIFY(picture.strip(i).contains(rect));
            QCOMPARE(picture.nodeAt(rect.center()), i);
        }
        QCOMPARE(bottom, picture.height());
        QCOMPARE(picture.nodeAt({-1, -1}), -1);

        const QSize size(700, int(std::ceil(picture.height())));
        QImage whole(size, QImage::Format_RGB32);
        QImage strips(size, QImage::Format_RGB32);
        whole.fill(Qt::black);
        strips.fill(Qt::black);
        {
            QPainter painter(&whole);
            picture.paint(painter);
        }
        {
            QPainter painter(&strips);
            for (int i = picture.nodeCount() - 1; i >= 0; --i) {
                picture.paintStrip(painter, i);
            }
        }
        QCOMPARE(strips, whole);
        QCOMPARE(TreePicture({}, style).nodeCount(), 0);
    }
};

//! "--render FORMAT" lets a second process, with another hash seed, write the same document; with a fourth word the hard
//! one, for eyes.
int main(int argc, char *argv[])
{
    QGuiApplication application(argc, argv);
    if (argc >= 3 && qstrcmp(argv[1], "--render") == 0) {
        const QByteArray bytes =
            rendered(QString::fromLocal8Bit(argv[2]), argc > 3 ? hostileDocument() : sampleDocument(12, true));
        std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
        return 0;
    }
    TestFormats test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_formats.moc"
