// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/richtext.h"

#include <QPainter>

#include <array>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

//! More than anybody reads in a timeline; the whole text is one Enter away.
constexpr qsizetype longestSource = 16'000;

bool isSafeLink(const QUrl &url)
{
    return url.isValid() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1 || url.scheme() == "mailto"_L1);
}

bool isWord(QStringView text, qsizetype at)
{
    return at >= 0 && at < text.size() && text[at].isLetterOrNumber();
}

bool isSpace(QStringView text, qsizetype at)
{
    return at < 0 || at >= text.size() || text[at].isSpace();
}

//! ``` alone, or with the name of a language.
bool isFence(QStringView line)
{
    const QStringView words = line.trimmed();
    return words.startsWith(u"```") && !words.sliced(3).contains(u'`');
}

//! Where the words of a list item ("- words") start; 0: it is none.
qsizetype itemStart(QStringView line)
{
    qsizetype at = 0;
    while (at < line.size() && line[at] == u' ') {
        ++at;
    }
    const bool item = at + 2 < line.size() && QStringView(u"-*+").contains(line[at]) && line[at + 1] == u' ';
    return item ? at + 2 : 0;
}

//! Reads one line at a time; inline marks never reach across lines.
class InlineReader
{
public:
    explicit InlineReader(const Theme &theme)
        : m_theme(theme)
    {
        m_code.setFont(textFont(TextStyle::Mono));
        m_code.setBackground(theme.isDark ? mixed(theme.text, theme.surface, 0.10) : theme.tone(Tone::Neutral).fill);
    }

    void readLine(QStringView line) { read(line, {}); }

    void addCodeLine(QStringView line)
    {
        QTextCharFormat format = m_code;
        format.clearBackground();
        append(line, format);
    }

    void append(QStringView text, const QTextCharFormat &format)
    {
        if (!m_pending.isEmpty()) {
            flush();
        }
        if (text.isEmpty()) {
            return;
        }
        if (!format.isEmpty()) {
            formats.append({int(plain.size()), int(text.size()), format});
        }
        plain += text;
    }

    QString plain;
    QList<QTextLayout::FormatRange> formats;
    struct Link
    {
        int start;
        int length;
        QUrl url;
    };
    std::vector<Link> links;

private:
    //! Each taker reads one construct at `at` and gives where the text goes on, or `at` itself when there is none.
    void read(QStringView text, const QTextCharFormat &format)
    {
        static constexpr QStringView marks(u"\\`*_[<&h");
        qsizetype at = 0;
        qsizetype plainFrom = 0;
        while (at < text.size()) {
            if (!marks.contains(text[at])) {
                ++at;
                continue;
            }
            m_pending = text.sliced(plainFrom, at - plainFrom);
            m_pendingFormat = format;
            const qsizetype next = take(text, at, format);
            m_pending = {};
            if (next == at) {
                ++at;
            } else {
                plainFrom = at = next;
            }
        }
        append(text.sliced(plainFrom), format);
    }

    //! Plain letters before a construct wait until it has turned out to be one.
    void flush()
    {
        const QStringView pending = std::exchange(m_pending, {});
        append(pending, m_pendingFormat);
    }

    qsizetype take(QStringView text, qsizetype at, const QTextCharFormat &format)
    {
        switch (text[at].unicode()) {
        case u'\\':
            return takeEscape(text, at, format);
        case u'`':
            return takeCode(text, at);
        case u'*':
        case u'_':
            return takeEmphasis(text, at, format);
        case u'[':
            return takeLink(text, at, format);
        case u'<':
        case u'h':
            return takeBareLink(text, at, format);
        case u'&':
            return takeEntity(text, at, format);
        default:
            return at;
        }
    }

    qsizetype takeEscape(QStringView text, qsizetype at, const QTextCharFormat &format)
    {
        if (at + 1 >= text.size() || !(text[at + 1].isPunct() || text[at + 1].isSymbol())) {
            return at;
        }
        append(text.sliced(at + 1, 1), format);
        return at + 2;
    }

