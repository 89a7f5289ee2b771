// SPDX-License-Identifier: GPL-3.0-or-later
// How every fallible call of the app answers: a value, or an error that a person can act on.
// Exceptions never cross a slice, and an empty value never means failure.
#pragma once

#include <QString>

#include <expected>
#include <utility>

namespace onlyonce {

enum class ErrorCode {
    Invalid,      //!< the input is wrong; the message says which part and what would be right
    NotFound,     //!< the thing asked for does not exist (or may not be seen)
    Conflict,     //!< somebody else changed it first; read again
    Denied,       //!< the actor's role does not allow it
    Busy,         //!< overloaded or locked; try again
    Unavailable,  //!< a server, network or database cannot be reached now
    Uncertain,    //!< it may or may not have happened (a send was interrupted midway)
    TooNew,       //!< made by a newer version of the program
    Damaged,      //!< the data cannot be trusted (corrupt file, failed check)
    Cancelled,    //!< superseded or stopped on request
    Internal,     //!< a fault of the program; the detail goes to the log
};

struct [[nodiscard]] Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;  //!< a sentence for people: what happened and what to do
    QString detail;   //!< for the log: engine text, status codes; never a secret

    friend bool operator==(const Error &, const Error &) = default;
};

template <typename T = void>
using Result = std::expected<T, Error>;

//! `return fail(ErrorCode::Invalid, tr("…"));` in any function that returns a Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, QString message, QString detail = {})
{
    return std::unexpected(Error{code, std::move(message), std::move(detail)});
}

//! Hands an error of one Result on as the error of another.
template <typename T>
[[nodiscard]] std::unexpected<Error> failure(const Result<T> &result)
{
    return std::unexpected(result.error());
}

}  // namespace onlyonce

//! Leaves the calling function with the error of `expression`, if it has one.
#define ONLYONCE_TRY(expression)                                        \
    do {                                                                \
        if (auto onlyonce_result = (expression); !onlyonce_result) {    \
            return std::unexpected(std::move(onlyonce_result).error()); \
        }                                                               \
    } while (false)
