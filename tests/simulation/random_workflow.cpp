// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/random_workflow.h"

#include <algorithm>
#include <random>

namespace durascope::simulation {
namespace {

constexpr std::uint32_t kDeepest = 5;
/// One after another they stay below the year that an execution may last.
constexpr std::uint32_t kMostLongWaits = 5;
constexpr std::uint32_t kLongestWait = 5'000'000;
constexpr std::uint32_t kLargeBytes = 300'000; ///< beyond what is stored with a context

class Generator
{
public:
    explicit Generator(std::uint64_t seed, std::uint32_t size)
        : m_random(seed)
        , m_left(size)
    {
        m_workflow.seed = seed;
        m_workflow.size = size;
    }

    Workflow make()
    {
        do {
            std::ranges::move(sequence(m_left, 0), std::back_inserter(m_workflow.body));
        } while (m_left > 0);
        return std::move(m_workflow);
    }

private:
    std::uint32_t number(std::uint32_t first, std::uint32_t last)
    {
        return first + static_cast<std::uint32_t>(m_random() % (last - first + 1));
    }
    bool chance(std::uint32_t percent) { return m_random() % 100 < percent; }
    /// Some workflows only: every replay carries them along.
    bool isLarge() { return m_workflow.seed % 8 == 0 && chance(4); }

    Sequence sequence(std::uint32_t most, std::uint32_t depth)
    {
        Sequence nodes;
        for (std::uint32_t count = number(1, 4); count > 0 && most > 0 && m_left > 0; --count) {
            const std::uint32_t before = m_left;
            nodes.push_back(node(depth, most));
            most -= std::min(most, before - m_left);
        }
        return nodes;
    }

    NodeKind kind(std::uint32_t depth, std::uint32_t most)
    {
        const bool mayNest = depth < kDeepest && most > 2;
        const std::uint32_t dice = number(1, mayNest ? 100 : 60);
        if (dice <= 30)
            return NodeKind::Step;
        if (dice <= 38)
            return NodeKind::Wait;
        if (dice <= 43)
            return NodeKind::Condition;
        if (dice <= 48)
            return NodeKind::Callback;
        if (dice <= 54)
            return NodeKind::WaitForCallback;
        if (dice <= 60)
            return NodeKind::InvokePlain;
        if (dice <= 64)
            return m_isInvoked ? NodeKind::Child : NodeKind::InvokeDurable;
        if (dice <= 72)
            return NodeKind::Child;
        if (dice <= 76)
            return NodeKind::Virtual;
        if (dice <= 84)
            return NodeKind::Map;
        return dice <= 92 ? NodeKind::Parallel : NodeKind::Group;
    }

    Node node(std::uint32_t depth, std::uint32_t most) { return node(kind(depth, most), depth, most); }

    Node node(NodeKind kind, std::uint32_t depth, std::uint32_t most)
    {
        Node made;
        made.kind = kind;
        made.label = "n" + std::to_string(++m_labels);
        m_left -= std::min(m_left, 1u);
        ++m_workflow.counts[static_cast<std::size_t>(kind)];
        made.propagates = chance(25);
        fill(made, depth, most - std::min(most, 1u));
        return made;
    }

    void fill(Node& node, std::uint32_t depth, std::uint32_t most)
    {
        switch (node.kind) {
        case NodeKind::Step:
            fillStep(node);
            break;
        case NodeKind::Wait:
            node.seconds = m_longWaits < kMostLongWaits && chance(10) ? longWait() : number(1, 120);
            break;
        case NodeKind::Condition:
            node.failures = number(0, 4);
            node.seconds = number(1, 90);
            node.ending = chance(20) ? Ending::Fails : Ending::Succeeds;
            break;
        case NodeKind::Callback:
        case NodeKind::WaitForCallback:
            fillCallback(node);
            break;
        case NodeKind::InvokePlain: {
            constexpr std::array kEndings{Ending::Fails, Ending::TimesOut, Ending::Stopped};
            node.seconds = number(1, 300);
            node.ending = chance(70) ? Ending::Succeeds : kEndings[number(0, 2)];
            break;
        }
        case NodeKind::InvokeDurable:
            m_isInvoked = true;
            node.branches.push_back(sequence(most, depth + 1));
            m_isInvoked = false;
            break;
        case NodeKind::Child:
        case NodeKind::Virtual:
            node.branches.push_back(sequence(most, depth + 1));
            node.bytes = isLarge() ? kLargeBytes : 0;
            break;
        case NodeKind::Map:
        case NodeKind::Parallel:
            fillBatch(node, depth, most);
            break;
        case NodeKind::Group:
            fillGroup(node, depth, most);
            break;
        }
    }

