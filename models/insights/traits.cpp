// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/traits.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSet>

#include <libstemmer.h>

#include <memory>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

//! Not the library's list: words like "down", "up" and "no" are kept out of it where they say what has failed.
const QSet<QString> &commonWords()
{
    static const QSet<QString> words = [] {
        const QStringList list =
            u"a an and are as at be been before both but by can could did do does for from had has have he her his how "
            u"i "
            "if in into is it its just may me more most no nor not of off on once one only or other our out over own "
            "same "
            "she so some such than that the their them then there these they this those through to too two under until "
            "up us was we were what when where which while who why will with would you your all any after again "
            "against "
            "also each ever every few get got very"_s.split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    return words;
}

//! Labels that say where and which, not what.
const QSet<QString> &placeLabels()
{
    static const QSet<QString> labels = [] {
        const QStringList list =
            u"instance host hostname pod node datacenter datacentre data_centre dc region zone severity "
            "priority monitor env team cluster service ip id model row folder namespace hostgroup "
            "origin uid slot"_s.split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    return labels;
}

struct StemmerDeleter
{
    void operator()(sb_stemmer *stemmer) const { sb_stemmer_delete(stemmer); }
};

QString stemmed(const QString &word)
{
    // One per thread: it keeps the word that it works on.
    thread_local const std::unique_ptr<sb_stemmer, StemmerDeleter> stemmer(sb_stemmer_new("english", "UTF_8"));
    const QByteArray bytes = word.toUtf8();
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol *>(bytes.constData()), int(bytes.size()));
    return stem ? QString::fromUtf8(reinterpret_cast<const char *>(stem), sb_stemmer_length(stemmer.get())) : word;
}

//! Of what a label names as a host: without port, domain, place in front and number behind.
QString hostClass(const QString &host)
{
    static const QRegularExpression place(u"^[a-z]{2,4}\\d*-"_s);
    static const QRegularExpression number(u"[-\\d]+$"_s);
    QString name = host.section(u':', 0, 0).section(u'.', 0, 0).toLower();
    return name.remove(place).remove(number);
}

}  // namespace

std::vector<Stem> stemsOf(const QString &text)
{
    std::vector<Stem> stems;
    QString word;
    const auto finish = [&] {
        if (word.size() > 1 && !word.front().isDigit()) {
            if (const QString lower = word.toLower(); !commonWords().contains(lower)) {
                stems.push_back({.stem = stemmed(lower), .word = lower});
            }
        }
        word.clear();
    };
    for (const QChar sign : text) {
        if (!sign.isLetterOrNumber()) {
            finish();
            continue;
        }
        if (sign.isUpper() && !word.isEmpty() && word.back().isLower()) {
            finish();
        }
        word += sign;
    }
    finish();
    return stems;
}

QString Mark::token() const
{
    const QByteArray hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex().left(12);
    return (kind == MarkKind::Host ? u"0h"_s : u"0p"_s) + QLatin1StringView(hash);
}

QString labelWords(const QJsonObject &labels)
{
    QStringList values;
    for (auto label = labels.begin(); label != labels.end(); ++label) {
        if (!placeLabels().contains(label.key().toLower())) {
            values << label.value().toVariant().toString();
        }
    }
    return values.join(u" . "_s);
}

std::vector<Mark> marksOf(const QString &summary, const QJsonObject &labels)
{
    static const QRegularExpression numbers(u"[\\d.,]+"_s);
    static const QStringList hosts{u"instance"_s, u"host"_s, u"hostname"_s, u"node"_s, u"pod"_s};
    std::vector<Mark> marks;
    for (const QString &name : hosts) {
        if (const QString host = hostClass(labels.value(name).toString()); !host.isEmpty()) {
            marks.push_back({MarkKind::Host, host});
        }
    }
    if (!summary.isEmpty()) {
        marks.push_back({MarkKind::Pattern, QString(summary).replace(numbers, u"#"_s)});
    }
    return marks;
}

}  // namespace onlyonce
