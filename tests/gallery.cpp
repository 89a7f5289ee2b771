// SPDX-License-Identifier: GPL-3.0-or-later
// Every widget in its states, and a window full of believable rows: for eyes, not for CTest. With a folder it writes
// pictures (light and dark, two sizes) and ends; without, it stays open.
//   QT_QPA_PLATFORM=offscreen gallery FOLDER
#include "views/shell/mainwindow.h"
#include "views/widgets/codeview.h"
#include "views/widgets/composer.h"
#include "views/widgets/icon.h"
#include "views/widgets/look.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"
#include "views/widgets/recoveryclock.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/sidebar.h"
#include "views/widgets/stategrid.h"
#include "views/widgets/timelineview.h"
#include "views/widgets/treedelegate.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;

namespace {

//! Pictures must not change with the hour.
class StoppedClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return fromMillis(1'795'429'927'000); }
};

struct Row
{
    int number;
    QString title;
    int severity;
    QString status;
    Tone statusTone;
    QStringList services;
    QStringList places;
    int startedMinutesAgo;
    int tookMinutes;  //!< -1: still open
    int target;
    QString commander;
};

QList<Row> sampleRows()
{
    return {
        {412,
         u"Checkout answers 502 for every second customer"_s,
         1,
         u"Investigating"_s,
         Tone::Danger,
         {u"checkout"_s, u"payments-api"_s},
         {u"eu-west-1"_s, u"eu-central-1"_s},
         57,
         -1,
         50,
         u"Ada Byron"_s},
        {411,
         u"Search results are stale by more than ten minutes since the index moved to the new cluster"_s,
         2,
         u"Identified"_s,
         Tone::Warning,
         {u"search"_s},
         {u"us-east-1"_s},
         12,
         -1,
         15,
         u"Jonas Lindqvist"_s},
        {410,
         u"Login mails arrive late"_s,
         3,
         u"Monitoring"_s,
         Tone::Accent,
         {u"mail"_s, u"accounts"_s},
         {u"eu-west-1"_s},
         38,
         14,
         15,
         u"Mei Tanaka"_s},
        {409,
         u"Certificate of status.example.com runs out in two days"_s,
         4,
         u"Triage"_s,
         Tone::Neutral,
         {u"edge"_s},
         {},
         4,
         -1,
         0,
         {}},
        {408,
         u"Replica lag above 30 s on orders-db-3"_s,
         2,
         u"Resolved"_s,
         Tone::Success,
         {u"orders-db"_s},
         {u"eu-central-1"_s},
         60 * 7,
         22,
         15,
         u"Ada Byron"_s},
        {407,
         u"Webhooks to partners time out"_s,
         3,
         u"Resolved"_s,
         Tone::Success,
         {u"webhooks"_s, u"queue"_s},
         {u"us-east-1"_s, u"us-west-2"_s, u"eu-west-1"_s},
         60 * 26,
         11,
         15,
         u"Priya Natarajan"_s},
        {406,
         u"Drill: lose one data centre during the sale"_s,
         1,
         u"Closed"_s,
         Tone::Neutral,
         {u"checkout"_s, u"catalogue"_s, u"search"_s, u"payments-api"_s},
         {u"eu-west-1"_s},
         60 * 50,
         31,
         50,
         u"Jonas Lindqvist"_s},
        {405,
         u"Invoices show the wrong VAT for Norway"_s,
         3,
         u"Closed"_s,
         Tone::Neutral,
         {u"billing"_s},
         {},
         60 * 75,
         9,
         15,
         u"Mei Tanaka"_s},
    };
}

Pill severityPill(int severity)
{
    return {
        u"SEV%1"_s.arg(severity), static_cast<Tone>(static_cast<int>(Tone::Sev1) + severity - 1), PillShape::Solid, {}};
}

