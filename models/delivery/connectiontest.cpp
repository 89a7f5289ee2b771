// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/connectiontest.h"

#include "models/base/tr.h"
#include "models/storage/identity.h"

namespace onlyonce {

namespace {

Result<QString> wordsOf(const Outcome &outcome)
{
    if (const auto *delivered = std::get_if<Delivered>(&outcome)) {
        const QString text = delivered->result[QStringLiteral("text")].toString();
        return text.isEmpty() ? tr("It works.") : text;
    }
    const auto *refused = std::get_if<Refused>(&outcome);
    return std::unexpected(refused ? refused->error : std::get<Postponed>(outcome).error);
}

}  // namespace

Answer<Result<QString>> testConnection(Database &database, Courier &courier,
                                       const std::shared_ptr<const Adapter> &adapter, const ConnectionTest &test)
{
    const auto question = std::make_shared<Question<Result<QString>>>();
    if (!adapter) {
        question->finish(
            fail(ErrorCode::NotFound, tr("This version of the program does not know “%1”.").arg(test.adapter)));
        return question->answer();
    }
    const Instant now = database.clock().now();
    const DeliveryState state{.key = QStringLiteral("test/%1").arg(toMillis(now)),
                              .settings = test.settings,
                              .secrets = test.secrets,
                              .now = now};
    database.read([](Transaction &transaction) { return isSealed(transaction); })
        .then(&courier, [&courier, question, adapter, state, sealedHere = test.sealed](const Result<bool> &sealed) {
            if (!sealed) {
                return question->finish(failure(sealed));
            }
            if (*sealed || sealedHere) {
                return question->finish(fail(ErrorCode::Denied, tr("This is the demo: nothing ever leaves it.")));
            }
            courier.test(adapter, state).then(&courier, [question](const std::optional<Outcome> &outcome) {
                question->finish(wordsOf(*outcome));
            });
        });
    return question->answer();
}

}  // namespace onlyonce
