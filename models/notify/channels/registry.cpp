// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/channels/registry.h"

namespace onlyonce {

[[nodiscard]] std::shared_ptr<const Adapter> smtpChannel();

const Adapters &channelAdapters()
{
    static const Adapters adapters{
        smtpChannel(),
    };
    return adapters;
}

}  // namespace onlyonce
