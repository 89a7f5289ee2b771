// SPDX-License-Identifier: GPL-3.0-or-later
// What people say to an incident in one text: notes, and commands at the start of a line ("/status identified"). One row
// per command, for the composer, its completion, its help and `onlyonce incident say`; other slices' rows are added in app.
#pragma once

#include "models/incidents/timeline/correction.h"

#include <functional>

namespace onlyonce {

//! Where something is said, and how, as far as it has been read.
struct Said
{
    Incident incident;  //!< as it is now
    QTimeZone zone;     //!< of times that are typed
    Writing writing;    //!< whom it is for, when it happened, who is mentioned
    QString words;      //!< after the command
};

struct SayCommand
{
    QString name;                                         //!< "status", typed as "/status"
    QString arguments;                                    //!< "STATUS", for people
    QString summary;                                      //!< what it does, one sentence
    enum class Takes { Line, Text } takes = Takes::Line;  //!< Text goes on over the lines below
    //! What its words may begin with, to be offered while they are typed; may be missing.
    QStringList choices = {};
    //! People are offered after the first word.
    bool namesPerson = false;
    //! Does it, in the transaction of the whole text.
    std::function<Result<>(Transaction &, const Said &)> run = {};
    //! Or changes how what follows on the line is said: takes its own words out.
    std::function<Result<>(Transaction &, Said &)> modify = {};
};

class SayCommands
{
public:
    //! Those of incidents.
    SayCommands();
    void add(SayCommand command) { m_rows.push_back(std::move(command)); }
    [[nodiscard]] const std::vector<SayCommand> &rows() const { return m_rows; }
    [[nodiscard]] const SayCommand *find(QStringView name) const;
    //! The command whose name is most like it.
    [[nodiscard]] const SayCommand *meant(QStringView name) const;

private:
    std::vector<SayCommand> m_rows;
};

//! A part of the text: a command with what it takes, or without one a note.
struct SayPart
{
    const SayCommand *command = nullptr;
    QString words;
    int line = 1;
};

struct Saying
{
    std::vector<SayPart> parts;
    QStringList unknown;  //!< first words that look like commands and are none: "statsu"
};

//! `asText`: what is no command is text. A path ("/var/log") always is, and so is everything between fences (```).
[[nodiscard]] Saying parseSaying(const QString &text, const SayCommands &commands, bool asText = false);
//! "“/statsu” is no command. Did you mean /status?"
[[nodiscard]] QString unknownText(const Saying &saying, const SayCommands &commands);

struct SayOptions
{
    QTimeZone zone = QTimeZone::systemTimeZone();
    Visibility visibility = Visibility::Internal;
    QStringList mentions = {};  //!< names of people that stand in it with an @
};
//! All of it, or nothing; an error names the line.
[[nodiscard]] Result<> say(Transaction &transaction, IncidentId incident, const Saying &saying,
                           const SayCommands &commands, const SayOptions &options);

}  // namespace onlyonce
