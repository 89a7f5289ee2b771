// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/postmortempanel.h"

#include "models/base/json.h"
#include "models/incidents/desk.h"
#include "models/postmortem/due/duedate.h"
#include "views/postmortem/checks/checkspanel.h"
#include "views/postmortem/countermeasures/countermeasurespanel.h"
#include "views/postmortem/due/meetingline.h"
#include "views/postmortem/exportmenu.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/postmortemmemory.h"
#include "views/postmortem/presentation/presentation.h"
#include "views/postmortem/review/commentspanel.h"
#include "views/postmortem/review/reviewdesk.h"
#include "views/postmortem/review/versionspane.h"
#include "views/postmortem/together/company.h"
#include "views/postmortem/together/peoplehere.h"
#include "views/postmortem/together/readingplace.h"
#include "views/postmortem/whys/whytreepanel.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

PostMortemPanel::PostMortemPanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_status(new PillLabel)
    , m_due(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_next(makeButton({}, ButtonKind::Normal, QStringLiteral("arrow-right")))
    , m_back(makeIconButton(QStringLiteral("undo"), {}))
    , m_meeting(new MeetingLine(session, incident))
    , m_export(new ExportMenu(session, incident))
    , m_checks(new ChecksPanel(session, incident))
    , m_whys(new WhyTreePanel(session, incident))
    , m_measures(new CountermeasuresPanel(session, incident))
    , m_fields(new FieldsPanel(session, incident))
    , m_company(new Company(session, incident, this, *m_fields, *m_whys, *m_measures))
    , m_review(new ReviewDesk(session, incident, this, *m_fields, *m_whys, *m_measures))
    , m_place(nullptr)
    , m_refresh([this] { reload(); })
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(space::xl, space::l, space::xl, space::xl);
    layout->setSpacing(space::l);
    content->setMaximumWidth(scaled(metric::column) + 2 * space::xl);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(new TextLabel(tr("Post-mortem"), TextStyle::Subtitle));
    head->addWidget(m_status);
    head->addWidget(m_due);
    head->addStretch();
    head->addWidget(m_back);
    head->addWidget(m_next);
    head->addWidget(m_export);
    layout->addLayout(head);
    m_review->bar()->lead(m_company->people());  // the head is full at 1280 px
    m_review->bar()->lead(m_meeting);
    layout->addWidget(m_review->bar());
    layout->addWidget(m_meeting->form());
    layout->addWidget(m_checks);
    layout->addWidget(m_review->comments());
    layout->addWidget(m_whys);
    layout->addWidget(m_measures);
    layout->addWidget(m_fields);
    layout->addStretch();
    auto *scroll = makeScrollArea(content);
    m_place = new ReadingPlace(scroll);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(m_checks->strip());
    outer->addWidget(scroll);
    outer->addWidget(m_review->thread());
    outer->addWidget(m_review->versions(), 1);
    rememberFocus(this, m_whys);
    m_company->setThread(m_review->thread());

    connect(m_meeting, &MeetingLine::failed, this, &PostMortemPanel::failed);
    connect(m_next, &QPushButton::clicked, this, &PostMortemPanel::advance);
    m_back->setObjectName(QStringLiteral("takeBack"));
    connect(m_back, &QToolButton::clicked, this, &PostMortemPanel::takeBack);
    connect(m_whys, &WhyTreePanel::countermeasureWanted, m_measures, &CountermeasuresPanel::begin);
    connect(m_whys, &WhyTreePanel::failed, this, &PostMortemPanel::failed);
    connect(m_checks, &ChecksPanel::changing, m_place, &ReadingPlace::keep);
    connect(m_checks, &ChecksPanel::failed, this, &PostMortemPanel::failed);
    connect(m_checks, &ChecksPanel::placeWanted, this, &PostMortemPanel::goTo);
    connect(m_measures, &CountermeasuresPanel::failed, this, &PostMortemPanel::failed);
    connect(
        m_measures, &CountermeasuresPanel::begun, scroll,
        [scroll](QWidget *form) { scroll->ensureWidgetVisible(form, 0, space::xl); },
        Qt::QueuedConnection);  // when it has its place
    connect(m_fields, &FieldsPanel::failed, this, &PostMortemPanel::failed);
    connect(m_review, &ReviewDesk::failed, this, &PostMortemPanel::failed);
    connect(m_review, &ReviewDesk::placeWanted, this, &PostMortemPanel::goTo);
    // The document makes room for the versions of one of its parts.
    connect(m_review->versions(), &VersionsPane::opened, scroll, &QWidget::hide);
    connect(m_review->versions(), &VersionsPane::closed, scroll, &QWidget::show);
    connect(m_export, &ExportMenu::failed, this, &PostMortemPanel::failed);
    connect(m_export, &ExportMenu::exported, this, &PostMortemPanel::exported);
    connect(m_export, &ExportMenu::formWanted, this, &PostMortemPanel::exportFormWanted);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("postmortem"))) {
            m_refresh.want();
        } else if (changes.touches(QLatin1StringView("timeline"), m_incident.value)) {
            m_checks->reload();
        }
    });
    m_refresh.want();
}