QStandardItemModel *incidentRows(QObject *parent, const Clock &clock, int copies)
{
    auto *model = new QStandardItemModel(parent);
    for (int copy = 0; copy < copies; ++copy) {
        for (const Row &row : sampleRows()) {
            auto *item = new QStandardItem(row.title);
            const qint64 start = toMillis(clock.now() - std::chrono::minutes(row.startedMinutesAgo) - 13s);
            item->setData(QVariant::fromValue(severityPill(row.severity)), RowPill);
            item->setData(u"INC-%1"_s.arg(row.number - copy * 8), RowNumber);
            item->setData(QVariant::fromValue(Pill{row.status, row.statusTone, PillShape::Dot, {}}), RowStatus);
            QList<Pill> chips;
            for (const QString &service : row.services) {
                chips.append({service, Tone::Neutral, PillShape::Outline, {}});
            }
            for (const QString &place : row.places) {
                chips.append({place, Tone::Neutral, PillShape::Outline, u"datacentre"_s});
            }
            item->setData(QVariant::fromValue(chips), RowChips);
            item->setData(start, RowClockStart);
            item->setData(qint64(row.target) * 60'000, RowClockTarget);
            if (row.tookMinutes >= 0) {
                item->setData(start + row.tookMinutes * 60'000 + 41'000, RowClockEnd);
            }
            item->setData(row.commander, RowNote);
            item->setData(row.status == "Closed"_L1, RowMuted);
            item->setData(row.number == 409 && copy == 0, RowUnread);
            model->appendRow(item);
        }
    }
    return model;
}

void addEntry(QStandardItemModel *model, qint64 at, const QString &author, const QString &head, const QString &text,
              const QString &iconName, Tone tone, const QHash<int, QVariant> &more = {})
{
    auto *item = new QStandardItem(text);
    item->setData(at, TimelineAt);
    item->setData(author, TimelineAuthor);
    item->setData(head, TimelineHead);
    item->setData(iconName, TimelineIcon);
    item->setData(static_cast<int>(tone), TimelineTone);
    for (auto it = more.begin(); it != more.end(); ++it) {
        item->setData(it.value(), it.key());
    }
    model->appendRow(item);
}

QStandardItemModel *timelineRows(QObject *parent, const Clock &clock)
{
    auto *model = new QStandardItemModel(parent);
    const qint64 base = toMillis(clock.now() - 57min);
    const auto at = [base](int minutes, int seconds) { return base + minutes * 60'000 + seconds * 1000; };
    const QVariant triage = u"Triage"_s;
    const QVariant searching = u"Investigating"_s;
    const QVariant found = u"Identified"_s;
    addEntry(
        model, at(0, 0), u"blackbox-eu"_s, u"raised an alert"_s,
        u"`probe_http_status` is **502** at 4 of 6 probes, first at Frankfurt and Dublin"_s, u"bell"_s, Tone::Danger,
        {{TimelineSection, triage},
         {TimelinePills,
          QVariant::fromValue(QList<Pill>{{u"checkout"_s, Tone::Neutral, PillShape::Outline, {}},
                                          {u"eu-west-1"_s, Tone::Neutral, PillShape::Outline, u"datacentre"_s},
                                          {u"eu-central-1"_s, Tone::Neutral, PillShape::Outline, u"datacentre"_s}})}});
    addEntry(model, at(0, 21), u"OnlyOnce"_s, u"opened the incident, catastrophic: two data centres"_s, {},
             u"incident"_s, Tone::Sev1, {{TimelineSection, triage}, {TimelinePinned, true}});
    addEntry(model, at(0, 24), u"OnlyOnce"_s, u"paged Ada Byron by SMS and voice"_s, {}, u"phone"_s, Tone::Accent,
             {{TimelineSection, triage}});
    addEntry(model, at(1, 50), u"Ada Byron"_s, u"acknowledged after 1 min 26 s"_s, {}, u"check"_s, Tone::Success,
             {{TimelineSection, triage}});
    addEntry(
        model, at(3, 5), u"Ada Byron"_s, u"changed the status"_s, {}, u"pulse"_s, Tone::Danger,
        {{TimelineSection, searching},
         {TimelinePills, QVariant::fromValue(QList<Pill>{{u"Triage"_s, Tone::Neutral, PillShape::Soft, {}},
                                                         {u"Investigating"_s, Tone::Danger, PillShape::Soft, {}}})}});
    addEntry(
        model, at(6, 40), u"Jonas Lindqvist"_s, {},
        u"The new pool of `payments-api` refuses TLS from the old checkout pods. Rolled out at 09:12, see [the change](https://git.example.com/payments/merge/881).\n- old pods: TLS 1.2 only\n- new pool: **TLS 1.3** required since this morning"_s,
        u"note"_s, Tone::Neutral, {{TimelineSection, searching}});
    addEntry(
        model, at(8, 2), u"Jonas Lindqvist"_s, u"attached a log"_s, {}, u"attachment"_s, Tone::Neutral,
        {{TimelineSection, searching},
         {TimelineCode,
          u"2026-11-23T09:20:11.482Z ERROR checkout upstream=payments-api tls: protocol version not supported\n2026-11-23T09:20:11.487Z WARN  checkout retry=1 backoff=250ms order=8123417\n    at Tls.handshake (tls.go:812)"_s},
         {TimelinePills, QVariant::fromValue(QList<Pill>{
                             {u"checkout-pod-7.log · 2.1 MB"_s, Tone::Neutral, PillShape::Outline, u"file-text"_s}})}});
    addEntry(
        model, at(11, 30), u"Mei Tanaka"_s, u"posted to the forum and 1,204 subscribers"_s,
        u"We are investigating errors during checkout. Carts are kept; nobody is charged twice. Next update at 10:00 UTC."_s,
        u"megaphone"_s, Tone::Accent, {{TimelineSection, searching}, {TimelinePublic, true}});
    addEntry(model, at(12, 10), u"OnlyOnce"_s, u"could not send one SMS"_s, {}, u"message"_s, Tone::Danger,
             {{TimelineSection, searching},
              {TimelineProblem,
               u"The provider refused the number +47 … 12 (code 21211). Correct it in People and send again."_s}});
    addEntry(
        model, at(19, 0), u"Ada Byron"_s, u"decided"_s,
        u"Roll `payments-api` back to 4.18 in both regions instead of patching the pods: *faster and known to work*."_s,
        u"flag"_s, Tone::Warning, {{TimelineSection, found}, {TimelinePinned, true}, {TimelineCorrected, true}});
    addEntry(model, at(17, 15), u"Priya Natarajan"_s, u"confirmed with the card network"_s,
             u"No double charges on their side between 09:12 and 09:31."_s, u"user"_s, Tone::Neutral,
             {{TimelineSection, found}, {TimelineLate, u"recorded 09:52"_s}});
    return model;
}

QStandardItemModel *whyRows(QObject *parent)
{
    auto *model = new QStandardItemModel(parent);
    const auto node = [](const QString &lead, const QString &text, const QString &detail, Tone tone,
                         const QList<Pill> &pills) {
        auto *item = new QStandardItem(text);
        item->setData(lead, TreeLead);
        item->setData(detail, TreeDetail);
        item->setData(static_cast<int>(tone), TreeTone);
        item->setData(QVariant::fromValue(pills), TreePills);
        return item;
    };
    auto *problem = node(u"Problem"_s, u"Customers could not pay for 31 minutes"_s, {}, Tone::Danger, {});
    auto *first = node(u"Why 1"_s, u"Checkout could not open a TLS connection to payments-api"_s,
                       u"checkout-pod-7.log, lines 120–164"_s, Tone::Neutral,
                       {{u"evidence"_s, Tone::Accent, PillShape::Soft, {}}});
    auto *second = node(
        u"Why 2"_s,
        u"The new pool required TLS 1.3, while pods built before March speak TLS 1.2 only; nobody had listed which clients still connect that way"_s,
        {}, Tone::Neutral, {});
    auto *root = node(
        u"Root cause"_s, u"No contract test covers the oldest client still deployed"_s,
        u"Countermeasure: run the contract suite against every deployed version · Jonas Lindqvist · due 4 December"_s,
        Tone::Sev2,
        {{u"root"_s, Tone::Sev2, PillShape::Soft, {}}, {u"in progress"_s, Tone::Accent, PillShape::Soft, {}}});
    second->appendRow(root);
    first->appendRow(second);
    problem->appendRow(first);
    problem->appendRow(node(u"Why 1"_s,
                            u"The alert paged after 21 s, but the first public post came after 11 minutes"_s, {},
                            Tone::Neutral, {}));
    model->appendRow(problem);
    return model;
}

QByteArray sampleCode()
{
    return R"({
  "service": "payments-api",
  "version": "4.19.0",
  "tls": { "minimum": "1.3", "certificates": ["/etc/tls/payments.pem"] },
  "pools": [
    { "name": "blue", "region": "eu-west-1", "weight": 0 },
    { "name": "green", "region": "eu-central-1", "weight": 100 }
  ],
  "retries": 3, "timeoutMs": 2500, "featureFlags": { "newLedger": true, "legacyRefunds": false, "note": null }
}
)";
}

