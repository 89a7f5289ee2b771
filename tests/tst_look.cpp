// SPDX-License-Identifier: GPL-3.0-or-later
// The look in numbers: contrast in both themes, icons, fonts that follow the person's scale.
#include "models/documents/highlighter.h"
#include "views/widgets/icon.h"
#include "views/widgets/look.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"
#include "views/widgets/pill.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QTextLayout>

using namespace Qt::StringLiterals;
using namespace onlyonce::ui;

namespace {

constexpr double textContrast = 4.5;   // WCAG 2.1 AA, 1.4.3
constexpr double shapeContrast = 3.0;  // WCAG 2.1 AA, 1.4.11

QList<QColor> grounds(const Theme &theme)
{
    return {theme.background, theme.surface, theme.raised, theme.field, theme.sunken, theme.hover, theme.selected};
}

//! How many pixels of a picture differ from its top left one.
int inked(const QImage &image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixel(x, y) != image.pixel(0, 0) ? 1 : 0;
        }
    }
    return count;
}

}  // namespace

class LookTest : public QObject
{
    Q_OBJECT

private:
    static double naturalWidth(const QString &words, const QFont &font, Qt::LayoutDirection direction)
    {
        QTextLayout layout(words, font);
        QTextOption option;
        option.setTextDirection(direction);
        layout.setTextOption(option);
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        return line.naturalTextWidth();
    }

