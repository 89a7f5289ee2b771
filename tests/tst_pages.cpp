// SPDX-License-Identifier: GPL-3.0-or-later
// Every page of the real window: whatever can be reached has a name and a role, and in a language whose words are 40 %
// longer and written from right to left nothing is cut off and nothing is left untranslated.
//
// Whatever a person or a monitoring system has written is Greek here, and whatever the program says stands in ‹ ›, so that
// a Latin word outside of these is one that no translator ever got to see.
#include "models/alerts/silences.h"
#include "models/catalog/people.h"
#include "models/incidents/evidence.h"
#include "models/incidents/grouping/rules.h"
#include "support/house.h"
#include "support/realwindow.h"
#include "views/widgets/page.h"
#include "views/widgets/sectionedpage.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>
#include <QTranslator>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

constexpr int incidentParts = 6;  // timeline, response, evidence, customers, post-mortem, alerts

//! A language of its own: the English words between marks, and 40 % longer.
class PseudoLanguage final : public QTranslator
{
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        static const QRegularExpression keys(u"^((Ctrl|Shift|Alt|Meta)\\+)*([A-Z0-9?.,/]|F\\d+|Del|Up|Down|Space)$"_s);
        if (text.isEmpty() || keys.match(text).hasMatch() || QByteArrayView(context) == "QShortcut") {
            return text;  // translators leave the keys alone, or nobody finds them
        }
        QString longer = u"\u200f‹"_s + text;  // the mark makes it a text from right to left
        const qsizetype more = (text.size() * 2 + 4) / 5;
        for (qsizetype i = 0; i < more; ++i) {
            longer += i % 8 == 0 && more > 8 ? u' ' : u'~';
        }
        return longer + u'›';
    }
};

//! What of a text no translator got to see. Names of products and standards, references, addresses and Greek stay as they
//! are in every language.
QStringList untranslated(const QString &text)
{
    // What a monitoring system calls its labels, and the words that it may use for a severity.
    static const QStringList labels{u"alertname"_s, u"service"_s, u"severity"_s, u"critical"_s, u"summary"_s};
    if (labels.contains(text)) {
        return {};
    }
    QString rest;
    int depth = 0;
    for (const QChar c : text) {
        depth += c == u'‹' ? 1 : 0;
        if (depth == 0) {
            rest += c;
        }
        if (c == u'›' && --depth < 0) {  // the second paragraph of a text that is shown in two
            depth = 0;
            rest.clear();
        }
    }
    static const QRegularExpression neutral(
        u"\\S*[/"
        u"@\\\\=:]\\S*|\\S+[._]\\S+|\\b(OnlyOnce|SEV\\d|INC-\\d+|UTC|Alertmanager|Prometheus|Grafana|Icinga|Zabbix|"
        u"Nagios|"
        "Pingdom|Uptime Kuma|Datadog|StatusCake|UptimeRobot|Amazon|CloudWatch|PagerDuty|Discourse|SMTP|JSON|URL|API|"
        "Ctrl|Shift|Alt|Del|Esc|Enter|Tab|Home|End|PDF|HTML|Markdown|SQS|SNS|TLS|STARTTLS|IMAP|PgUp|PgDown|Return|Left|Right|Up|Down|bytes|Events API|alertmanager|BEGIN CERTIFICATE)\\b"_s);
    rest.remove(neutral);
    static const QRegularExpression word(u"[A-Za-z]{3,}"_s);
    QStringList words;
    for (auto found = word.globalMatch(rest); found.hasNext();) {
        words += found.next().captured();
    }
    return words;
}

QString placeOf(const QWidget *widget)
{
    QStringList path;
    for (; widget && !widget->isWindow(); widget = widget->parentWidget()) {
        path.prepend(QString::fromLatin1(widget->metaObject()->className()).remove(u"onlyonce::ui::"_s));
    }
    return path.mid(std::max<qsizetype>(0, path.size() - 4)).join(u" › "_s);
}

//! What people read on a widget, apart from what they write there.
QStringList textsOf(const QWidget *widget)
{
    QStringList texts{widget->toolTip(), widget->accessibleName(), widget->accessibleDescription()};
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        texts += label->text();
    } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
        texts += button->text();
    } else if (const auto *line = qobject_cast<const QLineEdit *>(widget)) {
        const QString sentence = line->placeholderText();  // else an example of what to write, which is no language
        texts += sentence == sentence.toLower() ? QString() : sentence;
    } else if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget)) {
        texts += edit->placeholderText();
    } else if (const auto *box = qobject_cast<const QGroupBox *>(widget)) {
        texts += box->title();
    } else if (const auto *choice = qobject_cast<const QComboBox *>(widget)) {
        for (int i = 0; i < choice->count(); ++i) {
            texts += choice->itemText(i);
        }
    } else if (const auto *view = qobject_cast<const QAbstractItemView *>(widget); view && view->model()) {
        for (int row = 0; row < std::min(30, view->model()->rowCount()); ++row) {
            const QModelIndex index = view->model()->index(row, 0);
            texts += index.data(Qt::AccessibleTextRole).toString();
        }
    }
    return texts;
}