QWidget *incidentsPage(const Clock &clock)
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *head = new PageHeader(u"Incidents"_s);
    head->setSubtitle(u"3 open, 1 past its target"_s);
    head->addAction(makeIconButton(u"filter"_s, u"Filter"_s));
    head->addAction(makeButton(u"Export"_s, ButtonKind::Normal, u"export"_s));
    head->addAction(makeButton(u"Declare incident"_s, ButtonKind::Primary, u"plus"_s));
    auto *filters = new QWidget;
    auto *row = new QHBoxLayout(filters);
    row->setContentsMargins({});
    auto *state = new SegmentedControl(u"State"_s);
    state->addSegment(u"Open"_s);
    state->addSegment(u"Resolved"_s);
    state->addSegment(u"All"_s);
    state->setCount(0, 4);
    row->addWidget(state);
    row->addSpacing(space::s);
    for (const auto &[text, on] : {std::pair{u"SEV1"_s, false}, {u"Mine"_s, true}, {u"eu-west-1"_s, false}}) {
        auto *chip = new Chip(text);
        chip->setCheckable(true);
        chip->setChecked(on);
        row->addWidget(chip);
    }
    auto *removable = new Chip(u"checkout"_s);
    removable->setRemovable(true);
    row->addWidget(removable);
    row->addStretch();
    auto *search = new QLineEdit;
    search->setPlaceholderText(u"Search titles, timelines, whys"_s);
    search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    search->setFixedWidth(280);
    search->setAccessibleName(u"Search"_s);
    row->addWidget(search);
    head->addBelow(filters);
    auto *list = new RowList(clock);
    list->setModel(incidentRows(list, clock, 3));
    list->setCurrentIndex(list->model()->index(1, 0));
    list->setAccessibleName(u"Incidents"_s);
    column->addWidget(head);
    column->addWidget(list, 1);
    page->setFocusProxy(list);
    return page;
}

