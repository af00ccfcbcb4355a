// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/payload_content.h"

#include "models/common/text.h"

#include <utility>

namespace durascope::models {

using core::JsonKind;
using core::JsonView;

namespace {

constexpr int kMaxEncodings = 4;

bool isContainer(JsonView value)
{
    return value.kind == JsonKind::Object || value.kind == JsonKind::Array;
}

/// The text of a literal: a view of it when it has no escapes, so that nothing is copied.
std::pair<std::shared_ptr<const void>, std::string_view> textOf(JsonView literal, std::shared_ptr<const void> owner)
{
    if (literal.text.find('\\') == std::string_view::npos && literal.text.size() >= 2)
        return {std::move(owner), literal.text.substr(1, literal.text.size() - 2)};
    auto decoded = std::make_shared<const std::string>(core::decodeString(literal));
    const std::string_view view = *decoded;
    return {std::move(decoded), view};
}

PayloadContentPtr makeContent(std::shared_ptr<const void> owner, std::string_view text)
{
    return std::make_shared<const PayloadContent>(PayloadContent{std::move(owner), text, core::parseJson(text)});
}

} // namespace

PayloadContentPtr contentOf(std::string text)
{
    auto owner = std::make_shared<const std::string>(std::move(text));
    const std::string_view view = *owner;
    return makeContent(std::move(owner), view);
}

PayloadContentPtr contentOf(const std::shared_ptr<const history::EventLog>& log, core::EventIndex event)
{
    const history::PayloadView payload = log->payload(event);
    if (payload.state != history::PayloadState::Present || payload.json.empty())
        return nullptr;
    if (payload.json.front() != '"')
        return makeContent(log, payload.json);
    auto [owner, text] = textOf({JsonKind::String, payload.json}, log);
    return makeContent(std::move(owner), text);
}

PayloadContentPtr contentInside(JsonView literal, const std::shared_ptr<const void>& owner)
{
    std::shared_ptr<const void> keeper = owner;
    for (int i = 0; i < kMaxEncodings && literal.kind == JsonKind::String; ++i) {
        auto [newKeeper, text] = textOf(literal, keeper);
        const JsonView value = core::parseJson(text);
        if (isContainer(value))
            return std::make_shared<const PayloadContent>(PayloadContent{std::move(newKeeper), text, value});
        keeper = std::move(newKeeper);
        literal = value;
    }
    return nullptr;
}

bool looksLikeJsonInside(JsonView literal)
{
    if (literal.kind != JsonKind::String || literal.text.size() < 4)
        return false;
    std::string_view inner = literal.text.substr(1, literal.text.size() - 2);
    while (!inner.empty() && inner.front() == ' ')
        inner.remove_prefix(1);
    while (!inner.empty() && inner.back() == ' ')
        inner.remove_suffix(1);
    if (inner.starts_with("\\\""))
        return inner.size() > 4 && inner.ends_with("\\\"");
    // Line feeds around the value are escapes here; what follows them is looked at when the node is opened.
    const bool begins =
        inner.starts_with('{') || inner.starts_with('[') || inner.starts_with("\\n") || inner.starts_with("\\r");
    const bool ends = inner.ends_with('}') || inner.ends_with(']') || inner.ends_with("\\n");
    return begins && ends;
}

QString stringPreview(JsonView literal, std::size_t maxCharacters)
{
    const std::string_view text = literal.text;
    const std::size_t limit = maxCharacters * 6 + 2; // the longest escape of one character has six bytes
    if (text.size() <= limit)
        return displayText(core::decodeString(literal), maxCharacters);
    std::size_t end = 1;
    while (end < limit)
        end += text[end] == '\\' ? (text[end + 1] == 'u' ? 6 : 2) : 1;
    while (end > 1 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    std::string piece(text.substr(0, end));
    piece.push_back('"');
    const std::string decoded = core::decodeString({JsonKind::String, piece});
    // One character more than fits, so that displayText() marks the cut.
    return displayText(decoded + "…", maxCharacters);
}

} // namespace durascope::models
