// SPDX-License-Identifier: GPL-3.0-or-later
// Names of the office formats' styles. Internal to this slice.
#pragma once

#include "models/documents/document.h"

#include <array>

namespace onlyonce::office {

inline constexpr std::array allTones{Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Bad};

[[nodiscard]] QString toneName(Tone tone);  //!< "Neutral", "Info", …: the end of a style's name

}  // namespace onlyonce::office
