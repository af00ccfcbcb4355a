// SPDX-License-Identifier: Apache-2.0
// Functions that a shared library exports with DURABLE_FUNCTION.
#include "engine/host/engine.h"

#include <dlfcn.h>

namespace durascope::host {
namespace {

class SharedLibraryHost final : public FunctionHost
{
public:
    explicit SharedLibraryHost(const durable::ExportedFunction& function)
        : m_function(function)
    {
    }
    core::InvocationOutcome invoke(const core::InvocationEvent& event, durable::DurableClient& client,
                                   const durable::RunOptions& options) override
    {
        return m_function.run(event, client, options);
    }

private:
    const durable::ExportedFunction& m_function;
};

std::string loaderWords()
{
    const char* words = dlerror();
    return words == nullptr ? "unknown error of the loader" : words;
}

} // namespace

core::Result<std::shared_ptr<FunctionHost>> sharedLibraryHost(const std::string& path, const std::string& name)
{
    // Without a slash the loader would look in the folders of the system.
    const std::string file = path.find('/') == std::string::npos ? "./" + path : path;
    // Never unloaded: errors and results of its code may be around for longer than any host.
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr)
        return core::fail(core::ErrorCode::Unreadable, loaderWords(), {path, 0, 0, 0});
    const void* symbol = dlsym(library, ("durable_function_" + name).c_str());
    if (symbol == nullptr) {
        dlclose(library);
        return core::fail(core::ErrorCode::NotFound, "no durable function named " + name, {path, 0, 0, 0},
                          "export it with DURABLE_FUNCTION(" + name + ", …)");
    }
    const auto& function = *static_cast<const durable::ExportedFunction*>(symbol);
    if (function.abi != durable::kFunctionAbi) {
        return core::fail(core::ErrorCode::Unsupported,
                          "built with SDK " + std::string(function.sdkVersion) + ", this is " + durable::kSdkVersion,
                          {path, 0, 0, 0}, "build it again with this SDK");
    }
    return std::make_shared<SharedLibraryHost>(function);
}

} // namespace durascope::host
