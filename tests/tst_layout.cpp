// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the house to its plan: who may include whom, where SQL may stand, what an adapter consists of. It reads the
// sources as text, so that a breach that happens to compile is found as well. Small bad houses prove that it can fail.
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

//! A slice of models, and those it may include besides itself and what they may include.
const QHash<QString, QStringList> &modelSlices()
{
    static const QHash<QString, QStringList> slices{
        {u"base"_s, {}},
        {u"net"_s, {u"base"_s}},
        {u"storage"_s, {u"base"_s}},
        {u"documents"_s, {u"base"_s}},
        {u"delivery"_s, {u"net"_s, u"storage"_s}},
        {u"catalog"_s, {u"delivery"_s, u"documents"_s}},
        {u"alerts"_s, {u"catalog"_s}},
        {u"incidents"_s, {u"alerts"_s}},
        {u"notify"_s, {u"incidents"_s}},
        {u"announce"_s, {u"incidents"_s}},
        {u"postmortem"_s, {u"incidents"_s}},
        {u"recovery"_s, {u"incidents"_s}},
        {u"insights"_s, {u"notify"_s, u"announce"_s, u"postmortem"_s, u"recovery"_s}},
    };
    return slices;
}

QSet<QString> reachable(const QString &slice)
{
    QSet<QString> result{slice};
    for (const QString &below : modelSlices().value(slice)) {
        result.unite(reachable(below));
    }
    return result;
}

struct Adapters
{
    QString folder;  //!< under models/; one .cpp and one line of registry.cpp per adapter
    QString data;    //!< under tests/data/: a folder of recorded requests and replies per adapter; empty for none
};

const QList<Adapters> &adapterFolders()
{
    static const QList<Adapters> folders{
        {u"alerts/sources"_s, u"alerts"_s},
        {u"notify/channels"_s, u"notify"_s},
        {u"announce/forums"_s, u"announce"_s},
        {u"documents/formats"_s, {}},  // formats render values; their golden files are one document in every format
    };
    return folders;
}

QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString withoutComments(const QString &code)
{
    // Strings are matched first, so that "//" within one is no comment; they stay, comments go.
    static const QRegularExpression token(
        uR"re((R"(\w*)\([\s\S]*?\)\2"|"(?:\\.|[^"\\\n])*"|'(?:\\.[^']*|[^'\\\n])')|//[^\n]*|/\*[\s\S]*?\*/)re"_s);
    QString result;
    qsizetype from = 0;
    for (auto match = token.globalMatch(code); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        result += code.mid(from, found.capturedStart() - from);
        result += found.captured(1);
        from = found.capturedEnd();
    }
    return result + code.mid(from);
}

//! Why `file` ("models/alerts/alert.h") may not include `target` ("models/base/id.h"); empty if it may.
QString whyNot(const QString &file, const QString &target)
{
    const QStringList from = file.split(u'/');
    const QStringList to = target.split(u'/');
    if (to.size() < 2 || !QStringList{u"app"_s, u"models"_s, u"views"_s}.contains(to[0])) {
        return target.endsWith(".moc"_L1) ? QString() : u"is not a full path from the root"_s;
    }
    if (from[0] == "app"_L1) {
        return {};
    }
    if (to[0] == "app"_L1) {
        return u"nothing includes app"_s;
    }
    if (from[0] == "models"_L1) {
        if (to[0] == "views"_L1) {
            return u"models know no views"_s;
        }
        return reachable(from[1]).contains(to[1]) ? QString()
                                                  : u"models/%1 may not use models/%2"_s.arg(from[1], to[1]);
    }
    const bool mayUse = to[0] == "models"_L1 || to[1] == "widgets"_L1 || to[1] == from[1];
    return mayUse ? QString() : u"views/%1 may not use views/%2"_s.arg(from[1], to[1]);
}

QStringList breachesOfIncludes(const QString &file, const QString &code)
{
    static const QRegularExpression include(uR"re(^\s*#\s*include\s*(["<])([^">]+)[">])re"_s,
                                            QRegularExpression::MultilineOption);
    static const QRegularExpression widgets(
        u"^(QtWidgets|QtCharts|QtPrintSupport)\\b|^Q(Application|Widget|Dialog)$"_s);
    QStringList breaches;
    for (auto match = include.globalMatch(code); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const QString target = found.captured(2);
        if (found.captured(1) == "\""_L1) {
            if (const QString reason = whyNot(file, target); !reason.isEmpty()) {
                breaches << u"%1 includes %2: %3"_s.arg(file, target, reason);
            }
        } else if (file.startsWith("models/"_L1) && widgets.match(target).hasMatch()) {
            breaches << u"%1 includes %2: models never use Qt Widgets"_s.arg(file, target);
        }
    }
    return breaches;
}

