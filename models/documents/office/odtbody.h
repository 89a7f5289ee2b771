// SPDX-License-Identifier: GPL-3.0-or-later
// The blocks of a document as an OpenDocument text: real headings, lists, tables and fields, so that whoever gets the
// file can go on writing in it. Internal to this slice.
#pragma once

#include "models/documents/document.h"
#include "models/documents/formatoptions.h"
#include "models/documents/office/zip.h"
#include "models/documents/richtext.h"

#include <QBuffer>
#include <QXmlStreamWriter>

#include <map>

namespace onlyonce::office {

class OdtBody
{
public:
    explicit OdtBody(const FormatOptions &options);

    void addCover(const Document &document);
    void addContents(const Document &document);  //!< nothing for a short one
    void add(const Block &block);

    //! content.xml; afterwards nothing more can be added.
    [[nodiscard]] QByteArray take();
    [[nodiscard]] const std::vector<ZipEntry> &pictures() const { return m_pictures; }

    void operator()(const Heading &heading);
    void operator()(const Paragraph &paragraph);
    void operator()(const Facts &facts);
    void operator()(const Table &table);
    void operator()(const Code &code);
    void operator()(const List &list);
    void operator()(const Tree &tree);
    void operator()(const Timeline &timeline);
    void operator()(const Callout &callout);
    void operator()(const Picture &picture);
    void operator()(const PageBreak &);

private:
    // odttext.cpp
    void open(const char *element, const char *attribute = nullptr, const QString &value = {});
    void close() { m_xml.writeEndElement(); }
    void characters(QStringView text);
    void run(QStringView text, const RichSpan &span);
    void runs(const RichText &text);
    void styled(const QString &style, QStringView text);
    void paragraph(const QString &style, const RichText &text);
    [[nodiscard]] QString directed(const QString &style, const RichText &text);
    void markdown(QStringView source);
    void openLists(int depth, const QString &marker);
    void closeLists(int depth = 0);

    // odttables.cpp
    void table(const std::vector<Column> &columns, const std::vector<std::vector<RichText>> &rows, bool header,
               const std::vector<Tone> &tones = {}, const std::vector<bool> &days = {});
    void openTable(const std::vector<Column> &columns, const std::vector<std::vector<RichText>> &rows);
    void tableRow(const std::vector<Column> &columns, const std::vector<RichText> &cells, const QString &style,
                  bool head, Tone tone);
    void treeNode(const TreeNode &node, int level);

    FormatOptions m_options;
    QBuffer m_buffer;
    QXmlStreamWriter m_xml;
    std::map<QString, QString> m_styles;  //!< automatic ones, by name
    std::vector<ZipEntry> m_pictures;
    std::vector<bool> m_lists;  //!< the open ones: whether an item is open in it
    int m_level = 0;            //!< of the heading above
    int m_headings = 0;
    int m_tables = 0;
    bool m_breakBefore = false;
};

}  // namespace onlyonce::office
