// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/catalog/placespanel.h"

#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/recordrow.h"
#include "views/widgets/words.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

constexpr size_t mostUnmapped = 12;  // the rest is shown when these are done

Result<> added(Transaction &transaction, const QString &name)
{
    const auto made = addDataCentre(transaction, name);
    return made ? Result<>() : failure(made);
}

}  // namespace

PlacesPanel::PlacesPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_name(new QLineEdit)
    , m_meaning(new QComboBox)
    , m_nameRow(new FormRow(tr("Name in alerts"), m_name,
                            tr("Of a region or a zone. In a pattern, * stands for any characters and ? for one.")))
{
    m_name->setPlaceholderText(QStringLiteral("eu-west-1*"));
    auto *panel = new Panel(tr("Places"));
    panel->body()->setSpacing(space::m);
    auto *why = new TextLabel(tr("When two data centres fail at the same time, an incident is catastrophic and has 50 "
                                 "minutes in place of 15. Only what stands here counts as one."),
                              TextStyle::Body, TextLabel::Rank::Muted);
    why->setWordWrap(true);
    panel->body()->addWidget(why);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(new Hairline);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(space::m);
    m_nameRow->setMaximumWidth(QWIDGETSIZE_MAX);
    fields->addWidget(m_nameRow, 3);
    fields->addWidget(new FormRow(tr("It means"), m_meaning), 2, Qt::AlignTop);
    panel->body()->addLayout(fields);
    auto *last = new QHBoxLayout;
    auto *add = makeButton(tr("Add"), ButtonKind::Normal, QStringLiteral("datacentre"));
    last->addStretch();
    last->addWidget(add);
    panel->body()->addLayout(last);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(add, &QPushButton::clicked, this, &PlacesPanel::make);
    connect(m_name, &QLineEdit::returnPressed, this, &PlacesPanel::make);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("data_centre")) || changes.touches(QLatin1StringView("service"))) {
            reload();
        }
    });
    reload();
}

void PlacesPanel::reload()
{
    m_session
        .read([](Transaction &transaction) -> Result<Shown> {
            auto known = places(transaction);
            auto services = allServices(transaction);
            if (!known || !services) {
                return known ? failure(services) : failure(known);
            }
            return Shown{std::move(*known), std::move(*services)};
        })
        .then(this, [this](const Result<Shown> &shown) {
            if (shown) {
                show(*shown);
            } else {
                Q_EMIT failed(shown.error());
            }
        });
}

void PlacesPanel::show(const Shown &shown)
{
    clearLayout(m_list);
    showUnmapped(shown.places);
    showKnown(shown.places);
    QStringList services;
    for (const Service &service : shown.services) {
        services << service.name;
    }
    if (!services.isEmpty()) {
        addHead(tr("Services"));
        auto *names = new TextLabel(services.join(tr(", ")), TextStyle::Body, TextLabel::Rank::Muted);
        names->setWordWrap(true);
        m_list->addWidget(names);
    }
    for (int i = 0; i < m_list->count(); ++i) {
        if (QWidget *line = m_list->itemAt(i)->widget()) {
            tabBefore(m_name, line);
        }
    }
    const QVariant chosen = m_meaning->currentData();
    m_meaning->clear();
    m_meaning->addItem(tr("A data centre of that name"), qint64(-1));
    for (const DataCentre &each : shown.places.dataCentres) {
        m_meaning->addItem(each.name, each.id.value);
    }
    m_meaning->addItem(tr("No data centre"), qint64(0));
    m_meaning->setCurrentIndex(std::max(0, m_meaning->findData(chosen)));
}

void PlacesPanel::addHead(const QString &text)
{
    if (!m_list->isEmpty()) {
        m_list->addSpacing(space::m);
    }
    m_list->addWidget(new TextLabel(text, TextStyle::Small, TextLabel::Rank::Muted));
}

