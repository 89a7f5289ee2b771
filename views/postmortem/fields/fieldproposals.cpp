// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/fields/fieldproposals.h"

#include "models/documents/markdown.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/widgets/page.h"

#include <QBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>

namespace onlyonce::ui {

FieldProposals::FieldProposals(Session &session, IncidentId incident, std::span<FieldEditor *const> editors,
                               QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_incident(incident)
    , m_refresh([this] { reload(); })
{
    for (FieldEditor *editor : editors) {
        add(editor);
    }
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("postmortem")) || changes.touches(QLatin1StringView("incident"))
            || changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            m_refresh.want();
        }
    });
    m_refresh.want();
}

void FieldProposals::add(FieldEditor *editor)
{
    const size_t which = m_offers.size();
    const QString name = label(editor->field());
    Offer offer{.editor = editor,
                .box = new QWidget,
                .text = new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted),
                .take = makeButton(tr("Take the proposal"), ButtonKind::Quiet, QStringLiteral("check"))};
    offer.take->setAccessibleName(tr("%1: take the proposal").arg(name));
    offer.take->setToolTip(tr("What is recorded, as the beginning of your text (Ctrl+Enter in the empty field)"));
    offer.take->hide();
    editor->addToHead(offer.take);
    auto *column = new QVBoxLayout(offer.box);
    column->setContentsMargins(space::m, space::xs, space::m, space::xs);
    column->setSpacing(space::xs);
    column->addWidget(new TextLabel(tr("Proposal, from what is recorded"), TextStyle::Small, TextLabel::Rank::Muted));
    offer.text->setWordWrap(true);
    offer.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(offer.text);
    offer.box->hide();
    if (auto *layout = qobject_cast<QBoxLayout *>(editor->layout())) {
        layout->insertWidget(layout->indexOf(editor->text()) + 1, offer.box);
    }
    for (const QKeySequence &keys : {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)}) {
        auto *key = new QShortcut(keys, editor->text());
        key->setContext(Qt::WidgetShortcut);
        connect(key, &QShortcut::activated, this, [this, which] { take(which); });
    }
    connect(offer.take, &QPushButton::clicked, this, [this, which] { take(which); });
    connect(editor->text(), &QPlainTextEdit::textChanged, this, [this, which] { show(m_offers[which]); });
    m_offers.push_back(offer);
}

bool FieldProposals::isOffered(const Offer &offer)
{
    const QPlainTextEdit *text = offer.editor->text();
    return !offer.proposal.isEmpty() && !text->isReadOnly() && text->document()->isEmpty();
}

bool FieldProposals::next()
{
    const auto here = std::ranges::find_if(m_offers, [](const Offer &each) { return each.editor->text()->hasFocus(); });
    const size_t from = here == m_offers.end() ? 0 : size_t(here - m_offers.begin()) + 1;
    for (size_t i = 0; i < m_offers.size(); ++i) {
        const Offer &offer = m_offers[(from + i) % m_offers.size()];
        if (isOffered(offer)) {
            offer.editor->text()->setFocus();
            scrollIntoSight(offer.editor);
            return true;
        }
    }
    return false;
}

void FieldProposals::show(const Offer &offer) const
{
    const bool offered = isOffered(offer);
    offer.box->setVisible(offered);
    offer.take->setVisible(offered);
}

void FieldProposals::take(size_t which)
{
    const Offer &offer = m_offers[which];
    QPlainTextEdit *text = offer.editor->text();
    if (!isOffered(offer)) {
        return;
    }
    text->setFocus();  // where it is read and changed; it is saved when that is left, as what is typed
    text->textCursor().insertText(offer.proposal);
    text->moveCursor(QTextCursor::End);
}

void FieldProposals::reload()
{
    m_session
        .read([id = m_incident](Transaction &transaction) { return proposalsFor(transaction, id); }, Reader::Background)
        .then(this, [this](const Result<std::map<PostMortemField, QString>> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            for (Offer &offer : m_offers) {
                const auto known = found->find(offer.editor->field());
                offer.proposal = known == found->end() ? QString() : known->second;
                offer.text->setText(markdownToPlain(offer.proposal));
                show(offer);
            }
        });
}

}  // namespace onlyonce::ui
