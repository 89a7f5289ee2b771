// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/payloadview.h"

#include "models/base/answer.h"
#include "models/base/files.h"
#include "models/base/json.h"
#include "views/widgets/codeview.h"
#include "views/widgets/documentsfolder.h"
#include "views/widgets/page.h"
#include "views/widgets/words.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

//! A body and the text made of it, ready for the window's thread.
using Loaded = std::optional<std::pair<AlertPayload, ReadablePayload>>;

}  // namespace

ReadablePayload readable(const AlertPayload &payload)
{
    const QByteArray start = payload.body.left(64).trimmed();
    const bool mayBeJson = start.startsWith('{') || start.startsWith('[');
    if (mayBeJson && (!payload.isWhole() || parseJson(payload.body))) {
        return {indentedJson(payload.body), QStringLiteral("JSON")};
    }
    return {payload.body, {}};
}

PayloadView::PayloadView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_about(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_save(makeButton(tr("Save"), ButtonKind::Quiet, QStringLiteral("export")))
    , m_code(new CodeView)
{
    m_about->setWordWrap(true);
    m_save->setToolTip(tr("Save the whole payload as a file (Ctrl+Shift+S)"));
    m_code->setAccessibleName(tr("Payload"));
    m_code->setFrameShape(QFrame::NoFrame);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(space::l, space::xs, space::s, space::xs);
    line->addWidget(m_about, 1);
    line->addWidget(m_save, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(new Hairline);
    layout->addWidget(m_code, 1);
    connect(m_save, &QPushButton::clicked, this, &PayloadView::save);
}

void PayloadView::setAlert(AlertId alert, const QString &sought)
{
    m_alert = alert;
    m_sought = sought;
    if (isVisible()) {
        load();
    }
}

void PayloadView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    load();
}

void PayloadView::load()
{
    if (m_alert == m_loaded) {
        return;
    }
    m_loaded = m_alert;
    m_session
        .read([id = m_alert](Transaction &transaction) -> Result<Loaded> {
            auto payload = alertPayload(transaction, id, mostShown);
            if (!payload) {
                return failure(payload);
            }
            return *payload ? Loaded(std::pair(**payload, readable(**payload))) : Loaded();
        })
        .then(this, [this, id = m_alert](const Result<Loaded> &found) {
            if (id != m_alert) {
                return;
            }
            if (!found) {
                m_loaded = {};
                Q_EMIT failed(found.error());
                return;
            }
            if (!*found) {
                m_code->setContent({});
                m_about->setText(tr("This alert was stored without its payload."));
                m_save->setVisible(false);
                return;
            }
            const auto &[payload, text] = **found;
            const QString size = QLocale().formattedDataSize(payload.size);
            const QString kind = text.language.isEmpty() ? tr("Plain text") : text.language;
            m_about->setText(
                payload.isWhole()
                    ? tr("%1 · %2 · received %3").arg(kind, size, momentInText(payload.receivedAt, m_session.now()))
                    : tr("%1 · the first %2 of %3; save it to read the whole")
                          .arg(kind, QLocale().formattedDataSize(payload.body.size()), size));
            m_save->setVisible(true);
            m_extension = text.language.isEmpty() ? QStringLiteral("txt") : QStringLiteral("json");
            m_code->setContent(text.text, text.language);
            m_code->scrollToLine(0);
            if (!m_sought.isEmpty()) {
                m_code->find(m_sought);
            }
        });
}

void PayloadView::save()
{
    auto *dialog = new QFileDialog(this, tr("Save the payload"), documentsFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("alert-%1-payload.%2").arg(m_alert.value).arg(m_extension));
    connect(dialog, &QFileDialog::fileSelected, this, &PayloadView::write);
    dialog->open();
}

void PayloadView::write(const QString &path)
{
    m_session
        .read([id = m_alert](Transaction &transaction) { return alertPayload(transaction, id); }, Reader::Background)
        .then(this, [this, path](const Result<std::optional<AlertPayload>> &found) {
            if (!found || !*found) {
                Q_EMIT failed(found ? Error{ErrorCode::NotFound, tr("This alert was stored without its payload."), {}}
                                    : found.error());
                return;
            }
            inBackground([path, body = (*found)->body] {
                return replaceFile(path, body);
            }).then(this, [this, path](const Result<> &written) {
                if (written) {
                    Q_EMIT saved(path);
                } else {
                    Q_EMIT failed(written.error());
                }
            });
        });
}

}  // namespace onlyonce::ui
