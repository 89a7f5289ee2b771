// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/delivery/connectionform.h"

#include "models/catalog/deliverydesk.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

ConnectionForm::ConnectionForm(Session &session, DeliveryRunner &runner, SecretStore &secrets,
                               std::shared_ptr<const Adapter> adapter, const QString &kind, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_runner(runner)
    , m_secrets(secrets)
    , m_adapter(std::move(adapter))
    , m_row{.kind = kind,
            .adapter = m_adapter->id(),
            .name = kind == QStringLiteral("source") ? m_adapter->id() : m_adapter->name()}
    , m_declared(m_adapter->fields())
    , m_state(new PillLabel)
    , m_answer(new TextLabel({}, TextStyle::Small))
    , m_test(makeButton(tr("Test"), ButtonKind::Normal, QStringLiteral("pulse")))
    , m_save(makeButton(tr("Save"), ButtonKind::Primary))
{
    auto *panel = new Panel(m_adapter->name());
    panel->addAction(m_state);
    panel->body()->setSpacing(space::l);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(space::xl);
    grid->setVerticalSpacing(space::l);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    int place = 0;
    for (const SettingField &field : m_declared) {
        const bool isPlain = field.required || field.kind == SettingField::Kind::Flag;  // a box may always stay empty
        auto *row =
            new FormRow(isPlain ? field.label : tr("%1 (optional)").arg(field.label), makeField(field), field.help);
        const bool wide = field.kind == SettingField::Kind::Certificate;
        place += wide ? place % 2 : 0;
        grid->addWidget(row, place / 2, place % 2, 1, wide ? 2 : 1);
        place += wide ? 2 : 1;
        row->setMaximumWidth(QWIDGETSIZE_MAX);
        m_rows.insert(field.key, row);
    }
    panel->body()->addLayout(grid);
    m_answer->setWordWrap(true);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_answer, 1);
    line->addWidget(m_test);
    line->addWidget(m_save);
    panel->body()->addLayout(line);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    connect(m_test, &QPushButton::clicked, this, &ConnectionForm::test);
    connect(m_save, &QPushButton::clicked, this, &ConnectionForm::save);
    // The same form may stand elsewhere in the window, and another window may save: a second row is nobody's wish.
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("connection")) && !m_busy && isUntouched()) {
            load();
        }
    });
    showState();
    m_loaded = values(false);
    m_loadedSecrets = values(true);
    load();
}

bool ConnectionForm::isUntouched() const
{
    return values(false) == m_loaded && values(true) == m_loadedSecrets;
}

void ConnectionForm::showState()
{
    // What works as it stands must not look as if something were missing: most monitoring systems send by themselves.
    const bool lacks = std::ranges::any_of(
        m_declared, [](const SettingField &field) { return field.required && field.defaultValue.isEmpty(); });
    m_state->setPill(m_row.id ? Pill{.text = tr("Set up"), .tone = Tone::Success}
                              : Pill{.text = lacks ? tr("Not set up") : tr("Optional")});
}

QWidget *ConnectionForm::makeField(const SettingField &field)
{
    QWidget *made = nullptr;
    switch (field.kind) {
    case SettingField::Kind::Choice: {
        auto *box = new QComboBox;
        for (qsizetype i = 0; i < field.choices.size(); ++i) {
            box->addItem(field.choiceLabels[i], field.choices[i]);
        }
        connect(box, &QComboBox::currentIndexChanged, this, &ConnectionForm::edited);
        made = box;
        break;
    }
    case SettingField::Kind::Flag:
        made = new QCheckBox;
        break;
    case SettingField::Kind::Certificate: {
        auto *text = new QPlainTextEdit;
        text->setPlaceholderText(QStringLiteral("-----BEGIN CERTIFICATE-----"));
        text->setFixedHeight(scaled(72));
        text->setTabChangesFocus(true);
        made = text;
        break;
    }
    case SettingField::Kind::Text:
    case SettingField::Kind::Secret:
    case SettingField::Kind::Url:
    case SettingField::Kind::Number: {
        auto *line = new QLineEdit;
        line->setPlaceholderText(field.placeholder);
        connect(line, &QLineEdit::returnPressed, this, &ConnectionForm::save);
        connect(line, &QLineEdit::textChanged, this, &ConnectionForm::edited);
        if (field.kind == SettingField::Kind::Secret) {
            line->setEchoMode(QLineEdit::Password);
        }
        made = line;
        break;
    }
    }
    m_fields.insert(field.key, made);
    setValue(field.key, field.defaultValue);
    return made;
}

QString ConnectionForm::valueOf(const QString &key) const
{
    QWidget *field = m_fields.value(key);
    if (const auto *box = qobject_cast<QComboBox *>(field)) {
        return box->currentData().toString();
    }
    if (const auto *check = qobject_cast<QCheckBox *>(field)) {
        return check->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    }
    if (const auto *text = qobject_cast<QPlainTextEdit *>(field)) {
        return text->toPlainText().trimmed();
    }
    const auto *line = qobject_cast<QLineEdit *>(field);
    return line ? line->text().trimmed() : QString();
}