    std::uint32_t longWait()
    {
        ++m_longWaits;
        return number(86'400, kLongestWait);
    }

    void fillStep(Node& node)
    {
        node.atMostOnce = chance(35);
        node.failures = chance(35) ? number(1, 3) : 0;
        node.ending = chance(12) ? Ending::Fails : Ending::Succeeds;
        node.bytes = isLarge() ? number(1'000, kLargeBytes) : 0;
        node.seconds = number(1, 20);
        // An interrupted at-most-once step uses its attempt up, so only unlimited ones come to the same result.
        if (!node.atMostOnce && chance(40)) {
            node.maxAttempts = number(1, 4);
            node.strategy = static_cast<std::uint8_t>(number(0, 3));
        }
    }

    void fillCallback(Node& node)
    {
        const std::uint32_t dice = number(1, 100);
        node.ending = dice <= 55   ? Ending::Succeeds
                      : dice <= 75 ? Ending::Fails
                      : dice <= 90 ? Ending::TimesOut
                                   : Ending::GoesQuiet;
        node.seconds = number(1, 600);
        node.heartbeats = node.ending == Ending::GoesQuiet || chance(30);
        node.sentTwice = chance(30);
        node.failures = node.kind == NodeKind::WaitForCallback && chance(25) ? number(1, 2) : 0;
    }

    void fillBatch(Node& node, std::uint32_t depth, std::uint32_t most)
    {
        const std::uint32_t count = number(1, std::max(1u, std::min(6u, most)));
        for (std::uint32_t i = 0; i < count; ++i)
            node.branches.push_back(sequence(std::max(1u, most / count), depth + 1));
        node.maxConcurrency = chance(50) ? 0 : number(1, 3);
        node.flat = chance(30);
        node.bytes = isLarge() ? kLargeBytes / count + 1 : 0;
        if (chance(65))
            return;
        node.completion = static_cast<Completion>(number(1, 5));
        node.threshold = number(1, count);
        losesBranches(node);
    }

    void fillGroup(Node& node, std::uint32_t depth, std::uint32_t most)
    {
        constexpr std::array kOperands{NodeKind::Step,         NodeKind::Child,    NodeKind::InvokePlain,
                                       NodeKind::Condition,    NodeKind::Callback, NodeKind::WaitForCallback,
                                       NodeKind::InvokeDurable};
        const std::uint32_t count = number(2, std::max(2u, std::min(5u, most)));
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint32_t last = static_cast<std::uint32_t>(kOperands.size()) - (m_isInvoked ? 2u : 1u);
            const NodeKind kind = kOperands[number(0, last)];
            node.branches.emplace_back();
            node.branches.back().push_back(this->node(kind, depth + 1, std::max(2u, most / count)));
        }
        node.combine = static_cast<Combine>(number(0, kCombines - 1));
        node.awaitLosers = chance(50);
        if (node.combine != Combine::AllSettled && node.combine != Combine::GetInOrder &&
            node.combine != Combine::GetBackwards)
            losesBranches(node);
    }

    /// Which failure comes first depends on the order, so it must not spread.
    void losesBranches(Node& node)
    {
        node.propagates = false;
        m_workflow.losesBranches = true;
    }

    std::mt19937_64 m_random;
    Workflow m_workflow;
    std::uint32_t m_left;
    std::uint32_t m_labels = 0;
    std::uint32_t m_longWaits = 0;
    bool m_isInvoked = false; ///< inside an invoked function; those invoke no other durable ones
};

const char* toText(Ending ending)
{
    switch (ending) {
    case Ending::Succeeds:
        return "succeeds";
    case Ending::Fails:
        return "fails";
    case Ending::TimesOut:
        return "times out";
    case Ending::GoesQuiet:
        return "goes quiet";
    case Ending::Stopped:
        return "is stopped";
    }
    return "?";
}

const char* toText(Combine combine)
{
    constexpr std::array kNames{"all", "allSettled", "any", "race", "get in order", "get backwards", "drop"};
    return kNames[static_cast<std::size_t>(combine)];
}

const char* toText(Completion completion)
{
    constexpr std::array kNames{
        "all", "first failure", "minimum successful", "tolerated count", "tolerated percentage", "custom"};
    return kNames[static_cast<std::size_t>(completion)];
}

void describe(const Node& node, std::size_t depth, std::string& out)
{
    out.append(2 * depth, ' ');
    out += node.label + ' ' + toText(node.kind) + ' ' + toText(node.ending);
    if (node.kind == NodeKind::Step && node.atMostOnce)
        out += ", at most once";
    if (node.failures > 0)
        out += ", after " + std::to_string(node.failures);
    if (node.maxAttempts > 0)
        out += ", attempts " + std::to_string(node.maxAttempts) + " strategy " + std::to_string(node.strategy);
    out += ", " + std::to_string(node.seconds) + " s";
    if (node.bytes > 0)
        out += ", " + std::to_string(node.bytes) + " B";
    if (node.propagates)
        out += ", propagates";
    if (node.kind == NodeKind::Map || node.kind == NodeKind::Parallel) {
        out += std::string(", ") + toText(node.completion) + ' ' + std::to_string(node.threshold) + ", at a time " +
               std::to_string(node.maxConcurrency) + (node.flat ? ", flat" : "");
    }
    if (node.kind == NodeKind::Group)
        out += std::string(", ") + toText(node.combine) + (node.awaitLosers ? ", awaits losers" : "");
    out += '\n';
    for (std::size_t i = 0; i < node.branches.size(); ++i) {
        if (node.branches.size() > 1)
            out += std::string(2 * depth + 1, ' ') + '[' + std::to_string(i) + "]\n";
        for (const Node& inner : node.branches[i])
            describe(inner, depth + 1, out);
    }
}

void collectInvoked(const Sequence& sequence, std::vector<const Node*>& found)
{
    for (const Node& node : sequence) {
        if (node.kind == NodeKind::InvokeDurable)
            found.push_back(&node);
        for (const Sequence& branch : node.branches)
            collectInvoked(branch, found);
    }
}

} // namespace

const char* toText(NodeKind kind)
{
    constexpr std::array<const char*, kNodeKinds> kNames{
        "step",           "wait",  "condition", "callback", "wait for callback", "invoke plain",
        "invoke durable", "child", "virtual",   "map",      "parallel",          "group"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::shared_ptr<const Workflow> randomWorkflow(std::uint64_t seed, std::uint32_t size)
{
    return std::make_shared<const Workflow>(Generator(seed, size).make());
}

std::string describe(const Workflow& workflow)
{
    std::string out;
    for (const Node& node : workflow.body)
        describe(node, 0, out);
    return out;
}

std::vector<const Node*> invokedFunctions(const Workflow& workflow)
{
    std::vector<const Node*> found;
    collectInvoked(workflow.body, found);
    return found;
}

} // namespace durascope::simulation
