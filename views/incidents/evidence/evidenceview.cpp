// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/evidence/evidenceview.h"

#include "models/base/files.h"
#include "models/documents/markdown.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"
#include "views/widgets/codefind.h"
#include "views/widgets/codeview.h"
#include "views/widgets/documentsfolder.h"
#include "views/widgets/imageview.h"
#include "views/widgets/page.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

namespace onlyonce::ui {

namespace {

QString hashInGroups(const QByteArray &sha256)
{
    QString text = QString::fromLatin1(sha256.toHex());
    for (qsizetype at = text.size() - 8; at > 0; at -= 8) {
        text.insert(at, u' ');
    }
    return text;
}

}  // namespace

EvidenceView::EvidenceView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_load(new EvidenceLoad(session, this))
    , m_name(new TextLabel({}, TextStyle::Strong))
    , m_about(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_search(makeIconButton(QStringLiteral("search"), tr("Search in this file (Ctrl+F)")))
    , m_wrap(makeIconButton(QStringLiteral("list"), tr("Wrap long lines")))
    , m_quote(makeIconButton(QStringLiteral("quote"), tr("Quote the chosen lines in a note (Q)")))
    , m_code(new CodeView)
    , m_find(new CodeFind(m_code))
    , m_warning(new QWidget)
    , m_secrets(new TextLabel({}, TextStyle::Small))
    , m_image(new ImageView)
    , m_file(new EmptyState(QStringLiteral("file"), {}, {}))
    , m_stack(new QStackedWidget)
{
    m_code->setAccessibleName(tr("Evidence"));
    m_file->addAction(tr("Save as …"), [this] { saveAs(); }, ButtonKind::Normal);
    m_stack->addWidget(m_code);
    m_stack->addWidget(m_image);
    m_stack->addWidget(m_file);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(new Hairline);
    layout->addWidget(makeWarning());
    layout->addWidget(m_find);
    layout->addWidget(m_stack, 1);

    connect(m_load, &EvidenceLoad::loaded, this, &EvidenceView::take);
    connect(m_load, &EvidenceLoad::failed, this, &EvidenceView::failed);
    connect(m_load, &EvidenceLoad::progressed, this, [this](qint64 done, qint64 whole) {
        m_about->setText(
            tr("Loading: %1 of %2").arg(QLocale().formattedDataSize(done), QLocale().formattedDataSize(whole)));
    });
    connect(m_code, &CodeView::quoteRequested, m_quote, &QToolButton::click);
    connect(m_search, &QToolButton::clicked, m_find, &CodeFind::askText);
    connect(m_wrap, &QToolButton::toggled, m_code, &CodeView::setWrapsLines);
    connect(m_quote, &QToolButton::clicked, this, [this] {
        if (auto text = quote()) {
            Q_EMIT quoted(*text);
        } else {
            Q_EMIT failed(text.error());
        }
    });
}

QWidget *EvidenceView::makeHead()
{
    m_wrap->setCheckable(true);
    m_name->setElided();
    m_about->setWordWrap(true);
    auto *copyHash = makeIconButton(QStringLiteral("copy"), tr("Copy the SHA-256"));
    connect(copyHash, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QString::fromLatin1(m_shown.sha256.toHex()));
        Q_EMIT said(tr("The SHA-256 of %1 is on the clipboard.").arg(m_shown.name));
    });
    auto *save = makeIconButton(QStringLiteral("export"), tr("Save as …"));
    connect(save, &QToolButton::clicked, this, &EvidenceView::saveAs);
    auto *redacts = makeIconButton(QStringLiteral("eye-off"), tr("Redact the chosen lines, or the whole file …"));
    connect(redacts, &QToolButton::clicked, this, &EvidenceView::redact);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_name);
    words->addWidget(m_about);
    auto *head = new QWidget;
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(space::m, space::s, space::s, space::s);
    layout->setSpacing(space::xs);
    layout->addLayout(words, 1);
    for (QToolButton *tool : {m_search, m_wrap, m_quote, copyHash, save, redacts}) {
        layout->addWidget(tool);
    }
    return head;
}

QWidget *EvidenceView::makeWarning()
{
    auto *look = makeButton(tr("Show it"), ButtonKind::Quiet);
    connect(look, &QPushButton::clicked, this, [this] {
        m_code->scrollToLine(m_secretLine);
        m_code->setFocus();
    });
    m_secrets->setTone(Tone::Warning);
    m_secrets->setElided();
    auto *line = new QHBoxLayout;
    line->setContentsMargins(space::m, space::xs, space::s, space::xs);
    line->addWidget(m_secrets, 1);
    line->addWidget(look);
    auto *layout = new QVBoxLayout(m_warning);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(new Hairline);
    m_warning->hide();
    return m_warning;
}

void EvidenceView::lookForSecrets()
{
    inBackground([evidence = m_evidence] {
        return std::pair(evidence, secretsIn(QByteArrayView(evidence->text)));
    }).then(this, [this](const std::pair<std::shared_ptr<const LoadedEvidence>, std::vector<Secret>> &found) {
        if (found.first == m_evidence) {
            warn(found.second);
        }
    });
}

void EvidenceView::warn(const std::vector<Secret> &secrets)
{
    m_secrets->setText(toText(secrets));
    m_secretLine = secrets.empty() ? 0 : secrets.front().line;
    m_warning->setVisible(!secrets.empty());
}

void EvidenceView::show(const Attachment &attachment)
{
    const bool known = attachment.id == m_shown.id && attachment.sha256 == m_shown.sha256;
    m_shown = attachment;
    m_name->setText(attachment.name);
    if (known) {
        describe();
        return;
    }
    m_evidence.reset();
    m_about->setText(tr("Loading …"));
    m_load->load(attachment.id);
}

