// SPDX-License-Identifier: Apache-2.0
#include "engine/core/json_view.h"

#include "engine/core/decimal.h"
#include "engine/core/json_scan.h"
#include "engine/core/text.h"
#include "engine/core/utf8.h"

#include <array>

namespace durascope::core {
namespace {

JsonKind kindOf(char first)
{
    switch (first) {
    case 'n':
        return JsonKind::Null;
    case 'f':
        return JsonKind::False;
    case 't':
        return JsonKind::True;
    case '"':
        return JsonKind::String;
    case '[':
        return JsonKind::Array;
    case '{':
        return JsonKind::Object;
    default:
        return JsonKind::Number;
    }
}

JsonCursor cursorOver(std::string_view text)
{
    return {text.data(), text.data() + text.size(), nullptr, true};
}

std::string_view between(const char* begin, const char* end)
{
    return {begin, static_cast<std::size_t>(end - begin)};
}

/// The next value of a text that is known to be right.
JsonView takeValue(JsonCursor& cursor)
{
    if (!skipBlanks(cursor)) {
        return {};
    }
    const char* const begin = cursor.at;
    if (!skipValue(cursor, kMaxJsonDepth)) {
        return {};
    }
    return {kindOf(*begin), between(begin, cursor.at)};
}

/// Behind a value: true when another one follows its comma.
bool takeComma(JsonCursor& cursor)
{
    if (!skipBlanks(cursor) || *cursor.at != ',') {
        return false;
    }
    ++cursor.at;
    return true;
}

bool isEmptyContainer(JsonCursor& cursor)
{
    return !skipBlanks(cursor) || *cursor.at == ']' || *cursor.at == '}';
}

unsigned hexValue(char c)
{
    return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

char32_t hexUnit(std::string_view four)
{
    char32_t value = 0;
    for (const char c : four) {
        value = value * 16 + hexValue(c);
    }
    return value;
}

char plainEscape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

/// `rest` begins with "\u"; takes one escape, or two that form a surrogate pair.
void decodeUnicodeEscape(std::string_view& rest, std::string& out)
{
    char32_t unit = hexUnit(rest.substr(2, 4));
    rest.remove_prefix(6);
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    if (high && rest.size() >= 6 && rest[0] == '\\' && rest[1] == 'u') {
        const char32_t low = hexUnit(rest.substr(2, 4));
        if (low >= 0xDC00 && low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            rest.remove_prefix(6);
        }
    }
    appendUtf8(out, unit);
}

std::string decodeLiteral(std::string_view literal)
{
    std::string_view rest = literal.substr(1, literal.size() - 2);
    std::string result;
    result.reserve(rest.size());
    for (;;) {
        const std::size_t plain = rest.find('\\');
        result.append(rest.substr(0, plain));
        if (plain == std::string_view::npos) {
            return result;
        }
        rest.remove_prefix(plain);
        if (rest[1] == 'u') {
            decodeUnicodeEscape(rest, result);
        } else {
            result.push_back(plainEscape(rest[1]));
            rest.remove_prefix(2);
        }
    }
}

/// Copies the text with the blanks between tokens replaced by line breaks and indentation.
class PrettyPrinter
{
public:
    explicit PrettyPrinter(int indent)
        : m_indent(static_cast<std::size_t>(indent < 0 ? 0 : indent))
    {
    }

    std::string print(JsonView value)
    {
        m_out.reserve(value.text.size() + value.text.size() / 4);
        JsonCursor cursor = cursorOver(value.text);
        while (skipBlanks(cursor)) {
            const char* const begin = cursor.at;
            if (*begin == '"') {
                (void)skipString(cursor); // it was checked by parseJson()
                m_out += between(begin, cursor.at);
            } else {
                ++cursor.at;
                token(cursor, *begin);
            }
        }
        return std::move(m_out);
    }

private:
    void token(JsonCursor& cursor, char c)
    {
        switch (c) {
        case '{':
        case '[':
            m_out += c;
            if (isEmptyContainer(cursor)) {
                m_out += *cursor.at++;
            } else {
                ++m_depth;
                newLine();
            }
            break;
        case '}':
        case ']':
            --m_depth;
            newLine();
            m_out += c;
            break;
        case ',':
            m_out += c;
            newLine();
            break;
        case ':':
            m_out += ": ";
            break;
        default:
            m_out += c;
        }
    }
    void newLine()
    {
        m_out += '\n';
        m_out.append(m_depth * m_indent, ' ');
    }

    std::string m_out;
    std::size_t m_indent;
    std::size_t m_depth = 0;
};

} // namespace

JsonView parseJson(std::string_view text)
{
    if (text.empty() || !isValidUtf8(text)) {
        return {};
    }
    JsonCursor cursor = cursorOver(text);
    const JsonView value = takeValue(cursor);
    return value && !skipBlanks(cursor) ? value : JsonView{};
}

void forEachMember(JsonView object, const std::function<bool(std::string_view key, JsonView value)>& visit)
{
    if (object.kind != JsonKind::Object) {
        return;
    }
    JsonCursor cursor = cursorOver(object.text);
    ++cursor.at;
    if (isEmptyContainer(cursor)) {
        return;
    }
    std::string decoded;
    do {
        if (!skipBlanks(cursor)) {
            return;
        }
        const char* const begin = cursor.at;
        if (!skipString(cursor)) {
            return;
        }
        std::string_view key = between(begin + 1, cursor.at - 1);
        if (key.find('\\') != std::string_view::npos) {
            decoded = decodeLiteral(between(begin, cursor.at));
            key = decoded;
        }
        if (!skipBlanks(cursor)) {
            return;
        }
        ++cursor.at; // the colon
        const JsonView value = takeValue(cursor);
        if (!value || !visit(key, value)) {
            return;
        }
    } while (takeComma(cursor));
}

void forEachElement(JsonView array, const std::function<bool(std::size_t index, JsonView value)>& visit)
{
    if (array.kind != JsonKind::Array) {
        return;
    }
    JsonCursor cursor = cursorOver(array.text);
    ++cursor.at;
    if (isEmptyContainer(cursor)) {
        return;
    }
    std::size_t index = 0;
    do {
        const JsonView value = takeValue(cursor);
        if (!value || !visit(index++, value)) {
            return;
        }
    } while (takeComma(cursor));
}

std::size_t childCount(JsonView container)
{
    std::size_t count = 0;
    forEachMember(container, [&count](std::string_view, JsonView) {
        ++count;
        return true;
    });
    forEachElement(container, [&count](std::size_t, JsonView) {
        ++count;
        return true;
    });
    return count;
}

JsonView member(JsonView object, std::string_view key)
{
    JsonView found;
    forEachMember(object, [&](std::string_view name, JsonView value) {
        if (name == key) {
            found = value;
        }
        return !found;
    });
    return found;
}

std::string decodeString(JsonView value)
{
    return value.kind == JsonKind::String ? decodeLiteral(value.text) : std::string(value.text);
}

std::optional<std::int64_t> toInteger(JsonView value)
{
    if (value.kind != JsonKind::Number && value.kind != JsonKind::String) {
        return std::nullopt;
    }
    const auto number = Decimal::parse(decodeString(value));
    const auto scaled = number ? number->scaled(0) : std::nullopt;
    return scaled && !scaled->lostDigits ? std::optional(scaled->value) : std::nullopt;
}

std::optional<bool> toBool(JsonView value)
{
    if (value.kind == JsonKind::True || value.kind == JsonKind::False) {
        return value.kind == JsonKind::True;
    }
    if (value.kind == JsonKind::String) {
        const std::string text = decodeString(value);
        if (text == "true" || text == "True" || text == "false" || text == "False") {
            return text[0] == 't' || text[0] == 'T';
        }
    }
    return std::nullopt;
}

std::string quoteJson(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    const std::string valid = isValidUtf8(text) ? std::string() : toValidUtf8(text);
    std::string result = "\"";
    result.reserve(text.size() + 2);
    for (const char c : valid.empty() ? text : std::string_view(valid)) {
        switch (c) {
        case '"':
        case '\\':
            result += {'\\', c};
            break;
        case '\n':
            result += "\\n";
            break;
        case '\r':
            result += "\\r";
            break;
        case '\t':
            result += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                result += {'\\',
                           'u',
                           '0',
                           '0',
                           kHex[static_cast<std::size_t>(c >> 4)],
                           kHex[static_cast<std::size_t>(c & 15)]};
            } else {
                result += c;
            }
        }
    }
    return result + '"';
}

std::string prettyJson(JsonView value, int indent)
{
    return PrettyPrinter(indent).print(value);
}

} // namespace durascope::core
