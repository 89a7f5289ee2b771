// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/sourcespanel.h"

#include "models/alerts/source.h"
#include "views/alerts/subscriptionlist.h"
#include "views/widgets/codeview.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

QWidget *rowOf(const SourceHealth &source, Instant now)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::m);
    const bool well = source.trouble.isEmpty();
    auto *pill = new PillLabel;
    pill->setPill({.text = sourceTitle(source.name),
                   .tone = well              ? Tone::Success
                         : source.isAlarming ? Tone::Danger
                                             : Tone::Warning,
                   .shape = PillShape::Dot});
    QString words = well ? heardText(source, now) : source.trouble;
    if (const QString delays = summaryText(source.detection); !delays.isEmpty()) {
        words += QLatin1Char('\n') + SourcesPanel::tr("Detection %1").arg(delays);
    }
    auto *text = new TextLabel(words, TextStyle::Small, TextLabel::Rank::Muted);
    text->setWordWrap(true);
    if (!well) {
        text->setTone(source.isAlarming ? Tone::Danger : Tone::Warning);
    }
    line->addWidget(pill, 0, Qt::AlignTop);
    line->addWidget(text, 1);
    row->setAccessibleName(QStringLiteral("%1: %2").arg(sourceTitle(source.name), text->text()));
    return row;
}

QWidget *textOf(const QString &markdown)
{
    auto *label = new TextLabel(markdown);
    label->setTextFormat(Qt::MarkdownText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QLayout *codeOf(const QString &code, const QString &language)
{
    auto *view = new CodeView;
    view->setContent(code.toUtf8(), language);
    view->setFixedHeight(std::min(scaled(240), scaled(28) + int(view->lineCount()) * scaled(18)));
    view->setAccessibleName(SourcesPanel::tr("What to paste there"));
    auto *copy = makeButton(SourcesPanel::tr("Copy all of it"), ButtonKind::Normal, QStringLiteral("copy"));
    QObject::connect(copy, &QPushButton::clicked, copy, [copy, code] {
        QGuiApplication::clipboard()->setText(code);
        copy->setText(SourcesPanel::tr("Copied"));
    });
    auto *layout = new QVBoxLayout;
    layout->addWidget(view);
    layout->addWidget(copy, 0, Qt::AlignRight);
    return layout;
}

}  // namespace

SourcesPanel::SourcesPanel(Session &session, const IntakePlace &intake, MakeForm makeForm, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_intake(intake)
    , m_makeForm(std::move(makeForm))
    , m_list(new QVBoxLayout)
    , m_which(new QComboBox)
    , m_guide(new QVBoxLayout)
    , m_form(new QVBoxLayout)
    , m_refresh([this] { reload(); })
{
    for (const auto &source : allSources()) {
        m_which->addItem(source->name(), source->id());
    }
    m_guide->setSpacing(space::m);
    auto *panel = new Panel(tr("Monitoring systems"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    auto *asking = new SubscriptionList(session, m_which);
    connect(asking, &SubscriptionList::failed, this, &SourcesPanel::failed);
    panel->body()->addWidget(asking);
    panel->body()->addWidget(new Hairline);
    panel->body()->addWidget(new FormRow(tr("Set one up"), m_which));
    if (!m_intake.problem.isEmpty()) {
        auto *deaf =
            new TextLabel(tr("Nobody listens at %1 now. %2").arg(m_intake.address, m_intake.problem), TextStyle::Small);
        deaf->setTone(Tone::Warning);
        deaf->setWordWrap(true);
        panel->body()->addWidget(deaf);
    }
    panel->body()->addLayout(m_guide);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::l);
    layout->addWidget(panel);
    layout->addLayout(m_form);

    connect(m_which, &QComboBox::currentIndexChanged, this, &SourcesPanel::choose);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("connection")) || changes.touches(QLatin1StringView("alert"))) {
            m_refresh.want();
        }
    });
    m_clock.setInterval(10s);
    connect(&m_clock, &QTimer::timeout, this, [this] { m_refresh.want(); });
    m_clock.start();
    choose();
    m_refresh.want();
}

void SourcesPanel::reload()
{
    m_session.read([](Transaction &transaction) { return sourceHealth(transaction); })
        .then(this, [this](const Result<std::vector<SourceHealth>> &sources) {
            m_refresh.answered();
            if (sources) {
                show(*sources);
            }
        });
}

void SourcesPanel::show(const std::vector<SourceHealth> &sources)
{
    clearLayout(m_list);
    if (sources.empty()) {
        m_list->addWidget(new TextLabel(tr("None has sent anything yet. Choose yours to see how it is set up."),
                                        TextStyle::Body, TextLabel::Rank::Muted));
    }
    for (const SourceHealth &source : sources) {
        m_list->addWidget(rowOf(source, m_session.now()));
    }
}

//! Markdown, whose fenced blocks are whole files to be copied.
void SourcesPanel::showGuide(const QString &guide)
{
    static const QRegularExpression fence(QStringLiteral("^```(\\w*)\\n(.*?)^```\\n?"),
                                          QRegularExpression::MultilineOption
                                              | QRegularExpression::DotMatchesEverythingOption);
    clearLayout(m_guide);
    auto *area = new QWidget;
    auto *lines = new QVBoxLayout(area);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::m);
    const auto addText = [lines](const QString &markdown) {  // a label sets no space between paragraphs
        for (const QString &paragraph : markdown.split(QStringLiteral("\n\n"), Qt::SkipEmptyParts)) {
            if (!paragraph.trimmed().isEmpty()) {
                lines->addWidget(textOf(paragraph));
            }
        }
    };
    qsizetype at = 0;
    auto blocks = fence.globalMatch(guide);
    while (blocks.hasNext()) {
        const QRegularExpressionMatch block = blocks.next();
        addText(guide.mid(at, block.capturedStart() - at));
        lines->addLayout(codeOf(block.captured(2), block.captured(1)));
        at = block.capturedEnd();
    }
    addText(guide.mid(at));
    m_guide->addWidget(area);
    tabInto(m_which, area);
}

void SourcesPanel::choose()
{
    const QString id = m_which->currentData().toString();
    const auto source = sourceNamed(id);
    clearLayout(m_form);
    if (QWidget *form = source ? m_makeForm(id) : nullptr) {
        m_form->addWidget(form);
        tabInto(m_which, form);
    }
    showGuide(source ? source->guide().replace(QStringLiteral("%1"),
                                               QStringLiteral("%1/v1/alerts/%2").arg(m_intake.address, id))
                     : QString());
}

}  // namespace onlyonce::ui
