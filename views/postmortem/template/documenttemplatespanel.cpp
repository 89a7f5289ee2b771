// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/template/documenttemplatespanel.h"

#include "models/postmortem/editing.h"
#include "views/postmortem/template/templatehighlighter.h"
#include "views/postmortem/template/templatepreview.h"
#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

constexpr int editorHeight = 460;

}  // namespace

DocumentTemplatesPanel::DocumentTemplatesPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_audience(new SegmentedControl(tr("Which document")))
    , m_text(new QPlainTextEdit)
    , m_row(new FormRow(tr("Template, in Markdown"), m_text))
    , m_highlighter(new TemplateHighlighter(m_text))
    , m_names(new QListWidget)
    , m_problems(new QVBoxLayout)
    , m_said(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_back(makeButton(tr("Back to the built-in"), ButtonKind::Quiet, QStringLiteral("undo")))
    , m_save(makeButton(tr("Save the template"), ButtonKind::Primary))
    , m_preview(new TemplatePreview(session))
    , m_refresh([this] { reload(); })
{
    m_audience->addSegment(tr("For colleagues"));
    m_audience->addSegment(tr("For customers"));
    auto *about = new TextLabel(
        tr("The order, the headings and texts of your own, such as legal notes. A {{name}} on a line of its own is a "
           "section; one that turns out empty takes its heading with it."),
        TextStyle::Body, TextLabel::Rank::Muted);
    about->setWordWrap(true);
    auto *panel = new Panel(tr("Templates of documents"));
    panel->body()->setSpacing(space::m);
    panel->body()->addWidget(about);
    panel->body()->addWidget(m_audience, 0, Qt::AlignLeft);
    panel->body()->addWidget(makeEditor());
    m_problems->setSpacing(space::xs);
    panel->body()->addLayout(m_problems);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    m_said->setWordWrap(true);
    buttons->addWidget(m_said, 1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_save);
    panel->body()->addLayout(buttons);
    panel->body()->addWidget(m_preview);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(panel);

    connect(m_audience, &SegmentedControl::currentChanged, this, &DocumentTemplatesPanel::choose);
    connect(m_text, &QPlainTextEdit::textChanged, this, &DocumentTemplatesPanel::check);
    connect(m_names, &QListWidget::itemActivated, this, &DocumentTemplatesPanel::insertPlaceholder);
    connect(m_save, &QPushButton::clicked, this, [this] { save(m_text->toPlainText()); });
    connect(m_back, &QPushButton::clicked, this, [this] { save(std::nullopt); });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("document_template"))) {
            m_refresh.want();
        }
    });
    choose();
    m_refresh.want();
}

QWidget *DocumentTemplatesPanel::makeEditor()
{
    m_text->setFont(textFont(TextStyle::Mono));
    m_text->setTabChangesFocus(true);
    m_row->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *names = new FormRow(tr("It may name"), m_names, tr("Enter puts it where the text's cursor stands."));
    m_text->setFixedHeight(scaled(editorHeight));  // with the names beside it, whatever its length
    m_names->setFixedHeight(scaled(editorHeight));
    m_names->setTextElideMode(Qt::ElideRight);
    m_names->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *both = new QWidget;
    auto *line = new QHBoxLayout(both);
    line->setContentsMargins({});
    line->setSpacing(space::l);
    line->addWidget(m_row, 3);
    line->addWidget(names, 2);
    line->setAlignment(names, Qt::AlignTop);
    return both;
}

Audience DocumentTemplatesPanel::audience() const
{
    return m_audience->current() == 0 ? Audience::Internal : Audience::Public;
}

void DocumentTemplatesPanel::choose()
{
    m_names->clear();
    for (const Placeholder &each : placeholdersFor(audience())) {
        auto *item = new QListWidgetItem(tr("{{%1}}  %2").arg(each.name, each.about), m_names);
        item->setData(Qt::UserRole, each.name);
        item->setData(Qt::UserRole + 1, each.kind == Placeholder::Kind::Section);
        item->setToolTip(each.kind == Placeholder::Kind::Section
                             ? tr("A section, on a line of its own: %1").arg(each.about)
                             : tr("A value within a text: %1").arg(each.about));
    }
    m_names->setCurrentRow(0);
    showStored();
}

void DocumentTemplatesPanel::reload()
{
    using Both = std::array<StoredTemplate, 2>;
    m_session
        .read([](Transaction &transaction) -> Result<Both> {
            const auto internal = storedTemplate(transaction, Audience::Internal);
            const auto external = internal ? storedTemplate(transaction, Audience::Public) : failure(internal);
            return external ? Result<Both>(Both{*internal, *external}) : failure(external);
        })
        .then(this, [this](const Result<Both> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            for (size_t i = 0; i < m_drafts.size(); ++i) {
                if (!m_drafts[i].typed) {  // else it is saved against what it was a change of
                    m_drafts[i].stored = (*found)[i];
                }
            }
            showStored();
        });
}