    qsizetype takeEntity(QStringView text, qsizetype at, const QTextCharFormat &format)
    {
        static constexpr std::array<std::pair<QStringView, char16_t>, 5> entities{
            {{u"&amp;", u'&'}, {u"&lt;", u'<'}, {u"&gt;", u'>'}, {u"&quot;", u'"'}, {u"&#39;", u'\''}}};
        for (const auto &[name, character] : entities) {
            if (text.sliced(at).startsWith(name)) {
                append(QStringView(&character, 1), format);
                return at + name.size();
            }
        }
        return at;
    }

    qsizetype takeCode(QStringView text, qsizetype at)
    {
        qsizetype ticks = 0;
        while (at + ticks < text.size() && text[at + ticks] == u'`') {
            ++ticks;
        }
        const QString fence(ticks, u'`');
        for (qsizetype end = text.indexOf(fence, at + ticks); end >= 0; end = text.indexOf(fence, end + 1)) {
            const bool longer = end + ticks < text.size() && text[end + ticks] == u'`';
            if (longer || text[end - 1] == u'`') {
                continue;
            }
            append(text.sliced(at + ticks, end - at - ticks), m_code);
            return end + ticks;
        }
        return at;
    }

    qsizetype takeEmphasis(QStringView text, qsizetype at, const QTextCharFormat &format)
    {
        const QChar mark = text[at];
        const bool strong = at + 1 < text.size() && text[at + 1] == mark;
        const qsizetype width = strong ? 2 : 1;
        if (isSpace(text, at + width) || (mark == u'_' && isWord(text, at - 1))) {
            return at;
        }
        const QString closing(width, mark);
        for (qsizetype end = text.indexOf(closing, at + width + 1); end > 0; end = text.indexOf(closing, end + 1)) {
            const bool inWord = mark == u'_' && isWord(text, end + width);
            const bool partOfRun = !strong && end + 1 < text.size() && text[end + 1] == mark;
            if (isSpace(text, end - 1) || inWord || text[end - 1] == u'\\' || partOfRun) {
                end += partOfRun ? 1 : 0;
                continue;
            }
            flush();
            QTextCharFormat inner = format;
            if (strong) {
                inner.setFontWeight(QFont::DemiBold);
            } else {
                inner.setFontItalic(true);
            }
            read(text.sliced(at + width, end - at - width), inner);
            return end + width;
        }
        return at;
    }

    qsizetype takeLink(QStringView text, qsizetype at, const QTextCharFormat &format)
    {
        const qsizetype middle = text.indexOf(u"](", at);
        const qsizetype end = middle < 0 ? -1 : text.indexOf(u')', middle);
        if (end < 0) {
            return at;
        }
        const QUrl url(text.sliced(middle + 2, end - middle - 2).toString().trimmed(), QUrl::StrictMode);
        if (!isSafeLink(url) || middle == at + 1) {
            return at;
        }
        addLink(text.sliced(at + 1, middle - at - 1), url, format);
        return end + 1;
    }

    qsizetype takeBareLink(QStringView text, qsizetype at, const QTextCharFormat &format)
    {
        const bool angled = text[at] == u'<';
        const qsizetype start = angled ? at + 1 : at;
        const QStringView rest = text.sliced(start);
        if (!(rest.startsWith(u"https://") || rest.startsWith(u"http://")) || isWord(text, at - 1)) {
            return at;
        }
        qsizetype end = start;
        while (end < text.size() && !text[end].isSpace() && text[end] != u'<' && text[end] != u'>'
               && text[end] != u'"') {
            ++end;
        }
        if (angled) {
            if (end >= text.size() || text[end] != u'>') {
                return at;
            }
        } else {
            while (end > start && QStringView(u".,;:!?)'*_").contains(text[end - 1])) {
                --end;
            }
        }
        const QStringView shown = text.sliced(start, end - start);
        const QUrl url(shown.toString(), QUrl::StrictMode);
        if (!isSafeLink(url) || url.host().isEmpty()) {
            return at;
        }
        addLink(shown, url, format);
        return angled ? end + 1 : end;
    }