    static void compare(const QColor &ink, const QColor &ground, double wanted, const char *what)
    {
        const double reached = contrast(ink, ground);
        QVERIFY2(reached >= wanted,
                 qPrintable(u"%1: %2 on %3 has %4, needs %5"_s.arg(QLatin1StringView(what), ink.name(), ground.name())
                                .arg(reached, 0, 'f', 2)
                                .arg(wanted)));
    }

private Q_SLOTS:
    void theRulerIsRight()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
        // The well-known grey that just passes on white.
        QVERIFY(std::abs(contrast(QColor(0x767676), Qt::white) - 4.54) < 0.01);
    }

    void everyTextCanBeRead_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyTextCanBeRead()
    {
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::dark() : Theme::light();
        for (const QColor &ground : grounds(theme)) {
            compare(theme.text, ground, textContrast, "text");
            compare(theme.textMuted, ground, textContrast, "muted text");
            compare(theme.accent, ground, textContrast, "accent");
            for (const ToneColors &tone : theme.tones) {
                compare(tone.text, ground, textContrast, "text of a tone");
            }
            compare(theme.focus, ground, shapeContrast, "focus ring");
        }
        for (const ToneColors &tone : theme.tones) {
            compare(tone.text, tone.fill, textContrast, "text of a tone on its fill");
            compare(theme.text, tone.fill, textContrast, "text of a message");
            compare(tone.onSolid, tone.solid, textContrast, "text on a solid");
        }
        compare(theme.onAccent, theme.accentSolid, textContrast, "primary button");
        compare(theme.onAccent, theme.accentSolidHover, textContrast, "primary button below the pointer");
        compare(theme.text, theme.selection, textContrast, "marked text");
        compare(theme.text, theme.match, textContrast, "search hit");
        for (const QColor &ground : {theme.field, theme.surface, theme.raised}) {
            compare(theme.borderStrong, ground, shapeContrast, "outline of a field");
        }
        const auto code = dark ? onlyonce::CodeTheme::Dark : onlyonce::CodeTheme::Light;
        compare(onlyonce::codeSurface(code).lineNumber, onlyonce::codeSurface(code).background, textContrast,
                "line number");
    }

    void everyIconDraws()
    {
        const QStringList names = iconNames();
        QVERIFY(names.size() > 90);
        for (const QString &name : names) {
            const QImage image = iconPixmap(name, Qt::black, 16, 2.0).toImage();
            QCOMPARE(image.size(), QSize(32, 32));
            int opaque = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    opaque += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
                }
            }
            QVERIFY2(opaque > 20 && opaque < 600, qPrintable(name + u' ' + QString::number(opaque)));
        }
        QVERIFY(!names.contains(u"no-such-icon"_s));
        QVERIFY(inked(iconPixmap(u"no-such-icon"_s, Qt::black, 16, 1.0).toImage()) > 0);
        QVERIFY(icon({}).isNull());
    }

    void anIconTakesTheColourOfTheTheme()
    {
        Look look(Appearance::Light);
        const QIcon bell = icon(u"bell"_s, Tint::Danger);
        const auto ink = [&bell] {
            const QImage image = bell.pixmap(32, 32).toImage();
            QColor strongest;
            int alpha = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor color = image.pixelColor(x, y);
                    if (color.alpha() > alpha) {
                        alpha = color.alpha();
                        strongest = color;
                    }
                }
            }
            return strongest.rgb();
        };
        QCOMPARE(ink(), Theme::light().tone(Tone::Danger).text.rgb());
        look.setAppearance(Appearance::Dark);
        QCOMPARE(ink(), Theme::dark().tone(Tone::Danger).text.rgb());
    }

    void theAppearanceReachesEveryWidget()
    {
        Look look(Appearance::Light);
        QWidget window;
        auto *wrong = new TextLabel(u"Wrong"_s, TextStyle::Body, TextLabel::Rank::Normal, &window);
        wrong->setTone(Tone::Danger);
        auto *title = new TextLabel(u"Title"_s, TextStyle::Title, TextLabel::Rank::Normal, &window);
        window.show();
        QSignalSpy changes(&look, &Look::changed);
        QVERIFY(!Theme::of(&window).isDark);
        QCOMPARE(wrong->palette().color(wrong->foregroundRole()), Theme::light().tone(Tone::Danger).text);
        const int before = title->font().pixelSize();

        look.setAppearance(Appearance::Dark);
        look.setTextScale(1.5);
        QVERIFY(look.isDark());
        QCOMPARE(changes.count(), 2);
        QTRY_VERIFY(Theme::of(&window).isDark);
        QCOMPARE(wrong->palette().color(wrong->foregroundRole()), Theme::dark().tone(Tone::Danger).text);
        QCOMPARE(before, 20);
        QTRY_COMPARE(title->font().pixelSize(), 30);
        QCOMPARE(scaled(metric::control), 48);

        look.setTextScale(99);
        QCOMPARE(look.textScale(), 2.0);
    }

    void figuresStandInColumns()
    {
        const Look look(Appearance::Light);
        for (const TextStyle style : {TextStyle::Caption, TextStyle::Body, TextStyle::Display}) {
            QCOMPARE(tabularWidth(u"11:11"_s, textFont(style)), tabularWidth(u"08:46"_s, textFont(style)));
        }
        QVERIFY(tabularWidth(u"111:11"_s, textFont(TextStyle::Body))
                > tabularWidth(u"11:11"_s, textFont(TextStyle::Body)));
    }

    void wordsThatAreKeptLookAsIfDrawnAnew_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        const QHash<QString, QString> texts{
            {u"short"_s, u"Triage"_s},
            {u"too long"_s, u"Checkout fails in two data centres, and nobody knows why"_s},
            {u"two lines"_s, u"first\n  second"_s},
            {u"mark-up"_s, u"<b>&amp;"_s},
            {u"from the right"_s, u"INC-7 שירות התשלום (eu)"_s}};
        for (const auto &[name, text] : texts.asKeyValueRange()) {
            for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
                QTest::addRow("%s, %s", qPrintable(name), direction == Qt::LeftToRight ? "from the left" : "mirrored")
                    << text << direction;
            }
        }
    }

    void wordsThatAreKeptLookAsIfDrawnAnew()
    {
        QFETCH(QString, text);
        QFETCH(Qt::LayoutDirection, direction);
        const QRect room(7, 3, 150, 31);
        const auto painted = [&](const auto &paint) {
            QImage image(170, 40, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setLayoutDirection(direction);
            paint(painter);
            return image;
        };
        for (const Qt::Alignment alignment :
             {Qt::AlignLeft | Qt::AlignVCenter, Qt::AlignRight | Qt::AlignTop, Qt::AlignLeft | Qt::AlignBottom}) {
            for (const auto style : {TextStyle::Body, TextStyle::Strong}) {
                for (const QColor &color : {QColor(Qt::black), QColor(Qt::darkRed), QColor(Qt::black)}) {
                    const QFont font = textFont(style);
                    const QString words =
                        QFontMetrics(font).elidedText(text.simplified(), Qt::ElideRight, room.width());
                    const double width = naturalWidth(words, font, direction);
                    const bool atRight = QStyle::visualAlignment(direction, alignment) & Qt::AlignRight;
                    const QRect place(qRound(atRight ? room.right() + 1 - width : room.left()), room.top(),
                                      room.width(), room.height());
                    const QImage anew = painted([&](QPainter &painter) {
                        painter.setFont(font);
                        painter.setPen(color);
                        painter.drawText(place,
                                         int((alignment & Qt::AlignVertical_Mask) | Qt::AlignLeft | Qt::AlignAbsolute)
                                             | Qt::TextSingleLine | Qt::TextDontClip,
                                         words);
                    });
                    const QImage kept =
                        painted([&](QPainter &painter) { drawElided(painter, room, text, font, color, alignment); });
                    QCOMPARE(kept, anew);
                }
            }
        }
    }

    void pillsKeepTheirWords()
    {
        const Look look(Appearance::Light);
        for (const PillShape shape : {PillShape::Solid, PillShape::Soft, PillShape::Outline, PillShape::Dot}) {
            for (const QString &text : {u"SEV1"_s, u"Investigating"_s, u"eu-central-1"_s, u"W"_s}) {
                const Pill pill{text, Tone::Accent, shape, {}};
                QImage free(400, 40, QImage::Format_RGB32);
                QImage tight(pillSize(pill).width(), 40, QImage::Format_RGB32);
                for (QImage *image : {&free, &tight}) {
                    image->fill(Qt::white);
                    QPainter painter(image);
                    drawPill(painter, image->rect(), pill, Theme::light());
                }
                // Elided or cut, the two would differ.
                QCOMPARE(free.copy(tight.rect()), tight);
            }
        }
    }

    void pillsThatDoNotFitAreCounted()
    {
        const Look look(Appearance::Light);
        const Pill pill{u"checkout"_s, Tone::Neutral, PillShape::Outline, {}};
        const QList<Pill> five{pill, pill, pill, pill, pill};
        QImage image(1000, 40, QImage::Format_RGB32);
        QPainter painter(&image);
        const int one = pillSize(pill).width();
        const int more = pillSize({u"+3"_s, Tone::Neutral, PillShape::Outline, {}}).width();
        QCOMPARE(drawPills(painter, QRect(0, 0, 1000, 40), five, Theme::light()), 5 * one + 4 * space::xs);
        QCOMPARE(drawPills(painter, QRect(0, 0, 2 * one + more + 3 * space::xs, 40), five, Theme::light()),
                 2 * one + more + 2 * space::xs);
        QCOMPARE(drawPills(painter, QRect(0, 0, 3, 40), five, Theme::light()), 0);
    }

    void standardControlsShowTheirText_data()
    {
        QTest::addColumn<bool>("mirrored");
        QTest::newRow("left to right") << false;
        QTest::newRow("right to left") << true;
    }

    //! A control at its own size hint shows what the same control shows with room to spare.
    void standardControlsShowTheirText()
    {
        QFETCH(bool, mirrored);
        const Look look(Appearance::Light);
        QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        QPushButton plain(u"Review the announcement"_s);
        QPushButton *primary = makeButton(u"Publish"_s, ButtonKind::Primary, u"send"_s);
        const std::unique_ptr<QPushButton> owner(primary);
        QCheckBox check(u"Notify on resolve"_s);
        for (QAbstractButton *button : std::initializer_list<QAbstractButton *>{&plain, primary, &check}) {
            const QSize hint = button->sizeHint();
            QVERIFY(hint.width() >= button->fontMetrics().horizontalAdvance(button->text()));
            QVERIFY(inked(button->grab().toImage()) > 100);
        }
        QComboBox combo;
        combo.addItems({u"Europe/Oslo"_s, u"UTC"_s});
        QLineEdit line(u"text"_s);
        QSpinBox spin;
        const QList<QWidget *> fields{&combo, &line, &spin, &plain};
        for (const QWidget *field : fields) {
            QCOMPARE(field->sizeHint().height(), metric::control);
        }
        for (QWidget *field : fields) {
            field->resize(field->sizeHint());
            QVERIFY(inked(field->grab().toImage()) > 100);
        }
        QMenu menu;
        menu.addAction(u"Declare incident"_s)->setShortcut(QKeySequence(u"Ctrl+N"_s));
        menu.addSeparator();
        menu.addAction(icon(u"check"_s), u"Resolve"_s);
        QVERIFY(inked(menu.grab().toImage()) > 200);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void lettersLeadToAnEntryOfAMenu_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("chosen");
        QTest::newRow("a letter") << u"p"_s << u"process"_s;
        QTest::newRow("a word's beginning") << u"cap"_s << u"capacity"_s;
        QTest::newRow("the same letter goes on") << u"cc"_s << u"configuration"_s;
        QTest::newRow("what cannot be taken is passed by") << u"d"_s << u"dependency"_s;
        QTest::newRow("nothing begins so") << u"x"_s << u"change"_s;
    }

    void lettersLeadToAnEntryOfAMenu()
    {
        QFETCH(QString, typed);
        QMenu menu;
        for (const QString &entry :
             {u"change"_s, u"configuration"_s, u"design"_s, u"capacity"_s, u"dependency"_s, u"process"_s}) {
            menu.addAction(entry)->setEnabled(entry != u"design");
        }
        menu.popup({});
        menu.setActiveAction(typed == u"cc" ? nullptr : menu.actions().front());
        QTest::keyClicks(&menu, typed);
        QTEST(menu.activeAction()->text(), "chosen");
    }

    void aMnemonicStillTakesItsEntry()
    {
        QMenu menu;
        menu.addAction(u"Merge"_s);
        const QAction *marked = menu.addAction(u"Re&move"_s);
        const QSignalSpy taken(marked, &QAction::triggered);
        menu.popup({});
        QTest::keyClicks(&menu, u"m"_s);
        QCOMPARE(taken.size(), 1);
    }

    void aWrongFieldSaysSo()
    {
        const Look look(Appearance::Light);
        auto *field = new QLineEdit;
        FormRow row(u"&Port"_s, field, u"587 is usual."_s);
        QCOMPARE(field->accessibleName(), u"Port"_s);
        QCOMPARE(field->accessibleDescription(), u"587 is usual."_s);
        const QImage before = field->grab().toImage();
        row.setError(u"Nothing answers there."_s);
        QCOMPARE(field->accessibleDescription(), u"Nothing answers there."_s);
        QVERIFY(field->grab().toImage() != before);
        row.setError({});
        QCOMPARE(field->accessibleDescription(), u"587 is usual."_s);
        QCOMPARE(field->grab().toImage(), before);
    }
};

QTEST_MAIN(LookTest)
#include "tst_look.moc"
