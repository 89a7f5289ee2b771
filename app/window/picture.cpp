// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/picture.h"

#include "views/postmortem/presentation/presentation.h"

#include <QCoreApplication>
#include <QPixmap>

#include <cstdio>

namespace onlyonce {

using namespace std::chrono_literals;

namespace {

constexpr auto firstAnswers = 600ms;  // what the pages ask when they are made
constexpr auto glance = 80ms;
constexpr int unmovedGlances = 4;
constexpr int mostGlances = 60;  // a running clock moves for ever, though only once in a second

}  // namespace

Photographer::Photographer(Window &window, QList<WindowPicture> pictures, QSize size)
    : m_window(window)
    , m_pictures(std::move(pictures))
    , m_size(size)
{
    m_looks.setInterval(glance);
    connect(&m_looks, &QTimer::timeout, this, &Photographer::look);
}

void Photographer::begin()
{
    m_window.show();
    m_window.frame().resize(m_size);
    QTimer::singleShot(firstAnswers, this, &Photographer::next);
}

void Photographer::next()
{
    m_seen = {};
    m_unmoved = 0;
    m_looked = 0;
    if (m_pictures.isEmpty()) {
        QCoreApplication::exit(m_failed ? 1 : 0);
        return;
    }
    const QString place = m_pictures.front().place;
    if (place.isEmpty()) {
        m_looks.start();
        return;
    }
    m_window.go(place).then(this, [this](const Result<> &there) {
        if (!there) {
            complain(there.error().message);
        }
        m_looks.start();
    });
}

void Photographer::look()
{
    auto *presentation = m_window.frame().findChild<ui::Presentation *>();
    if (presentation && presentation->size() != m_size) {
        presentation->showNormal();
        presentation->resize(m_size);
    }
    QImage now = (presentation ? presentation : static_cast<QWidget *>(&m_window.frame()))->grab().toImage();
    m_unmoved = now == m_seen ? m_unmoved + 1 : 0;
    m_seen = std::move(now);
    if (m_unmoved < unmovedGlances && ++m_looked < mostGlances) {
        return;
    }
    m_looks.stop();
    const QString file = m_pictures.takeFirst().file;
    if (!m_seen.save(file)) {
        complain(tr("%1 could not be written.").arg(file));
    }
    next();
}

void Photographer::complain(const QString &what)
{
    m_failed = true;
    std::fprintf(stderr, "onlyonce: %s\n", qPrintable(what));
}

}  // namespace onlyonce
