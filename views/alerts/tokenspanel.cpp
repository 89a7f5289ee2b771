// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/tokenspanel.h"

#include "models/alerts/source.h"
#include "models/alerts/sourcehealth.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/recordrow.h"
#include "views/widgets/words.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

TokensPanel::TokensPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_name(new QLineEdit)
    , m_source(new QComboBox)
    , m_nameRow(new FormRow(tr("Sender"), m_name))
    , m_make(makeButton(tr("Make a token"), ButtonKind::Normal, QStringLiteral("key")))
    , m_secret(new QLineEdit)
    , m_copy(makeButton(tr("Copy"), ButtonKind::Primary, QStringLiteral("copy")))
    , m_secretRow(new FormRow(tr("The token"), m_secret,
                              tr("It is shown this once. Send it as “Authorization: Bearer …”, or as the last part of "
                                 "the address.")))
{
    m_name->setPlaceholderText(tr("Alertmanager in Frankfurt"));
    m_source->addItem(tr("Every system"));
    for (const auto &source : allSources()) {
        m_source->addItem(source->name(), source->id());
    }
    m_secret->setReadOnly(true);
    auto *panel = new Panel(tr("Who may send alerts"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(new Hairline);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(space::m);
    fields->addWidget(m_nameRow, 2);
    fields->addWidget(new FormRow(tr("It may send as"), m_source), 2);
    fields->addWidget(m_make, 0, Qt::AlignBottom);
    panel->body()->addLayout(fields);
    auto *shown = new QHBoxLayout;
    shown->setSpacing(space::m);
    shown->addWidget(m_secretRow, 1);
    shown->addWidget(m_copy, 0, Qt::AlignVCenter);
    panel->body()->addLayout(shown);
    m_secretRow->hide();
    m_copy->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_make, &QPushButton::clicked, this, &TokensPanel::make);
    connect(m_name, &QLineEdit::returnPressed, this, &TokensPanel::make);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_secret->text());
        m_copy->setText(tr("Copied"));
    });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("intake_token"))) {
            reload();
        }
    });
    reload();
}

QWidget *TokensPanel::row(const IntakeToken &token)
{
    const QString source = token.source.isEmpty() ? tr("every system") : sourceTitle(token.source);
    const QString about = tr("%1 · made %2").arg(source, momentInText(token.createdAt, m_session.now()));
    auto *revoke = makeButton(tr("Revoke"), ButtonKind::Quiet);
    revoke->setAccessibleName(tr("Revoke the token of %1").arg(token.name));
    connect(revoke, &QPushButton::clicked, this, [this, id = token.id] {
        m_session.write([id](Transaction &transaction) { return revokeIntakeToken(transaction, id); })
            .then(this, [this](const Result<> &revoked) {
                if (!revoked) {
                    Q_EMIT failed(revoked.error());
                }
            });
    });
    return makeRecordRow(token.name, about, {revoke});
}

void TokensPanel::reload()
{
    m_session.read([](Transaction &transaction) { return intakeTokens(transaction); })
        .then(this, [this](const Result<std::vector<IntakeToken>> &tokens) {
            if (!tokens) {
                Q_EMIT failed(tokens.error());
                return;
            }
            clearLayout(m_list);
            bool any = false;
            for (const IntakeToken &token : *tokens) {
                if (!token.revokedAt) {
                    QWidget *made = row(token);
                    m_list->addWidget(made);
                    tabBefore(m_name, made);
                    any = true;
                }
            }
            if (!any) {
                m_list->addWidget(new TextLabel(tokens->empty()
                                                    ? tr("This machine's own programs need no token. Others do.")
                                                    : tr("Every token is revoked: nobody is let in."),
                                                TextStyle::Body, TextLabel::Rank::Muted));
            }
        });
}

void TokensPanel::make()
{
    const QString name = m_name->text();
    const QString source = m_source->currentData().toString();
    m_session.write([name, source](Transaction &transaction) { return makeIntakeToken(transaction, name, source); })
        .then(this, [this](const Result<MadeIntakeToken> &made) {
            m_nameRow->setError(made ? QString() : made.error().message);
            if (!made) {
                m_name->setFocus();
                return;
            }
            m_name->clear();
            showSecret(made->secret);
            Q_EMIT this->made(made->secret);
        });
}

void TokensPanel::showSecret(const QString &secret)
{
    m_secret->setText(secret);
    m_secret->setCursorPosition(0);
    m_copy->setText(tr("Copy"));
    m_secretRow->show();
    m_copy->show();
    m_copy->setFocus();
}

}  // namespace onlyonce::ui