void DocumentTemplatesPanel::showStored()
{
    const Draft &draft = m_drafts.at(size_t(audience()));
    const QString text = draft.typed.value_or(draft.stored.shown(audience()));
    m_back->setEnabled(draft.stored.text || draft.typed);
    if (m_text->toPlainText() != text) {
        m_isShowing = true;
        m_text->setPlainText(text);
        m_isShowing = false;
    }
    check();
}

void DocumentTemplatesPanel::check()
{
    const QString text = m_text->toPlainText();
    Draft &draft = m_drafts.at(size_t(audience()));
    if (!m_isShowing) {
        draft.typed = text == draft.stored.shown(audience()) ? std::nullopt : std::optional(text);
        m_back->setEnabled(draft.stored.text || draft.typed);
    }
    m_said->setText(draft.typed         ? tr("Not saved yet")
                    : draft.stored.text ? tr("Your own template")
                                        : tr("The built-in template"));
    const auto problems = problemsOf(audience(), text);
    showProblems(problems);
    m_save->setEnabled(draft.typed && problems.empty());
    if (problems.empty()) {
        m_preview->setTemplate(audience(), text);
    }
}

void DocumentTemplatesPanel::showProblems(const std::vector<TemplateProblem> &problems)
{
    constexpr size_t mostNamed = 5;
    clearLayout(m_problems);
    QSet<int> lines;
    for (const TemplateProblem &problem : problems) {
        lines.insert(problem.line);
        if (size_t(lines.size()) > mostNamed) {
            continue;
        }
        auto *go = makeButton(tr("Line %1").arg(problem.line), ButtonKind::Quiet, QStringLiteral("warning"));
        go->setAccessibleName(tr("Go to line %1: %2").arg(QString::number(problem.line), problem.message));
        connect(go, &QPushButton::clicked, this, [this, line = problem.line] { goToLine(line); });
        auto *what = new TextLabel(problem.message, TextStyle::Body);
        what->setTone(Tone::Danger);
        what->setWordWrap(true);
        auto *row = new QWidget;
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins({});
        layout->addWidget(go, 0, Qt::AlignTop);
        layout->addWidget(what, 1);
        m_problems->addWidget(row);
    }
    m_highlighter->setWrongLines(lines);
}

void DocumentTemplatesPanel::goToLine(int line)
{
    m_text->setTextCursor(QTextCursor(m_text->document()->findBlockByNumber(line - 1)));
    m_text->setFocus();
    scrollIntoSight(m_text);
}

void DocumentTemplatesPanel::insertPlaceholder(const QListWidgetItem *item)
{
    const QString name = QStringLiteral("{{%1}}").arg(item->data(Qt::UserRole).toString());
    QTextCursor cursor = m_text->textCursor();
    if (item->data(Qt::UserRole + 1).toBool()) {
        cursor.movePosition(QTextCursor::EndOfBlock);
        const bool isBlank = cursor.block().text().trimmed().isEmpty();
        cursor.insertText(isBlank ? name : QStringLiteral("\n\n") + name);
    } else {
        cursor.insertText(name);
    }
    m_text->setTextCursor(cursor);
    m_text->setFocus();
}

void DocumentTemplatesPanel::save(const std::optional<QString> &text)
{
    const Audience which = audience();
    const Draft &draft = m_drafts.at(size_t(which));
    if (!text && !draft.stored.text) {  // nothing but what is typed stands in the way
        m_drafts.at(size_t(which)).typed.reset();
        showStored();
        return;
    }
    if (text && !m_save->isEnabled()) {
        return;
    }
    m_session
        .write([which, text, version = draft.stored.version](Transaction &transaction) {
            return saveTemplate(transaction, which, text, version);
        })
        .then(this, [this, which, text](const Result<int> &done) {
            Draft &saved = m_drafts.at(size_t(which));
            if (done) {
                saved = {.stored = {.text = text, .version = *done}};
                showStored();
                m_row->setError({});
            } else if (const auto conflict = editConflict(done.error())) {
                saved.stored = {.text = conflict->theirs, .version = conflict->version};
                m_row->setError(tr("%1 Yours stands here still; to save it again takes the place of theirs.")
                                    .arg(done.error().message));
            } else {
                m_row->setError(done.error().message);
            }
        });
}

void DocumentTemplatesPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_highlighter->rehighlight();  // light or dark
    }
}

void DocumentTemplatesPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Save)
        || (event->key() == Qt::Key_Return && event->modifiers() == Qt::ControlModifier)) {
        save(m_text->toPlainText());
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
