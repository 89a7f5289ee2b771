// SPDX-License-Identifier: GPL-3.0-or-later
// What the checks find in the post-mortem: a sentence, and unfolded a calm list, serious ones first. Enter goes to the
// place, A writes down why it stays as it is; the next one is a key away from wherever one is (next()). The one that was
// gone to stays in sight above the document (strip()), until it is mended or closed.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/checks/findings.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class AskForm;
class FindingRow;
class TextLabel;

class ChecksPanel final : public QWidget
{
    Q_OBJECT

public:
    ChecksPanel(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! Stands above what scrolls. Whoever takes it owns it.
    [[nodiscard]] QWidget *strip() const { return m_strip; }
    //! Something in the post-mortem has changed.
    void reload();
    //! To the place of the finding after the last one that was gone to; those that are answered are passed over.
    void next();
    //! All of them, with the focus on the one that was gone to.
    void showList();

Q_SIGNALS:
    //! What it shows is about to be another: what stands below it will move.
    void changing();
    void placeWanted(const onlyonce::CheckPlace &place);
    void failed(const onlyonce::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read();
    void unfold(bool unfolded);
    void showFindings(std::vector<Finding> findings);
    [[nodiscard]] FindingRow *makeRow(const Finding &finding);
    [[nodiscard]] FindingRow *row(const QString &key) const;
    [[nodiscard]] const Finding *finding(const QString &key) const;
    void choose(const QString &key);
    void focusCurrent();
    void layOutStrip();
    void showStrip();
    void closeStrip();
    void goTo(const QString &key);
    void answer(const QString &key);

    Session &m_session;
    IncidentId m_incident;
    TextLabel *m_sum;
    QPushButton *m_fold;
    QWidget *m_rows;
    QVBoxLayout *m_list;
    QWidget *m_strip;
    QVBoxLayout *m_gone;  //!< in it, the finding that was gone to
    AskForm *m_ask;
    std::vector<Finding> m_findings;
    QString m_current;  //!< the key of the finding that is unfolded
    bool m_isRead = false;
    bool m_wantsNext = false;
    bool m_wantsList = false;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
