// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/jsonsample.h"

#include "models/alerts/collector.h"
#include "models/alerts/inbox/inbox.h"
#include "views/alerts/alertlistmodel.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextOption>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr qint64 mostBytes = 256LL * 1024;  //!< of a stored payload: a sample is read by eyes

QString noteOf(const PreviewedField &field)
{
    QString note;
    if (!field.found.isEmpty()) {
        note = field.meaning.isEmpty() || field.meaning == field.found
                 ? JsonSample::tr("Finds “%1”.").arg(field.found)
                 : JsonSample::tr("Finds “%1”: %2.").arg(field.found, field.meaning);
    } else if (!field.meaning.isEmpty()) {
        note = JsonSample::tr("From the labels: %1.").arg(field.meaning);
    }
    return QStringList({note, field.problem}).join(QLatin1Char(' ')).trimmed();
}

QString meaningOf(const PreviewedAlert &alert, QLatin1StringView key)
{
    const auto field = std::ranges::find(alert.fields, key, &PreviewedField::key);
    return field == alert.fields.end() ? QString() : field->meaning;
}

QLayout *pillsOf(const PreviewedAlert &alert)
{
    auto *pills = new QHBoxLayout;
    pills->setSpacing(space::m);
    const QString severity = meaningOf(alert, QLatin1StringView("severity"));
    pills->addWidget(
        new PillLabel(severityPill(severity.isEmpty() ? AlertSeverity::Error : alertSeverityFrom(severity))));
    pills->addWidget(new PillLabel(alert.isIgnored
                                       ? Pill{.text = JsonSample::tr("Ignored"), .shape = PillShape::Dot}
                                       : statusPill(alertStatusFrom(meaningOf(alert, QLatin1StringView("state"))))));
    pills->addStretch();
    return pills;
}

}  // namespace

JsonSample::JsonSample(Session &session, const QString &source, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_source(source)
    , m_text(new QPlainTextEdit)
    , m_latest(makeButton(tr("Take the latest that came in"), ButtonKind::Normal, QStringLiteral("inbox")))
    , m_count(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_next(makeButton(tr("Next"), ButtonKind::Quiet, QStringLiteral("arrow-right")))
    , m_alert(new QVBoxLayout)
{
    m_text->setFont(textFont(TextStyle::Mono));
    m_text->setPlaceholderText(tr("Paste here what it sends: JSON, or a form. It is stored nowhere."));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(scaled(196));
    m_text->setWordWrapMode(QTextOption::WrapAnywhere);
    m_alert->setSpacing(space::s);
    m_count->setWordWrap(true);

    auto *panel = new Panel(tr("What becomes of a sample"));
    auto *sample = new FormRow(tr("A sample"), m_text);
    auto *right = new QVBoxLayout;
    right->setSpacing(space::s);
    auto *head = new QHBoxLayout;
    head->addWidget(m_count, 1);
    head->addWidget(m_next);
    right->addLayout(head);
    right->addLayout(m_alert);
    right->addStretch();
    auto *halves = new QHBoxLayout;
    halves->setSpacing(space::xl);
    halves->addWidget(sample, 1);
    halves->addLayout(right, 1);
    panel->body()->addLayout(halves);
    panel->body()->addWidget(m_latest, 0, Qt::AlignLeft);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_shown = 0;
        preview();
    });
    connect(m_next, &QPushButton::clicked, this, [this] {
        ++m_shown;
        preview();
    });
    connect(m_latest, &QPushButton::clicked, this, &JsonSample::takeLatest);
    preview();
}

void JsonSample::setSettings(const QJsonObject &settings)
{
    m_settings = settings;
    preview();
}

void JsonSample::preview()
{
    clearLayout(m_alert);
    m_next->hide();
    const QByteArray sample = m_text->toPlainText().toUtf8();
    if (sample.trimmed().isEmpty()) {
        m_count->setText(tr("With a sample you see here the alert that would come of it, and below each path what it "
                            "finds."));
        m_count->setTone(Tone::Neutral);
        Q_EMIT read({});
        return;
    }
    const auto found = previewJson(m_source, sample, m_settings, m_session.now());
    if (!found || found->alerts.empty()) {
        m_count->setText(found ? tr("There is no alert in it, so nothing would come of it.") : found.error().message);
        m_count->setTone(Tone::Warning);
        Q_EMIT read({});
        return;
    }
    m_shown %= found->alerts.size();
    m_count->setTone(Tone::Neutral);
    m_count->setText(found->count == 1
                         ? tr("This alert would come of it.")
                         : tr("Alert %1 of the %2 that would come of it.").arg(m_shown + 1).arg(found->count));
    m_next->setVisible(found->alerts.size() > 1);
    const PreviewedAlert &alert = found->alerts[m_shown];
    QHash<QString, QString> notes;
    for (const PreviewedField &field : alert.fields) {
        notes.insert(field.key, noteOf(field));
    }
    showAlert(alert);
    Q_EMIT read(notes);
}

void JsonSample::showAlert(const PreviewedAlert &alert)
{
    if (!alert.problem.isEmpty()) {
        m_count->setText(tr("The whole of it would be refused: %1").arg(alert.problem));
        m_count->setTone(Tone::Warning);
        return;
    }
    m_alert->addLayout(pillsOf(alert));
    const QString summary = meaningOf(alert, QLatin1StringView("summary"));
    auto *title =
        new TextLabel(summary.isEmpty() ? meaningOf(alert, QLatin1StringView("key")) : summary, TextStyle::Strong);
    title->setWordWrap(true);
    m_alert->addWidget(title);
    for (const PreviewedField &field : alert.fields) {
        const bool isAbove = field.key == u"summary" || field.key == u"severity" || field.key == u"state";
        if (isAbove || field.meaning.isEmpty()) {
            continue;
        }
        auto *fact =
            new TextLabel(tr("%1: %2").arg(field.label, field.meaning), TextStyle::Small, TextLabel::Rank::Muted);
        fact->setElided();
        m_alert->addWidget(fact);
    }
}

void JsonSample::takeLatest()
{
    m_session
        .read(
            [source = m_source](Transaction &transaction) -> Result<std::optional<AlertPayload>> {
                const auto latest = alerts(transaction, {.source = source}, 1);
                if (!latest) {
                    return failure(latest);
                }
                return latest->empty() ? std::optional<AlertPayload>()
                                       : alertPayload(transaction, latest->front().id, mostBytes);
            },
            Reader::Background)
        .then(this, [this](const Result<std::optional<AlertPayload>> &payload) {
            if (payload && *payload) {
                m_text->setPlainText(QString::fromUtf8((*payload)->body));
            } else {
                m_count->setTone(Tone::Warning);
                m_count->setText(payload ? tr("Nothing has come in from it yet.") : payload.error().message);
            }
        });
}

}  // namespace onlyonce::ui
