// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timeline/notebox.h"

#include "models/catalog/people.h"
#include "models/documents/secrets.h"
#include "models/incidents/timeline/notetemplates.h"
#include "views/incidents/timeline/saycompletion.h"
#include "views/widgets/drafts.h"
#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"

#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

NoteBox::NoteBox(Session &session, const Incident &incident, QWidget *parent)
    : NoteBox(session, parent)
{
    setIncident(incident);
}

NoteBox::NoteBox(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_commands(std::make_shared<SayCommands>())
    , m_composer(new Composer)
    , m_audience(new SegmentedControl(tr("Who may read it")))
    , m_templates(makeIconButton(QStringLiteral("book"), tr("Templates")))
    , m_readPeople([this] { readPeople(); })
    , m_readTemplates([this] { readTemplates(); })
{
    m_audience->addSegment(tr("Internal"), QStringLiteral("lock"));
    m_audience->addSegment(tr("Public"), QStringLiteral("globe"));
    m_templates->setPopupMode(QToolButton::InstantPopup);
    m_templates->setMenu(new QMenu(m_templates));
    m_templates->hide();
    m_composer->setPlaceholder(
        tr("What did you see, decide or do? “/” for commands, “@” for people, Ctrl+Enter to add it"));
    m_composer->setSubmitText(tr("Add note"));
    m_composer->addTool(m_audience);
    m_composer->addTool(m_templates);
    m_composer->setCompleter([this](const QString &before) { return sayOffer(before, *m_commands, m_people); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_composer);
    setFocusProxy(m_composer);

    connect(m_composer, &Composer::submitted, this, &NoteBox::submit);
    connect(m_composer, &Composer::draftChanged, this, [this] {
        m_keeping.typed();
        m_asked.clear();
        explain();
    });
    connect(m_composer->editor(), &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (m_asked.isEmpty() && m_composer->editor()->hasFocus()) {
            explain();
        }
    });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("person"))) {
            m_readPeople.want();
        }
        if (changes.touches(QLatin1StringView("note_template"))) {
            m_readTemplates.want();
        }
    });
    m_readPeople.want();
    m_readTemplates.want();
}

void NoteBox::setIncident(const Incident &incident)
{
    m_name = QStringLiteral("%1  %2").arg(incident.reference(), incident.title);
    m_composer->setDestination(m_name);
    if (!m_incident) {
        m_incident = incident.id;
        offerKept();
    }
}

void NoteBox::setCommands(std::shared_ptr<const SayCommands> commands)
{
    m_commands = std::move(commands);
}

QString NoteBox::key() const
{
    return QStringLiteral("%1-incident-%2").arg(m_session.database.uuid()).arg(m_incident.value);
}

void NoteBox::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
    if (m_incident) {
        offerKept();
    }
}

void NoteBox::offerKept()
{
    const QString kept = m_drafts ? m_drafts->of(key()) : QString();
    if (!kept.isEmpty() && m_composer->draft().isEmpty()) {
        m_composer->setDraft(kept);
        m_keeping.stop();
        m_composer->setNote(tr("This was begun earlier and not sent."));
    }
}

void NoteBox::keep()
{
    if (m_drafts && m_incident) {
        m_drafts->keep(key(), m_composer->draft());
    }
}

void NoteBox::compose()
{
    m_composer->showPreview(false);
}

void NoteBox::insert(const QString &markdown)
{
    QTextCursor cursor = m_composer->editor()->textCursor();
    cursor.movePosition(QTextCursor::End);
    cursor.insertText((m_composer->draft().trimmed().isEmpty() ? QString() : QStringLiteral("\n\n")) + markdown);
    m_composer->editor()->setTextCursor(cursor);
    compose();
}

bool NoteBox::hasDraft() const
{
    return !m_drafts && !m_composer->draft().trimmed().isEmpty();
}

QWidget *NoteBox::editor() const
{
    return m_composer->editor();
}

void NoteBox::explain()
{
    m_composer->setNote(sayHelp(m_composer->currentLine(), *m_commands));
}

void NoteBox::submit(const QString &text)
{
    const Saying saying = parseSaying(text, *m_commands, m_asked == text);
    const bool isPublic = m_audience->current() == 1 || text.contains(QStringLiteral("/public"));
    const auto secrets = secretsIn(text);
    if (isPublic && !secrets.empty() && std::exchange(m_warnedOf, text) != text) {
        m_composer->setNote(
            tr("%1 Everybody could read it; Ctrl+Enter once more writes it all the same.").arg(toText(secrets)),
            Tone::Warning);
        return;
    }
    if (saying.unknown.isEmpty()) {
        send(saying, text);
        return;
    }
    m_asked = text;
    m_composer->setNote(
        tr("%1 Correct it, or press Ctrl+Enter again to write it as text.").arg(unknownText(saying, *m_commands)),
        Tone::Warning);
}

void NoteBox::send(const Saying &saying, const QString &text)
{
    if (std::exchange(m_busy, true)) {
        return;  // Ctrl+Enter twice writes once
    }
    const SayOptions options{.zone = m_zone,
                             .visibility = m_audience->current() == 1 ? Visibility::Public : Visibility::Internal,
                             .mentions = m_people};
    m_session
        .write([id = m_incident, saying, options, commands = m_commands](Transaction &transaction) {
            return say(transaction, id, saying, *commands, options);
        })
        .then(this, [this, text](const Result<> &said) {
            m_busy = false;
            if (!said) {
                m_composer->setNote(said.error().message, Tone::Danger);  // the text stays
                return;
            }
            if (m_composer->draft().trimmed() == text) {
                m_composer->clear();
            }
            m_composer->setNote({});
            m_audience->setCurrent(0);
            m_keeping.stop();
            keep();
            Q_EMIT written();
        });
}

void NoteBox::readPeople()
{
    m_session.read([](Transaction &transaction) { return allPeople(transaction); })
        .then(this, [this](const Result<std::vector<Person>> &people) {
            m_readPeople.answered();
            if (people) {  // else nobody is offered; whoever is typed in full is still meant
                m_people.clear();
                for (const Person &person : *people) {
                    m_people.append(person.name);
                }
            }
        });
}

void NoteBox::readTemplates()
{
    m_session.read([](Transaction &transaction) { return noteTemplates(transaction); })
        .then(this, [this](const Result<std::vector<NoteTemplate>> &templates) {
            m_readTemplates.answered();
            if (!templates) {
                return;
            }
            m_templates->menu()->clear();
            for (const NoteTemplate &each : *templates) {
                m_templates->menu()->addAction(each.name, this, [this, body = each.body] { insert(body); });
            }
            m_templates->setVisible(!templates->empty());
        });
}

}  // namespace onlyonce::ui
