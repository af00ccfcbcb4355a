// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/json_events.h"

#include <array>
#include <cstdio>

namespace durascope::bench {
namespace {

constexpr std::size_t kBlock = 1'000'000;
constexpr std::int64_t kStart = 1'772'442'847'318; // 2026-03-02T09:14:07.318Z

void appendHex(std::string& out, std::uint64_t value, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        out += "0123456789abcdef"[(value >> shift) & 0xf];
}

} // namespace

std::uint64_t Random::next()
{
    m_state += 0x9e3779b97f4a7c15;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

JsonEvents::JsonEvents(const GeneratorOptions& options, const Sink& sink)
    : random(options.seed)
    , m_sink(sink)
    , m_ids(options.seed ^ 0x5851f42d4c957f2d)
    , m_now(kStart)
    , m_payloadBytes(options.payloadBytes)
{
    m_buffer.reserve(kBlock + kBlock / 4);
    m_executionId = uuid();
    m_buffer = "{\"Events\":[";
}

std::uint64_t JsonEvents::newId()
{
    // SplitMix64 visits every number once, so its outputs are distinct; 0 is the one that means "none".
    Random once(m_ids);
    m_ids += 0x9e3779b97f4a7c15;
    const std::uint64_t id = once.next();
    return id == 0 ? newId() : id;
}

std::string JsonEvents::uuid()
{
    std::string text;
    const std::uint64_t high = random.next();
    const std::uint64_t low = random.next();
    appendHex(text, high >> 32, 8);
    text += '-';
    appendHex(text, high >> 16, 4);
    text += "-4";
    appendHex(text, high, 3);
    text += "-a";
    appendHex(text, low >> 48, 3);
    text += '-';
    appendHex(text, low, 12);
    return text;
}

std::string JsonEvents::seconds(std::int64_t milliseconds)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%lld.%03lld", static_cast<long long>(milliseconds / 1000),
                  static_cast<long long>(milliseconds % 1000));
    return text.data();
}

std::string JsonEvents::value(std::string_view member)
{
    static constexpr std::array<std::string_view, 6> kWords{"LAMP-02-BRASS", "BULB-E27-WARM", "DESK-OAK-160",
                                                            "CHAIR-FELT",    "RUG-WOOL-200",  "Käsebrett"};
    const std::size_t size = random.between(m_payloadBytes / 2, m_payloadBytes + m_payloadBytes / 2);
    std::string text = "\"";
    text += member;
    text += R"(":{"Payload":"{\"orderId\":\")";
    text += std::to_string(random.between(1000, 999'999));
    text += R"(\",\"items\":[)";
    const std::size_t begin = text.size();
    do {
        text += text.size() == begin ? R"({\"sku\":\")" : R"(,{\"sku\":\")";
        text += kWords[random.next() % kWords.size()];
        text += R"(\",\"quantity\":)";
        text += std::to_string(random.between(1, 40));
        text += R"(,\"unitPrice\":)";
        text += std::to_string(random.between(1, 999));
        text += R"(.5,\"note\":\"left at the door\\nringing twice\"})";
    } while (text.size() < size);
    text += R"(],\"currency\":\"EUR\"}","Truncated":false})";
    return text;
}

std::string JsonEvents::error(std::string_view type, std::string_view message, bool stack)
{
    std::string text = R"("Error":{"Payload":{)";
    if (!message.empty())
        text.append(R"("ErrorMessage":")").append(message).append(R"(",)");
    text.append(R"("ErrorType":")").append(type).append("\"");
    if (stack)
        text += R"x(,"StackTrace":["    at PaymentClient.post (file:///var/task/lib/payments.mjs:48:11)",)x"
                R"x("    at async chargePayment (file:///var/task/index.mjs:31:20)"])x";
    return text + R"(},"Truncated":false})";
}

void JsonEvents::open(std::string_view type)
{
    m_buffer += m_count == 0 ? "{\"EventType\":\"" : ",{\"EventType\":\"";
    m_buffer += type;
    m_buffer += '"';
    ++m_count;
}

void JsonEvents::close(std::string_view type, std::string_view details)
{
    m_buffer.append(",\"").append(type).append("Details\":{").append(details).append("}}");
    if (m_buffer.size() >= kBlock)
        flush();
}

void JsonEvents::write(std::string_view type, const EventOperation& operation, std::string_view details)
{
    open(type);
    if (!operation.subType.empty())
        m_buffer.append(",\"SubType\":\"").append(operation.subType).append("\"");
    m_buffer.append(",\"EventId\":").append(std::to_string(m_count));
    if (operation.id != 0) {
        m_buffer += ",\"Id\":\"";
        appendHex(m_buffer, operation.id, 16);
        m_buffer += '"';
    }
    if (!operation.name.empty())
        m_buffer.append(",\"Name\":\"").append(operation.name).append("\"");
    m_buffer.append(",\"EventTimestamp\":").append(seconds(m_now));
    if (operation.parent != 0) {
        m_buffer += ",\"ParentId\":\"";
        appendHex(m_buffer, operation.parent, 16);
        m_buffer += '"';
    }
    close(type, details);
}

void JsonEvents::writeExecution(std::string_view type, std::string_view details)
{
    open(type);
    m_buffer.append(",\"EventId\":").append(std::to_string(m_count)).append(",\"Id\":\"").append(m_executionId);
    m_buffer.append("\",\"Name\":\"generated\",\"EventTimestamp\":").append(seconds(m_now));
    close(type, details);
}

void JsonEvents::flush()
{
    if (!m_stopped)
        m_stopped = !m_sink(m_buffer);
    m_buffer.clear();
}

bool JsonEvents::finish()
{
    m_buffer += "]}\n";
    flush();
    return !m_stopped;
}

} // namespace durascope::bench
