// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whys/whytreemodel.h"

#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <QCoreApplication>
#include <QMimeData>

namespace onlyonce::ui {

struct WhyTreeModel::Node
{
    Node *parent = nullptr;
    int row = 0;
    int depth = 0;  //!< 1 for the first answers
    WhyQuestion question = WhyQuestion::Happened;
    std::optional<Why> why;
    std::vector<std::unique_ptr<Node>> children;

    Node *add(const WhyNode &source)
    {
        auto &child = children.emplace_back(std::make_unique<Node>());
        child->parent = this;
        child->row = int(children.size()) - 1;
        child->depth = depth + 1;
        child->question = question;
        child->why = source.why;
        for (const WhyNode &below : source.children) {
            child->add(below);
        }
        return child.get();
    }

    [[nodiscard]] bool sameShape(const Node &other) const
    {
        if (why.has_value() != other.why.has_value() || (why && why->id != other.why->id)
            || children.size() != other.children.size()) {
            return false;
        }
        for (size_t i = 0; i < children.size(); ++i) {
            if (!children[i]->sameShape(*other.children[i])) {
                return false;
            }
        }
        return true;
    }
};

namespace {

QList<Pill> pillsOf(const Why &why, const QStringList &others, int openComments)
{
    QList<Pill> pills;
    for (const QString &name : others) {
        pills.append({.text = name, .tone = Tone::Accent, .icon = QStringLiteral("user")});
    }
    if (why.root) {
        pills.append({.text = WhyTreeModel::tr("Root cause: %1").arg(label(*why.root)), .tone = Tone::Danger});
    }
    if (why.state == WhyState::Confirmed) {
        pills.append({.text = capitalized(label(why.state)), .tone = Tone::Success});
    }
    if (!why.evidence.empty()) {
        pills.append({.text = QString::number(why.evidence.size()),
                      .shape = PillShape::Outline,
                      .icon = QStringLiteral("attachment")});
    }
    if (openComments > 0) {
        pills.append({.text = QString::number(openComments),
                      .tone = Tone::Warning,
                      .shape = PillShape::Outline,
                      .icon = QStringLiteral("message")});
    }
    if (why.causes == Causes::OnlyTogether) {
        pills.append({.text = WhyTreeModel::tr("Only together"), .tone = Tone::Warning});
    }
    if (why.visibility == Visibility::Public) {
        pills.append({.text = WhyTreeModel::tr("Public"), .tone = Tone::Accent, .shape = PillShape::Outline});
    }
    return pills;
}

QString draggedWhy()
{
    return QStringLiteral("application/x-onlyonce-why");
}

//! Another program that runs beside this one may have another database, with other whys of the same number.
QByteArray payloadOf(WhyId id)
{
    return QByteArray::number(QCoreApplication::applicationPid()) + ' ' + QByteArray::number(id.value);
}

QString accessibleText(const Why &why, int depth, const QStringList &others, int openComments)
{
    QString text = WhyTreeModel::tr("Why %1: %2").arg(depth).arg(why.text);
    if (!others.isEmpty()) {
        text = WhyTreeModel::tr("%1. Also here: %2").arg(text, others.join(QStringLiteral(", ")));
    }
    if (openComments > 0) {
        text = WhyTreeModel::tr("%1. Open comments: %2").arg(text).arg(openComments);
    }
    return why.evidence.empty() ? text : WhyTreeModel::tr("%1. Evidence: %2.").arg(text).arg(why.evidence.size());
}

}  // namespace

WhyTreeModel::WhyTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
    setTree({});
}

WhyTreeModel::~WhyTreeModel() = default;

void WhyTreeModel::setTree(const std::vector<WhyNode> &tree)
{
    auto fresh = std::make_unique<Node>();
    for (const WhyQuestion question : allWhyQuestions) {
        auto &top = fresh->children.emplace_back(std::make_unique<Node>());
        top->parent = fresh.get();
        top->row = int(fresh->children.size()) - 1;
        top->question = question;
        for (const WhyNode &answer : tree) {
            if (answer.why.question == question) {
                top->add(answer);
            }
        }
    }
    if (m_root->sameShape(*fresh)) {
        refresh(*m_root, *fresh);
        return;
    }
    beginResetModel();
    m_root = std::move(fresh);
    endResetModel();
}

void WhyTreeModel::setOthers(const QHash<qint64, QStringList> &others)
{
    if (others == m_others) {
        return;
    }
    const auto before = std::exchange(m_others, others);
    for (const auto &each : {before, m_others}) {
        for (auto it = each.cbegin(); it != each.cend(); ++it) {
            if (const QModelIndex there = indexOf(WhyId{it.key()}); there.isValid()) {
                Q_EMIT dataChanged(there, there);
            }
        }
    }
}

void WhyTreeModel::setOpenComments(const QHash<qint64, int> &open)
{
    if (open != m_openComments) {
        const QList<qint64> before = std::exchange(m_openComments, open).keys();
        tellChanged(before + open.keys());
    }
}

void WhyTreeModel::tellChanged(const QList<qint64> &whys)
{
    for (const qint64 why : whys) {
        if (const QModelIndex there = indexOf(WhyId{why}); there.isValid()) {
            Q_EMIT dataChanged(there, there);
        }
    }
}