//! Why a widget does not show all of its text; empty if it does. What scrolls or says so with "…" by design is the
//! person's own text: a title; never a word of the program.
QString cutOff(const QWidget *widget)
{
    const auto needs = [widget](int wanted, int has, const char *what) {
        return wanted > has + 1 ? u"%1 %2 has %3 of %4 px: %5"_s.arg(placeOf(widget), QLatin1StringView(what))
                                      .arg(has)
                                      .arg(wanted)
                                      .arg(textsOf(widget).last().left(60))
                                : QString();
    };
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        if (label->text().isEmpty()) {
            return {};
        }
        if (label->wordWrap()) {
            return needs(label->heightForWidth(label->width()), label->height(), "wraps, and");
        }
        const bool own = label->text().contains(u'‹');
        return own ? needs(label->fontMetrics().horizontalAdvance(label->text()), label->contentsRect().width(),
                           "in one line")
                   : QString();
    }
    if (const auto *area = qobject_cast<const QScrollArea *>(widget)) {
        const int wanted = area->widget() ? area->widget()->width() : 0;
        return wanted > area->viewport()->width() ? u"%1 scrolls sideways: %2 of %3 px are seen"_s.arg(placeOf(widget))
                                                        .arg(area->viewport()->width())
                                                        .arg(wanted)
                                                  : QString();
    }
    if (qobject_cast<const QPushButton *>(widget) || qobject_cast<const QToolButton *>(widget)) {
        return needs(widget->sizeHint().width(), widget->width(), "the button");
    }
    return {};
}

}  // namespace

class PagesTest : public QObject
{
    Q_OBJECT

private:
    PseudoLanguage m_language;  // from the beginning: what is told in timelines is stored in words
    std::unique_ptr<test::RealWindow> m_desk;

    void fill();

    //! What has been asked is answered when nothing has been laid out anew for a while.
    void settle()
    {
        QString before;
        for (int still = 0; still < 3;) {
            QTest::qWait(60);
            QString now;
            for (const QWidget *widget : m_desk->frame().findChildren<QWidget *>()) {
                if (widget->isVisible()) {
                    now += textsOf(widget).join(u'\n');
                }
            }
            still = now == before ? still + 1 : 0;
            before = now;
        }
    }

    //! Every place of the window, one after the other.
    template <typename Look>
    void visit(Look look)
    {
        QStringList places{u"incidents"_s,  u"incident.declare"_s, u"alerts"_s,
                           u"deliveries"_s, u"countermeasures"_s,  u"incident/2"_s};
        for (int part = 0; part < incidentParts; ++part) {
            places += u"incident/1/%1"_s.arg(part);
        }
        places += u"incident.times"_s;
        for (int i = 0; i < sections(); ++i) {
            places += u"settings/%1"_s.arg(i);
        }
        for (const auto *step : {"data", "source", "mail", "forum", "people", "done"}) {
            places += u"setup/"_s + QLatin1StringView(step);
        }
        for (const QString &place : places) {
            const auto there = m_desk->window->go(place);
            Q_UNUSED(there)
            settle();
            look(place);
        }
    }
    [[nodiscard]] int sections()
    {
        (void)m_desk->window->go(u"settings"_s);
        settle();
        const auto *page = m_desk->frame().findChild<ui::SectionedPage *>();
        return page ? page->findChild<QStackedWidget *>()->count() : 0;
    }

    static void walk(QAccessibleInterface *node, QStringList &faults)
    {
        if (!node || !node->isValid() || node->state().invisible) {
            return;
        }
        const auto *widget = qobject_cast<const QWidget *>(node->object());
        if (node->state().focusable) {
            const QString what = widget ? placeOf(widget) : u"?"_s;
            if (node->text(QAccessible::Name).isEmpty()) {
                faults << what + u" has no name"_s;
            }
            if (node->role() == QAccessible::NoRole || node->role() == QAccessible::Client) {
                faults << what + u" has no role"_s;
            }
        }
        if (qobject_cast<const QAbstractItemView *>(node->object())) {
            return;  // its rows are the model's matter
        }
        for (int i = 0; i < node->childCount(); ++i) {
            walk(node->child(i), faults);
        }
    }

private Q_SLOTS:
    void initTestCase();
    void cleanup() { m_desk->window.reset(); }
    void cleanupTestCase() { m_desk.reset(); }

    void whateverCanBeReachedHasANameAndARole();
    void everyWordIsTranslatedAndNoneCutOff_data();
    void everyWordIsTranslatedAndNoneCutOff();
};

