// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/template/templatepreview.h"

#include "models/documents/formats/registry.h"
#include "models/documents/markdown.h"
#include "models/incidents/desk.h"
#include "models/postmortem/postmortem.h"
#include "views/widgets/page.h"

#include <QLineEdit>
#include <QScrollBar>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

constexpr qsizetype mostShown = 60'000;  //!< characters; evidence may be long

//! The last one of which something is written, where no number is given: it has most to show.
Result<Incident> incidentShown(Transaction &transaction, const QString &number)
{
    constexpr int mostLookedAt = 50;
    if (number.isEmpty()) {
        const auto latest = incidents(transaction, {}, mostLookedAt);
        if (!latest) {
            return failure(latest);
        }
        for (const Incident &each : *latest) {
            const auto begun = postMortemOf(transaction, each.id);
            if (!begun || *begun) {
                return begun ? Result<Incident>(each) : failure(begun);
            }
        }
        return latest->empty() ? fail(ErrorCode::NotFound, TemplatePreview::tr("There is no incident yet to show."))
                               : Result<Incident>(latest->front());
    }
    QString digits = number;
    digits.remove(QStringLiteral("INC-"), Qt::CaseInsensitive);
    const auto found = incidentByNumber(transaction, digits.toLongLong());
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Incident>(**found)
                  : fail(ErrorCode::NotFound, TemplatePreview::tr("There is no incident %1.").arg(number));
}

struct Preview
{
    QString reference;
    QString html;
};

Result<Preview> previewOf(Transaction &transaction, const QString &number, Audience audience, const QString &text)
{
    const auto layout = readTemplate(audience, text);
    const auto about = layout ? incidentShown(transaction, number) : failure(layout);
    const auto document =
        about ? buildDocument(transaction, about->id, audience, QTimeZone::utc(), *layout) : failure(about);
    const auto bytes = document ? formatById(u"markdown")->render(*document, {}) : failure(document);
    if (!bytes) {
        return failure(bytes);
    }
    return Preview{.reference = about->reference(), .html = markdownToHtml(QString::fromUtf8(*bytes).left(mostShown))};
}

}  // namespace

TemplatePreview::TemplatePreview(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(new QLineEdit)
    , m_row(new FormRow(tr("Preview of"), m_incident))
    , m_page(new QTextBrowser)
    , m_refresh([this] { reload(); })
{
    m_incident->setPlaceholderText(tr("INC-17; empty: the last one with a post-mortem"));
    m_page->setAccessibleName(tr("Preview"));
    m_page->setOpenLinks(false);
    m_page->setMinimumHeight(scaled(420));
    m_page->document()->setDocumentMargin(space::l);
    m_page->document()->setDefaultStyleSheet(
        QStringLiteral("h1 { font-size: large; } h2, h3, h4 { font-size: medium; } "
                       "th, td { padding: 3px 10px 3px 0; text-align: left; }"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addWidget(m_row);
    layout->addWidget(m_page);
    connect(m_incident, &QLineEdit::textChanged, this, [this] { m_refresh.want(); });
}

void TemplatePreview::setTemplate(Audience audience, const QString &text)
{
    m_audience = audience;
    m_template = text;
    m_refresh.want();
}

void TemplatePreview::reload()
{
    m_session
        .read([number = m_incident->text().trimmed(), audience = m_audience,
               text = m_template](Transaction &transaction) { return previewOf(transaction, number, audience, text); },
              Reader::Background)
        .then(this, [this](const Result<Preview> &preview) {
            m_refresh.answered();
            m_row->setError(preview ? QString() : preview.error().message);
            if (!preview) {
                return;
            }
            m_row->setHint(tr("%1, in words; each format has a look of its own.").arg(preview->reference));
            const int place = m_page->verticalScrollBar()->value();
            m_page->setHtml(preview->html);
            m_page->verticalScrollBar()->setValue(place);
        });
}

}  // namespace onlyonce::ui
