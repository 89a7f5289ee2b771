// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture.h"

#include "app/window.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QTimer>

namespace onlyonce {

using namespace std::chrono_literals;

void takePicture(Window &window, const QString &place, const QString &size, const QString &file)
{
    const QStringList sides =
        size.isEmpty() ? QStringList{QStringLiteral("1280"), QStringLiteral("800")} : size.split(QLatin1Char('x'));
    window.show();
    window.frame().resize(sides.value(0).toInt(), sides.value(1).toInt());
    QTimer::singleShot(400ms, &window, [&window, place, file] {
        if (!place.isEmpty()) {
            window.go(place);
        }
        // Long enough for every page's answers; a picture is no measurement.
        QTimer::singleShot(1200ms, &window, [&window, file] {
            const bool written = window.frame().grab().save(file);
            QCoreApplication::exit(written ? 0 : 1);
        });
    });
}

}  // namespace onlyonce
