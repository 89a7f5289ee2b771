// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/templatespanel.h"

#include "models/documents/visibletext.h"
#include "views/incidents/takingout.h"
#include "views/widgets/focus.h"
#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"
#include "views/widgets/recordrow.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

TemplatesPanel::TemplatesPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_add(makeButton(tr("Add a template"), ButtonKind::Normal, QStringLiteral("plus")))
    , m_form(nullptr)
    , m_name(new QLineEdit)
    , m_text(new GrowingEdit(3))
    , m_nameRow(new FormRow(tr("Name"), m_name))
    , m_textRow(new FormRow(tr("Text"), m_text, tr("Markdown; a line may begin with a command, such as /status.")))
    , m_refresh([this] { reload(); })
{
    m_form = makeForm();
    auto *panel = new Panel(tr("Templates of notes"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(m_add, 0, Qt::AlignRight);
    panel->body()->addWidget(m_form);
    m_form->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_add, &QPushButton::clicked, this, [this] { edit({}); });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("note_template"))) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

QWidget *TemplatesPanel::makeForm()
{
    m_name->setMaxLength(80);
    m_textRow->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *form = new QWidget;
    auto *column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addWidget(m_nameRow);
    column->addWidget(m_textRow);
    auto *buttons = new QHBoxLayout;
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *keep = makeButton(tr("Save"), ButtonKind::Primary);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(keep);
    column->addLayout(buttons);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameRow->setError({}); });
    connect(m_name, &QLineEdit::returnPressed, this, &TemplatesPanel::save);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] { m_textRow->setError({}); });
    connect(keep, &QPushButton::clicked, this, &TemplatesPanel::save);
    connect(cancel, &QPushButton::clicked, this, &TemplatesPanel::close);
    return form;
}

QWidget *TemplatesPanel::row(const NoteTemplate &each)
{
    auto *change = makeButton(tr("Edit"), ButtonKind::Quiet);
    change->setAccessibleName(tr("Edit the template %1").arg(each.name));
    QToolButton *gone = makeIconButton(QStringLiteral("trash"), tr("Remove “%1”").arg(each.name));
    connect(change, &QPushButton::clicked, this, [this, each] { edit(each); });
    connect(gone, &QToolButton::clicked, this, [this, each] { remove(each); });
    return makeRecordRow(each.name, shortLine(each.body, 120), {change, gone});
}

void TemplatesPanel::reload()
{
    m_session.read([](Transaction &transaction) { return noteTemplates(transaction); })
        .then(this, [this](const Result<std::vector<NoteTemplate>> &found) {
            m_refresh.answered();
            if (found) {
                show(*found);
            } else {
                Q_EMIT failed(found.error());
            }
        });
}

void TemplatesPanel::show(const std::vector<NoteTemplate> &templates)
{
    clearLayout(m_list);
    for (const NoteTemplate &each : templates) {
        QWidget *made = row(each);
        m_list->addWidget(made);
        tabBefore(m_add, made);
    }
    if (templates.empty()) {
        auto *about =
            new TextLabel(tr("What your team writes again and again: the composer of every incident offers it."),
                          TextStyle::Body, TextLabel::Rank::Muted);
        about->setWordWrap(true);
        m_list->addWidget(about);
    }
}

void TemplatesPanel::edit(const NoteTemplate &chosen)
{
    m_edited = chosen;
    m_name->setText(chosen.name);
    m_text->setPlainText(chosen.body);
    m_nameRow->setError({});
    m_textRow->setError({});
    m_form->show();
    m_add->hide();
    m_name->setFocus();
}

void TemplatesPanel::save()
{
    NoteTemplate wanted = m_edited;
    wanted.name = m_name->text();
    wanted.body = m_text->toPlainText();
    m_session.write([wanted](Transaction &transaction) { return saveNoteTemplate(transaction, wanted); })
        .then(this, [this, wanted](const Result<NoteTemplateId> &saved) {
            if (saved) {
                close();
            } else {
                (wanted.body.trimmed().isEmpty() ? m_textRow : m_nameRow)->setError(saved.error().message);
            }
        });
}

void TemplatesPanel::close()
{
    m_form->hide();
    m_add->show();
    m_add->setFocus();
}

void TemplatesPanel::remove(const NoteTemplate &chosen)
{
    takeOut(this, m_session, chosen, removeNoteTemplate, tr("The template “%1” is removed.").arg(chosen.name), m_add);
}

void TemplatesPanel::restore(const NoteTemplate &gone)
{
    putBack(this, m_session, gone, saveNoteTemplate);
}

void TemplatesPanel::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_form->isVisible() && event->key() == Qt::Key_Escape) {
        close();
    } else if (m_form->isVisible() && enter && event->modifiers() & Qt::ControlModifier) {
        save();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
