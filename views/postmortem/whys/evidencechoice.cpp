// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whys/evidencechoice.h"

#include "views/postmortem/whys/whyedits.h"
#include "views/widgets/chiprows.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int mostFound = 100;
constexpr qsizetype longestChip = 60;

QString shortened(const QString &text)
{
    return text.size() <= longestChip ? text : text.left(longestChip - 1).trimmed() + QChar(0x2026);
}

QString textOf(const WhyEvidence &evidence)
{
    return shown(evidence, QTimeZone::systemTimeZone());
}

}  // namespace

EvidenceChoice::EvidenceChoice(Session &session, IncidentId incident, WhyEdits &edits, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_edits(edits)
    , m_chips(new ChipRows)
    , m_what(new TextLabel({}, TextStyle::Strong))
    , m_text(new QLineEdit)
    , m_row(new FormRow(tr("What shows that it is so"), m_text))
    , m_list(new QListWidget)
    , m_picker(makePicker())
    , m_ask(new TextLabel)
    , m_remove(makeButton(tr("Remove it"), ButtonKind::Normal))
    , m_question(makeQuestion())
    , m_refresh([this] { reload(); })
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_what);
    layout->addWidget(m_chips);
    layout->addWidget(m_question);
    layout->addWidget(m_picker);
    hide();
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (m_picker->isVisible() && changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            m_refresh.want();
        }
    });
}

QWidget *EvidenceChoice::makePicker()
{
    m_text->setPlaceholderText(tr("Type to find an entry of the timeline or a file"));
    m_text->installEventFilter(this);
    m_list->setAccessibleName(tr("Entries and files"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);  // the arrows move in it while one types
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFixedHeight(scaled(190));
    m_row->setMaximumWidth(QWIDGETSIZE_MAX);
    m_what->setWordWrap(true);
    auto *picker = new QWidget;
    auto *column = new QVBoxLayout(picker);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(m_row);
    column->addWidget(m_list);
    auto *keys = new TextLabel(tr("↑ ↓: choose · Enter: link, or take the link away · Escape: back to the whys"),
                               TextStyle::Caption, TextLabel::Rank::Muted);
    keys->setWordWrap(true);
    column->addWidget(keys);
    picker->hide();
    connect(m_text, &QLineEdit::textChanged, this, [this] { m_refresh.want(); });
    connect(m_list, &QListWidget::itemClicked, this, &EvidenceChoice::toggle);
    return picker;
}

QWidget *EvidenceChoice::makeQuestion()
{
    m_ask->setWordWrap(true);
    auto *keep = makeButton(tr("Keep it"), ButtonKind::Quiet);
    auto *question = new QWidget;
    auto *line = new QHBoxLayout(question);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_ask, 1);
    line->addWidget(m_remove, 0, Qt::AlignTop);
    line->addWidget(keep, 0, Qt::AlignTop);
    question->hide();
    for (QPushButton *button : {m_remove, keep}) {
        button->installEventFilter(this);
    }
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (m_why) {
            m_edits.unlink(*m_why, m_asked);
        }
        leave(m_question);
    });
    connect(keep, &QPushButton::clicked, this, [this] { leave(m_question); });
    return question;
}

void EvidenceChoice::setWhy(const Why *why)
{
    const bool same = why && m_why && why->id == m_why->id;
    m_why = why ? std::optional(*why) : std::nullopt;
    if (!same) {
        m_picker->hide();
        m_question->hide();
    }
    showChips();
    showFound();
}

void EvidenceChoice::showChips()
{
    std::vector<QWidget *> chips;
    if (m_why) {
        for (const WhyEvidence &evidence : m_why->evidence) {
            auto *chip = new Chip(shortened(textOf(evidence)));
            chip->setToolTip(textOf(evidence));
            chip->setAccessibleName(tr("Evidence: %1. Delete takes the link away.").arg(textOf(evidence)));
            chip->setRemovable(true);
            connect(chip, &Chip::removeRequested, this, [this, what = evidence.what] { unlink(what); });
            chips.push_back(chip);
        }
    }
    m_chips->setWidgets(std::move(chips));
    m_what->setVisible(!m_picker->isHidden());
    setVisible(m_why && (!m_why->evidence.empty() || !m_picker->isHidden() || !m_question->isHidden()));
}