void EvidenceView::take(const std::shared_ptr<const LoadedEvidence> &evidence)
{
    m_evidence = evidence;
    m_shown = evidence->about;
    m_shown.content.clear();
    const bool isText = evidence->kind == EvidenceKind::Text;
    m_search->setVisible(isText);
    m_wrap->setVisible(isText);
    m_quote->setVisible(isText);
    m_find->hide();
    m_code->setContent(evidence->text, evidence->lines, isText ? m_shown.language : QString());
    m_image->setImage(evidence->image, m_shown.name);
    // In groups, so that the hash can be read, and broken into lines.
    m_file->setText(m_shown.name, tr("%1, SHA-256 %2. This kind of file is not shown here.")
                                      .arg(QLocale().formattedDataSize(m_shown.bytes), hashInGroups(m_shown.sha256)));
    m_stack->setCurrentWidget(content());
    describe();
    warn({});
    lookForSecrets();
    Q_EMIT loaded();
}

QWidget *EvidenceView::content() const
{
    if (!m_evidence || m_evidence->kind == EvidenceKind::Text) {
        return m_code;
    }
    return m_evidence->kind == EvidenceKind::Image ? static_cast<QWidget *>(m_image) : m_file;
}

void EvidenceView::describe()
{
    if (!m_evidence) {
        return;
    }
    const QLocale locale;
    QStringList parts;
    if (m_evidence->kind == EvidenceKind::Text) {
        parts << (m_shown.language.isEmpty() ? tr("Plain text") : m_shown.language)
              << (m_evidence->lines.lines() == 1 ? tr("1 line")
                                                 : tr("%1 lines").arg(locale.toString(m_evidence->lines.lines())));
    } else if (m_evidence->kind == EvidenceKind::Image) {
        parts << tr("%1 × %2 pixels").arg(m_evidence->image.width()).arg(m_evidence->image.height());
    }
    parts << locale.formattedDataSize(m_shown.bytes)
          << tr("SHA-256 %1…").arg(QString::fromLatin1(m_shown.sha256.toHex().left(12)));
    if (m_shown.redacted) {
        parts << tr("redacted");
    }
    m_about->setText(parts.join(QStringLiteral(" · ")));
}

Result<QString> EvidenceView::quote() const
{
    const CodeView::Lines lines = m_code->quotedLines();
    if (!m_evidence || m_evidence->kind != EvidenceKind::Text || lines.last < lines.first) {
        return fail(ErrorCode::Invalid, tr("There are no lines to quote. Choose some first."));
    }
    if (lines.last - lines.first >= mostQuoted) {
        return fail(ErrorCode::Invalid,
                    tr("A quotation has at most %1 lines. Choose the ones that matter.").arg(mostQuoted));
    }
    const int width = int(QString::number(lines.last + 1).size());
    QStringList text;
    for (int line = lines.first; line <= lines.last; ++line) {
        text << QStringLiteral("%1  %2").arg(line + 1, width).arg(m_code->lineText(line));
    }
    const QString where = lines.first == lines.last ? tr("line %1").arg(lines.first + 1)
                                                    : tr("lines %1–%2").arg(lines.first + 1).arg(lines.last + 1);
    return QStringLiteral("%1, %2:\n\n%3\n").arg(codeSpan(m_shown.name), where, codeFence(text.join(u'\n')).trimmed());
}

void EvidenceView::redact()
{
    RedactionWish wish{.incident = m_shown.incident};
    const CodeView::Lines lines = m_code->selectedLines();
    if (!m_evidence || m_evidence->kind != EvidenceKind::Text || lines.last < lines.first) {
        wish.attachment = m_shown.id;
        Q_EMIT redactWanted(wish, tr("all of %1").arg(m_shown.name));
        return;
    }
    if (lines.last - lines.first >= mostQuoted) {
        Q_EMIT failed(
            {ErrorCode::Invalid,
             tr("At most %1 lines are redacted at once. Without a choice, the whole file is.").arg(mostQuoted),
             {}});
        return;
    }
    for (int line = lines.first; line <= lines.last; ++line) {
        wish.texts << m_code->lineText(line).trimmed();
    }
    Q_EMIT redactWanted(wish, lines.first == lines.last
                                  ? tr("line %1 of %2").arg(lines.first + 1).arg(m_shown.name)
                                  : tr("lines %1–%2 of %3").arg(lines.first + 1).arg(lines.last + 1).arg(m_shown.name));
}

void EvidenceView::saveAs()
{
    if (!m_evidence) {
        return;
    }
    m_session.read([id = m_shown.incident](Transaction &transaction) { return incident(transaction, id); })
        .then(this, [this, name = m_shown.name](const Result<std::optional<Incident>> &about) {
            const bool restricted = about && *about && (*about)->visibility == Visibility::Restricted;
            auto *dialog = new QFileDialog(
                this,
                restricted ? tr("Save evidence of %1: whoever has the file can read it").arg(referenceForAll(**about))
                           : tr("Save the evidence"),
                documentsFolder());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setAcceptMode(QFileDialog::AcceptSave);
            dialog->selectFile(name);
            connect(dialog, &QFileDialog::fileSelected, this, &EvidenceView::write);
            dialog->open();
        });
}

void EvidenceView::write(const QString &path)
{
    inBackground([path, evidence = m_evidence] {
        return replaceFile(path, evidence->about.content);
    }).then(this, [this, path](const Result<> &written) {
        if (written) {
            Q_EMIT said(tr("Saved in %1.").arg(path));
        } else {
            Q_EMIT failed(written.error());
        }
    });
}

}  // namespace onlyonce::ui
