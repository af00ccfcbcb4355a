// SPDX-License-Identifier: GPL-3.0-or-later
// What the nodes of a PayloadModel say; how they come about is in payload_model.cpp.
#include "engine/core/text.h"
#include "models/common/text.h"
#include "models/payload/payload_model.h"
#include "models/payload/tool_tip.h"

namespace durascope::models {

using core::JsonKind;
using core::JsonView;

namespace {

constexpr std::size_t kPreviewCharacters = 300;
constexpr std::size_t kToolTipCharacters = 1'500;

QString sizeText(std::uint64_t bytes)
{
    return toQString(core::formatBytes(bytes));
}

} // namespace

QString PayloadModel::keyText(NodeId id) const
{
    const Node& node = m_nodes[id];
    if (node.key)
        return stringPreview(node.key, kPreviewCharacters);
    return isElement(id) ? QString::number(node.row) : QString();
}

QString PayloadModel::containerText(NodeId id) const
{
    const JsonView container = containerOf(id);
    const bool isObject = container.kind == JsonKind::Object;
    if (JsonPager(container).atEnd())
        return isObject ? QStringLiteral("{}") : QStringLiteral("[]");
    const std::int64_t count = countOf(id);
    const QString number =
        count < 0 ? QStringLiteral("…") : toQString(core::formatCount(static_cast<std::uint64_t>(count)));
    return (isObject ? QStringLiteral("{%1}") : QStringLiteral("[%1]")).arg(number);
}

QString PayloadModel::valuePreview(NodeId id) const
{
    const Node& node = m_nodes[id];
    if (node.value.kind == JsonKind::String) {
        const Inside inside = insideOf(id);
        if (inside == Inside::Json)
            return containerText(id);
        if (inside == Inside::Nothing)
            return u'"' + stringPreview(node.value, kPreviewCharacters) + u'"';
        return tr("JSON text");
    }
    if (containerOf(id))
        return containerText(id);
    return displayText(node.value.text.substr(0, kPreviewCharacters * 4), kPreviewCharacters);
}

PayloadValue PayloadModel::value(const QModelIndex& index) const
{
    const NodeId id = idOf(index);
    return {ownerOf(id), m_nodes[id].value};
}

std::string PayloadModel::valueText(const PayloadValue& value)
{
    switch (value.json.kind) {
    case JsonKind::String:
        return core::decodeString(value.json);
    case JsonKind::Object:
    case JsonKind::Array:
        return core::prettyJson(value.json);
    default:
        return std::string(value.json.text);
    }
}

QVariant PayloadModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const NodeId id = idOf(index);
    const Node& node = m_nodes[id];
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == KeyColumn)
            return keyText(id);
        return index.column() == ValueColumn ? valuePreview(id) : sizeText(node.value.text.size());
    case Qt::ToolTipRole:
        if (index.column() == KeyColumn)
            return plainToolTip(node.key ? stringPreview(node.key, kToolTipCharacters) : keyText(id));
        return plainToolTip(node.value.kind == JsonKind::String ? stringPreview(node.value, kToolTipCharacters)
                                                                : valuePreview(id));
    case Qt::AccessibleTextRole:
        return index.column() == KeyColumn ? keyText(id) : valuePreview(id);
    case KindRole:
        return static_cast<int>(node.value.kind);
    case EmbeddedRole:
        return insideOf(id) == Inside::Json || insideOf(id) == Inside::Maybe;
    case SizeRole:
        return QVariant::fromValue(static_cast<qulonglong>(node.value.text.size()));
    case PathRole:
        return jsonPath(pathOf(id));
    case JqRole:
        return jqPath(pathOf(id));
    case FullTextRole:
        return toQString(valueText(value(index)));
    default:
        return {};
    }
}

QVariant PayloadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KeyColumn:
        return tr("Key");
    case ValueColumn:
        return tr("Value");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace durascope::models
