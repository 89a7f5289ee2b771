// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/timespanel.h"

#include "models/incidents/times.h"
#include "views/widgets/page.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

TimesPanel::TimesPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_sources([this] { askSources(); })
{
    auto *panel = new Panel(tr("Times"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(space::xs);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 1);
    for (const IncidentTime which : allIncidentTimes) {
        const int row = int(which);
        auto *name = new TextLabel(label(which), TextStyle::Small, TextLabel::Rank::Muted);
        name->setWordWrap(true);  // in a language whose words are long
        name->setMinimumWidth(std::min(scaled(116), name->fontMetrics().horizontalAdvance(name->text()) + scaled(4)));
        auto *field = new QLineEdit;
        field->setProperty("kind", QStringLiteral("quiet"));  // seven boxes would shout
        field->setAccessibleName(label(which));
        field->setFont(textFont(TextStyle::Small));
        field->setMinimumWidth(scaled(146));
        auto *distance = new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted);
        distance->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        distance->setMinimumWidth(scaled(56));
        grid->addWidget(name, row, 0);
        grid->addWidget(field, row, 1);
        grid->addWidget(distance, row, 2);
        m_fields[size_t(which)] = field;
        m_distances[size_t(which)] = distance;
        field->installEventFilter(this);
        connect(field, &QLineEdit::editingFinished, this, [this, which] { commit(which); });
        connect(field, &QLineEdit::textEdited, this, [this, which] { mark(which, {}); });
    }
    panel->body()->addLayout(grid);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
}

//! A field that loses the keyboard because it is taken down has nobody left to tell.
TimesPanel::~TimesPanel()
{
    for (QLineEdit *field : m_fields) {
        field->disconnect(this);
    }
}

QString TimesPanel::shown(const std::optional<Instant> &time) const
{
    if (!time) {
        return {};
    }
    // A bare clock time is read as today's, so only today's is shown so.
    const QDateTime local = toDateTime(*time, QTimeZone::systemTimeZone());
    const bool today = local.date() == toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date();
    return local.toString(today ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

void TimesPanel::setIncident(const Incident &incident)
{
    const bool otherTimes = incident.id != m_incident.id || incident.times != m_incident.times;
    m_incident = incident;
    if (otherTimes) {
        m_sources.want();
    }
    const auto &started = incident.time(IncidentTime::Started);
    for (const IncidentTime which : allIncidentTimes) {
        QLineEdit *field = m_fields[size_t(which)];
        const auto &time = incident.time(which);
        showPlaceholder(which);
        if (!field->isModified()) {  // what is being typed is never replaced
            field->setText(shown(time));
        }
        const bool counts = time && started && which != IncidentTime::Started;
        m_distances[size_t(which)]->setText(counts ? QStringLiteral("+") + clockText(*time - *started) : QString());
    }
}

//! While it is written, how; else whether it may still come.
void TimesPanel::showPlaceholder(IncidentTime which)
{
    QLineEdit *field = m_fields[size_t(which)];
    const TimeState state = stateOf(m_incident, which);
    const bool over = state == TimeState::Pending && m_incident.status == IncidentStatus::Closed;
    field->setPlaceholderText(field->hasFocus()                   ? tr("14:05, now or -5")
                              : state == TimeState::NotApplicable ? QStringLiteral("—")
                              : over                              ? tr("not recorded")
                                                                  : label(state));
}

//! Who said so stands in the tooltip, with how to correct it.
void TimesPanel::askSources()
{
    m_session.read([incident = m_incident](Transaction &transaction) { return timesOf(transaction, incident); })
        .then(this, [this](const Result<TimesOfIncident> &times) {
            m_sources.answered();
            if (!times) {
                Q_EMIT failed(times.error());
                return;
            }
            for (const IncidentTime which : allIncidentTimes) {
                const TimeOfIncident &time = (*times)[size_t(which)];
                QStringList words{time.source};
                if (time.state != TimeState::Recorded) {
                    words.prepend(tr("%1: %2").arg(label(which), label(time.state)));
                }
                words.append(tr("14:05, 2026-11-23 14:05, now, or -5 for five minutes ago; empty for not recorded. "
                                "Enter saves, Escape takes back."));
                words.removeAll(QString());
                m_fields[size_t(which)]->setToolTip(words.join(QLatin1Char('\n')));
            }
        });
}

void TimesPanel::edit()
{
    const auto missing = std::ranges::find_if(
        allIncidentTimes, [this](IncidentTime which) { return !m_incident.time(which).has_value(); });
    QLineEdit *field = m_fields[missing == allIncidentTimes.end() ? 0 : size_t(*missing)];
    field->setFocus();
    field->selectAll();
}

bool TimesPanel::eventFilter(QObject *watched, QEvent *event)
{
    const auto field = std::ranges::find(m_fields, watched);
    if (field != m_fields.end() && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
        showPlaceholder(IncidentTime(field - m_fields.begin()));
    }
    if (field != m_fields.end() && (*field)->isModified() && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        const auto which = IncidentTime(field - m_fields.begin());
        mark(which, {});
        (*field)->setText(shown(m_incident.time(which)));
        (*field)->selectAll();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

//! A refused time stays as it was typed, in red, until it is mended or taken back.
void TimesPanel::mark(IncidentTime which, const QString &problem)
{
    QLineEdit *field = m_fields[size_t(which)];
    field->setProperty("invalid", !problem.isEmpty());
    field->setAccessibleDescription(problem);
    field->update();
}

void TimesPanel::commit(IncidentTime which)
{
    QLineEdit *field = m_fields[size_t(which)];
    const QString text = field->text().trimmed();
    const bool leavesRefused = !field->hasFocus() && field->property("invalid").toBool();
    if (!field->isModified() || text == shown(m_incident.time(which)) || m_writing.contains(which) || leavesRefused) {
        return;
    }
    const auto refuse = [this, which](const Error &error) {
        mark(which, error.message);
        Q_EMIT failed(error);
    };
    std::optional<Instant> value;
    if (!text.isEmpty()) {
        const auto parsed = parsePersonTime(text, QTimeZone::systemTimeZone(), m_session.now());
        if (!parsed) {
            refuse(parsed.error());
            return;
        }
        value = *parsed;
    }
    m_writing.insert(which);
    m_session
        .write([id = m_incident.id, version = m_incident.version, which, value](Transaction &transaction) {
            return setTime(transaction, id, which, value, version, {});
        })
        .then(this, [this, which, field, text, value, refuse](const Result<> &done) {
            m_writing.remove(which);
            if (!done) {
                refuse(done.error());
            } else if (field->text().trimmed() == text) {
                mark(which, {});
                field->setText(shown(value));
            }
        });
}

}  // namespace onlyonce::ui
