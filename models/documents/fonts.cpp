// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/fonts.h"

#include <QStringList>

namespace onlyonce {

namespace {

QString cjkRegion(const QString &language)
{
    const QString tag = language.toLower();
    if (tag.startsWith(QLatin1StringView("zh"))) {
        const bool traditional = tag.contains(QLatin1StringView("hant")) || tag.endsWith(QLatin1StringView("-tw"))
                              || tag.endsWith(QLatin1StringView("-hk"));
        return traditional ? QStringLiteral("TC") : QStringLiteral("SC");
    }
    return tag.startsWith(QLatin1StringView("ko")) ? QStringLiteral("KR") : QStringLiteral("JP");
}

QFont face(const QStringList &families, int size, QFont::Weight weight)
{
    QFont font(families);
    font.setPixelSize(size);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(QFont::PreferOutline);
    return font;
}

}  // namespace

DocumentFonts::DocumentFonts(const QString &language)
{
    const QString cjk = QStringLiteral("Noto Sans CJK ") + cjkRegion(language);
    const QString monoCjk = QStringLiteral("Noto Sans Mono CJK ") + cjkRegion(language);
    const QStringList others{QStringLiteral("Noto Sans Arabic"),     QStringLiteral("Noto Sans Hebrew"),
                             QStringLiteral("Noto Sans Devanagari"), QStringLiteral("Noto Sans Thai"),
                             QStringLiteral("DejaVu Sans"),          QStringLiteral("Symbola")};
    m_text = QStringList{QStringLiteral("Inter"), QStringLiteral("Noto Sans"), cjk} + others;
    m_code = QStringList{QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"), monoCjk, cjk} + others;
}

QFont DocumentFonts::text(int size, QFont::Weight weight) const
{
    return face(m_text, size, weight);
}

QFont DocumentFonts::code(int size, QFont::Weight weight) const
{
    QFont font = face(m_code, size, weight);
    font.setFixedPitch(true);
    return font;
}

}  // namespace onlyonce
