// SPDX-License-Identifier: GPL-3.0-or-later
// The settings in the window: each slice's own panels, one below the other, and the ways to them.
#include "app/adapters.h"
#include "app/window.h"
#include "views/alerts/jsonsample.h"
#include "views/alerts/silencespanel.h"
#include "views/alerts/sourcespanel.h"
#include "views/alerts/tokenspanel.h"
#include "views/catalog/peoplepanel.h"
#include "views/catalog/placespanel.h"
#include "views/delivery/connectionform.h"
#include "views/incidents/rulespanel.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce {

namespace {

//! Settings: each slice's own panel below the other.
QWidget *settingsPage(const QList<QWidget *> &panels)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(ui::space::xl, ui::space::xl, ui::space::xl, ui::space::xl);
    column->setSpacing(ui::space::l);
    for (QWidget *panel : panels) {
        column->addWidget(panel);
    }
    content->setMaximumWidth(ui::scaled(ui::metric::column) + 2 * ui::space::xl);
    column->addStretch();
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new ui::PageHeader(Window::tr("Settings")));
    layout->addWidget(ui::makeScrollArea(content), 1);
    return page;
}

}  // namespace

void Window::nameSettings()
{
    m_settingsNames << tr("People") << tr("Monitoring systems") << tr("Who may send alerts")
                    << tr("Which alerts belong together") << tr("Silences and maintenance") << tr("Places");
    for (const auto &adapter : deliveryAdapters()) {
        m_settingsNames << adapter->name();
    }
    m_settingsNames << tr("This database");
}

QWidget *Window::makeSettings(const QString &about)
{
    auto *people = new ui::PeoplePanel(m_session);
    connect(people, &ui::PeoplePanel::failed, this, &Window::fail);
    m_settings.append(people);
    auto *sources = new ui::SourcesPanel(m_session, intakePlace(), [this](const QString &source) {
        return makeSourceForm(*std::ranges::find(allAdapters(), source, [](const auto &each) { return each->id(); }));
    });
    connect(sources, &ui::SourcesPanel::failed, this, &Window::fail);
    m_settings.append(sources);
    auto *tokens = new ui::TokensPanel(m_session);
    connect(tokens, &ui::TokensPanel::failed, this, &Window::fail);
    m_settings.append(tokens);
    auto *rules = new ui::RulesPanel(m_session);
    connect(rules, &ui::RulesPanel::failed, this, &Window::fail);
    connect(rules, &ui::RulesPanel::removed, this, [this, rules](const QString &text, const GroupingRule &rule) {
        m_frame.showMessage({.id = QStringLiteral("done"),
                             .tone = ui::Tone::Success,
                             .text = text,
                             .buttons = {{tr("Undo"), [rules, rule] { rules->restore(rule); }}}});
    });
    m_settings.append(rules);
    m_silences = new ui::SilencesPanel(m_session);
    connect(m_silences, &ui::SilencesPanel::failed, this, &Window::fail);
    m_settings.append(m_silences);
    auto *places = new ui::PlacesPanel(m_session);
    connect(places, &ui::PlacesPanel::failed, this, &Window::fail);
    m_settings.append(places);
    for (const auto &adapter : deliveryAdapters()) {
        m_settings.append(makeForm(adapter));
    }
    auto *place = new ui::TextLabel(about, ui::TextStyle::Body, ui::TextLabel::Rank::Muted);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *panel = new ui::Panel(m_settingsNames.back());
    panel->body()->addWidget(place);
    m_settings.append(panel);
    for (qsizetype i = 0; i < m_settings.size(); ++i) {
        m_settings[i]->setAccessibleName(m_settingsNames[i]);
    }
    return settingsPage(m_settings);
}

void Window::showPanelOfSettings(const QString &name)
{
    m_frame.showPage(QStringLiteral("settings"));
    if (QWidget *panel = m_settings.value(m_settingsNames.indexOf(name))) {  // there, if the window is in sight
        ui::focusWithin(panel);
        QMetaObject::invokeMethod(
            panel, [panel] { ui::scrollIntoSight(panel); }, Qt::QueuedConnection);  // once laid out
    }
}

ui::IntakePlace Window::intakePlace() const
{
    return {.address = m_services.intakeAddress(), .problem = m_services.intakeProblem()};
}

ui::ConnectionForm *Window::makeForm(const std::shared_ptr<const Adapter> &adapter)
{
    auto *form = new ui::ConnectionForm(m_session, m_services.runner(), m_services.secrets(), adapter,
                                        connectionKindOf(adapter->id()));
    connect(form, &ui::ConnectionForm::failed, this, &Window::fail);
    return form;
}

//! One that is read by paths has a sample above them, which says what each of them finds while it is written.
QWidget *Window::makeSourceForm(const std::shared_ptr<const Adapter> &adapter)
{
    auto *form = makeForm(adapter);
    if (!hasJsonPreview(adapter->id())) {
        return form;
    }
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(ui::space::l);
    auto *sample = new ui::JsonSample(m_session, adapter->id());
    column->addWidget(sample);
    column->addWidget(form);
    connect(form, &ui::ConnectionForm::edited, sample, [form, sample] { sample->setSettings(form->settings()); });
    connect(sample, &ui::JsonSample::read, form, &ui::ConnectionForm::explain);
    sample->setSettings(form->settings());
    return both;
}

}  // namespace onlyonce
