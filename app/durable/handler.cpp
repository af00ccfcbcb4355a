// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/handler.h"

#include "app/durable/handler_name.h"

#include <filesystem>
#include <system_error>

namespace durascope::app {

namespace {
std::unexpected<core::Error> notRunnable(const std::string& text, const std::string& what, const std::string& remedy)
{
    return core::fail(core::ErrorCode::Unsupported, what, core::Place{text}, remedy);
}

core::Result<Handler> openSample(const std::string& name, const samples::Environment& environment)
{
    const samples::Sample* const sample = samples::find(name);
    if (sample == nullptr) {
        std::string names;
        for (const samples::Sample* known : samples::all()) {
            names += (names.empty() ? "" : ", ") + std::string(known->name);
        }
        return core::fail(core::ErrorCode::NotFound, "there is no sample of this name", core::Place{"sample:" + name},
                          "there are " + names);
    }
    return Handler{std::string(sample->name), host::cppHost({sample->make(environment), {}, {}}), sample};
}

core::Result<Handler> openSharedLibrary(const HandlerName& name)
{
    // The loader looks for a name without a slash in the system's folders.
    std::error_code ignored; // a path that cannot be made absolute is taken as it stands, and the loader says why
    const std::filesystem::path absolute = std::filesystem::absolute(name.target, ignored);
    auto host = host::sharedLibraryHost(ignored ? name.target : absolute.lexically_normal().string(), name.name);
    if (!host) {
        core::Error error = host.error();
        error.place = core::Place{name.target};
        return std::unexpected(error);
    }
    return Handler{name.name, std::move(*host)};
}
} // namespace

core::Result<Handler> openHandler(const std::string& text, const samples::Environment& environment)
{
    const core::Result<HandlerName> name = parseHandlerName(text);
    if (!name) {
        return std::unexpected(name.error());
    }
    const std::string only = "it runs C++ handlers: sample:NAME and path/libx.so:name";
    switch (name->form) {
    case HandlerForm::Sample:
        return openSample(name->target, environment);
    case HandlerForm::SharedLibrary:
        return openSharedLibrary(*name);
    case HandlerForm::Node:
        return notRunnable(text, "this build cannot run Node handlers yet", only);
    case HandlerForm::Python:
        return notRunnable(text, "this build cannot run Python handlers yet", only);
    case HandlerForm::Template:
        return notRunnable(text, "this build cannot run functions of templates yet", only);
    case HandlerForm::Program:
        return notRunnable(text, "this build cannot run other programs yet", only);
    case HandlerForm::TypeScript:
        break;
    }
    return notRunnable(text, "TypeScript is not run as it stands", "compile it and name the .mjs file");
}

} // namespace durascope::app
