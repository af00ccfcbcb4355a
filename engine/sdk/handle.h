// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/context_core.h"

#include <utility>

namespace durable {

/// The outcome-to-be of an operation begun with a start… function. Move-only. Destroying it before its outcome was
/// taken abandons the operation: its step bodies are asked to stop, and the destructor waits until they have, because
/// they may refer to what is about to go out of scope. Must not outlive the context it came from.
template <typename T>
class [[nodiscard]] Handle
{
public:
    using Value = detail::Stored<T>;

    Handle(detail::ContextCore& core, detail::PendingRef pending, std::function<Value(const detail::Payload&)> read)
        : m_core(&core)
        , m_pending(std::move(pending))
        , m_read(std::move(read))
    {
    }
    Handle(Handle&&) noexcept = default;
    Handle& operator=(Handle&&) noexcept = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() = default;

    /// The outcome: parks until there is one; throws what the operation failed with. May be asked again.
    T get()
    {
        const detail::Payload payload = m_core->await(*m_pending);
        if constexpr (!std::is_void_v<T>)
            return m_read(payload);
    }

    [[nodiscard]] const detail::PendingRef& pending() const { return m_pending; }
    [[nodiscard]] Value read(const detail::Payload& payload) const { return m_read(payload); }

private:
    detail::ContextCore* m_core;
    detail::PendingRef m_pending;
    std::function<Value(const detail::Payload&)> m_read;
};

/// A callback: give id() to whoever shall answer, and get() the answer. Copyable; destroying it changes nothing.
/// get() throws CallbackTimeoutError, CallbackExternalError or CallbackError.
template <typename T>
class Callback
{
public:
    Callback(detail::ContextCore& core, detail::Claim claim, std::string id,
             std::function<T(const detail::Payload&)> read)
        : m_core(&core)
        , m_claim(std::move(claim))
        , m_id(std::move(id))
        , m_read(std::move(read))
    {
    }
    [[nodiscard]] const std::string& id() const { return m_id; }
    T get() { return m_read(m_core->awaitCallback(m_claim)); }
    /// As something for all, any, race and allSettled.
    [[nodiscard]] Handle<T> handle() { return Handle<T>(*m_core, m_core->startCallback(m_claim), m_read); }

private:
    detail::ContextCore* m_core;
    detail::Claim m_claim;
    std::string m_id;
    std::function<T(const detail::Payload&)> m_read;
};

/// One outcome of allSettled.
template <typename T>
struct SettledOutcome
{
    std::optional<detail::Stored<T>> value; ///< when it succeeded
    std::optional<ErrorObject> error;       ///< when it failed
    [[nodiscard]] bool succeeded() const { return !error; }
};

} // namespace durable