QWidget *incidentPage(const Clock &clock)
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *head = new PageHeader(u"Checkout answers 502 for every second customer"_s);
    head->setSubtitle(u"INC-412 · commander Ada Byron · communications Mei Tanaka"_s);
    head->addLeading(new PillLabel(severityPill(1)));
    head->addAction(new PillLabel({u"Investigating"_s, Tone::Danger, PillShape::Soft, u"pulse"_s}));
    head->addAction(makeButton(u"Announce"_s, ButtonKind::Normal, u"megaphone"_s));
    head->addAction(makeButton(u"Resolve"_s, ButtonKind::Primary, u"check"_s));
    column->addWidget(head);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    auto *timeline = new TimelineView;
    timeline->setModel(timelineRows(timeline, clock));
    timeline->setTimeZone(QTimeZone::utc());
    timeline->setCurrentIndex(timeline->model()->index(9, 0));
    timeline->setAccessibleName(u"Timeline"_s);
    left->addWidget(timeline, 1);
    auto *composer = new Composer;
    composer->setPlaceholder(u"Write a note, or / for commands"_s);
    composer->setDestination(u"INC-412 · Checkout answers 502 · internal"_s);
    composer->setSubmitText(u"Add note"_s);
    composer->addTool(makeIconButton(u"attachment"_s, u"Attach evidence"_s));
    composer->addTool(makeIconButton(u"globe"_s, u"Public"_s));
    auto *around = new QVBoxLayout;
    around->setContentsMargins(space::xl, space::s, space::xl, space::l);
    around->addWidget(composer);
    left->addLayout(around);
    middle->addLayout(left, 1);
    middle->addWidget(new Hairline(Qt::Vertical));

    auto *side = new QWidget;
    side->setFixedWidth(300);
    auto *facts = new QVBoxLayout(side);
    facts->setContentsMargins(space::xl, space::l, space::xl, space::l);
    facts->setSpacing(space::l);
    auto *clockWidget = new RecoveryClock(clock);
    clockWidget->setTimes(clock.now() - 57min - 13s, std::nullopt, 50min);
    facts->addWidget(clockWidget);
    facts->addWidget(new Hairline);
    const auto fact = [facts](const QString &label, const QString &value) {
        auto *row = new QHBoxLayout;
        auto *name = new TextLabel(label, TextStyle::Body, TextLabel::Rank::Muted);
        name->setFixedWidth(112);
        row->addWidget(name);
        row->addWidget(new TextLabel(value), 1);
        facts->addLayout(row);
    };
    facts->setSpacing(space::m);
    fact(u"Started"_s, u"09:15:14 UTC"_s);
    fact(u"Detected"_s, u"09:15:35 UTC"_s);
    fact(u"Acknowledged"_s, u"09:17:04 UTC"_s);
    fact(u"Next update"_s, u"in 4 min"_s);
    facts->addWidget(new Hairline);
    facts->addWidget(new TextLabel(u"Protocol"_s, TextStyle::Strong));
    auto *done = new QCheckBox(u"Open the bridge"_s);
    done->setChecked(true);
    facts->addWidget(done);
    facts->addWidget(new QCheckBox(u"Name a communications lead"_s));
    facts->addWidget(new QCheckBox(u"First public post within 15 min"_s));
    facts->addStretch();
    middle->addWidget(side);
    column->addLayout(middle, 1);
    page->setFocusProxy(composer);
    return page;
}

