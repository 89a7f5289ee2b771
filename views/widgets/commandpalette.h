// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K: find anything by a few letters. Lists what its providers offer; runs what is chosen. Never modal.
#pragma once

#include "views/widgets/paletterows.h"

#include <QFrame>
#include <QPointer>

class QLineEdit;
class QListView;

namespace onlyonce::ui {

class TextLabel;

class CommandPalette final : public QFrame
{
    Q_OBJECT
public:
    //! Answers at once from memory with what may match; the palette ranks. Called at every keystroke.
    using Provider = std::function<QList<PaletteItem>(const QString &pattern)>;

    //! Lives above `host` (a window), centred near its top.
    explicit CommandPalette(QWidget *host);
    ~CommandPalette() override;

    void addProvider(Provider provider);
    //! What stands in the empty field; else it speaks of commands.
    void setPlaceholder(const QString &text);
    void popup(const QString &pattern = {});
    //! A provider's answer changed meanwhile (a search came back): asks again, keeps the text, and what a person has
    //! moved to.
    void refresh();
    [[nodiscard]] QStringList shownTexts() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void rank();
    void move(int steps);
    void runCurrent();
    void dismiss();
    void place();

    QWidget *m_host;
    QPointer<QWidget> m_previousFocus;
    QLineEdit *m_edit;
    QListView *m_list;
    TextLabel *m_nothing;
    PaletteModel *m_model;
    std::vector<Provider> m_providers;
    bool m_moved = false;  //!< since the text changed
};

}  // namespace onlyonce::ui