void PostMortemPanel::showDocument()
{
    m_review->versions()->close();
}

FieldProposals &PostMortemPanel::proposals() const
{
    return m_fields->proposals();
}

void PostMortemPanel::showNextFinding()
{
    m_checks->next();
}

void PostMortemPanel::showFindings()
{
    m_checks->showList();
}

void PostMortemPanel::setMemory(PostMortemMemory &memory)
{
    m_memory = &memory;
    m_whys->setMemory(memory);
    m_measures->setMemory(memory);
}

void PostMortemPanel::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
    m_fields->setDrafts(drafts);
    m_whys->setDrafts(drafts);
    m_measures->setDrafts(drafts);
    m_review->setDrafts(drafts);
}

void PostMortemPanel::present(const QString &slide)
{
    if (!m_presentation) {
        m_presentation = new Presentation(m_session, m_incident, m_drafts, window());
        if (m_memory) {
            m_presentation->setSteps(m_memory->steps(m_incident));
        }
        connect(m_presentation, &Presentation::failed, this, &PostMortemPanel::failed);
        connect(m_presentation, &Presentation::placeWanted, this, &PostMortemPanel::goTo);
        connect(m_presentation, &Presentation::left, this, [this](const QString &at) {
            m_slide = at;
            window()->activateWindow();
        });
        connect(m_presentation, &Presentation::shown, m_company, &Company::moveTo);
        connect(m_company, &Company::changed, m_presentation,
                [this] { m_presentation->setOthers(m_company->others()); });
        m_presentation->setOthers(m_company->others());
        m_presentation->go(m_slide);
        m_presentation->setGeometry(screen()->geometry());  // for where no window manager does it
        m_presentation->showFullScreen();
    }
    if (!slide.isEmpty()) {
        m_presentation->go(slide);
    }
    m_presentation->activateWindow();
}

void PostMortemPanel::goTo(const CheckPlace &place)
{
    showDocument();
    if (const auto *field = std::get_if<PostMortemField>(&place)) {
        m_fields->showField(*field);
    } else if (const auto *why = std::get_if<WhyId>(&place)) {
        m_whys->showWhy(*why);
    } else if (const auto *measure = std::get_if<CountermeasureId>(&place)) {
        m_measures->showMeasure(*measure);
    } else if (const auto *entry = std::get_if<TimelineId>(&place)) {
        Q_EMIT entryWanted(*entry);
    }
}

void PostMortemPanel::showMeasure(CountermeasureId measure)
{
    goTo(measure);
}

void PostMortemPanel::showDue(const std::optional<QDate> &dueOn)
{
    const bool isWritten = m_record && !m_record->postMortem.isEditable();
    m_due->setVisible(dueOn && !isWritten);
    if (!dueOn) {
        return;
    }
    const QDate today = toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date();
    const QString day = QLocale().toString(*dueOn, QStringLiteral("d MMM yyyy"));
    m_due->setText(*dueOn < today ? tr("was due on %1").arg(day) : tr("due on %1").arg(day));
    m_due->setTone(*dueOn < today ? Tone::Danger : Tone::Neutral);
}

void PostMortemPanel::exportNow()
{
    m_export->open();
}

void PostMortemPanel::reload()
{
    struct Found
    {
        std::optional<PostMortemRecord> record;
        QString title;
        std::optional<QDate> dueOn;
        QByteArray whole;
    };
    m_session
        .read([id = m_incident](Transaction &transaction) -> Result<Found> {
            auto record = postMortemRecord(transaction, id);
            const auto about = record ? incident(transaction, id) : failure(record);
            const auto rules = about ? dueRules(transaction) : failure(about);
            if (!rules) {
                return failure(rules);
            }
            if (!*about) {
                return Found{std::move(*record), {}, {}, {}};
            }
            QByteArray whole = (*about)->title.toUtf8();
            if (*record) {
                whole += QByteArray::number((*record)->postMortem.version) + toJsonBytes(toJson(**record, **about));
            }
            return Found{std::move(*record), (*about)->title, postMortemDueOn(**about, *rules), whole};
        })
        .then(this, [this](const Result<Found> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            m_record = found->record;
            showStatus();
            showDue(found->dueOn);
            m_meeting->setRecord(m_record, found->dueOn);
            m_checks->reload();
            if (!m_shown.isNull() && m_shown == found->whole) {
                return;  // something else has changed in the database
            }
            m_shown = found->whole.isNull() ? QByteArray("") : found->whole;
            m_place->keep();
            m_whys->setRecord(m_record, found->title);
            m_measures->setRecord(m_record);
            m_fields->setRecord(m_record);
            m_company->setRecord(m_record);
            m_review->setRecord(m_record);
        });
}

}  // namespace onlyonce::ui
