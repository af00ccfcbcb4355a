// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/handler_name.h"

#include <initializer_list>
#include <string_view>

namespace durascope::app {

namespace {
bool endsWithAny(std::string_view text, std::initializer_list<std::string_view> endings)
{
    for (const std::string_view ending : endings) {
        if (text.size() > ending.size() && text.ends_with(ending)) {
            return true;
        }
    }
    return false;
}

/// "libx.so", also "libx.so.1.2".
bool isSharedLibrary(std::string_view path)
{
    const std::string_view file = path.substr(path.rfind('/') + 1);
    return endsWithAny(file, {".so"}) || (file.find(".so.") != std::string_view::npos && file.find(".so.") > 0);
}

HandlerName splitAt(HandlerForm form, const std::string& text, std::size_t at)
{
    return at == std::string::npos ? HandlerName{form, text, {}}
                                   : HandlerName{form, text.substr(0, at), text.substr(at + 1)};
}

std::unexpected<core::Error> nothingNamed(const std::string& text, const std::string& remedy)
{
    return core::fail(core::ErrorCode::Usage, "names no handler", core::Place{text}, remedy);
}
} // namespace

core::Result<HandlerName> parseHandlerName(const std::string& text)
{
    constexpr std::string_view kSample = "sample:";
    constexpr std::string_view kProgram = "exec:";
    if (text.starts_with(kSample)) {
        return HandlerName{HandlerForm::Sample, text.substr(kSample.size()), {}};
    }
    if (text.starts_with(kProgram)) {
        return HandlerName{HandlerForm::Program, text.substr(kProgram.size()), {}};
    }
    const std::size_t hash = text.rfind('#');
    const std::string_view file = std::string_view(text).substr(0, hash);
    if (endsWithAny(file, {".mjs", ".js", ".cjs"})) {
        return splitAt(HandlerForm::Node, text, hash);
    }
    if (endsWithAny(file, {".ts", ".mts", ".cts"})) {
        return splitAt(HandlerForm::TypeScript, text, hash);
    }
    if (endsWithAny(file, {".yaml", ".yml"}) || (hash != std::string::npos && endsWithAny(file, {".json"}))) {
        if (hash == std::string::npos) {
            return nothingNamed(text, "name a function of the template: " + text + "#LogicalId");
        }
        return splitAt(HandlerForm::Template, text, hash);
    }
    const std::size_t colon = text.rfind(':');
    const std::string_view left = std::string_view(text).substr(0, colon);
    if (endsWithAny(left, {".py"})) {
        return splitAt(HandlerForm::Python, text, colon);
    }
    if (isSharedLibrary(left)) {
        if (colon == std::string::npos || colon + 1 == text.size()) {
            return nothingNamed(text, "add the name given to DURABLE_FUNCTION: " + std::string(left) + ":name");
        }
        return splitAt(HandlerForm::SharedLibrary, text, colon);
    }
    return nothingNamed(text, "use sample:NAME or path/libx.so:name");
}

} // namespace durascope::app
