// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/office/tones.h"

namespace onlyonce::office {

QString toneName(Tone tone)
{
    switch (tone) {
    case Tone::Info:
        return QStringLiteral("Info");
    case Tone::Good:
        return QStringLiteral("Good");
    case Tone::Warning:
        return QStringLiteral("Warning");
    case Tone::Bad:
        return QStringLiteral("Bad");
    case Tone::Neutral:
        break;
    }
    return QStringLiteral("Neutral");
}

}  // namespace onlyonce::office
