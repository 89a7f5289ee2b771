// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes to every monitoring system's parser: it answers with signals that can be stored, or with a sentence; nothing
// else.
#include "models/alerts/source.h"

#include <QJsonDocument>

#include <cstdlib>

using namespace onlyonce;

namespace {

const Instant receivedAt = fromMillis(1'795'410'000'000);

void require(bool promise)
{
    if (!promise) {
        std::abort();
    }
}

void check(const Signal &signal)
{
    require(!signal.fingerprint.isEmpty() && signal.fingerprint.size() <= 200);
    for (const QString *text :
         {&signal.fingerprint, &signal.summary, &signal.service, &signal.dataCentre, &signal.link}) {
        require(text->isValidUtf16() && !text->contains(QChar(u'\0')));
        require(QString::fromUtf8(text->toUtf8()) == *text);  // a database gives back what it got
    }
    require(signal.summary.size() <= 500);
    require(!signal.startedAt || (*signal.startedAt <= receivedAt && *signal.startedAt >= Instant{}));
    require(!signal.resolvedAt || (*signal.resolvedAt <= receivedAt && *signal.resolvedAt >= Instant{}));
    require(signal.status == AlertStatus::Resolved || !signal.resolvedAt);
    require(signal.link.isEmpty() || signal.link.startsWith(QLatin1StringView("http"), Qt::CaseInsensitive));
    for (const QJsonObject *object : {&signal.labels, &signal.annotations}) {
        const QByteArray stored = QJsonDocument(*object).toJson(QJsonDocument::Compact);
        require(QJsonDocument::fromJson(stored).object().size() == object->size());
    }
}

void check(const Source &source, const QByteArray &payload)
{
    const auto parsed = source.parse(payload, {.at = receivedAt});
    if (!parsed) {
        require(parsed.error().code == ErrorCode::Invalid && !parsed.error().message.isEmpty()
                && parsed.error().message.size() < 1000);
        return;
    }
    require(parsed->truncated >= 0);
    for (const Signal &signal : parsed->alerts) {
        check(signal);
    }
    // What was computed is computed the same again: it is the key of the problem.
    const auto again = source.parse(payload, {.at = receivedAt});
    require(again && again->alerts.size() == parsed->alerts.size());
    for (size_t i = 0; i < parsed->alerts.size(); ++i) {
        require(again->alerts[i].fingerprint == parsed->alerts[i].fingerprint);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray payload(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const auto &source : allSources()) {
        check(*source, payload);
    }
    return 0;
}
