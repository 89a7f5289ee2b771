// SPDX-License-Identifier: GPL-3.0-or-later
// Templates and due days in the settings, the meeting and the proposals in the post-mortem: used by the keyboard.
#include "models/insights/recurrence.h"
#include "models/postmortem/record.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "views/insights/recurrenceline.h"
#include "views/postmortem/due/dueform.h"
#include "views/postmortem/due/meetingline.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/template/documenttemplatespanel.h"
#include "views/postmortem/template/templatepreview.h"
#include "views/widgets/segmentedcontrol.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextLayout>
#include <QVBoxLayout>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;

namespace {

QPushButton *button(const QWidget &within, const QString &text)
{
    const auto all = within.findChildren<QPushButton *>();
    for (QPushButton *each : all) {
        if (each->text() == text || each->accessibleName() == text) {
            return each;
        }
    }
    qFatal("no button %s", qPrintable(text));
}

bool says(const QWidget &within, const QString &text)
{
    const auto all = within.findChildren<QLabel *>();
    return std::ranges::any_of(
        all, [&](const QLabel *label) { return label->isVisibleTo(&within) && label->text().contains(text); });
}

void show(QWidget &widget)
{
    widget.resize(1000, 900);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    widget.activateWindow();
}

}  // namespace

class TestDocumentViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void aTemplateIsWritten_data() { TestDatabase::addEngines(); }
    void aTemplateIsWritten()
    {
        Crew crew;
        Session session{*crew.database, crew.administrator};
        DocumentTemplatesPanel panel(session);
        QSignalSpy failed(&panel, &DocumentTemplatesPanel::failed);
        show(panel);
        auto *text = panel.findChild<QPlainTextEdit *>();
        auto *names = panel.findChild<QListWidget *>();
        auto *preview = panel.findChild<QTextBrowser *>();
        auto *save = button(panel, u"Save the template"_s);
        QTRY_VERIFY(text->toPlainText().startsWith(u"# Summary\n"_s));
        QTRY_VERIFY(says(panel, u"The built-in template"_s));
        QVERIFY(!save->isEnabled());
        QTRY_VERIFY2(preview->toPlainText().contains(u"INC-1 Checkout down"_s), qPrintable(preview->toPlainText()));

        // A name that is mistyped is said with its line, and the way there; nothing can be saved.
        text->setFocus();
        QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(text, u"# Ours"_s);
        QTest::keyClick(text, Qt::Key_Return);
        QTest::keyClicks(text, u"{{sumary}}"_s);
        QTRY_VERIFY(says(panel, u"There is no {{sumary}}. Did you mean {{summary}}?"_s));
        QVERIFY(!save->isEnabled());
        QTest::keyClick(text, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(button(panel, u"Line 2"_s), Qt::Key_Space);
        QCOMPARE(text->textCursor().blockNumber(), 1);
        QVERIFY(text->hasFocus());
        const QTextBlock wrong = text->document()->findBlockByNumber(1);
        QVERIFY(std::ranges::any_of(wrong.layout()->formats(), [](const QTextLayout::FormatRange &range) {
            return range.format.underlineStyle() == QTextCharFormat::WaveUnderline;
        }));

        // A name from the list takes its place.
        QTest::keyClick(text, Qt::Key_Home);
        QTest::keyClick(text, Qt::Key_End, Qt::ShiftModifier);
        QTest::keyClick(text, Qt::Key_Delete);
        names->setFocus();
        QTest::keyClick(names, Qt::Key_Return);
        QCOMPARE(text->toPlainText(), u"# Ours\n{{summary}}"_s);
        QVERIFY(text->hasFocus());
        QTRY_VERIFY(save->isEnabled());
        QTRY_VERIFY2(preview->toPlainText().contains(u"Ours"_s), qPrintable(preview->toPlainText()));
        QTest::keyClick(text, Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(says(panel, u"Your own template"_s));
        const auto stored = [&] {
            return crew.read([](Transaction &t) { return storedTemplate(t, Audience::Internal); }).value();
        };
        QCOMPARE(stored().text, std::optional(u"# Ours\n{{summary}}"_s));

        // For customers there are other names; what is typed there waits while one looks at the first.
        auto *audience = panel.findChild<SegmentedControl *>();
        audience->setFocus();
        audience->setCurrent(1);
        Q_EMIT audience->currentChanged(1);
        QVERIFY(names->findItems(u"rootCauses"_s, Qt::MatchContains).isEmpty());
        QVERIFY(text->toPlainText().contains(u"{{externalStory}}"_s));
        text->setPlainText(u"{{summary}}\n\nBy {{authors}}"_s);
        QTRY_VERIFY(says(panel, u"{{authors}} is for colleagues alone"_s));
        audience->setCurrent(0);
        Q_EMIT audience->currentChanged(0);
        QCOMPARE(text->toPlainText(), u"# Ours\n{{summary}}"_s);
        audience->setCurrent(1);
        Q_EMIT audience->currentChanged(1);
        QCOMPARE(text->toPlainText(), u"{{summary}}\n\nBy {{authors}}"_s);
        audience->setCurrent(0);
        Q_EMIT audience->currentChanged(0);

        QTest::keyClick(button(panel, u"Back to the built-in"_s), Qt::Key_Space);
        QTRY_VERIFY(says(panel, u"The built-in template"_s));
        QVERIFY(!stored().text);
        QCOMPARE(failed.size(), 0);
    }

    void aTemplateOfSomebodyElseIsNotOverwritten_data() { TestDatabase::addEngines(); }
    void aTemplateOfSomebodyElseIsNotOverwritten()
    {
        Crew crew;
        Session session{*crew.database, crew.administrator};
        DocumentTemplatesPanel panel(session);
        show(panel);
        auto *text = panel.findChild<QPlainTextEdit *>();
        QTRY_VERIFY(text->toPlainText().startsWith(u"# Summary\n"_s));
        text->setPlainText(u"# Mine\n\n{{summary}}"_s);
        crew.as(crew.administrator,
                [](Transaction &t) { return saveTemplate(t, Audience::Internal, u"# Theirs\n\n{{summary}}"_s, 0); })
            .value();
        QTest::qWait(50);
        QTest::keyClick(button(panel, u"Save the template"_s), Qt::Key_Space);
        QTRY_VERIFY(says(panel, u"was changed by somebody else"_s));
        QCOMPARE(text->toPlainText(), u"# Mine\n\n{{summary}}"_s);
    }

    void daysAreSet_data() { TestDatabase::addEngines(); }
    void daysAreSet()
    {
        Crew crew;
        Session session{*crew.database, crew.administrator};
        DueForm form(session);
        show(form);
        const auto fields = form.findChildren<QLineEdit *>();
        QCOMPARE(fields.size(), 4);
        QTRY_COMPARE(fields[1]->text(), u"5 working days"_s);
        QCOMPARE(fields[3]->text(), u"never"_s);
        const auto type = [&](const QString &text) {
            fields[2]->setFocus();
            fields[2]->selectAll();
            QTest::keyClicks(fields[2], text);
            QTest::keyClick(fields[2], Qt::Key_Return);
        };
        type(u"soon"_s);
        QTRY_VERIFY(says(form, u"“soon” is no time for a post-mortem."_s));
        type(u"10 days"_s);
        QTRY_VERIFY(says(form, u"Saved."_s));
        const auto rules = crew.read([](Transaction &t) { return dueRules(t); }).value();
        QCOMPARE(rules.of(Severity::Sev3), (DueRule{.days = 10}));
        QCOMPARE(rules.of(Severity::Sev2), DueRules{}.of(Severity::Sev2));
    }

    void aMeetingIsPlanned_data() { TestDatabase::addEngines(); }
    void aMeetingIsPlanned()
    {
        Crew crew;
        Session session{*crew.database, crew.responder};
        MeetingLine line(session, crew.incident.id);
        show(line);
        const auto meeting = [&] {
            const auto record =
                crew.read([id = crew.incident.id](Transaction &t) { return postMortemRecord(t, id); }).value();
            line.setRecord(record, QDate(2026, 12, 3));
            return record ? record->postMortem.meetingAt : std::nullopt;
        };
        QVERIFY(!meeting());
        auto *plan = button(line, u"Plan the meeting"_s);
        plan->setFocus();
        QTest::keyClick(plan, Qt::Key_Return);
        auto *time = line.findChild<QLineEdit *>();
        QVERIFY(time->hasFocus());
        QCOMPARE(time->text(), u"2026-12-03 14:00"_s);
        QTest::keyClicks(time, u"some day"_s);  // it was selected
        QTest::keyClick(time, Qt::Key_Return);
        QTRY_VERIFY(line.findChild<QLineEdit *>()->isVisible());
        QVERIFY(!meeting());
        time->selectAll();
        QTest::keyClicks(time, u"2026-12-02T09:30Z"_s);
        QTest::keyClick(time, Qt::Key_Return);
        QTRY_VERIFY(!time->isVisible());
        QCOMPARE(meeting(), std::optional(parseMachineTime(u"2026-12-02T09:30:00Z").value()));
        QVERIFY(says(line, u"Meeting on"_s));
        QVERIFY(plan->hasFocus());
        QTest::keyClick(plan, Qt::Key_Return);
        QTest::keyClick(time, Qt::Key_Escape);
        QVERIFY(!time->isVisible() && plan->hasFocus());
    }

    void whatCameAgainIsCounted_data() { TestDatabase::addEngines(); }
    void whatCameAgainIsCounted()
    {
        Crew crew;
        Session session{*crew.database, crew.commander};
        RecurrenceLine line(session);
        QSignalSpy wanted(&line, &RecurrenceLine::listWanted);
        QWidget page;
        auto *column = new QVBoxLayout(&page);
        column->addWidget(&line);
        show(page);
        QTRY_VERIFY(says(page, u"0 of 1 incidents in the last 365 days came again"_s));
        auto *which = button(line, u"Incidents that came again"_s);
        QVERIFY(!which->isVisible());
        const Incident again =
            crew.as(crew.commander, [](Transaction &t) { return declareIncident(t, {.title = u"Down & out"_s}); })
                .value();
        crew.as(crew.commander, [&](Transaction &t) { return confirmRecurrence(t, again.id, crew.incident.id); })
            .value();
        QTRY_VERIFY(says(page, u"1 of 2 incidents in the last 365 days came again"_s));
        QTRY_VERIFY(which->isVisible());
        // The list shows those that are counted.
        QTest::keyClick(which, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        const auto filter = wanted.front().front().value<IncidentFilter>();
        const auto found = crew.read([&](Transaction &t) { return incidentList(t, filter, {}); }).value();
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found.front().id, again.id);
        // How it is counted stands beside it.
        const auto labels = line.findChildren<QLabel *>();
        QCOMPARE(labels.front()->toolTip(), recurrenceFormula());
        column->removeWidget(&line);
        line.setParent(nullptr);
    }

    void aProposalIsTaken_data() { TestDatabase::addEngines(); }
    void aProposalIsTaken()
    {
        Crew crew;
        Session session{*crew.database, crew.responder};
        FieldsPanel panel(session, crew.incident.id);
        show(panel);
        panel.setRecord({});
        const FieldEditor *impact = panel.editor(PostMortemField::Impact);
        QTRY_VERIFY(says(*impact, u"Affected: checkout in fra1."_s));
        QVERIFY(says(*impact, u"Proposal, from what is recorded"_s));
        QVERIFY(impact->text()->toPlainText().isEmpty());
        const auto written = [&](PostMortemField field) {
            const auto record =
                crew.read([id = crew.incident.id](Transaction &t) { return postMortemRecord(t, id); }).value();
            return record ? record->text(field).markdown : QString();
        };
        QCOMPARE(written(PostMortemField::Impact), QString());

        auto *take = button(*impact, u"Impact: take the proposal"_s);
        QVERIFY(take->isVisible());
        take->setFocus();
        QTest::keyClick(take, Qt::Key_Return);
        QCOMPARE(impact->text()->toPlainText(), u"Affected: checkout in fra1."_s);
        QVERIFY(impact->text()->hasFocus());
        QVERIFY(!take->isVisible() && !says(*impact, u"Proposal"_s));
        QTest::keyClicks(impact->text(), u" Nobody could pay."_s);
        // The key takes it as well, and to leave the field saves it.
        const FieldEditor *response = panel.editor(PostMortemField::Response);
        QTRY_VERIFY(says(*response, u"declared by Ada Lovelace"_s));
        response->text()->setFocus();
        QTRY_COMPARE(written(PostMortemField::Impact), u"Affected: checkout in fra1. Nobody could pay."_s);
        QTest::keyClick(response->text(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(response->text()->toPlainText().startsWith(u"- "_s), qPrintable(response->text()->toPlainText()));
        impact->text()->setFocus();
        QTRY_VERIFY(written(PostMortemField::Response).contains(u"declared by Ada Lovelace"_s));
    }
};

QTEST_MAIN(TestDocumentViews)
#include "tst_documentviews.moc"
