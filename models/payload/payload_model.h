// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/payload/json_pager.h"
#include "models/payload/payload_content.h"
#include "models/payload/payload_path.h"
#include "models/payload/worker.h"

#include <QAbstractItemModel>

#include <deque>
#include <memory>
#include <vector>

namespace durascope::models {

/// A value somewhere in a payload with what keeps its text alive: may be taken to another thread.
struct PayloadValue
{
    std::shared_ptr<const void> owner;
    core::JsonView json;
};

/// A JSON payload as a tree that looks at the text only where somebody looks at it: children are found when a node is
/// opened, 1 000 at a time, and nothing is decoded before it is shown. A string that holds an object or an array can be
/// opened like one. Scans of more than 256 kB run on a worker; their rows come when they are found.
///
/// The top level shows the members of the payload; a payload that is a scalar, empty or not JSON has one row.
class PayloadModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { KeyColumn, ValueColumn, SizeColumn, kColumnCount };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< core::JsonKind as int; Invalid for text that is not JSON
        EmbeddedRole,                ///< bool: a string that holds JSON
        SizeRole,                    ///< bytes of the value as it stands
        PathRole,                    ///< "$.items[3].sku"
        JqRole,                      ///< ".items[3].sku"
        FullTextRole                 ///< what copying the value gives; see valueText()
    };
    static constexpr int kPageSize = 1'000;

    explicit PayloadModel(QObject* parent = nullptr);

    void setContent(PayloadContentPtr content);
    [[nodiscard]] const PayloadContentPtr& content() const { return m_content; }

    [[nodiscard]] PayloadValue value(const QModelIndex& index) const;
    /// Strings decoded, containers indented, other values as they are.
    [[nodiscard]] static std::string valueText(const PayloadValue& value);
    /// Whether the rows of the node are still being looked for.
    [[nodiscard]] bool isReading(const QModelIndex& index) const;
    /// Nodes that have been built so far, the hidden root included.
    [[nodiscard]] std::size_t nodeCount() const { return m_nodes.size(); }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    using NodeId = std::uint32_t;
    enum class Inside : std::uint8_t { Unknown, Nothing, Maybe, Json };
    struct Children
    {
        JsonPager pager;
        std::vector<NodeId> nodes;
        bool reading = false;
    };
    struct Node
    {
        NodeId parent = 0;
        std::uint32_t row = 0;
        core::JsonView key;
        core::JsonView value;
        Inside inside = Inside::Unknown;
        bool counting = false;
        std::int64_t count = -1; ///< children; -1: not counted yet
        PayloadContentPtr inner; ///< of a string that holds JSON, once it has been read
        std::unique_ptr<Children> children;
    };
    static constexpr NodeId kRoot = 0;

    [[nodiscard]] NodeId idOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(NodeId id, int column = 0) const;
    [[nodiscard]] std::shared_ptr<const void> ownerOf(NodeId id) const;
    [[nodiscard]] core::JsonView containerOf(NodeId id) const;
    [[nodiscard]] bool canOpen(NodeId id) const;
    [[nodiscard]] Inside insideOf(NodeId id) const;
    [[nodiscard]] bool isElement(NodeId id) const; ///< of an array
    [[nodiscard]] std::vector<PathStep> pathOf(NodeId id) const;
    [[nodiscard]] std::int64_t countOf(NodeId id) const;
    [[nodiscard]] QString keyText(NodeId id) const;
    [[nodiscard]] QString valuePreview(NodeId id) const;
    [[nodiscard]] QString containerText(NodeId id) const;

    void openInside(NodeId id);
    void setInside(NodeId id, PayloadContentPtr inner);
    void fetchPage(NodeId id);
    void addPage(NodeId id, const std::vector<JsonChild>& page, const JsonPager& pager);

    PayloadContentPtr m_content;
    bool m_isSingleRow = false;
    /// Filled in while being looked at: what a string holds and how many children a container has.
    mutable std::deque<Node> m_nodes;
    mutable Worker m_worker;
};

} // namespace durascope::models
