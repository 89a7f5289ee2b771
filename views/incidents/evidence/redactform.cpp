// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/evidence/redactform.h"

#include "views/widgets/askform.h"

#include <QVBoxLayout>

namespace onlyonce::ui {

RedactForm::RedactForm(QWidget *parent)
    : QWidget(parent)
    , m_form(new AskForm)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
}

void RedactForm::ask(const RedactionWish &wish, const QString &what)
{
    if (!m_redactor.preview) {
        return;
    }
    m_redactor.preview(wish).then(this, [this, wish, what](const Result<QString> &where) {
        if (!where) {
            Q_EMIT failed(where.error());
            return;
        }
        m_form->ask({.title = tr("Redact %1").arg(what), .text = *where, .submit = tr("Redact for good")},
                    [this, wish](const QString &reason) {
                        return m_redactor.redact(wish, reason).then(this, [this](const Result<QString> &redacted) {
                            if (redacted) {
                                Q_EMIT done(*redacted);
                            }
                            return redacted ? Result<>() : Result<>(failure(redacted));
                        });
                    });
    });
}

}  // namespace onlyonce::ui
