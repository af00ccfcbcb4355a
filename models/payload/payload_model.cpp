// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/payload_model.h"

#include <algorithm>
#include <utility>

namespace durascope::models {

using core::JsonKind;
using core::JsonView;

namespace {

/// Longer containers are counted on the worker, longer strings are only guessed at before they are opened.
constexpr std::size_t kCountAtOnceBytes = 64 * 1024;
constexpr std::size_t kLookInsideBytes = 16 * 1024;

bool isContainer(JsonView value)
{
    return value.kind == JsonKind::Object || value.kind == JsonKind::Array;
}

bool hasAnyChild(JsonView container)
{
    return isContainer(container) && !JsonPager(container).atEnd();
}

} // namespace

PayloadModel::PayloadModel(QObject* parent)
    : QAbstractItemModel(parent)
{
    m_nodes.emplace_back();
}

void PayloadModel::setContent(PayloadContentPtr content)
{
    beginResetModel();
    m_worker.cancel();
    m_nodes.clear();
    m_content = std::move(content);
    Node& root = m_nodes.emplace_back();
    root.inside = Inside::Nothing;
    m_isSingleRow = false;
    if (m_content) {
        root.value = m_content->json;
        m_isSingleRow = !hasAnyChild(root.value);
        if (m_isSingleRow) {
            root.children = std::make_unique<Children>();
            root.children->nodes.push_back(1);
            Node& only = m_nodes.emplace_back();
            only.value = root.value ? root.value : JsonView{JsonKind::Invalid, m_content->text};
        }
    }
    endResetModel();
}

PayloadModel::NodeId PayloadModel::idOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<NodeId>(index.internalId()) : kRoot;
}

QModelIndex PayloadModel::indexOf(NodeId id, int column) const
{
    return id == kRoot ? QModelIndex() : createIndex(static_cast<int>(m_nodes[id].row), column, quintptr{id});
}

std::shared_ptr<const void> PayloadModel::ownerOf(NodeId id) const
{
    while (id != kRoot) {
        id = m_nodes[id].parent;
        if (m_nodes[id].inner)
            return m_nodes[id].inner->owner;
    }
    return m_content ? m_content->owner : nullptr;
}

JsonView PayloadModel::containerOf(NodeId id) const
{
    const Node& node = m_nodes[id];
    if (node.inner)
        return node.inner->json;
    return isContainer(node.value) ? node.value : JsonView{};
}

PayloadModel::Inside PayloadModel::insideOf(NodeId id) const
{
    Node& node = m_nodes[id];
    if (node.inside != Inside::Unknown)
        return node.inside;
    if (!looksLikeJsonInside(node.value)) {
        node.inside = Inside::Nothing;
    } else if (node.value.text.size() > kLookInsideBytes) {
        node.inside = Inside::Maybe;
    } else {
        node.inner = contentInside(node.value, ownerOf(id));
        node.inside = node.inner ? Inside::Json : Inside::Nothing;
    }
    return node.inside;
}

bool PayloadModel::canOpen(NodeId id) const
{
    const Node& node = m_nodes[id];
    if (node.children && !node.children->nodes.empty())
        return true;
    const Inside inside = insideOf(id);
    return inside == Inside::Maybe || hasAnyChild(containerOf(id));
}

QModelIndex PayloadModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || column < 0 || column >= kColumnCount || parent.column() > 0)
        return {};
    const Node& node = m_nodes[idOf(parent)];
    if (!node.children || static_cast<std::size_t>(row) >= node.children->nodes.size())
        return {};
    return createIndex(row, column, quintptr{node.children->nodes[static_cast<std::size_t>(row)]});
}

QModelIndex PayloadModel::parent(const QModelIndex& index) const
{
    return index.isValid() ? indexOf(m_nodes[idOf(index)].parent) : QModelIndex();
}

int PayloadModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return 0;
    const Node& node = m_nodes[idOf(parent)];
    return node.children ? static_cast<int>(node.children->nodes.size()) : 0;
}

int PayloadModel::columnCount(const QModelIndex& /*parent*/) const
{
    return kColumnCount;
}

bool PayloadModel::hasChildren(const QModelIndex& parent) const
{
    return parent.column() <= 0 && canOpen(idOf(parent));
}

bool PayloadModel::canFetchMore(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return false;
    const NodeId id = idOf(parent);
    const Node& node = m_nodes[id];
    if (node.children)
        return !node.children->reading && !node.children->pager.atEnd();
    return canOpen(id);
}

bool PayloadModel::isReading(const QModelIndex& index) const
{
    const Node& node = m_nodes[idOf(index)];
    return node.children && node.children->reading;
}

void PayloadModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    const NodeId id = idOf(parent);
    if (m_nodes[id].inside == Inside::Maybe)
        openInside(id);
    else
        fetchPage(id);
}

void PayloadModel::openInside(NodeId id)
{
    Node& node = m_nodes[id];
    node.children = std::make_unique<Children>();
    const JsonView literal = node.value;
    if (literal.text.size() <= kReadAtOnceBytes)
        return setInside(id, contentInside(literal, ownerOf(id)));
    node.children->reading = true;
    m_worker.post([this, id, literal, owner = ownerOf(id)](const std::stop_token&) -> Worker::Delivery {
        return [this, id, inner = contentInside(literal, owner)] { setInside(id, inner); };
    });
}

void PayloadModel::setInside(NodeId id, PayloadContentPtr inner)
{
    Node& node = m_nodes[id];
    node.children.reset();
    node.inner = std::move(inner);
    node.inside = node.inner ? Inside::Json : Inside::Nothing;
    Q_EMIT dataChanged(indexOf(id, KeyColumn), indexOf(id, SizeColumn));
    if (hasAnyChild(containerOf(id)))
        fetchPage(id);
}

void PayloadModel::fetchPage(NodeId id)
{
    Node& node = m_nodes[id];
    const JsonView container = containerOf(id);
    if (!node.children) {
        node.children = std::make_unique<Children>();
        node.children->pager = JsonPager(container);
    }
    JsonPager pager = node.children->pager;
    if (container.text.size() <= kReadAtOnceBytes) {
        const std::vector<JsonChild> page = pager.next(kPageSize);
        return addPage(id, page, pager);
    }
    node.children->reading = true;
    const std::shared_ptr<const void> owner = node.inner ? node.inner->owner : ownerOf(id);
    m_worker.post([this, id, pager, owner](const std::stop_token& stop) mutable -> Worker::Delivery {
        std::vector<JsonChild> page = pager.next(kPageSize, stop);
        return [this, id, pager, owner, page = std::move(page)] { addPage(id, page, pager); };
    });
}

void PayloadModel::addPage(NodeId id, const std::vector<JsonChild>& page, const JsonPager& pager)
{
    Children& children = *m_nodes[id].children;
    children.reading = false;
    children.pager = pager;
    if (page.empty())
        return;
    const int first = static_cast<int>(children.nodes.size());
    beginInsertRows(indexOf(id), first, first + static_cast<int>(page.size()) - 1);
    for (const JsonChild& child : page) {
        const auto childId = static_cast<NodeId>(m_nodes.size());
        Node& node = m_nodes.emplace_back();
        node.parent = id;
        node.row = static_cast<std::uint32_t>(children.nodes.size());
        node.key = child.key;
        node.value = child.value;
        children.nodes.push_back(childId);
    }
    endInsertRows();
}

bool PayloadModel::isElement(NodeId id) const
{
    const Node& node = m_nodes[id];
    return !node.key && !(m_isSingleRow && node.parent == kRoot);
}

std::vector<PathStep> PayloadModel::pathOf(NodeId id) const
{
    std::vector<PathStep> steps;
    for (; id != kRoot; id = m_nodes[id].parent) {
        const Node& node = m_nodes[id];
        if (node.key)
            steps.push_back({PathStep::Kind::Member, core::decodeString(node.key), 0});
        else if (isElement(id))
            steps.push_back({PathStep::Kind::Element, {}, node.row});
        if (m_nodes[node.parent].inner)
            steps.push_back({PathStep::Kind::IntoString, {}, 0});
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

std::int64_t PayloadModel::countOf(NodeId id) const
{
    Node& node = m_nodes[id];
    const JsonView container = containerOf(id);
    if (node.count >= 0 || !container)
        return node.count;
    if (container.text.size() <= kCountAtOnceBytes) {
        node.count = static_cast<std::int64_t>(core::childCount(container));
    } else if (!node.counting) {
        node.counting = true;
        auto* self = const_cast<PayloadModel*>(this); // dataChanged() is a signal of the non-const model
        const std::shared_ptr<const void> owner = node.inner ? node.inner->owner : ownerOf(id);
        m_worker.post([self, id, container, owner](const std::stop_token&) -> Worker::Delivery {
            return [self, id, count = static_cast<std::int64_t>(core::childCount(container))] {
                self->m_nodes[id].count = count;
                Q_EMIT self->dataChanged(self->indexOf(id, ValueColumn), self->indexOf(id, ValueColumn));
            };
        });
    }
    return node.count;
}

} // namespace durascope::models
