// SPDX-License-Identifier: GPL-3.0-or-later
// The settings in the window: each slice's own panels, a section each, and the ways to them.
#include "app/adapters.h"
#include "app/window/window.h"
#include "views/alerts/jsonsample.h"
#include "views/alerts/silencespanel.h"
#include "views/alerts/sourcespanel.h"
#include "views/alerts/tokenspanel.h"
#include "views/catalog/peoplepanel.h"
#include "views/catalog/placespanel.h"
#include "views/delivery/connectionform.h"
#include "views/incidents/command/linksform.h"
#include "views/incidents/grouping/rulespanel.h"
#include "views/incidents/protocol/protocolspanel.h"
#include "views/postmortem/due/dueform.h"
#include "views/postmortem/template/documenttemplatespanel.h"
#include "views/widgets/page.h"
#include "views/widgets/sectionedpage.h"

#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce {

namespace {

QString iconOf(const QString &connectionKind)
{
    return connectionKind == QStringLiteral("mail") ? connectionKind : QStringLiteral("forum");
}

}  // namespace

void Window::nameSettings()
{
    m_settingsNames << tr("People") << tr("Monitoring systems") << tr("Who may send alerts")
                    << tr("Which alerts belong together") << tr("Silences and maintenance") << tr("Places")
                    << tr("Response") << tr("Documents");
    for (const auto &adapter : deliveryAdapters()) {
        m_settingsNames << adapter->name();
    }
    m_settingsNames << tr("This desktop") << tr("This database");
}

QWidget *Window::makeSettings(const QString &about)
{
    m_settings = new ui::SectionedPage(tr("Settings"));
    qsizetype next = 0;
    const auto add = [this, &next](const QString &iconName, QWidget *panel) {
        m_settings->addSection(iconName, m_settingsNames[next++], panel);
    };
    add(QStringLiteral("users"), makePeople());
    add(QStringLiteral("pulse"), makeSources());
    add(QStringLiteral("key"), makeTokens());
    auto *rules = new ui::RulesPanel(m_session);
    connect(rules, &ui::RulesPanel::failed, this, &Window::fail);
    connect(rules, &ui::RulesPanel::removed, this, [this, rules](const QString &text, const GroupingRule &rule) {
        m_frame.showMessage({.id = QStringLiteral("done"),
                             .tone = ui::Tone::Success,
                             .text = text,
                             .buttons = {{tr("Undo"), [rules, rule] { rules->restore(rule); }}}});
    });
    add(QStringLiteral("merge"), rules);
    m_silences = new ui::SilencesPanel(m_session);
    connect(m_silences, &ui::SilencesPanel::failed, this, &Window::fail);
    add(QStringLiteral("bell-off"), m_silences);
    auto *places = new ui::PlacesPanel(m_session);
    connect(places, &ui::PlacesPanel::failed, this, &Window::fail);
    add(QStringLiteral("datacentre"), places);
    add(QStringLiteral("checklist"), makeResponseSettings());
    add(QStringLiteral("file-text"), makeDocumentSettings());
    for (const auto &adapter : deliveryAdapters()) {
        add(iconOf(connectionKindOf(adapter->id())), makeForm(adapter));
    }
    add(QStringLiteral("home"), makeDesktopSettings());
    auto *place = new ui::TextLabel(about, ui::TextStyle::Body, ui::TextLabel::Rank::Muted);
    place->setWordWrap(true);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *panel = new ui::Panel(m_settingsNames.back());
    panel->body()->addWidget(place);
    add(QStringLiteral("database"), panel);
    return m_settings;
}

ui::PeoplePanel *Window::makePeople()
{
    auto *people = new ui::PeoplePanel(m_session);
    connect(people, &ui::PeoplePanel::failed, this, &Window::fail);
    return people;
}

ui::SourcesPanel *Window::makeSources()
{
    auto *sources = new ui::SourcesPanel(m_session, intakePlace(), [this](const QString &source) {
        return makeSourceForm(*std::ranges::find(allAdapters(), source, [](const auto &each) { return each->id(); }));
    });
    connect(sources, &ui::SourcesPanel::failed, this, &Window::fail);
    return sources;
}

ui::TokensPanel *Window::makeTokens()
{
    auto *tokens = new ui::TokensPanel(m_session);
    connect(tokens, &ui::TokensPanel::failed, this, &Window::fail);
    return tokens;
}

//! What an incident gets when it opens.
QWidget *Window::makeResponseSettings()
{
    auto *protocols = new ui::ProtocolsPanel(m_session);
    connect(protocols, &ui::ProtocolsPanel::failed, this, &Window::fail);
    connect(protocols, &ui::ProtocolsPanel::exported, this,
            [this](const QString &path) { tellDone(tr("Written: %1").arg(path)); });
    connect(protocols, &ui::ProtocolsPanel::removed, this,
            [this, protocols](const QString &text, const Protocol &protocol) {
                m_frame.showMessage(
                    {.id = QStringLiteral("done"),
                     .tone = ui::Tone::Success,
                     .text = text,
                     .buttons = {{tr("Undo"), [protocols, protocol] { protocols->restore(protocol); }}}});
            });
    auto *links = new ui::LinksForm(m_session, {});
    connect(links, &ui::LinksForm::failed, this, &Window::fail);
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(ui::space::l);
    column->addWidget(links);
    column->addWidget(protocols);
    column->addWidget(makeTemplateSettings());
    return both;
}

//! How post-mortems are laid out, and by when they are due.
QWidget *Window::makeDocumentSettings()
{
    auto *templates = new ui::DocumentTemplatesPanel(m_session);
    connect(templates, &ui::DocumentTemplatesPanel::failed, this, &Window::fail);
    auto *due = new ui::DueForm(m_session);
    connect(due, &ui::DueForm::failed, this, &Window::fail);
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(ui::space::l);
    column->addWidget(templates);
    column->addWidget(due);
    return both;
}

void Window::showPanelOfSettings(const QString &name)
{
    m_frame.showPage(QStringLiteral("settings"));
    if (m_settings) {  // there, if the window is in sight
        m_settings->showSection(int(m_settingsNames.indexOf(name)));
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
