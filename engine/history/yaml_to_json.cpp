// SPDX-License-Identifier: Apache-2.0
#include "engine/history/yaml_to_json.h"

#include "engine/core/json_view.h"
#include "engine/core/text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>
#include <unordered_map>
#include <utility>
#include <vector>

namespace durascope::history {
namespace {

using core::ErrorCode;

/// Thrown through the parser, which offers no other way to end it; never leaves this file.
struct Refused
{
    core::Error error;
};

/// Writes JSON as the parser tells of nodes. No tree is made: a text of 64 MB would need gigabytes for one.
class JsonMaker final : public YAML::EventHandler
{
public:
    JsonMaker(const YamlLimits& limits, std::stop_token stop)
        : m_limits(limits)
        , m_stop(std::move(stop))
    {
    }

    [[nodiscard]] std::string take() { return std::move(m_json); }

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
    void OnDocumentEnd() override
    {
        m_json += '\n';
        m_anchors.clear();
    }

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, anchor, "null", false); }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        constexpr const char* kPlain = "?"; // what the parser calls a scalar without quotes and tag
        const bool quoted = tag != kPlain;
        scalar(mark, anchor, value, quoted);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end() || found->second.second == 0) {
            refuse(mark, ErrorCode::Malformed, "an alias stands inside the node that it names");
        }
        begin(mark);
        const auto [from, to] = found->second;
        if (m_json.size() + (to - from) > m_limits.maxBytes) {
            refuse(mark, ErrorCode::TooLarge,
                   "its aliases expand to more than " + core::formatBytes(m_limits.maxBytes));
        }
        const std::string copy = m_json.substr(from, to - from);
        const bool key = isKey();
        m_json += key && !copy.starts_with('"') ? core::quoteJson(copy) : copy;
        end(0);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override
    {
        open(mark, anchor, false);
    }
    void OnSequenceEnd() override { close(']'); }
    void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override
    {
        open(mark, anchor, true);
    }
    void OnMapEnd() override { close('}'); }

private:
    struct Level
    {
        bool map;
        YAML::anchor_t anchor;
        std::size_t children = 0; ///< keys and values alike
    };

    [[noreturn]] static void refuse(const YAML::Mark& mark, ErrorCode code, std::string message)
    {
        throw Refused{{code,
                       std::move(message),
                       {{},
                        static_cast<std::uint64_t>(mark.pos),
                        static_cast<std::uint64_t>(mark.line) + 1,
                        static_cast<std::uint64_t>(mark.column) + 1},
                       "convert it to JSON first"}};
    }

    [[nodiscard]] bool isKey() const
    {
        return !m_levels.empty() && m_levels.back().map && m_levels.back().children % 2 == 0;
    }

    void begin(const YAML::Mark& mark)
    {
        constexpr std::size_t kLookEvery = 1024;
        if (++m_nodes % kLookEvery == 0 && m_stop.stop_requested()) {
            refuse(mark, ErrorCode::Cancelled, "reading was cancelled");
        }
        if (m_json.size() > m_limits.maxBytes) {
            refuse(mark, ErrorCode::TooLarge, "as JSON it is larger than " + core::formatBytes(m_limits.maxBytes));
        }
        if (!m_levels.empty() && m_levels.back().children > 0) {
            const Level& level = m_levels.back();
            m_json += level.map && level.children % 2 == 1 ? ':' : ',';
        }
    }

    /// `from` is where the text of the node begins.
    void end(YAML::anchor_t anchor, std::size_t from = 0)
    {
        if (anchor != 0) {
            m_anchors[anchor] = {from, m_json.size()};
        }
        if (!m_levels.empty()) {
            ++m_levels.back().children;
        }
    }

    void scalar(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& value, bool quoted)
    {
        begin(mark);
        const std::size_t from = m_json.size();
        m_json += quoted || isKey() ? core::quoteJson(value) : plain(value);
        end(anchor, from);
    }

    static std::string plain(const std::string& value)
    {
        if (value.empty() || value == "~" || value == "null" || value == "Null" || value == "NULL") {
            return "null";
        }
        if (value == "true" || value == "True" || value == "TRUE") {
            return "true";
        }
        if (value == "false" || value == "False" || value == "FALSE") {
            return "false";
        }
        const core::JsonView number = core::parseJson(value);
        return number.kind == core::JsonKind::Number && number.text.size() == value.size() ? value
                                                                                           : core::quoteJson(value);
    }

    void open(const YAML::Mark& mark, YAML::anchor_t anchor, bool map)
    {
        begin(mark);
        if (isKey()) {
            refuse(mark, ErrorCode::Malformed, "a list or a map stands where a name must be");
        }
        if (m_levels.size() >= m_limits.maxDepth) {
            refuse(mark, ErrorCode::Malformed, "nested too deeply");
        }
        if (anchor != 0) {
            m_anchors[anchor] = {m_json.size(), 0}; // the end is set when it is closed
        }
        m_json += map ? '{' : '[';
        m_levels.push_back({map, anchor});
    }

    void close(char bracket)
    {
        const YAML::anchor_t anchor = m_levels.back().anchor;
        m_levels.pop_back();
        m_json += bracket;
        end(anchor, anchor != 0 ? m_anchors[anchor].first : 0);
    }

    YamlLimits m_limits;
    std::stop_token m_stop;
    std::string m_json;
    std::vector<Level> m_levels;
    std::unordered_map<YAML::anchor_t, std::pair<std::size_t, std::size_t>> m_anchors; ///< begin, end in m_json
    std::size_t m_nodes = 0;
};

/// A stream over memory: the parser takes nothing else, and a string stream would copy the text.
class MemoryBuffer final : public std::streambuf
{
public:
    explicit MemoryBuffer(std::string_view text)
    {
        char* const begin = const_cast<char*>(text.data()); // only read through, as streams do
        setg(begin, begin, begin + text.size());
    }
};

} // namespace

core::Result<std::string> yamlToJson(std::string_view yaml, const YamlLimits& limits, std::stop_token stop)
{
    if (yaml.size() > limits.maxBytes) {
        return core::fail(ErrorCode::TooLarge,
                          "YAML is read only up to " + core::formatBytes(limits.maxBytes) + ", this has " +
                              core::formatBytes(yaml.size()),
                          {}, "download it again with --output json");
    }
    MemoryBuffer buffer(yaml);
    std::istream stream(&buffer);
    JsonMaker maker(limits, std::move(stop));
    try {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(maker)) {
        }
    } catch (Refused& refused) {
        return std::unexpected(std::move(refused.error));
    } catch (const YAML::Exception& exception) {
        const bool marked = !exception.mark.is_null();
        return core::fail(ErrorCode::Malformed, "this is not YAML: " + exception.msg,
                          {{},
                           marked ? static_cast<std::uint64_t>(exception.mark.pos) : 0,
                           marked ? static_cast<std::uint64_t>(exception.mark.line) + 1 : 0,
                           marked ? static_cast<std::uint64_t>(exception.mark.column) + 1 : 0});
    }
    return maker.take();
}

} // namespace durascope::history