void EvidenceChoice::pick(const QString &hint)
{
    if (!m_why) {
        return;
    }
    if (m_picker->isHidden()) {
        m_cameFrom = window()->focusWidget();
        m_text->clear();
    }
    m_what->setText(m_why->text);
    m_row->setHint(hint);
    m_picker->show();
    m_what->show();
    show();
    m_text->setFocus();
    scrollIntoSight(m_picker);
    m_refresh.want();
}

void EvidenceChoice::leave(QWidget *what)
{
    const bool mine = what->isAncestorOf(window()->focusWidget());
    what->hide();
    if (mine && m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
    showChips();
}

bool EvidenceChoice::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape) {
        leave(watched == m_text ? m_picker : m_question);
        return true;
    }
    if (watched != m_text) {
        return QWidget::eventFilter(watched, event);
    }
    const int rows = m_list->count();
    if ((key == Qt::Key_Down || key == Qt::Key_Up) && rows > 0) {
        m_list->setCurrentRow((m_list->currentRow() + (key == Qt::Key_Down ? 1 : rows - 1)) % rows);
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        toggle();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void EvidenceChoice::reload()
{
    m_session
        .read([id = m_incident, text = m_text->text()](Transaction &transaction) {
            return evidenceToChoose(transaction, id, text, mostFound);
        })
        .then(this, [this](const Result<std::vector<WhyEvidence>> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            m_found = *found;
            showFound();
            if (m_found.empty()) {
                m_list->addItem(tr("No entry and no file has these words."));
                m_list->item(0)->setFlags(Qt::NoItemFlags);
            }
        });
}

bool EvidenceChoice::isLinked(const EvidenceLink &what) const
{
    return m_why && std::ranges::find(m_why->evidence, what, &WhyEvidence::what) != m_why->evidence.end();
}

void EvidenceChoice::showFound()
{
    const int row = m_list->currentRow();
    m_list->clear();
    for (const WhyEvidence &evidence : m_found) {
        const bool linked = isLinked(evidence.what);
        auto *item = new QListWidgetItem(linked               ? icon(QStringLiteral("check"), Tint::Success)
                                         : evidence.what.file ? icon(QStringLiteral("attachment"))
                                                              : icon(QStringLiteral("clock")),
                                         textOf(evidence), m_list);
        item->setToolTip(textOf(evidence));
        item->setData(Qt::AccessibleTextRole, linked ? tr("Linked: %1").arg(textOf(evidence)) : textOf(evidence));
    }
    m_list->setCurrentRow(std::min(std::max(row, 0), int(m_found.size()) - 1));
}

void EvidenceChoice::toggle()
{
    const int row = m_list->currentRow();
    if (!m_why || row < 0 || size_t(row) >= m_found.size()) {
        return;
    }
    const EvidenceLink what = m_found[size_t(row)].what;
    if (isLinked(what)) {
        unlink(what);
        return;
    }
    m_edits.link(*m_why, what);
}

void EvidenceChoice::unlink(const EvidenceLink &what)
{
    if (!m_why) {
        return;
    }
    if (m_why->state != WhyState::Confirmed || m_why->evidence.size() > 1) {
        m_edits.unlink(*m_why, what);
        return;
    }
    if (m_question->isHidden() && m_picker->isHidden()) {
        m_cameFrom = window()->focusWidget();
    }
    m_asked = what;
    m_ask->setText(tr("This is all that shows it. Without it, this why is possible again, no longer confirmed."));
    m_question->show();
    m_remove->setFocus();
}

}  // namespace onlyonce::ui
