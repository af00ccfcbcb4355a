// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/version_text.h"

#include "app/durable/version.h"

namespace durascope::app {

std::string versionText()
{
    const std::string build = kBuildType;
    return "durable  " + std::string(kVersion) + "\nengine   " + kVersion + "\nbuild    " +
           (build.empty() ? "no build type" : build) + "\ncompiler " + kCompiler + "\n";
}

} // namespace durascope::app
