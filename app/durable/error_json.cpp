// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/error_json.h"

#include "engine/core/json_view.h"

#include <optional>
#include <utility>
#include <vector>

namespace durascope::app {

using core::JsonKind;
using core::JsonView;

namespace {
std::vector<std::string> textsOf(JsonView array)
{
    std::vector<std::string> texts;
    core::forEachElement(array, [&texts](std::size_t, JsonView value) {
        texts.push_back(core::decodeString(value));
        return true;
    });
    return texts;
}
} // namespace

core::Result<core::ErrorObject> errorFromJson(std::string_view json)
{
    const JsonView value = core::parseJson(json);
    core::ErrorObject error;
    if (value.kind == JsonKind::String) {
        error.message = core::decodeString(value);
        return error;
    }
    std::string unknown;
    if (value.kind == JsonKind::Object) {
        core::forEachMember(value, [&](std::string_view key, JsonView member) {
            if (key == "ErrorMessage") {
                error.message = core::decodeString(member);
            } else if (key == "ErrorType") {
                error.type = core::decodeString(member);
            } else if (key == "ErrorData") {
                error.data = core::decodeString(member);
            } else if (key == "StackTrace" && member.kind == JsonKind::Array) {
                error.stackTrace = textsOf(member);
            } else {
                unknown = key;
            }
            return unknown.empty();
        });
    }
    if (value.kind != JsonKind::Object || !unknown.empty()) {
        return core::fail(core::ErrorCode::Malformed,
                          unknown.empty() ? "an error is an object or a string of JSON"
                                          : "an error has no member `" + unknown + "`",
                          {}, "write {\"ErrorType\":…,\"ErrorMessage\":…} or \"message\"");
    }
    return error;
}

std::string errorToJson(const core::ErrorObject& error)
{
    std::string text;
    const auto put = [&text](std::string_view name, const std::string& value) {
        text += (text.empty() ? "\"" : ",\"") + std::string(name) + "\":" + value;
    };
    if (error.message) {
        put("ErrorMessage", core::quoteJson(*error.message));
    }
    if (error.type) {
        put("ErrorType", core::quoteJson(*error.type));
    }
    if (error.data) {
        put("ErrorData", core::quoteJson(*error.data));
    }
    if (error.stackTrace) {
        std::string lines;
        for (const std::string& line : *error.stackTrace) {
            lines += (lines.empty() ? "" : ",") + core::quoteJson(line);
        }
        put("StackTrace", "[" + lines + "]");
    }
    return "{" + text + "}";
}

} // namespace durascope::app