void PlacesPanel::showUnmapped(const Places &places)
{
    if (places.unmapped.empty()) {
        return;
    }
    addHead(tr("Seen, and nobody has said what it is"));
    for (size_t i = 0; i < std::min(places.unmapped.size(), mostUnmapped); ++i) {
        const UnmappedName &each = places.unmapped[i];
        const QString since = each.since ? momentInText(*each.since, m_session.now()) : QString();
        const QString about = each.alerts == 0 ? tr("written by hand")
                            : each.alerts == 1 ? tr("one alert, %1").arg(since)
                                               : tr("%1 alerts, since %2").arg(each.alerts).arg(since);
        m_list->addWidget(
            makeRecordRow(each.name, about,
                          {button(tr("A data centre"), tr("%1 is a data centre").arg(each.name),
                                  [name = each.name](Transaction &transaction) { return added(transaction, name); }),
                           meaningButton(each.name, places)}));
    }
    if (places.unmapped.size() > mostUnmapped) {
        m_list->addWidget(new TextLabel(tr("and %1 more").arg(places.unmapped.size() - mostUnmapped), TextStyle::Small,
                                        TextLabel::Rank::Muted));
    }
}

void PlacesPanel::showKnown(const Places &places)
{
    const auto forget = [this](const QString &name) {
        return button(tr("Remove"), tr("Remove %1").arg(name),
                      [name](Transaction &transaction) { return forgetPlace(transaction, name); });
    };
    if (places.dataCentres.empty()) {
        m_list->addWidget(new TextLabel(tr("There is no data centre in the catalogue yet."), TextStyle::Body,
                                        TextLabel::Rank::Muted));
        return;
    }
    addHead(tr("Data centres"));
    for (const DataCentre &each : places.dataCentres) {
        m_list->addWidget(makeRecordRow(each.name, {}, {forget(each.name)}));
        for (const QString &label : each.labels) {
            m_list->addWidget(makeRecordRow(label, tr("means %1").arg(each.name), {forget(label)}));
        }
    }
    for (const QString &label : places.none) {
        m_list->addWidget(makeRecordRow(label, tr("is no data centre"), {forget(label)}));
    }
}

QPushButton *PlacesPanel::button(const QString &text, const QString &spoken, const Change &change)
{
    auto *made = makeButton(text, ButtonKind::Quiet);
    made->setAccessibleName(spoken);
    connect(made, &QPushButton::clicked, this, [this, change] { carryOut(change); });
    return made;
}

QPushButton *PlacesPanel::meaningButton(const QString &name, const Places &places)
{
    auto *made = makeButton(tr("Means …"), ButtonKind::Quiet);
    made->setAccessibleName(tr("Say what %1 means").arg(name));
    auto *menu = new QMenu(made);
    const auto add = [&](const QString &text, DataCentreId id) {
        menu->addAction(text, this, [this, name, id] {
            carryOut([name, id](Transaction &transaction) { return mapLabel(transaction, name, id); });
        });
    };
    for (const DataCentre &each : places.dataCentres) {
        add(each.name, each.id);
    }
    if (!places.dataCentres.empty()) {
        menu->addSeparator();
    }
    add(tr("No data centre"), {});
    made->setMenu(menu);
    return made;
}

void PlacesPanel::make()
{
    const QString name = m_name->text();
    const qint64 meaning = m_meaning->currentData().toLongLong();
    carryOut(
        [name, meaning](Transaction &transaction) {
            return meaning < 0 ? added(transaction, name) : mapLabel(transaction, name, DataCentreId{meaning});
        },
        m_nameRow);
}

void PlacesPanel::carryOut(const Change &change, FormRow *row)
{
    m_session.write(change).then(this, [this, row](const Result<> &done) {
        if (row) {
            row->setError(done ? QString() : done.error().message);
            if (done) {
                m_name->clear();
            } else {
                m_name->setFocus();
            }
        } else if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

}  // namespace onlyonce::ui
