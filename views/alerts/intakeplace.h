// SPDX-License-Identifier: GPL-3.0-or-later
// Where alerts come in, for those who point their monitoring here.
#pragma once

#include <QString>

namespace onlyonce::ui {

struct IntakePlace
{
    QString address;  //!< "http://127.0.0.1:8642"; also while nobody listens there
    QString problem;  //!< why nobody does, in a sentence; empty while somebody does
};

}  // namespace onlyonce::ui
