// SPDX-License-Identifier: GPL-3.0-or-later
// The five whys, from the keyboard: Enter asks for a sibling, Tab for one why deeper, F2 edits, R marks a root cause,
// E links evidence, C confirms, V shows the picture, Alt and an arrow (or the mouse) move, Delete removes, Ctrl+Z takes back
// what was done here, Ctrl and plus or minus (or the wheel) zoom.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"
#include "views/widgets/draftkeeping.h"

#include <QHash>
#include <QWidget>

#include <functional>

class QKeyEvent;
class QPushButton;

namespace onlyonce::ui {

class AskForm;
class ConflictBar;
class Drafts;
class EvidenceChoice;
class PostMortemMemory;
class TextLabel;
class TreeDelegate;
class WhyEdits;
class WhyPicture;
class WhyTreeModel;
class WhyTreeView;

class WhyTreePanel final : public QWidget
{
    Q_OBJECT

public:
    WhyTreePanel(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! Outlives the panel.
    void setMemory(PostMortemMemory &memory);
    //! What is being typed is kept there until it is stored. Before the first setRecord(); outlives the panel.
    void setDrafts(Drafts &drafts);
    //! `symptom`: what stands on top of its picture.
    void setRecord(const std::optional<PostMortemRecord> &record, const QString &symptom);
    //! How many threads of comments are open on which why, by its id.
    void setOpenComments(const QHash<qint64, int> &open);
    //! The focus goes there.
    void showWhy(WhyId why);
    //! The current one; null on a question.
    [[nodiscard]] WhyId here() const;
    //! Who else is in which why, by its id.
    void setOthers(const QHash<qint64, QStringList> &others);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    void countermeasureWanted(onlyonce::WhyId why);
    void currentChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] std::vector<WhyId> nearCurrent() const;
    void editNew();
    void endEdit();
    void addSibling();
    void addBelow();
    void remove();
    void toggleRoot();
    void toggleConfirmed();
    void leaveAsItIs();
    void showTherefore();
    void showPicture(bool shown);
    void drawPicture();
    [[nodiscard]] const Why *current() const;
    [[nodiscard]] bool act(int key);
    [[nodiscard]] bool steps(const QKeyEvent &event, bool does);
    void move(int key);
    void zoomBy(int step);
    void showZoom();
    void goTo(WhyId why);
    void showTree(const std::vector<WhyNode> &tree);
    void settle(const std::function<void(const Why &)> &how);
    [[nodiscard]] QString draftOf(WhyId why) const;
    void keepDraft();
    void dropDraft(WhyId why);
    void settleDrafts();
    void takeUpDraft();

    struct Typed
    {
        WhyId why;
        QString text;
    };

    QString m_database;
    IncidentId m_incident;
    PostMortemMemory *m_memory;
    WhyEdits *m_edits;
    std::vector<WhyNode> m_tree;
    WhyTreeModel *m_model;
    WhyTreeView *m_view;
    TreeDelegate *m_delegate;
    TextLabel *m_therefore;
    QWidget *m_tools;
    QWidget *m_keys;
    WhyPicture *m_picture;
    QPushButton *m_switch;  //!< between the tree and its picture
    std::optional<PostMortemRecord> m_record;
    QString m_symptom;
    AskForm *m_ask;
    EvidenceChoice *m_evidence;
    ConflictBar *m_conflict;
    Why m_conflicted;        //!< of the version that stands there now
    QString m_theirs;        //!< its words
    QString m_yours;         //!< what was typed here
    WhyId m_goNext;          //!< changed, to be shown as soon as it is in the tree
    WhyId m_editNext;        //!< made, to be typed as soon as it is in the tree
    WhyId m_empty;           //!< being typed for the first time
    bool m_written = false;  //!< and something was
    std::optional<PostMortemRecord> m_waiting;
    bool m_isWaiting = false;
    Drafts *m_drafts = nullptr;
    Typed m_typed;                   //!< last, and not stored yet
    QHash<qint64, QString> m_begun;  //!< what is kept there, by the why
    bool m_isFirst = true;           //!< no draft was looked for yet
    DraftKeeping m_keeping{[this] { keepDraft(); }};
};

}  // namespace onlyonce::ui
