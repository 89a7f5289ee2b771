// SPDX-License-Identifier: GPL-3.0-or-later
// The window's form for an export and its page for an import, by keyboard: what they ask for, and what they show.
#include "models/postmortem/archive/incidentfile.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "views/postmortem/archive/exportpage.h"
#include "views/postmortem/archive/importpage.h"
#include "views/widgets/documentsfolder.h"
#include "views/widgets/focus.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/segmentedcontrol.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;

namespace {

//! Every sentence in sight.
QString said(const QWidget &page)
{
    QStringList texts;
    for (const QLabel *label : page.findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty()) {
            texts << label->text();
        }
    }
    return texts.join(u'\n');
}

QPushButton *button(const QWidget &page, const QString &text)
{
    for (auto *each : page.findChildren<QPushButton *>()) {
        if (each->text() == text && each->isVisible()) {
            return each;
        }
    }
    return nullptr;
}

QCheckBox *box(const QWidget &page, const QString &text)
{
    for (auto *each : page.findChildren<QCheckBox *>()) {
        if (each->text() == text) {
            return each;
        }
    }
    return nullptr;
}

}  // namespace

class TestArchiveViews : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString fileOf(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("cannot write");
        }
        return path;
    }

private Q_SLOTS:
    void initTestCase()
    {
        test::speakPlainly();
        qRegisterMetaType<ArchiveWish>();
    }

    void filesAreLookedForWhereTheyMayBe()
    {
        const QTemporaryDir home;
        const QByteArray before = qgetenv("HOME");
        const QByteArray config = qgetenv("XDG_CONFIG_HOME");
        qputenv("HOME", home.path().toLocal8Bit());
        qputenv("XDG_CONFIG_HOME", home.filePath(u"config"_s).toLocal8Bit());
        const QString without = documentsFolder();  // a new account has no such folder
        QVERIFY(QDir(home.path()).mkdir(u"Documents"_s));
        const QString with = documentsFolder();
        qputenv("HOME", before);
        config.isNull() ? qunsetenv("XDG_CONFIG_HOME") : qputenv("XDG_CONFIG_HOME", config);
        QCOMPARE(without, home.path());
        QCOMPARE(with, home.filePath(u"Documents"_s));
    }

    void aFormAsksWhatIsExported()
    {
        const QTemporaryDir place;
        ExportPage page(place.path());
        std::vector<ArchiveWish> wishes;
        connect(&page, &ExportPage::wanted, &page, [&](const ArchiveWish &wish) { wishes.push_back(wish); });
        QSignalSpy left(&page, &ExportPage::left);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        focusWithin(&page);
        QVERIFY(page.focusWidget());

        // As it stands: all, for colleagues, as PDF; one key.
        QTest::keyClick(page.focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(wishes.size(), size_t(1));
        QCOMPARE(wishes[0].documents, std::vector<const Format *>{formatById(u"pdf")});
        QVERIFY(wishes[0].data.empty() && !wishes[0].only && wishes[0].audience == Audience::Internal);
        QCOMPARE(wishes[0].folder, place.path());

        // For customers there is no data, and that is said where it is greyed.
        for (const Format &format : formats()) {
            QVERIFY2(box(page, format.label) && box(page, format.label)->isEnabled(), qPrintable(format.id));
            box(page, format.label)->setChecked(true);
        }
        for (const DataFormat &format : dataFormats()) {
            QVERIFY2(box(page, format.label) && box(page, format.label)->isEnabled(), qPrintable(format.id));
            box(page, format.label)->setChecked(true);
        }
        Incident about;
        about.id = IncidentId{17};
        about.number = 17;
        about.title = u"Checkout down"_s;
        page.offer(about, true);
        QVERIFY2(said(page).contains(u"INC-17"), qPrintable(said(page)));
        const auto controls = page.findChildren<SegmentedControl *>();
        QTest::keyClick(controls.at(1)->findChildren<QAbstractButton *>().front(), Qt::Key_Right);
        QVERIFY(!box(page, dataFormats().front().label)->isEnabled());
        QVERIFY2(said(page).contains(u"For colleagues only"), qPrintable(said(page)));
        QVERIFY(!box(page, dataFormats().front().label)->accessibleDescription().isEmpty());
        QTest::keyClick(controls.at(2)->findChildren<QAbstractButton *>().front(), Qt::Key_Right);
        QTest::keyClick(page.findChild<QLineEdit *>(), Qt::Key_Return);
        QCOMPARE(wishes.size(), size_t(2));
        QCOMPARE(wishes[1].documents.size(), formats().size());
        QVERIFY(wishes[1].data.empty());
        QCOMPARE(wishes[1].only, std::optional(about.id));
        QVERIFY(wishes[1].audience == Audience::Public && wishes[1].options.paper == Paper::Letter);

        // A restricted one's name is said nowhere, and its files are warned of.
        about.visibility = Visibility::Restricted;
        page.offer(about, true);
        QVERIFY2(said(page).contains(u"whoever has the files can read them"), qPrintable(said(page)));
        QVERIFY(!said(page).contains(u"Checkout down"));

        // What cannot be is said at its field, and nothing begins; nor while another one is written.
        page.findChild<QLineEdit *>()->setText(u"/nowhere/at/all"_s);
        QTest::keyClick(&page, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(said(page).contains(u"There is no such folder"), qPrintable(said(page)));
        QVERIFY(page.findChild<QLineEdit *>()->hasFocus());
        page.findChild<QLineEdit *>()->setText(place.path());
        for (const Format &format : formats()) {
            box(page, format.label)->setChecked(false);
        }
        QTest::keyClick(&page, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(said(page).contains(u"Choose at least one"), qPrintable(said(page)));
        box(page, formats().front().label)->setChecked(true);
        page.setBusy(true);
        QTest::keyClick(&page, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(wishes.size(), size_t(2));
        page.setBusy(false);
        QTest::keyClick(&page, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(wishes.size(), size_t(3));
        QTest::keyClick(page.focusWidget(), Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
    }

    void whatIsMissingOnThisMachineIsGreyed()
    {
        const QByteArray before = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        ExportPage page(m_folder.path());
        page.show();
        const QString word = formatById(u"docx")->label;
        const bool isEnabled = box(page, word)->isEnabled();
        const QString words = said(page);
        qputenv("PATH", before);
        QVERIFY(!isEnabled);
        QVERIFY2(words.contains(u"pandoc"), qPrintable(words));
        page.hide();
        page.show();  // installed meanwhile
        QVERIFY(box(page, word)->isEnabled());
    }

    void historyComesInByKeyboard_data() { TestDatabase::addEngines(); }
    void historyComesInByKeyboard()
    {
        Crew crew;
        Session session{*crew.database, crew.administrator};
        ImportPage page(session);
        auto *list = page.findChild<RowList *>();
        const QAbstractItemModelTester referee(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy failed(&page, &ImportPage::failed);
        QSignalSpy wanted(&page, &ImportPage::incidentWanted);
        QSignalSpy left(&page, &ImportPage::left);
        page.resize(900, 600);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        focusWithin(&page);
        QVERIFY2(said(page).contains(u"Drop files here"), qPrintable(said(page)));
        const auto *focused = qobject_cast<QPushButton *>(page.focusWidget());
        QVERIFY(focused && focused->text() == u"Choose files …"_s);

        const QString table = fileOf(u"old.csv"_s, "title,severity,started,resolved\n"
                                                   "Mail is late,SEV2,2025-03-01 10:00,2025-03-01 11:00\n"
                                                   "Search is down,SEV1,2025-04-01 10:00,2025-04-01 10:20\n");
        const QString bad =
            fileOf(u"bad.csv"_s, "title,severity,started\nFails,SEV2,yesterday\n,SEV2,2025-01-01 10:00\n");
        const auto rows = [&] { return test::printRows(*list->model()); };
        // Files are dropped.
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(table), QUrl::fromLocalFile(bad)});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&page, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&page, &drop);
        QTRY_COMPARE(list->model()->rowCount(), 6);
        QVERIFY2(rows().startsWith(u"[file-text] old.csv | 2 incidents would come in.\n"
                                   "[SEV2] new Mail is late | "_s),
                 qPrintable(rows()));
        QVERIFY2(rows().contains(u"[error] bad.csv | 2 mistakes. Nothing comes in until they are mended.\n"
                                 "[warning] Line 2 "_s),
                 qPrintable(rows()));
        QVERIFY2(rows().contains(u"[warning] Line 3 "_s), qPrintable(rows()));
        QVERIFY(list->hasFocus());
        QCOMPARE(crew.read([](Transaction &t) { return incidents(t, {}, 10); }).value().size(), size_t(1));
        QTest::keyClick(list, Qt::Key_Return);  // nothing to go to yet
        QVERIFY(wanted.isEmpty());

        // Mended, read again, and in.
        fileOf(u"bad.csv"_s, "title,severity,started\nFails,SEV2,2025-01-01 10:00\n");
        QTest::keyClick(list, Qt::Key_F5);
        QTRY_COMPARE(list->model()->rowCount(), 5);
        QVERIFY2(said(page).contains(u"3 incidents would come in. Ctrl+Enter takes them in."), qPrintable(said(page)));
        QTest::keyClick(list, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY2(said(page).contains(u"3 incidents have come in."), qPrintable(said(page)));
        QVERIFY2(rows().startsWith(u"[success] old.csv | Has come in.\n[SEV2] INC-2 Mail is late | "_s),
                 qPrintable(rows()));
        QVERIFY(list->hasFocus() && list->currentIndex().row() == 1);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        const auto went = wanted[0][0].value<IncidentId>();
        const auto came = crew.read([went](Transaction &t) { return incident(t, went); }).value();
        QCOMPARE(came->title, u"Mail is late"_s);

        // The same again is here already; a zone changes what a time without one means.
        page.look({table});
        QTRY_VERIFY2(rows().startsWith(u"[file-text] old.csv | All of it is here already.\n"_s), qPrintable(rows()));
        QVERIFY(!button(page, u"Import"_s)->isEnabled());
        auto *zone = page.findChild<QComboBox *>();
        zone->setCurrentIndex(zone->findData(QByteArray("Europe/Berlin")));
        QTRY_VERIFY2(rows().contains(u"1 Mar 2025, 09:00"_s), qPrintable(rows()));
        QTest::keyClick(list, Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
        QVERIFY(failed.isEmpty());
        // A file that is none, or cannot be read, says why in its row.
        page.look({u"/nowhere/x.json"_s, fileOf(u"broken.json"_s, "{\"a\": ")});
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QVERIFY2(rows().startsWith(u"[error] x.json | "_s) && rows().contains(u"[error] broken.json | "_s),
                 qPrintable(rows()));
    }

    void whoMayNotImportIsTold_data() { TestDatabase::addEngines(); }
    void whoMayNotImportIsTold()
    {
        Crew crew;
        Session session{*crew.database, crew.responder};
        ImportPage page(session);
        QSignalSpy failed(&page, &ImportPage::failed);
        page.look({fileOf(u"one.csv"_s, "title,severity,started\nFails,SEV2,2025-01-01 10:00\n")});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Denied);
    }
};

QTEST_MAIN(TestArchiveViews)
#include "tst_archiveviews.moc"
