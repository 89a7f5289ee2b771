// SPDX-License-Identifier: GPL-3.0-or-later
// The request that began an alert's episode, byte for byte if it is no JSON, in lines if it is. Read when it is looked
// at; of a very long one the beginning, and the whole into a file.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/catalog/session.h"

#include <QWidget>

class QPushButton;

namespace onlyonce::ui {

class CodeView;
class TextLabel;

//! A payload as it is shown.
struct ReadablePayload
{
    QByteArray text;
    QString language;  //!< as models/documents/highlighter.h names it; empty for plain text
};
[[nodiscard]] ReadablePayload readable(const AlertPayload &payload);

class PayloadView final : public QWidget
{
    Q_OBJECT

public:
    static constexpr qint64 mostShown = 1024LL * 1024;  //!< bytes

    explicit PayloadView(Session &session, QWidget *parent = nullptr);
    //! `sought` is what the alert is called in it: the text is brought there, for a payload may hold a thousand alerts.
    void setAlert(AlertId alert, const QString &sought);
    void save();  //!< asks where to
    [[nodiscard]] CodeView *code() const { return m_code; }

Q_SIGNALS:
    void saved(const QString &path);
    void failed(const onlyonce::Error &error);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void load();
    void show(const std::optional<AlertPayload> &payload);
    void write(const QString &path);

    Session &m_session;
    AlertId m_alert;
    AlertId m_loaded;
    QString m_sought;
    QString m_extension = QStringLiteral("json");  //!< of the file that is suggested
    TextLabel *m_about;
    QPushButton *m_save;
    CodeView *m_code;
};

}  // namespace onlyonce::ui
