// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes to every monitoring system's parser: it answers with signals that can be stored, or with a sentence; nothing
// else. Those that have switches are also asked with all of them on, those that are read by paths for their preview, those
// that can be asked get the bytes as an answer, and they are tried as a path.
#include "models/alerts/source.h"
#include "models/alerts/sources/jsonpath.h"
#include "models/alerts/sources/jsonpreview.h"

#include <QJsonArray>
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
    for (const QString &probe : signal.probes) {
        require(probe.isValidUtf16() && !probe.isEmpty() && !probe.contains(QLatin1Char('\n')));  // stored as lines
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

void check(const Source &source, const QByteArray &payload, const QJsonObject &settings)
{
    const Receipt receipt{.at = receivedAt, .settings = settings};
    const auto parsed = source.parse(payload, receipt);
    const auto signedWith = source.signedWith(payload);
    require(!signedWith || signedWith->isEmpty() || signedWith->scheme() == QLatin1StringView("https"));
    require(!parsed || signedWith);  // what is taken in was asked for its proof before
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
    const auto again = source.parse(payload, receipt);
    require(again && again->alerts.size() == parsed->alerts.size());
    for (size_t i = 0; i < parsed->alerts.size(); ++i) {
        require(again->alerts[i].fingerprint == parsed->alerts[i].fingerprint);
    }
}

//! Every switch of a source on; empty when it has none.
QJsonObject switchedOn(const Source &source)
{
    QJsonObject settings;
    for (const SettingField &field : source.fields()) {
        if (field.kind == SettingField::Kind::Flag) {
            settings.insert(field.key, QStringLiteral("true"));
        }
    }
    return settings;
}

void checkPreview(const Source &source, const QByteArray &payload)
{
    const auto preview = previewJson(source.id(), payload, {}, receivedAt);
    require(!source.parse(payload, {.at = receivedAt}) || preview);
    require(preview || !preview.error().message.isEmpty());
}

QString errorOf(const Step &step)
{
    const auto *refused = std::get_if<Refused>(&step);
    const auto *postponed = std::get_if<Postponed>(&step);
    return refused ? refused->error.message : postponed ? postponed->error.message : QStringLiteral("none");
}

//! Whatever a far side that is asked answers, at each turn: the attempt goes on, ends, or says why it does not.
void checkPoller(const Source &source, const QByteArray &answer)
{
    const auto poller = source.poller();
    if (!poller) {
        return;
    }
    for (const int status : {200, 400}) {
        DeliveryState state{.key = QStringLiteral("poll/1"),
                            .settings = {{QStringLiteral("url"), QStringLiteral("https://example.org/queue")},
                                         {QStringLiteral("user"), QStringLiteral("ada")},
                                         {QStringLiteral("keyId"), QStringLiteral("AKIDEXAMPLE")},
                                         {QStringLiteral("region"), QStringLiteral("eu-central-1")}},
                            .secrets = {{QStringLiteral("token"), QStringLiteral("t")},
                                        {QStringLiteral("password"), QStringLiteral("p")},
                                        {QStringLiteral("secretKey"), QStringLiteral("s")}},
                            .now = receivedAt};
        Step step = poller->step(state, nullptr);
        require(std::holds_alternative<SendHttp>(step));
        for (int turn = 0; turn < 4 && std::holds_alternative<SendHttp>(step); ++turn) {
            state.progress = std::get<SendHttp>(step).progress;
            const DeliveryReply reply = Result<HttpReply>(HttpReply{.status = status, .body = answer});
            step = poller->step(state, &reply);
        }
        require(!errorOf(step).isEmpty() && errorOf(step).size() < 1000);
        const auto *delivered = std::get_if<Delivered>(&step);
        const QJsonArray messages =
            delivered ? delivered->result.value(QLatin1StringView("messages")).toArray() : QJsonArray();
        for (const QJsonValue message : messages) {
            require(message[QLatin1StringView("id")].isString() && message[QLatin1StringView("text")].isString());
        }
    }
}

void checkPath(const QByteArray &payload)
{
    const auto path = JsonPath::parse(QString::fromUtf8(payload));
    require(path || (path.error().code == ErrorCode::Invalid && path.error().message.size() < 1000));
    if (path) {
        const QJsonValue body = QJsonObject{{QStringLiteral("a"), QJsonArray{1, QStringLiteral("b:c, d=e")}}};
        require(path->isEmpty() || !path->text(body, body).isEmpty() || !path->whyNot(body, body).isEmpty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray payload(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const auto &source : allSources()) {
        check(*source, payload, {});
        checkPoller(*source, payload);
        if (const QJsonObject settings = switchedOn(*source); !settings.isEmpty()) {
            check(*source, payload, settings);
        }
        if (hasJsonPreview(source->id())) {
            checkPreview(*source, payload);
        }
    }
    checkPath(payload);
    return 0;
}
