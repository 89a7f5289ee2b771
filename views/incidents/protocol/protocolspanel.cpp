// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/protocol/protocolspanel.h"

#include "models/base/files.h"
#include "views/incidents/protocol/protocolform.h"
#include "views/incidents/takingout.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/recordrow.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

constexpr qint64 longestFile = 1024 * 1024;

}  // namespace

ProtocolsPanel::ProtocolsPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_example(makeButton(tr("Begin with the example"), ButtonKind::Normal, QStringLiteral("checklist")))
    , m_import(makeButton(tr("Import …"), ButtonKind::Quiet, QStringLiteral("import")))
    , m_add(makeButton(tr("Add a protocol"), ButtonKind::Normal, QStringLiteral("plus")))
    , m_form(new ProtocolForm(session))
{
    auto *panel = new Panel(tr("Response protocols"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(m_example, 0, Qt::AlignLeft);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addStretch();
    line->addWidget(m_import);
    line->addWidget(m_add);
    panel->body()->addLayout(line);
    panel->body()->addWidget(m_form);
    m_form->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_example, &QPushButton::clicked, this, [this] { edit(exampleProtocol()); });
    connect(m_import, &QPushButton::clicked, this, &ProtocolsPanel::importFile);
    connect(m_add, &QPushButton::clicked, this, [this] { edit({.text = QStringLiteral("- [ ] ")}); });
    connect(m_form, &ProtocolForm::saved, this, &ProtocolsPanel::close);
    connect(m_form, &ProtocolForm::dismissed, this, &ProtocolsPanel::close);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("protocol"))) {
            reload();
        }
    });
    reload();
}

QWidget *ProtocolsPanel::row(const Protocol &protocol)
{
    auto *change = makeButton(tr("Edit"), ButtonKind::Quiet);
    change->setAccessibleName(tr("Edit the protocol %1").arg(protocol.name));
    QToolButton *save = makeIconButton(QStringLiteral("export"), tr("Export “%1” as a file").arg(protocol.name));
    QToolButton *gone = makeIconButton(QStringLiteral("trash"), tr("Remove “%1”").arg(protocol.name));
    connect(change, &QPushButton::clicked, this, [this, protocol] { edit(protocol); });
    connect(save, &QToolButton::clicked, this, [this, protocol] { exportFile(protocol); });
    connect(gone, &QToolButton::clicked, this, [this, protocol] { remove(protocol); });
    const auto steps = stepsIn(protocol.text).size();
    return makeRecordRow(
        protocol.name,
        (steps == 1 ? tr("1 step for %2") : tr("%1 steps for %2").arg(steps)).arg(conditionText(protocol)),
        {change, save, gone});
}

void ProtocolsPanel::reload()
{
    m_session.read([](Transaction &transaction) { return protocols(transaction); })
        .then(this, [this](const Result<std::vector<Protocol>> &found) {
            if (found) {
                show(*found);
            } else {
                Q_EMIT failed(found.error());
            }
        });
}

void ProtocolsPanel::show(const std::vector<Protocol> &found)
{
    clearLayout(m_list);
    for (const Protocol &protocol : found) {
        QWidget *made = row(protocol);
        m_list->addWidget(made);
        tabBefore(m_example, made);
    }
    auto *about = new TextLabel(
        found.empty()
            ? tr("A protocol is a checklist that an incident gets when it opens: the steps that nobody should "
                 "have to remember at three in the morning.")
            : tr("An incident gets each that fits once: when it opens, gets worse, or concerns a further "
                 "service. What it has, later changes do not touch."),
        TextStyle::Body, TextLabel::Rank::Muted);
    about->setWordWrap(true);
    m_list->addWidget(about);
    m_example->setVisible(found.empty() && !m_form->isVisible());
}

void ProtocolsPanel::edit(const Protocol &protocol)
{
    m_form->show();
    m_add->hide();
    m_import->hide();
    m_example->hide();
    m_form->edit(protocol);
}

void ProtocolsPanel::close()
{
    m_form->hide();
    m_add->show();
    m_import->show();
    m_add->setFocus();
    reload();
}

void ProtocolsPanel::remove(const Protocol &protocol)
{
    takeOut(this, m_session, protocol, removeProtocol, tr("The protocol “%1” is removed.").arg(protocol.name), m_add);
}

void ProtocolsPanel::restore(const Protocol &protocol)
{
    putBack(this, m_session, protocol, saveProtocol);
}

void ProtocolsPanel::importFile()
{
    auto *dialog = new QFileDialog(this, tr("Import a protocol"), {}, tr("Markdown (*.md *.markdown *.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        inBackground([path]() -> Result<Protocol> {
            const auto bytes = readFile(path, longestFile);
            return bytes ? protocolFromFile(QString::fromUtf8(*bytes), QFileInfo(path).completeBaseName())
                         : failure(bytes);
        }).then(this, [this](const Result<Protocol> &protocol) {
            if (protocol) {
                edit(*protocol);  // a person looks at it before it is kept
            } else {
                Q_EMIT failed(protocol.error());
            }
        });
    });
    dialog->open();
}

void ProtocolsPanel::exportFile(const Protocol &protocol)
{
    auto *dialog = new QFileDialog(this, tr("Export the protocol"), {}, tr("Markdown (*.md)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("md"));
    QString name = protocol.name;
    dialog->selectFile(name.replace(QLatin1Char('/'), QLatin1Char('-')) + QStringLiteral(".md"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, text = toMarkdownFile(protocol)](const QString &path) {
        inBackground([path, text] {
            return replaceFile(path, text.toUtf8());
        }).then(this, [this, path](const Result<> &written) {
            if (written) {
                Q_EMIT exported(path);
            } else {
                Q_EMIT failed(written.error());
            }
        });
    });
    dialog->open();
}

}  // namespace onlyonce::ui