    void addLink(QStringView text, const QUrl &url, QTextCharFormat format)
    {
        flush();
        format.setForeground(m_theme.accent);
        format.setFontUnderline(true);
        links.push_back({int(plain.size()), int(text.size()), url});
        append(text, format);
    }

    const Theme &m_theme;
    QTextCharFormat m_code;
    QStringView m_pending;
    QTextCharFormat m_pendingFormat;
};

}  // namespace

RichText::RichText(const QString &source, const Theme &theme)
{
    InlineReader reader(theme);
    const bool cut = source.size() > longestSource;
    QString text = cut ? source.left(longestSource) + u'…' : source;
    text.remove(u'\r');
    const QList<QStringView> lines = QStringView(text).trimmed().split(u'\n');
    qsizetype lastFence = lines.size() - 1;
    while (lastFence >= 0 && !isFence(lines[lastFence])) {
        --lastFence;
    }
    bool inFence = false;
    bool first = true;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QStringView line = lines[i];
        // A fence that nothing closes is just letters.
        if (isFence(line) && (inFence || i < lastFence)) {
            inFence = !inFence;
            continue;
        }
        if (!first) {
            reader.append(QStringView(u"\u2028"), {});
        }
        first = false;
        const qsizetype words = itemStart(line);
        if (inFence) {
            reader.addCodeLine(line);
        } else if (words > 0) {
            reader.append(line.first(line.indexOf(line.trimmed().front())), {});
            reader.append(u"•  ", {});
            reader.readLine(line.sliced(words));
        } else {
            reader.readLine(line);
        }
    }
    m_layout = std::make_shared<QTextLayout>(reader.plain, textFont(TextStyle::Body));
    m_layout->setFormats(reader.formats);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_layout->setTextOption(option);
    m_layout->setCacheEnabled(true);
    for (const auto &link : reader.links) {
        m_links.push_back({link.start, link.length, link.url});
    }
}

int RichText::layout(int width)
{
    if (!m_layout || m_layout->text().isEmpty()) {
        return 0;
    }
    if (width == m_width) {
        return m_height;
    }
    m_width = width;
    const qreal leading = qRound(m_layout->font().pixelSize() * 0.25);
    qreal y = 0;
    m_layout->beginLayout();
    for (QTextLine line = m_layout->createLine(); line.isValid(); line = m_layout->createLine()) {
        line.setLineWidth(width);
        line.setPosition(QPointF(0, y));
        y += std::ceil(line.height() + leading);
    }
    m_layout->endLayout();
    m_height = int(std::ceil(y - leading));
    return m_height;
}

void RichText::draw(QPainter &painter, const QPoint &topLeft, const QColor &color) const
{
    if (m_layout) {
        painter.setPen(color);
        m_layout->draw(&painter, topLeft);
    }
}

QUrl RichText::linkAt(const QPoint &point) const
{
    if (!m_layout || m_links.empty()) {
        return {};
    }
    for (int i = 0; i < m_layout->lineCount(); ++i) {
        const QTextLine line = m_layout->lineAt(i);
        if (!line.naturalTextRect().contains(point)) {
            continue;
        }
        const int cursor = line.xToCursor(point.x(), QTextLine::CursorOnCharacter);
        for (const Link &link : m_links) {
            if (cursor >= link.start && cursor < link.start + link.length) {
                return link.url;
            }
        }
    }
    return {};
}

QString RichText::plainText() const
{
    return m_layout ? m_layout->text().replace(QChar::LineSeparator, u'\n') : QString();
}

}  // namespace onlyonce::ui