QWidget *whysPage()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *head = new PageHeader(u"Post-mortem of INC-408"_s);
    head->setSubtitle(u"Draft · due in 3 days"_s);
    head->addAction(makeButton(u"Preview"_s, ButtonKind::Normal, u"eye"_s));
    auto *tabs = new QTabBar;
    for (const QString &tab : {u"Summary"_s, u"Timeline"_s, u"Five whys"_s, u"Countermeasures"_s}) {
        tabs->addTab(tab);
    }
    tabs->setCurrentIndex(2);
    tabs->setAccessibleName(u"Parts"_s);
    head->addBelow(tabs);
    column->addWidget(head);
    auto *row = new QHBoxLayout;
    auto *tree = new QTreeView;
    setupTree(tree);
    tree->setModel(whyRows(tree));
    tree->expandAll();
    tree->setCurrentIndex(tree->model()->index(0, 0, tree->model()->index(0, 0)));
    tree->setAccessibleName(u"Whys"_s);
    auto *treeFrame = new QVBoxLayout;
    treeFrame->setContentsMargins(space::l, space::l, space::l, space::l);
    treeFrame->addWidget(tree);
    row->addLayout(treeFrame, 3);
    row->addWidget(new Hairline(Qt::Vertical));
    auto *code = new CodeView;
    code->setContent(sampleCode(), u"JSON"_s);
    code->find(u"payments"_s);
    row->addWidget(code, 2);
    column->addLayout(row, 1);
    page->setFocusProxy(tree);
    return page;
}

