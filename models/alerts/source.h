// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of a monitoring system's adapter: bytes in, signals out. Pure, so that recorded payloads test it.
#pragma once

#include "models/alerts/alert.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace onlyonce {

struct Parsed
{
    std::vector<Signal> alerts;
    int truncated = 0;  //!< how many the sender says it left out
};

class Source
{
public:
    virtual ~Source() = default;
    [[nodiscard]] virtual QString id() const = 0;    //!< "alertmanager": the last part of the intake's path
    [[nodiscard]] virtual QString name() const = 0;  //!< for people
    //! Invalid, with the path of the wrong field ("alerts[2].labels is not an object"), takes nothing of the payload in.
    //! Unknown fields never fail.
    [[nodiscard]] virtual Result<Parsed> parse(const QByteArray &payload, Instant receivedAt) const = 0;
};

using Sources = std::vector<std::shared_ptr<const Source>>;

//! Every source that the program knows, in the order in which people see them (sources/registry.cpp).
[[nodiscard]] const Sources &allSources();
[[nodiscard]] std::shared_ptr<const Source> sourceNamed(const QString &id);

}  // namespace onlyonce