void ConnectionForm::setValue(const QString &key, const QString &value)
{
    QWidget *field = m_fields.value(key);
    if (auto *box = qobject_cast<QComboBox *>(field)) {
        box->setCurrentIndex(box->findData(value));
    } else if (auto *check = qobject_cast<QCheckBox *>(field)) {
        check->setChecked(value == QStringLiteral("true"));
    } else if (auto *text = qobject_cast<QPlainTextEdit *>(field)) {
        text->setPlainText(value);
    } else if (auto *line = qobject_cast<QLineEdit *>(field)) {
        line->setText(value);
        line->setCursorPosition(0);  // a long one is read from its beginning
    }
}

QJsonObject ConnectionForm::values(bool secret) const
{
    QJsonObject object;
    for (const SettingField &field : m_declared) {
        if ((field.kind == SettingField::Kind::Secret) == secret) {
            object.insert(field.key, valueOf(field.key));
        }
    }
    return object;
}

void ConnectionForm::explain(const QHash<QString, QString> &notes)
{
    for (const SettingField &field : m_declared) {
        m_rows[field.key]->setHint(notes.value(field.key, field.help));
    }
}

void ConnectionForm::load()
{
    m_session.read([kind = m_row.kind](Transaction &transaction) { return connectionsOf(transaction, kind); })
        .then(this, [this](const Result<std::vector<ConnectionRow>> &rows) {
            if (!rows) {
                Q_EMIT failed(rows.error());
                return;
            }
            for (const ConnectionRow &row : *rows) {
                if (row.adapter != m_adapter->id()) {
                    continue;
                }
                m_row = row;
                m_secretsUnread = Error{ErrorCode::Busy, tr("They are still being read."), {}};
                showState();
                for (const QString &key : row.settings.keys()) {
                    setValue(key, row.settings.value(key).toVariant().toString());
                }
                m_loaded = values(false);
                m_secrets.read(secretsKey(m_session.database.uuid(), row.id))
                    .then(this, [this](const Result<QJsonObject> &secrets) {
                        if (!secrets) {
                            m_secretsUnread = secrets.error();
                            say(secrets.error().message, false);
                            return;
                        }
                        m_secretsUnread.reset();
                        for (const QString &key : secrets->keys()) {
                            setValue(key, secrets->value(key).toString());
                        }
                        m_loadedSecrets = values(true);
                    });
                break;
            }
        });
}

void ConnectionForm::say(const QString &text, bool well)
{
    m_answer->setTone(well ? Tone::Success : Tone::Danger);
    m_answer->setText(text);
    // Once it has its place: who saves by Enter in the first field must see the answer, too.
    QMetaObject::invokeMethod(this, [this] { scrollIntoSight(m_answer); }, Qt::QueuedConnection);
}

void ConnectionForm::test()
{
    if (std::exchange(m_busy, true)) {
        return;  // not by disabling the button: the focus would leap to the next one
    }
    m_answer->setTone(Tone::Neutral);
    m_answer->setText(tr("Asking…"));
    m_runner.test(m_adapter->id(), values(false), values(true)).then(this, [this](const Result<QString> &answer) {
        m_busy = false;
        say(answer ? *answer : answer.error().message, answer.has_value());
        Q_EMIT tested(answer.has_value());
    });
}

Result<> ConnectionForm::mayBeSaved() const
{
    // An empty field would overwrite what is kept and could not be read.
    const QJsonObject secrets = values(true);
    const bool all =
        std::ranges::all_of(secrets.keys(), [&](const QString &key) { return !secrets[key].toString().isEmpty(); });
    if (m_secretsUnread && !all) {
        return fail(m_secretsUnread->code,
                    tr("The password or key that is kept could not be read, and saving would lose it. Enter it "
                       "again, or come back when it can be read. %1")
                        .arg(m_secretsUnread->message));
    }
    return checkSettings(*m_adapter, values(false), secrets);
}

void ConnectionForm::save()
{
    if (m_busy) {
        return;  // Enter twice saves once
    }
    if (const auto well = mayBeSaved(); !well) {
        say(well.error().message, false);
        return;
    }
    m_busy = true;
    ConnectionRow row = m_row;
    row.settings = values(false);
    if (row.id) {
        store(row);
        return;
    }
    // The secret's place is named by the row; the row is switched on when the secret is there.
    row.enabled = false;
    m_session.write([row](Transaction &transaction) { return setUpConnection(transaction, row); })
        .then(this, [this, row](const Result<ConnectionId> &made) {
            if (!made) {
                m_busy = false;
                say(made.error().message, false);
                return;
            }
            m_row = row;  // whatever comes next, this row is there
            m_row.id = *made;
            m_row.version = 1;
            ConnectionRow stored = m_row;
            stored.enabled = true;
            store(stored);
        });
}

void ConnectionForm::store(ConnectionRow row)
{
    m_secrets.write(secretsKey(m_session.database.uuid(), row.id), values(true))
        .then(this, [this, row](const Result<> &kept) {
            if (!kept) {
                m_busy = false;
                say(kept.error().message, false);
                return;
            }
            m_session.write([row](Transaction &transaction) { return setUpConnection(transaction, row); })
                .then(this, [this, row](const Result<ConnectionId> &saved) {
                    m_busy = false;
                    if (!saved) {
                        say(saved.error().message, false);
                        return;
                    }
                    m_row = row;
                    m_row.version = row.version + 1;
                    m_secretsUnread.reset();
                    m_loaded = row.settings;
                    m_loadedSecrets = values(true);
                    showState();
                    say(tr("Saved. Secrets are %1.").arg(m_secrets.whereText()), true);
                });
        });
}

}  // namespace onlyonce::ui