QWidget *controlsPage(const Clock &clock)
{
    auto *body = new QWidget;
    auto *grid = new QGridLayout(body);
    grid->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    grid->setSpacing(space::l);

    auto *buttons = new Panel(u"Buttons"_s);
    auto *row = new QHBoxLayout;
    row->addWidget(makeButton(u"Publish"_s, ButtonKind::Primary, u"send"_s));
    row->addWidget(makeButton(u"Save draft"_s));
    row->addWidget(makeButton(u"Discard"_s, ButtonKind::Danger, u"trash"_s));
    row->addWidget(makeButton(u"Later"_s, ButtonKind::Quiet));
    auto *off = makeButton(u"Not now"_s);
    off->setEnabled(false);
    row->addWidget(off);
    row->addStretch();
    buttons->body()->addLayout(row);
    auto *small = new QHBoxLayout;
    auto *check = new QCheckBox(u"Notify on resolve"_s);
    check->setChecked(true);
    small->addWidget(check);
    small->addWidget(new QCheckBox(u"Drill"_s));
    auto *radio = new QRadioButton(u"Internal"_s);
    radio->setChecked(true);
    small->addWidget(radio);
    small->addWidget(new QRadioButton(u"Public"_s));
    small->addStretch();
    buttons->body()->addLayout(small);
    auto *zone = new SegmentedControl(u"Time zone"_s);
    zone->addSegment(u"UTC"_s, u"globe"_s);
    zone->addSegment(u"Local"_s, u"clock"_s);
    buttons->body()->addWidget(zone);
    auto *progress = new QProgressBar;
    progress->setValue(62);
    progress->setAccessibleName(u"Progress"_s);
    buttons->body()->addWidget(progress);
    grid->addWidget(buttons, 0, 0);

    auto *pills = new Panel(u"Pills and chips"_s);
    for (const PillShape shape : {PillShape::Solid, PillShape::Soft, PillShape::Outline, PillShape::Dot}) {
        auto *line = new QHBoxLayout;
        line->setSpacing(6);
        const QStringList names{u"Neutral"_s, u"Accent"_s, u"Success"_s, u"Warning"_s, u"Danger"_s,
                                u"SEV1"_s,    u"SEV2"_s,   u"SEV3"_s,    u"SEV4"_s};
        for (int i = 0; i < names.size(); ++i) {
            line->addWidget(new PillLabel({names[i], static_cast<Tone>(i), shape, {}}));
        }
        line->addStretch();
        pills->body()->addLayout(line);
    }
    pills->body()->addStretch();
    grid->addWidget(pills, 0, 1);

    auto *fields = new Panel(u"Fields"_s);
    auto *name = new QLineEdit(u"ops@example.com"_s);
    fields->body()->addWidget(new FormRow(u"Sender"_s, name, u"Customers see this address."_s));
    auto *port = new QSpinBox;
    port->setMaximum(65535);
    port->setValue(587);
    auto *wrong = new FormRow(u"Port"_s, port);
    wrong->setError(u"Nothing answers on this port. 465 and 587 are usual; ask your mail provider."_s);
    fields->body()->addWidget(wrong);
    auto *combo = new QComboBox;
    combo->addItems({u"Europe/Oslo"_s, u"UTC"_s});
    fields->body()->addWidget(new FormRow(u"Time zone"_s, combo));
    auto *empty = new QLineEdit;
    empty->setPlaceholderText(u"https://forum.example.com"_s);
    fields->body()->addWidget(new FormRow(u"Forum"_s, empty));
    const GridState states[]{{},
                             {u"None"_s, Tone::Neutral, u"check"_s},
                             {u"Degraded"_s, Tone::Warning, u"arrow-down"_s},
                             {u"Partial"_s, Tone::Sev2, u"warning"_s},
                             {u"Outage"_s, Tone::Danger, u"blocked"_s},
                             {u"Recovered"_s, Tone::Success, u"success"_s}};
    const auto gridOf = [&](const QStringList &columns) {  // where there are many, shapes stand for the words
        QList<GridState> cells;
        for (int i = 0; i < 2 * columns.size(); ++i) {
            cells.append(states[i % 6]);
            cells.back().isMarked = i % 6 == 0;
        }
        auto *shown = new StateGrid(u"States"_s);
        shown->setStates({u"checkout"_s, u"a-service-of-a-long-name"_s}, columns, cells);
        fields->body()->addWidget(shown);
    };
    gridOf({u"eu-west-1"_s, u"us-east-1"_s, u"ap-south-1"_s});
    gridOf({u"fra1"_s, u"fra2"_s, u"ams1"_s, u"ams2"_s, u"dub1"_s, u"dub2"_s, u"osl1"_s});
    fields->body()->addStretch();
    grid->addWidget(fields, 1, 0);

    auto *clocks = new Panel(u"Clocks"_s);
    const auto clockRow = [&](std::optional<Instant> start, std::optional<Instant> end, milliseconds target) {
        auto *widget = new RecoveryClock(clock);
        widget->setTimes(start, end, target);
        clocks->body()->addWidget(widget);
        clocks->body()->addSpacing(space::s);
    };
    clockRow(clock.now() - 7min - 4s, std::nullopt, 15min);
    clockRow(clock.now() - 13min - 31s, std::nullopt, 15min);
    clockRow(clock.now() - 21min, clock.now() - 9min, 15min);
    clockRow(clock.now() - 2h, clock.now() - 51min, 50min);
    clockRow(std::nullopt, std::nullopt, 15min);
    clocks->body()->addStretch();
    grid->addWidget(clocks, 1, 1);

    auto *table = new QTableWidget(4, 3);
    table->setHorizontalHeaderLabels({u"Service"_s, u"Owner"_s, u"Recovered"_s});
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int i = 0; i < 4; ++i) {
        table->setItem(i, 0, new QTableWidgetItem(QStringList{u"checkout"_s, u"search"_s, u"billing"_s, u"mail"_s}[i]));
        table->setItem(i, 1, new QTableWidgetItem(u"Platform"_s));
        table->setItem(i, 2, new QTableWidgetItem(u"%1 min"_s.arg(7 + i * 3)));
    }
    table->selectRow(1);
    auto *tables = new Panel(u"Table"_s);
    tables->addAction(makeIconButton(u"more"_s, u"More"_s));
    tables->body()->addWidget(table);
    grid->addWidget(tables, 2, 0);

    auto *glyphs = new Panel(u"Icons"_s);
    auto *flow = new QGridLayout;
    flow->setSpacing(2);
    const QStringList names = iconNames();
    for (int i = 0; i < names.size(); ++i) {
        flow->addWidget(makeIconButton(names[i], names[i]), i / 14, i % 14);
    }
    glyphs->body()->addLayout(flow);
    glyphs->body()->addStretch();
    grid->addWidget(glyphs, 2, 1);

    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(body);
    area->setAccessibleName(u"Controls"_s);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(new PageHeader(u"Controls"_s));
    column->addWidget(area, 1);
    return page;
}

