// SPDX-License-Identifier: Apache-2.0
#include "engine/core/text.h"

#include "engine/core/utf8.h"

#include <simdjson.h>

#include <array>

namespace durascope::core {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// Characters that reorder or hide the text around them: a name could otherwise read as something else than it is.
struct BidiMark
{
    char32_t codePoint;
    std::string_view shown;
};
constexpr std::array<BidiMark, 12> kBidiMarks{{{0x061C, "‹ALM›"},
                                               {0x200E, "‹LRM›"},
                                               {0x200F, "‹RLM›"},
                                               {0x202A, "‹LRE›"},
                                               {0x202B, "‹RLE›"},
                                               {0x202C, "‹PDF›"},
                                               {0x202D, "‹LRO›"},
                                               {0x202E, "‹RLO›"},
                                               {0x2066, "‹LRI›"},
                                               {0x2067, "‹RLI›"},
                                               {0x2068, "‹FSI›"},
                                               {0x2069, "‹PDI›"}}};

enum class LineBreaks { Shown, Kept };

/// What stands for a code point that must not be printed as it is; empty when it may.
std::string_view pictureOf(char32_t codePoint, LineBreaks breaks, std::string& scratch)
{
    if (codePoint < 0x20 || codePoint == 0x7F) {
        if (breaks == LineBreaks::Kept && (codePoint == U'\n' || codePoint == U'\t')) {
            return {};
        }
        scratch.clear();
        appendUtf8(scratch, codePoint == 0x7F ? char32_t{0x2421} : 0x2400 + codePoint);
        return scratch;
    }
    if (codePoint >= 0x80 && codePoint < 0xA0) {
        return kReplacementText;
    }
    if (codePoint == 0x2028 || codePoint == 0x2029) {
        return "\xE2\x90\xA4";
    }
    if (codePoint == 0x061C || (codePoint >= 0x200E && codePoint <= 0x2069)) {
        for (const BidiMark& mark : kBidiMarks) {
            if (mark.codePoint == codePoint) {
                return mark.shown;
            }
        }
    }
    return {};
}

/// Collects text up to a number of code points and puts an ellipsis in place of what is too much.
class BoundedText
{
public:
    explicit BoundedText(std::size_t maxCharacters)
        : m_max(maxCharacters)
    {
    }

    /// False when the bound was passed and nothing more is taken.
    bool append(std::string_view text)
    {
        while (!text.empty()) {
            const Utf8Step step = decodeUtf8(text);
            if (m_max != 0 && m_count == m_max) {
                m_text.resize(m_beforeLast);
                m_text += kEllipsis;
                return false;
            }
            m_beforeLast = m_text.size();
            m_text.append(text.substr(0, step.length));
            ++m_count;
            text.remove_prefix(step.length);
        }
        return true;
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
    std::size_t m_max;
    std::size_t m_count = 0;
    std::size_t m_beforeLast = 0;
};

std::string makePrintable(std::string_view text, std::size_t maxCharacters, LineBreaks breaks)
{
    BoundedText out(maxCharacters);
    std::string scratch;
    while (!text.empty()) {
        const Utf8Step step = decodeUtf8(text);
        std::string_view shown = step.valid ? pictureOf(step.codePoint, breaks, scratch) : kReplacementText;
        if (shown.empty()) {
            shown = text.substr(0, step.length);
        }
        if (!out.append(shown)) {
            break;
        }
        text.remove_prefix(step.length);
    }
    return out.take();
}

} // namespace

std::string printable(std::string_view text, std::size_t maxCharacters)
{
    return makePrintable(text, maxCharacters, LineBreaks::Shown);
}

std::string printableBlock(std::string_view text)
{
    return makePrintable(text, 0, LineBreaks::Kept);
}

bool isValidUtf8(std::string_view text)
{
    return simdjson::validate_utf8(text.data(), text.size());
}

std::string toValidUtf8(std::string_view text)
{
    if (isValidUtf8(text)) {
        return std::string(text);
    }
    std::string result;
    result.reserve(text.size() + 16);
    while (!text.empty()) {
        const Utf8Step step = decodeUtf8(text);
        result += step.valid ? text.substr(0, step.length) : kReplacementText;
        text.remove_prefix(step.length);
    }
    return result;
}

std::size_t characterCount(std::string_view text)
{
    std::size_t count = 0;
    while (!text.empty()) {
        const Utf8Step step = decodeUtf8(text);
        const std::size_t taken = step.valid ? step.length : std::size_t{1};
        ++count;
        text.remove_prefix(taken);
    }
    return count;
}

std::string formatBytes(std::uint64_t bytes)
{
    if (bytes < 1000) {
        return std::to_string(bytes) + " B";
    }
    constexpr std::array<const char*, 6> kUnits{"kB", "MB", "GB", "TB", "PB", "EB"};
    std::uint64_t unit = 1000;
    std::size_t index = 0;
    // Rounded to two digits 995 000 is "1 MB", not "1000 kB", hence the early step up.
    while (index + 1 < kUnits.size() && bytes / unit >= 999 && bytes >= unit * 999 + unit / 2) {
        unit *= 1000;
        ++index;
    }
    std::string number;
    const std::uint64_t tenths = bytes / (unit / 10) + (bytes % (unit / 10) >= unit / 20 ? 1 : 0);
    if (tenths < 100) {
        number = std::to_string(tenths / 10);
        if (tenths % 10 != 0) {
            number += '.' + std::to_string(tenths % 10);
        }
    } else {
        number = std::to_string(bytes / unit + (bytes % unit >= unit / 2 ? 1 : 0));
    }
    return number + ' ' + kUnits[index];
}

std::string formatCount(std::uint64_t count)
{
    constexpr std::string_view kNarrowSpace = "\xE2\x80\xAF";
    const std::string digits = std::to_string(count);
    std::string result;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) {
            result += kNarrowSpace;
        }
        result += digits[i];
    }
    return result;
}

} // namespace durascope::core
