// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes to every monitoring system's adapter: alerts that make sense, or a sentence that says what is wrong.
#include "models/alerts/source.h"

#include <cstddef>
#include <cstdint>

using namespace onlyonce;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray payload(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    for (const auto &source : allSources()) {
        const auto parsed = source->parse(payload, fromMillis(1'764'000'000'000));
        if (!parsed) {
            Q_ASSERT_X(!parsed.error().message.isEmpty(), "source", "an error says what is wrong");
            continue;
        }
        for (const Signal &alert : parsed->alerts) {
            Q_ASSERT_X(!alert.fingerprint.isEmpty(), "source", "an alert can be told from others");
            Q_ASSERT_X(alert.link.isEmpty() || alert.link.startsWith(QLatin1StringView("http"), Qt::CaseInsensitive),
                       "source", "a link leads to the web");
        }
    }
    return 0;
}