void fill(MainWindow &window, const Clock &clock)
{
    window.setWindowTitle(u"OnlyOnce"_s);
    const auto noted = [&window] { window.showMessage({{}, Tone::Accent, u"Done."_s, {}, true}); };
    ActionTable &actions = window.actions();
    actions.add({u"incident.declare"_s, u"&Incident"_s, u"&Declare incident"_s, QKeySequence(u"Ctrl+N"_s),
                 u"incident"_s, noted, u"open new sev"_s});
    actions.add({u"incident.acknowledge"_s,
                 u"&Incident"_s,
                 u"&Acknowledge"_s,
                 QKeySequence(u"Ctrl+E"_s),
                 u"check"_s,
                 noted,
                 {}});
    actions.add({u"incident.resolve"_s,
                 u"&Incident"_s,
                 u"&Resolve"_s,
                 QKeySequence(u"Ctrl+Shift+R"_s),
                 u"success"_s,
                 noted,
                 {},
                 true});
    actions.add({u"announce.publish"_s, u"&Announce"_s, u"&Publish an update"_s, QKeySequence(u"Ctrl+Shift+P"_s),
                 u"megaphone"_s, noted, u"customers forum mail"_s});
    actions.add({u"announce.template"_s,
                 u"&Announce"_s,
                 u"From a &template"_s,
                 QKeySequence(u"Ctrl+Shift+T"_s),
                 u"file-text"_s,
                 noted,
                 {}});

    window.addPage(u"incidents"_s, u"incident"_s, u"Incidents"_s, incidentsPage(clock));
    window.addPage(u"alerts"_s, u"bell"_s, u"Alerts"_s, controlsPage(clock));
    auto *empty = new EmptyState(
        u"megaphone"_s, u"Nothing announced yet"_s,
        u"When customers notice a failure, tell them before they ask. An update goes to the forum and to every subscriber of the affected services."_s);
    empty->addAction(u"Write an announcement"_s, noted);
    empty->addAction(u"Edit templates"_s, noted, ButtonKind::Normal);
    window.addPage(u"announcements"_s, u"megaphone"_s, u"Announcements"_s, empty);
    window.addSection(u"Learn"_s);
    window.addPage(u"postmortems"_s, u"whys"_s, u"Post-mortems"_s, whysPage());
    window.addPage(u"countermeasures"_s, u"shield-check"_s, u"Countermeasures"_s, new QWidget);
    window.addPage(u"insights"_s, u"insights"_s, u"Insights"_s, new QWidget);
    window.addSection(u"Prepare"_s);
    window.addPage(u"oncall"_s, u"phone"_s, u"On call"_s, new QWidget);
    window.addPage(u"recovery"_s, u"archive"_s, u"Recovery"_s, new QWidget);
    window.addPage(u"catalog"_s, u"catalog"_s, u"Catalogue"_s, new QWidget);
    window.addPage(u"settings"_s, u"settings"_s, u"Settings"_s, new QWidget);
    window.addSubPage(u"incident/412"_s, u"incidents"_s, incidentPage(clock));
    window.setCount(u"incidents"_s, 3, Tone::Danger);
    window.setCount(u"alerts"_s, 17);
    window.setCount(u"countermeasures"_s, 2, Tone::Warning);
}

