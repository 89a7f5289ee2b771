// SPDX-License-Identifier: GPL-3.0-or-later
// For a source that is read by paths: a sample of what it sends, and the alert that would come of it under settings that
// are not saved yet. What each path finds is said to whoever shows the paths.
#pragma once

#include "models/alerts/sources/jsonpreview.h"
#include "models/catalog/session.h"

#include <QHash>
#include <QWidget>

class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class TextLabel;

class JsonSample final : public QWidget
{
    Q_OBJECT

public:
    //! `source`: one that hasJsonPreview().
    JsonSample(Session &session, const QString &source, QWidget *parent = nullptr);

    //! As they stand in the form, saved or not.
    void setSettings(const QJsonObject &settings);

Q_SIGNALS:
    //! What each path finds, or why it finds nothing, by the field's key; empty without a sample.
    void read(const QHash<QString, QString> &notes);

private:
    void preview();
    void showAlert(const PreviewedAlert &alert);
    void takeLatest();

    Session &m_session;
    QString m_source;
    QJsonObject m_settings;
    QPlainTextEdit *m_text;
    QPushButton *m_latest;
    TextLabel *m_count;
    QPushButton *m_next;
    QVBoxLayout *m_alert;
    size_t m_shown = 0;  //!< which of the sample's alerts
};

}  // namespace onlyonce::ui