QStringList breachesOfSql(const QString &file, const QString &code)
{
    if (file.endsWith("table.cpp"_L1) || file.startsWith("models/storage/"_L1)) {
        return {};
    }
    static const QRegularExpression pieces(uR"("\s*")"_s);  // "UPDATE alert" " SET …" is one text
    static const QRegularExpression statement(
        uR"(\bSELECT\s[^;]*?\sFROM\s|\bINSERT\s+(OR\s+\w+\s+)?INTO\s|\bUPDATE\s+\w+\s+SET\s|\bDELETE\s+FROM\s)"_s);
    const QRegularExpressionMatch found = statement.match(QString(code).remove(pieces));
    if (!found.hasMatch()) {
        return {};
    }
    return {u"%1 holds SQL (“%2”): it belongs into a …table.cpp"_s.arg(file, found.captured().simplified().left(40))};
}

//! With QSaveFile alone a full disk would go unnoticed; QSettings would write a second file of settings.
QStringList breachesOfWriting(const QString &file, const QString &code)
{
    QStringList breaches;
    if (file != "models/base/files.cpp"_L1 && code.contains("QSaveFile"_L1)) {
        breaches << u"%1 uses QSaveFile: files are written by models/base/files.h"_s.arg(file);
    }
    if (code.contains("QSettings"_L1)) {
        breaches << u"%1 uses QSettings: settings are kept by models/base/settings.h"_s.arg(file);
    }
    return breaches;
}

QStringList breachesOfAdapters(const QDir &root, const Adapters &adapters)
{
    const QDir folder(root.filePath(u"models/"_s + adapters.folder));
    const QStringList files = folder.entryList({u"*.cpp"_s}, QDir::Files, QDir::Name);
    const QString registry = withoutComments(contentOf(folder.filePath(u"registry.cpp"_s)));
    QStringList breaches;
    for (const QString &file : files) {
        const QString name = file.chopped(4);
        // What has a header of its own is a part that several adapters share.
        if (name == "registry"_L1 || folder.exists(name + u".h"_s)) {
            continue;
        }
        const QString path = u"models/%1/%2"_s.arg(adapters.folder, file);
        if (!registry.contains(name, Qt::CaseInsensitive)) {
            breaches << u"%1 has no line in its registry.cpp"_s.arg(path);
        }
        const QString data = u"tests/data/%1/%2"_s.arg(adapters.data, name);
        if (!adapters.data.isEmpty() && QDir(root.filePath(data)).isEmpty(QDir::Files)) {
            breaches << u"%1 has no recorded requests and replies in %2"_s.arg(path, data);
        }
    }
    return breaches;
}

//! Types that headers define, by their whole names; one name in two files is two types to the compiler and one to the linker.
class Names
{
public:
    QStringList breachesOf(const QString &file, const QString &code)
    {
        static const QRegularExpression line(
            uR"(^namespace ([\w:]+)|^(?:class|struct|enum class|union) (\w+)(?: final)?(?: :[^:;][^;]*)?(?: \{.*)?$)"_s,
            QRegularExpression::MultilineOption);
        QStringList breaches;
        QString space;
        for (auto match = line.globalMatch(code); match.hasNext();) {
            const QRegularExpressionMatch found = match.next();
            if (!found.captured(1).isEmpty()) {
                space = found.captured(1);
                continue;
            }
            const QString name = space + u"::"_s + found.captured(2);
            if (const QString first = std::exchange(m_files[name], file); !first.isEmpty() && first != file) {
                const auto [one, other] = std::minmax(first, file);
                breaches << u"%1 is defined in %2 and in %3"_s.arg(name, one, other);
            }
        }
        return breaches;
    }

private:
    QHash<QString, QString> m_files;
};

