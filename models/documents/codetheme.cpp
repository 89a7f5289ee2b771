// SPDX-License-Identifier: GPL-3.0-or-later
// The two code palettes. One colour per meaning, the same hue in both: violet steers, blue names, green quotes, orange
// counts, grey comments, red warns.
#include "models/documents/highlighter.h"

#include <array>

namespace onlyonce {

namespace {

struct Look
{
    QRgb light;
    QRgb dark;
    bool bold = false;
    bool italic = false;
    QRgb lightFill = 0;  // 0: none
    QRgb darkFill = 0;
};

constexpr Look ink{0xff1f2733, 0xffd8dee9};
constexpr Look violet{0xff7a2a8f, 0xffcf9cf0};
constexpr Look violetBold{0xff7a2a8f, 0xffcf9cf0, true};
constexpr Look blue{0xff1b5aa8, 0xff86b6ff};
constexpr Look teal{0xff0b6470, 0xff74cbd6};
constexpr Look green{0xff24662f, 0xff96cf86};
constexpr Look orange{0xff9a3f06, 0xfff2a46b};
constexpr Look brown{0xff7a5200, 0xffdcb86c};
constexpr Look rose{0xff9c2f5c, 0xfff296b8};
constexpr Look slate{0xff4b5566, 0xffabb5c6};
constexpr Look comment{0xff5d6778, 0xff9ca7ba, false, true};
constexpr Look red{0xffb3241c, 0xffff948b};

constexpr std::array<Look, codeStyleCount> looks{
    ink,                                                                 // Normal
    violet,                                                              // Keyword
    blue,                                                                // Function
    brown,                                                               // Variable
    violetBold,                                                          // ControlFlow
    slate,                                                               // Operator
    teal,                                                                // BuiltIn
    teal,                                                                // Extension
    brown,                                                               // Preprocessor
    orange,                                                              // Attribute
    rose,                                                                // Char
    rose,                                                                // SpecialChar
    green,                                                               // String
    green,                                                               // VerbatimString
    rose,                                                                // SpecialString
    violet,                                                              // Import
    blue,                                                                // DataType
    orange,                                                              // Decimal
    orange,                                                              // BaseNumber
    orange,                                                              // Float
    teal,                                                                // Constant
    comment,                                                             // Comment
    comment,                                                             // Documentation
    Look{0xff0b6470, 0xff74cbd6, false, true},                           // Annotation
    comment,                                                             // CommentVariable
    slate,                                                               // RegionMarker
    blue,                                                                // Information
    Look{0xff7d5000, 0xfff3c356},                                        // Warning
    Look{0xff9e1c15, 0xffffb0a9, true, false, 0xfffde4e1, 0xff47201e},   // Alert
    red,                                                                 // Error
    teal,                                                                // Others
    Look{0xff1a5c27, 0xff9fd98f, false, false, 0xffe0f3e3, 0xff1b3322},  // Added
    Look{0xff9e1c15, 0xffffaaa2, false, false, 0xfffbe5e3, 0xff3d2022},  // Removed
};

}  // namespace

CodeFormat codeFormat(CodeStyle style, CodeTheme theme)
{
    const Look &look = looks[static_cast<size_t>(style)];
    const bool dark = theme == CodeTheme::Dark;
    const QRgb fill = dark ? look.darkFill : look.lightFill;
    return {QColor(dark ? look.dark : look.light), fill ? QColor(fill) : QColor(), look.bold, look.italic, false};
}

CodeSurface codeSurface(CodeTheme theme)
{
    if (theme == CodeTheme::Dark) {
        return {.background = QColor(0xff161b22u),
                .text = QColor(ink.dark),
                .border = QColor(0xff2d3542u),
                .lineNumber = QColor(0xff7d889bu),
                .currentLine = QColor(0xff1e2530u),
                .selection = QColor(0xff24385au)};
    }
    return {.background = QColor(0xfff6f7f9u),
            .text = QColor(ink.light),
            .border = QColor(0xffdde1e8u),
            .lineNumber = QColor(0xff667085u),
            .currentLine = QColor(0xffeceff4u),
            .selection = QColor(0xffdbe8fcu)};
}

}  // namespace onlyonce