void PagesTest::initTestCase()
{
    QVERIFY(QCoreApplication::installTranslator(&m_language));
    m_desk = std::make_unique<test::RealWindow>(test::RealWindow::Outside::Sealed);
    fill();
}

void PagesTest::fill()
{
    m_desk
        ->change([](Transaction &t) {
            return savePerson(t, {.name = u"Άδα"_s, .email = u"ada@example.org"_s, .onCall = true});
        })
        .value();
    const auto incident = m_desk
                              ->change([](Transaction &t) {
                                  return declareIncident(t, {.title = u"Οι πληρωμές αποτυγχάνουν"_s,
                                                             .severity = Severity::Sev1,
                                                             .services = {u"πληρωμές"_s},
                                                             .dataCentres = {u"φρα1"_s},
                                                             .startedAt = t.now() - std::chrono::minutes(9),
                                                             .detectedAt = t.now() - std::chrono::minutes(8)});
                              })
                              .value();
    m_desk
        ->change([id = incident.id](Transaction &t) { return addNote(t, id, u"Μόνο οι κάρτες"_s, Visibility::Public); })
        .value();
    m_desk
        ->change([id = incident.id](Transaction &t) {
            return attach(t, {.incident = id, .name = u"καταγραφή.log"_s, .content = u"λάθος\n"_s.toUtf8()});
        })
        .value();
    Collector collector(*m_desk->opened.database);
    const QJsonObject labels{{u"severity"_s, u"critical"_s}, {u"service"_s, u"είσοδος"_s}, {u"dc"_s, u"αμς1"_s}};
    QJsonArray alerts;
    for (const QString &name : {u"άλφα"_s, u"βήτα"_s}) {
        QJsonObject alert = alertAs(name, u"firing"_s, labels);
        alert.insert(u"annotations"_s, QJsonObject{{u"summary"_s, u"Δεν απαντά: "_s + name}});
        alerts.append(alert);
    }
    const auto taken = await(collector.take(
        u"alertmanager"_s, QJsonDocument(QJsonObject{{u"alerts"_s, alerts}}).toJson(QJsonDocument::Compact)));
    QVERIFY2(taken, why(taken).constData());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->read([](Transaction &t) { return incidents(t, {}, 10); })->size() == 2, 10'000);
}

void PagesTest::whateverCanBeReachedHasANameAndARole()
{
    QVERIFY(m_desk->show());
    QStringList faults;
    visit([&](const QString &place) {
        const qsizetype before = faults.size();
        walk(QAccessible::queryAccessibleInterface(&m_desk->frame()), faults);
        if (faults.size() > before) {
            faults += u"… at "_s + place;
        }
    });
    QCOMPARE(faults.join(u'\n'), QString());
}

void PagesTest::everyWordIsTranslatedAndNoneCutOff_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("1280") << 1280;
    QTest::newRow("1920") << 1920;
}

void PagesTest::everyWordIsTranslatedAndNoneCutOff()
{
    QFETCH(const int, width);
    QApplication::setLayoutDirection(Qt::RightToLeft);
    const auto back = qScopeGuard([] { QApplication::setLayoutDirection(Qt::LeftToRight); });
    QVERIFY(m_desk->show({width, 800}));
    qsizetype count = 0;
    visit([&](const QString &place) {
        QStringList faults;
        for (const QWidget *widget : m_desk->frame().findChildren<QWidget *>()) {
            if (!widget->isVisible()) {
                continue;
            }
            for (const QString &text : textsOf(widget)) {
                if (const QStringList words = untranslated(text); !words.isEmpty()) {
                    faults += u"%1 says %2 in “%3”"_s.arg(placeOf(widget), words.join(u' '), text.left(80));
                }
            }
            if (const QString cut = cutOff(widget); !cut.isEmpty()) {
                faults += cut;
            }
        }
        for (const auto &row : m_desk->frame().actions().rows()) {
            if (const QStringList words = untranslated(row.spec.text + row.spec.keywords); !words.isEmpty()) {
                faults += u"the action %1 says %2"_s.arg(row.spec.id, words.join(u' '));
            }
        }
        if (!qEnvironmentVariableIsEmpty("ONLYONCE_PICTURES")) {
            m_desk->frame().grab().save(qEnvironmentVariable("ONLYONCE_PICTURES") + u'/'
                                        + QString(place).replace(u'/', u'-') + u"-%1.png"_s.arg(width));
        }
        faults.removeDuplicates();
        for (const QString &fault : std::as_const(faults)) {
            qInfo().noquote() << place + u": "_s + fault;
        }
        count += faults.size();
    });
    QCOMPARE(count, 0);
}

QTEST_MAIN(PagesTest)
#include "tst_pages.moc"