void WhyTreeModel::refresh(Node &target, const Node &source)
{
    target.why = source.why;
    if (target.parent) {
        const QModelIndex changed = createIndex(target.row, 0, &target);
        Q_EMIT dataChanged(changed, changed);
    }
    for (size_t i = 0; i < target.children.size(); ++i) {
        refresh(*target.children[i], *source.children[i]);
    }
}

WhyTreeModel::Node *WhyTreeModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

const Why *WhyTreeModel::why(const QModelIndex &index) const
{
    const Node *found = node(index);
    return found->why ? &*found->why : nullptr;
}

WhyQuestion WhyTreeModel::question(const QModelIndex &index) const
{
    return node(index)->question;
}

QModelIndex WhyTreeModel::indexOf(WhyId id) const
{
    return find({}, id);
}

QModelIndex WhyTreeModel::find(const QModelIndex &below, WhyId id) const
{
    for (int row = 0; row < rowCount(below); ++row) {
        const QModelIndex child = index(row, 0, below);
        const Why *here = why(child);
        if (here && here->id == id) {
            return child;
        }
        if (const QModelIndex deeper = find(child, id); deeper.isValid()) {
            return deeper;
        }
    }
    return {};
}

QModelIndex WhyTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *above = node(parent);
    if (row < 0 || column != 0 || size_t(row) >= above->children.size()) {
        return {};
    }
    return createIndex(row, 0, above->children[size_t(row)].get());
}

QModelIndex WhyTreeModel::parent(const QModelIndex &child) const
{
    Node *above = child.isValid() ? node(child)->parent : nullptr;
    return above && above != m_root.get() ? createIndex(above->row, 0, above) : QModelIndex();
}

int WhyTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(node(parent)->children.size());
}

int WhyTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant WhyTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Node *here = node(index);
    switch (role) {
    case TreeText:
    case Qt::EditRole:
        return here->why ? here->why->text : label(here->question);
    case TreeLead:
        return here->why ? tr("Why %1").arg(here->depth) : QString();
    case TreePills:
        return here->why ? QVariant::fromValue(pillsOf(*here->why, m_others.value(here->why->id.value),
                                                       m_openComments.value(here->why->id.value)))
                         : QVariant();
    case TreeDetail:
        return here->why && !here->why->accepted.isEmpty() ? tr("Nothing is done about it: %1").arg(here->why->accepted)
                                                           : QString();
    case TreeIcon:
        return here->why ? (here->why->root ? QStringLiteral("target") : QString()) : QStringLiteral("help");
    case TreeTone:
        return int(here->why && here->why->root ? Tone::Danger : Tone::Accent);
    case Qt::AccessibleTextRole:
        return here->why ? accessibleText(*here->why, here->depth, m_others.value(here->why->id.value),
                                          m_openComments.value(here->why->id.value))
                         : label(here->question);
    default:
        return {};
    }
}

bool WhyTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const Why *here = why(index);
    if (role != Qt::EditRole || !here || value.toString() == here->text) {
        return false;
    }
    Q_EMIT edited(*here, value.toString());
    return true;
}

Qt::ItemFlags WhyTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDropEnabled;
    return why(index) ? flags | Qt::ItemIsEditable | Qt::ItemIsDragEnabled : flags;
}

QStringList WhyTreeModel::mimeTypes() const
{
    return {draggedWhy()};
}

QMimeData *WhyTreeModel::mimeData(const QModelIndexList &indexes) const
{
    const Why *moved = indexes.isEmpty() ? nullptr : why(indexes.constFirst());
    if (!moved) {
        return nullptr;
    }
    auto *data = new QMimeData;
    data->setData(draggedWhy(), payloadOf(moved->id));
    return data;
}

QModelIndex WhyTreeModel::dragged(const QMimeData *data, const QModelIndex &target) const
{
    const QByteArray payload = data ? data->data(draggedWhy()) : QByteArray();
    const WhyId id{payload.mid(payload.lastIndexOf(' ') + 1).toLongLong()};
    const QModelIndex moved = payload == payloadOf(id) ? indexOf(id) : QModelIndex();
    for (QModelIndex up = target; up.isValid(); up = up.parent()) {
        if (up == moved) {
            return {};
        }
    }
    return moved;
}

bool WhyTreeModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int,
                                   const QModelIndex &parent) const
{
    return action == Qt::MoveAction && parent.isValid() && dragged(data, parent).isValid();
}

bool WhyTreeModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent)) {
        return false;
    }
    const QModelIndex moved = dragged(data, parent);
    const Why *above = why(parent);
    WhyPlace place{.parent = above ? above->id : WhyId{}, .question = question(parent), .place = {}};
    if (row >= 0) {
        const bool passesItself = moved.parent() == parent && moved.row() < row;
        place.place = passesItself ? row - 1 : row;
    }
    const bool stays = moved.parent() == parent
                    && (place.place.has_value() ? *place.place == moved.row() : moved.row() == rowCount(parent) - 1);
    if (!stays) {
        Q_EMIT moveWanted(*why(moved), place);
    }
    return false;  // nothing to be taken out here: the tree shows it when it is stored
}

}  // namespace onlyonce::ui
