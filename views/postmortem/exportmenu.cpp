// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/exportmenu.h"

#include "models/base/answer.h"
#include "models/base/files.h"
#include "models/documents/formats/registry.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"
#include "models/postmortem/archive/dataformats.h"
#include "views/widgets/documentsfolder.h"
#include "views/widgets/page.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

namespace onlyonce::ui {

ExportMenu::ExportMenu(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_button(makeButton(tr("Export"), ButtonKind::Normal, QStringLiteral("export")))
{
    auto *menu = new QMenu(this);
    for (const Audience audience : {Audience::Internal, Audience::Public}) {
        menu->addSection(audience == Audience::Internal ? tr("For colleagues")
                                                        : tr("For customers: only what is public"));
        for (const Format &format : formats()) {
            auto *action = menu->addAction(format.label, this, [this, &format, audience] { choose(format, audience); });
            // Asked anew each time: what is missing may have been installed meanwhile.
            connect(menu, &QMenu::aboutToShow, action, [action, &format] {
                const QString missing = format.missing();
                action->setEnabled(missing.isEmpty());
                action->setToolTip(missing);
            });
        }
    }
    menu->addSection(tr("For other programs"));
    for (const DataFormat &format : dataFormats()) {
        menu->addAction(format.label, this, [this, &format] { choose(format); });
    }
    menu->addSeparator();
    menu->addAction(tr("Several formats into a folder …"), this, &ExportMenu::formWanted);
    menu->setToolTipsVisible(true);
    m_button->setMenu(menu);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_button);
    setFocusProxy(m_button);
}

void ExportMenu::open()
{
    m_button->showMenu();
}

void ExportMenu::choose(const Format &format, Audience audience)
{
    using Built = std::pair<Document, Incident>;
    m_session
        .read(
            [id = m_incident, audience](Transaction &transaction) -> Result<Built> {
                auto document = buildDocument(transaction, id, audience, QTimeZone::systemTimeZone());
                const auto about = incident(transaction, id);
                if (!document || !about) {
                    return document ? failure(about) : failure(document);
                }
                return Built(std::move(*document), about->value_or(Incident()));
            },
            Reader::Background)
        .then(this, [this, &format](const Result<Built> &built) {
            if (!built) {
                Q_EMIT failed(built.error());
                return;
            }
            const auto &[document, about] = *built;
            askForFile(about, suggestedFileName(document, format), format.extension,
                       [this, &format, document](const QString &path) { write(format, document, path); });
        });
}

void ExportMenu::choose(const DataFormat &format)
{
    using Written = std::pair<QByteArray, Incident>;
    m_session
        .read(
            [id = m_incident, &format](Transaction &transaction) -> Result<Written> {
                auto bytes = format.write(transaction, id);
                const auto about = incident(transaction, id);
                if (!bytes || !about) {
                    return bytes ? failure(about) : failure(bytes);
                }
                return Written(std::move(*bytes), about->value_or(Incident()));
            },
            Reader::Background)
        .then(this, [this, &format](const Result<Written> &written) {
            if (!written) {
                Q_EMIT failed(written.error());
                return;
            }
            const auto &[bytes, about] = *written;
            askForFile(about, about.reference() + u'.' + format.extension, format.extension,
                       [this, bytes](const QString &path) {
                           inBackground([path, bytes] {
                               return replaceFile(path, bytes);
                           }).then(this, [this, path](const Result<> &done) { tell(path, done); });
                       });
        });
}

void ExportMenu::askForFile(const Incident &about, const QString &name, const QString &extension,
                            const std::function<void(const QString &)> &chosen)
{
    const QString folder = documentsFolder();
    auto *dialog =
        new QFileDialog(this,
                        about.visibility == Visibility::Restricted
                            ? tr("Export of %1: whoever has the file can read it").arg(referenceForAll(about))
                            : tr("Export"),
                        folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(extension);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, chosen);
    dialog->open();
}

void ExportMenu::write(const Format &format, const Document &document, const QString &path)
{
    const FormatOptions options{.zone = QTimeZone::systemTimeZone()};
    inBackground([&format, document, options, path]() -> Result<> {
        auto bytes = format.render(document, options);
        if (!bytes) {
            return failure(bytes);
        }
        return replaceFile(path, *bytes);
    }).then(this, [this, path](const Result<> &written) { tell(path, written); });
}

void ExportMenu::tell(const QString &path, const Result<> &written)
{
    if (written) {
        Q_EMIT exported(path);
    } else {
        Q_EMIT failed(written.error());
    }
}

}  // namespace onlyonce::ui
