// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace durascope::simulation {

/// One durable operation of a random workflow, or a small group of them. A tree of these is a workflow as data.
///
/// What a node comes to is a function of the node alone: bodies know nothing but their label and their attempt, and
/// where the order of endings decides (race, any, batches that end early) the node contributes only what every order
/// has in common. So the result of a workflow depends neither on time nor on where crashes fall.
enum class NodeKind : std::uint8_t {
    Step,
    Wait,
    Condition,
    Callback,
    WaitForCallback,
    InvokePlain,
    InvokeDurable,
    Child,
    Virtual,
    Map,
    Parallel,
    Group, ///< operations started one after another and then combined
};
inline constexpr std::size_t kNodeKinds = static_cast<std::size_t>(NodeKind::Group) + 1;
[[nodiscard]] const char* toText(NodeKind kind);

/// How an operation ends whose outcome comes from a body or from outside.
enum class Ending : std::uint8_t {
    Succeeds,
    Fails,
    TimesOut,  ///< callbacks: nobody answers in time; invokes: the target timed out
    GoesQuiet, ///< callbacks: the heartbeats stop
    Stopped,   ///< invokes
};

enum class Completion : std::uint8_t { All, Default, MinSuccessful, ToleratedCount, ToleratedPercentage, Custom };
enum class Combine : std::uint8_t { All, AllSettled, Any, Race, GetInOrder, GetBackwards, Drop };
inline constexpr std::size_t kCombines = static_cast<std::size_t>(Combine::Drop) + 1;

struct Node;
using Sequence = std::vector<Node>;

struct Node
{
    NodeKind kind = NodeKind::Step;
    std::string label; ///< unique in the tree; the name of its operation
    Ending ending = Ending::Succeeds;
    bool propagates = false; ///< a failure leaves the sequence that the node stands in
    std::uint32_t bytes = 0; ///< that its own value is made longer by

    bool atMostOnce = false;       ///< Step
    std::uint32_t failures = 0;    ///< Step, submitters: attempts that fail before the one that decides
    std::uint32_t maxAttempts = 0; ///< Step: 0: as many as it takes. Submitters: always as many as it takes
    std::uint8_t strategy = 0;     ///< which retry strategy, for those with maxAttempts

    std::int64_t seconds = 1; ///< Wait: how long; outcomes from outside: after how long; Condition: between checks
    bool heartbeats = false;  ///< callbacks
    bool sentTwice = false;   ///< callbacks: the answer comes a second time

    std::vector<Sequence> branches; ///< one of Child, Virtual and InvokeDurable; several of Map and Parallel; operands
    std::uint32_t maxConcurrency = 0; ///< batches; 0: no limit
    bool flat = false;                ///< batches
    Completion completion = Completion::All;
    std::uint32_t threshold = 0; ///< of the completion
    Combine combine = Combine::All;
    bool awaitLosers = false; ///< Group: get() the others, too
};

struct Workflow
{
    std::uint64_t seed = 0;
    std::uint32_t size = 0;
    Sequence body;
    std::array<std::uint32_t, kNodeKinds> counts{}; ///< nodes of each kind
    bool losesBranches = false;                     ///< some batch or group may end while parts of it have not
};

/// The workflow of that seed with about `size` operations. Smaller sizes give simpler workflows, not parts of it.
[[nodiscard]] std::shared_ptr<const Workflow> randomWorkflow(std::uint64_t seed, std::uint32_t size);
/// One line a node, indented.
[[nodiscard]] std::string describe(const Workflow& workflow);
/// Every node whose kind is that of an invoked durable function, by label; inner ones too.
[[nodiscard]] std::vector<const Node*> invokedFunctions(const Workflow& workflow);

} // namespace durascope::simulation