void shoot(MainWindow &window, const QDir &folder, const QString &name, bool dark)
{
    QTest::qWait(120);
    const QString path =
        folder.filePath(u"%1-%2-%3.png"_s.arg(name, dark ? u"dark"_s : u"light"_s).arg(window.width()));
    window.grab().save(path);
    qInfo("%ls", qUtf16Printable(path));
}

void shootAll(MainWindow &window, Look &look, const QDir &folder)
{
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        window.resize(size);
        for (const bool dark : {false, true}) {
            look.setAppearance(dark ? Appearance::Dark : Appearance::Light);
            for (const QString &page :
                 {u"incidents"_s, u"incident/412"_s, u"postmortems"_s, u"alerts"_s, u"announcements"_s}) {
                window.showPage(page);
                shoot(window, folder, QString(page).replace(u'/', u'-'), dark);
            }
            window.showPage(u"incidents"_s);
            window.showMessage(
                {u"held"_s,
                 Tone::Warning,
                 u"This database was restored from a copy. 14 messages are held until you release or discard them."_s,
                 {{u"Review"_s, {}}, {u"Discard"_s, {}}},
                 true});
            window.showMessage(
                {u"mail"_s,
                 Tone::Danger,
                 u"Mail cannot be sent: smtp.example.com refused the password. Incidents go on; check the mail settings."_s,
                 {{u"Open settings"_s, {}}},
                 true});
            window.commandPalette().popup(u"pu"_s);
            shoot(window, folder, u"palette"_s, dark);
            QTest::keyClick(window.focusWidget(), Qt::Key_Escape);
            window.actions().action(u"help.shortcuts"_s)->trigger();
            shoot(window, folder, u"shortcuts"_s, dark);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            window.dismissMessage(u"held"_s);
            window.dismissMessage(u"mail"_s);
            QMenu *menu = window.menuBar()->findChild<QMenu *>();
            menu->popup(window.mapToGlobal(QPoint(300, 300)));
            QTest::qWait(50);
            menu->setActiveAction(menu->actions().at(1));
            menu->grab().save(folder.filePath(dark ? u"menu-dark.png"_s : u"menu-light.png"_s));
            menu->hide();
        }
    }
}

}  // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    Look look;
    const StoppedClock clock;
    MainWindow window;
    fill(window, clock);
    window.resize(1280, 800);
    window.show();
    if (argc > 1) {
        const QDir folder(QString::fromLocal8Bit(argv[1]));
        folder.mkpath(u"."_s);
        shootAll(window, look, folder);
        return 0;
    }
    return QApplication::exec();
}
