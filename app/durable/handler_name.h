// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <string>

namespace durascope::app {

enum class HandlerForm { Sample, SharedLibrary, Node, Python, TypeScript, Template, Program };

/// What is to run, as it is named on the command line and everywhere else:
///
///     sample:NAME                        a built-in C++ workflow
///     path/to/libx.so:name               C++ handlers built with the SDK
///     path/to/file.mjs[#export]          Node; also .js and .cjs
///     path/to/file.py[:function]         Python
///     path/to/template.yaml#LogicalId    a function of a SAM template
///     exec:COMMAND                       any program with its own client of the Lambda Runtime API
struct HandlerName
{
    HandlerForm form = HandlerForm::Sample;
    std::string target; ///< the path, the command, or the sample's name
    std::string name;   ///< what stands behind # or the last colon; empty when nothing does
};

/// Errors: Usage, when the text has none of the forms.
[[nodiscard]] core::Result<HandlerName> parseHandlerName(const std::string& text);

} // namespace durascope::app
