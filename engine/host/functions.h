// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::host {

/// What was added to an engine under a name.
struct FunctionEntry
{
    FunctionConfig config;
    std::shared_ptr<FunctionHost> host; ///< of a durable function; null: `plain` is called
    PlainFunction plain;
    std::string bareName; ///< without region, account and qualifier

    [[nodiscard]] bool durable() const { return host != nullptr; }
};
using FunctionRef = std::shared_ptr<const FunctionEntry>;

/// A function's name as Lambda takes it: `NAME`, `NAME:QUALIFIER`, `ACCOUNT:function:NAME[:QUALIFIER]` or an ARN.
struct FunctionName
{
    std::string name;
    std::optional<std::string> qualifier;
};
[[nodiscard]] FunctionName splitFunctionName(std::string_view text);

/// The functions of an engine. Region and account of an ARN are not looked at: everything runs on this machine.
class FunctionTable
{
public:
    /// Replaces a function of the same name and version.
    void add(FunctionEntry entry);

    struct Found
    {
        FunctionRef function;  ///< null: there is none
        bool qualified = true; ///< found under the very name it was added with, or with a qualifier
    };
    /// The exact name first, then the name inside an ARN with its qualifier. A qualifier that is nobody's version is
    /// taken for an alias when the name has only one version.
    [[nodiscard]] Found find(std::string_view calledAs) const;
    /// By bare name and version, as an execution remembers its function.
    [[nodiscard]] FunctionRef find(std::string_view bareName, std::string_view version) const;

private:
    std::vector<FunctionRef> m_functions; ///< in the order in which they were added
};

} // namespace durascope::host
