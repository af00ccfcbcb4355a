// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/item_codec.h"

#include "engine/core/json_scan.h"
#include "engine/core/text.h"

namespace durable::detail {
namespace {

using namespace durascope;
using core::JsonKind;
using core::JsonView;
using core::quoteJson;

/// Containers around a result: the object, the array, the item.
constexpr std::uint32_t kDepthOfResult = 3;

bool isEmbeddable(std::string_view text)
{
    core::JsonCursor cursor;
    cursor.at = text.data();
    cursor.end = text.data() + text.size();
    // No blanks around it: they would not come back.
    return !text.empty() && !core::isJsonBlank(text.front()) &&
           core::skipValue(cursor, core::kMaxJsonDepth, kDepthOfResult) && cursor.atEnd();
}

void appendResult(std::string& out, const std::string& text)
{
    if (!core::isValidUtf8(text))
        throwSerdes("the result of a branch is not valid UTF-8");
    if (isEmbeddable(text))
        out.append(",\"result\":").append(text);
    else
        out.append(",\"resultText\":").append(quoteJson(text));
}

void appendError(std::string& out, const ErrorObject& error)
{
    const char* separator = "";
    const auto add = [&](const char* name, const std::string& value) {
        out.append(separator).append(1, '"').append(name).append("\":").append(value);
        separator = ",";
    };
    out += ",\"error\":{";
    if (error.message)
        add("ErrorMessage", quoteJson(*error.message));
    if (error.type)
        add("ErrorType", quoteJson(*error.type));
    if (error.data)
        add("ErrorData", quoteJson(*error.data));
    if (error.stackTrace) {
        std::string lines = "[";
        for (const std::string& line : *error.stackTrace)
            lines.append(lines.size() > 1 ? "," : "").append(quoteJson(line));
        add("StackTrace", lines + ']');
    }
    out += '}';
}

/// Reads the members of one item; errors name the item.
class ItemReader
{
public:
    explicit ItemReader(std::size_t position)
        : m_position(position)
    {
    }

    RawItem read(JsonView object)
    {
        if (object.kind != JsonKind::Object)
            fail("is not an object");
        core::forEachMember(object, [this](std::string_view name, JsonView value) {
            take(name, value);
            return true;
        });
        check();
        return std::move(m_item);
    }

private:
    [[noreturn]] void fail(const std::string& what) const
    {
        throwSerdes("item " + std::to_string(m_position) + " of the recorded outcomes " + what);
    }
    [[nodiscard]] std::string text(std::string_view name, JsonView value) const
    {
        if (value.kind != JsonKind::String)
            fail("has a member " + std::string(name) + " that is not a text");
        return core::decodeString(value);
    }
    void take(std::string_view name, JsonView value)
    {
        if (name == "index")
            takeIndex(value);
        else if (name == "status")
            takeStatus(text(name, value));
        else if (name == "result")
            takeResult(std::string(value.text));
        else if (name == "resultText")
            takeResult(text(name, value));
        else if (name == "error")
            m_item.error = core::errorRef(error(value));
    }
    void takeIndex(JsonView value)
    {
        const std::optional<std::int64_t> index =
            value.kind == JsonKind::Number ? core::toInteger(value) : std::nullopt;
        if (!index || *index < 0)
            fail("has no usable index");
        m_item.index = static_cast<std::size_t>(*index);
        m_hasIndex = true;
    }
    void takeStatus(const std::string& word)
    {
        const std::optional<BatchItemStatus> status = batchItemStatusFromText(word);
        if (!status)
            fail("has the unknown status \"" + core::printable(word, 40) + '"');
        m_item.status = *status;
        m_hasStatus = true;
    }
    void takeResult(std::string result)
    {
        if (m_item.result)
            fail("has two results");
        m_item.result = core::payload(std::move(result));
    }
    [[nodiscard]] ErrorObject error(JsonView value) const
    {
        if (value.kind != JsonKind::Object)
            fail("has an error that is not an object");
        ErrorObject error;
        core::forEachMember(value, [&](std::string_view name, JsonView member) {
            if (name == "ErrorMessage")
                error.message = text(name, member);
            else if (name == "ErrorType")
                error.type = text(name, member);
            else if (name == "ErrorData")
                error.data = text(name, member);
            else if (name == "StackTrace")
                error.stackTrace = lines(member);
            return true;
        });
        return error;
    }
    [[nodiscard]] std::vector<std::string> lines(JsonView value) const
    {
        if (value.kind != JsonKind::Array)
            fail("has a stack trace that is not a list");
        std::vector<std::string> found;
        core::forEachElement(value, [&](std::size_t, JsonView line) {
            found.push_back(text("StackTrace", line));
            return true;
        });
        return found;
    }
    void check() const
    {
        if (!m_hasIndex)
            fail("has no index");
        if (!m_hasStatus)
            fail("has no status");
        if (m_item.error && m_item.status != BatchItemStatus::Failed)
            fail("has an error, but has not failed");
        if (!m_item.error && m_item.status == BatchItemStatus::Failed)
            fail("has failed, but has no error");
        if (m_item.result && m_item.status != BatchItemStatus::Succeeded)
            fail("has a result, but has not succeeded");
    }

    std::size_t m_position;
    RawItem m_item;
    bool m_hasIndex = false;
    bool m_hasStatus = false;
};

} // namespace

void appendItems(std::string& out, const std::vector<RawItem>& items)
{
    const char* separator = "";
    out += '[';
    for (const RawItem& item : items) {
        out.append(separator).append("{\"index\":").append(std::to_string(item.index));
        out.append(",\"status\":\"").append(toText(item.status)).append(1, '"');
        if (item.status == BatchItemStatus::Succeeded && item.result)
            appendResult(out, *item.result);
        else if (item.status == BatchItemStatus::Failed)
            appendError(out, item.error ? *item.error : ErrorObject{});
        out += '}';
        separator = ",";
    }
    out += ']';
}

std::vector<RawItem> readItems(JsonView array)
{
    if (array.kind != JsonKind::Array)
        throwSerdes("the recorded outcomes are not a list");
    std::vector<RawItem> items;
    core::forEachElement(array, [&](std::size_t position, JsonView item) {
        items.push_back(ItemReader(position).read(item));
        return true;
    });
    return items;
}

JsonView parseObject(std::string_view text, std::string_view what)
{
    const JsonView object = core::parseJson(text);
    if (object.kind != JsonKind::Object)
        throwSerdes("the recorded " + std::string(what) + " is not a JSON object");
    return object;
}

} // namespace durable::detail
