// SPDX-License-Identifier: GPL-3.0-or-later
// Amazon's Signature Version 4: a request names who sends it and proves that it knows the secret, without showing it. Pure.
// Facts: AWS, "Create a signed AWS API request".
#pragma once

#include "models/base/clock.h"
#include "models/net/http.h"

namespace onlyonce::aws {

struct Key
{
    QByteArray id;
    QByteArray secret;
    QByteArray region;   //!< "eu-central-1"
    QByteArray service;  //!< "sqs"
};

//! Adds X-Amz-Date and Authorization. Everything that the request will be sent with must be there already: all of its
//! headers are signed, besides Host, which the client writes. Its address must be without a query.
void sign(HttpRequest &request, const Key &key, Instant now);

}  // namespace onlyonce::aws