struct Inspection
{
    int files = 0;
    QStringList breaches;
};

Inspection inspect(const QDir &root)
{
    Inspection result;
    Names names;
    for (const QString &top : {u"models"_s, u"views"_s, u"app"_s}) {
        QDirIterator files(root.filePath(top), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            const QString file = root.relativeFilePath(path);
            if (top == "models"_L1 && !modelSlices().contains(file.section(u'/', 1, 1))) {
                result.breaches << u"%1 lies in no slice of the plan"_s.arg(file);
                continue;
            }
            const QString code = withoutComments(contentOf(path));
            result.breaches << breachesOfIncludes(file, code) << breachesOfSql(file, code)
                            << breachesOfWriting(file, code);
            if (file.endsWith(".h"_L1)) {
                result.breaches << names.breachesOf(file, code);
            }
            ++result.files;
        }
    }
    for (const Adapters &adapters : adapterFolders()) {
        result.breaches << breachesOfAdapters(root, adapters);
    }
    return result;
}

void put(const QTemporaryDir &root, const QString &path, const QString &text)
{
    const QString whole = root.filePath(path);
    QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.toUtf8());
}

}  // namespace

class TestLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void house()
    {
        const Inspection house = inspect(QDir(QStringLiteral(ONLYONCE_TEST_DATA "/../..")));
        QVERIFY2(house.files > 50, "the sources were not found");
        QVERIFY2(house.breaches.isEmpty(), qUtf8Printable(u"\n"_s + house.breaches.join(u'\n')));
    }

    void badHouse_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("breach");  // empty: it is allowed

        const auto includes = [](const char *row, const QString &path, const QString &target, const QString &breach) {
            QTest::newRow(row) << path << u"#include \"%1\"\n"_s.arg(target)
                               << (breach.isEmpty() ? QString() : path + u" includes "_s + target + u": "_s + breach);
        };
        includes("a slice below", u"models/alerts/a.cpp"_s, u"models/storage/b.h"_s, {});
        includes("own slice", u"models/alerts/a.cpp"_s, u"models/alerts/b.h"_s, {});
        includes("a slice above", u"models/alerts/a.cpp"_s, u"models/incidents/b.h"_s,
                 u"models/alerts may not use models/incidents"_s);
        includes("a sibling", u"models/notify/a.h"_s, u"models/announce/b.h"_s,
                 u"models/notify may not use models/announce"_s);
        includes("net and storage do not meet", u"models/net/a.h"_s, u"models/storage/b.h"_s,
                 u"models/net may not use models/storage"_s);
        includes("documents know no database", u"models/documents/page/a.h"_s, u"models/storage/b.h"_s,
                 u"models/documents may not use models/storage"_s);
        includes("insights know all", u"models/insights/a.h"_s, u"models/recovery/b.h"_s, {});
        includes("models know no views", u"models/alerts/a.h"_s, u"views/widgets/b.h"_s, u"models know no views"_s);
        includes("views use models", u"views/alerts/a.h"_s, u"models/insights/b.h"_s, {});
        includes("views use widgets", u"views/alerts/a.h"_s, u"views/widgets/b.h"_s, {});
        includes("a page uses another", u"views/alerts/a.h"_s, u"views/incidents/b.h"_s,
                 u"views/alerts may not use views/incidents"_s);
        includes("the shell uses a page", u"views/shell/a.h"_s, u"views/incidents/b.h"_s,
                 u"views/shell may not use views/incidents"_s);
        includes("app uses all", u"app/main.cpp"_s, u"views/shell/b.h"_s, {});
        includes("app is used", u"views/shell/a.h"_s, u"app/b.h"_s, u"nothing includes app"_s);
        includes("a short path", u"models/base/a.cpp"_s, u"b.h"_s, u"is not a full path from the root"_s);

        QTest::newRow("a commented include")
            << u"models/base/a.h"_s << u"// x\n/*\n#include \"app/a.h\"\n*/\n"_s << QString();
        QTest::newRow("Qt Widgets") << u"models/base/a.h"_s << u"#include <QWidget>\n"_s
                                    << u"models/base/a.h includes QWidget: models never use Qt Widgets"_s;
        QTest::newRow("no slice") << u"models/helpers/a.h"_s << QString()
                                  << u"models/helpers/a.h lies in no slice of the plan"_s;

        const auto sql = [](const char *row, const QString &path, const QString &code, const QString &found) {
            QTest::newRow(row) << path << code
                               << (found.isEmpty()
                                       ? QString()
                                       : u"%1 holds SQL (“%2”): it belongs into a …table.cpp"_s.arg(path, found));
        };
        sql("SQL in a table", u"models/alerts/alerttable.cpp"_s, u"q(\"DELETE FROM alert\")"_s, {});
        sql("SQL in a comment", u"models/alerts/a.cpp"_s, u"// runs \"DELETE FROM alert\"\n"_s, {});
        sql("words of SQL in prose", u"models/alerts/a.cpp"_s, u"tr(\"Select one from the list; update the set.\")"_s,
            {});
        sql("SELECT", u"models/alerts/a.cpp"_s, u"q(\"SELECT id FROM alert\")"_s, u"SELECT id FROM"_s);
        sql("INSERT", u"views/alerts/a.cpp"_s, u"q(\"INSERT INTO alert VALUES (1)\")"_s, u"INSERT INTO"_s);
        sql("UPDATE in pieces", u"app/a.cpp"_s, u"q(\"UPDATE alert\"\n  \" SET id = ?\")"_s, u"UPDATE alert SET"_s);
        sql("DELETE after a link", u"app/a.cpp"_s, u"f(\"http://a\"); q(\"DELETE FROM alert\");"_s, u"DELETE FROM"_s);

        QTest::newRow("a file of one's own") << u"app/a.cpp"_s << u"QSaveFile file(path);\n"_s
                                             << u"app/a.cpp uses QSaveFile: files are written by models/base/files.h"_s;
        QTest::newRow("settings of one's own")
            << u"views/shell/a.cpp"_s << u"QSettings().value(key);\n"_s
            << u"views/shell/a.cpp uses QSettings: settings are kept by models/base/settings.h"_s;
    }
    void badHouse()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, breach);
        QTemporaryDir root;
        put(root, path, text);
        QCOMPARE(inspect(QDir(root.path())).breaches, breach.isEmpty() ? QStringList() : QStringList{breach});
    }

    void oneNameTwice()
    {
        QTemporaryDir root;
        const auto breaches = [&root] { return inspect(QDir(root.path())).breaches; };
        put(root, u"models/base/a.h"_s, u"namespace onlyonce {\nclass Row;\nstruct Row\n{\n};\n}\n"_s);
        put(root, u"views/alerts/b.h"_s,
            u"namespace onlyonce {\nclass Row;\n}\nnamespace onlyonce::ui {\nclass Row final : public QWidget\n{\n};\n}\n"_s);
        QCOMPARE(breaches(), QStringList());  // only announced, or in another namespace
        put(root, u"app/c.h"_s, u"namespace onlyonce {\nclass Row\n{\n};\n}\n"_s);
        QCOMPARE(breaches(), QStringList{u"onlyonce::Row is defined in app/c.h and in models/base/a.h"_s});
    }

    void badAdapter()
    {
        QTemporaryDir root;
        const auto breaches = [&root] { return inspect(QDir(root.path())).breaches; };
        put(root, u"models/alerts/sources/registry.cpp"_s, u"{ zabbixSource() } // prtgSource()\n"_s);
        put(root, u"models/alerts/sources/fields.h"_s, {});
        put(root, u"models/alerts/sources/fields.cpp"_s, {});
        QCOMPARE(breaches(), QStringList());  // what adapters share is no adapter

        put(root, u"models/alerts/sources/zabbix.cpp"_s, {});
        put(root, u"models/alerts/sources/prtg.cpp"_s, {});
        put(root, u"tests/data/alerts/prtg/down.json"_s, u"{}"_s);
        QCOMPARE(breaches(), QStringList({u"models/alerts/sources/prtg.cpp has no line in its registry.cpp"_s,
                                          u"models/alerts/sources/zabbix.cpp has no recorded requests and replies in "
                                          "tests/data/alerts/zabbix"_s}));
    }
};

QTEST_GUILESS_MAIN(TestLayout)
#include "tst_layout.moc"
