// SPDX-License-Identifier: Apache-2.0
// CONTEXT, execution-model sections 6.5, 6.8 and 6.9. What a record means when the call is met:
//
//   none                          START, run the function
//   STARTED                       run the function again, without START
//   SUCCEEDED                     return the result
//   SUCCEEDED, ReplayChildren     run the function over its recorded children for the result; nothing is sent
//   FAILED                        throw the error
//
// A virtual context has no record: its function runs every time.
#include "engine/sdk/operation_call.h"
#include "engine/sdk/operation_error.h"
#include "engine/sdk/unwind.h"

namespace durable::detail {

using durascope::core::errorRef;
using durascope::core::payload;

namespace {

constexpr std::size_t kMaxInline = 262'144; ///< bytes of a result that are stored with the context

class Child
{
public:
    Child(ContextState& context, const Claim& claim, const ChildCall& call)
        : m_context(context)
        , m_claim(claim)
        , m_child(call)
        , m_call(context, claim, OperationType::Context, call.subType, call.name)
    {
    }

    Payload run()
    {
        if (m_child.kind == ContextKind::Virtual)
            return runVirtual();
        const OperationRef record = m_call.meet();
        if (!record) {
            m_call.sendStart(m_call.update(UpdateAction::Start), Sent::Queued);
            return close(runFunction(false));
        }
        switch (record->status) {
        case OperationStatus::Succeeded:
            if (!record->replayChildren)
                return record->result;
            return rebuild();
        case OperationStatus::Started:
            return close(runFunction(false));
        default:
            throwOperationError(errorClassOf(*record), record->error);
        }
    }

private:
    struct Ran
    {
        Payload result;
        ErrorRef error;
    };

    Ran runFunction(bool replayingChildren)
    {
        const bool isVirtual = m_child.kind == ContextKind::Virtual;
        const std::optional<std::string> parent = isVirtual ? m_context.parentId() : m_claim.id;
        const auto replay = replayingChildren ? ContextState::Replay::Always : ContextState::Replay::AsRecorded;
        Hooks hooks(m_call, replayingChildren);
        const ContextState::Busy busy(m_context);
        Ran ran;
        try {
            ContextState state(m_context.invocation(), m_claim.path, parent, replay);
            Context child(state);
            ran.result = payload(m_child.body(child));
        } catch (const Unwind&) {
            throw;
        } catch (const SimulatedExit& exit) {
            m_context.invocation().simulatedExit(exit);
        } catch (const FatalError& fatal) {
            m_context.invocation().fatal(errorRef(fatal.toErrorObject()));
        } catch (...) {
            ran.error = mapped(errorRef(currentErrorObject()));
        }
        // A function that swallowed the unwinding has no result.
        m_context.invocation().checkMayGoOn();
        hooks.ended(ran.error);
        return ran;
    }

    [[nodiscard]] ErrorRef mapped(const ErrorRef& original) const
    {
        if (!m_child.mapError)
            return original;
        try {
            return errorRef(m_child.mapError(*original));
        } catch (...) {
            return errorRef(currentErrorObject());
        }
    }

    Payload runVirtual()
    {
        const Ran ran = runFunction(false);
        if (ran.error)
            throwOperationError("ChildContextError", ran.error);
        return ran.result;
    }

    Payload rebuild()
    {
        const Ran ran = runFunction(true);
        if (ran.error)
            throwOperationError("ChildContextError", ran.error);
        return ran.result;
    }

    Payload close(const Ran& ran)
    {
        OperationUpdate update = m_call.update(ran.error ? UpdateAction::Fail : UpdateAction::Succeed);
        update.error = ran.error;
        update.payload = ran.result;
        if (ran.result && ran.result->size() > kMaxInline) {
            update.payload = payload(m_child.summary ? m_child.summary(ran.result) : std::string());
            update.replayChildren = true;
        }
        m_call.send(std::move(update), m_child.ownerStores ? Sent::Given : Sent::Stored);
        if (ran.error)
            throwOperationError(errorClassOf(*m_call.record()), ran.error);
        return ran.result;
    }

    /// The hooks around a run of the function; a run left by suspension ends INCOMPLETE.
    class Hooks
    {
    public:
        Hooks(OperationCall& call, bool replayingChildren)
            : m_invocation(call.invocation())
            , m_silent(call.invocation().plugins().empty())
        {
            if (m_silent)
                return;
            if (const OperationRef record = call.record()) {
                m_info.operation = m_invocation.info(*record, replayingChildren);
            } else {
                Operation begun;
                begun.identity = call.identity();
                begun.start = m_invocation.client().now();
                m_info.operation = m_invocation.info(begun, replayingChildren);
            }
            m_info.isReplayingChildren = replayingChildren;
            m_invocation.plugins().contextFunctionStart(m_info);
        }
        ~Hooks()
        {
            if (m_silent || m_info.outcome)
                return;
            m_info.outcome = "INCOMPLETE";
            m_invocation.plugins().contextFunctionEnd(m_info);
        }
        Hooks(const Hooks&) = delete;
        Hooks& operator=(const Hooks&) = delete;
        void ended(const ErrorRef& error)
        {
            if (m_silent)
                return;
            m_info.outcome = error ? "FAILED" : "SUCCEEDED";
            m_info.error = error;
            m_invocation.plugins().contextFunctionEnd(m_info);
        }

    private:
        Invocation& m_invocation;
        const bool m_silent;
        ContextFunctionInfo m_info;
    };

    ContextState& m_context;
    const Claim& m_claim;
    const ChildCall& m_child;
    OperationCall m_call;
};

} // namespace

Payload ContextState::child(const Claim& claim, const ChildCall& call)
{
    const Done done(*this);
    return Child(*this, claim, call).run();
}

Payload ContextState::waitForCallback(const Claim& claim, const WaitForCallbackCall& call)
{
    ChildCall child;
    child.name = call.name;
    child.subType = "WaitForCallback";
    child.mapError = waitForCallbackError;
    child.body = [&call](Context& context) -> Text {
        ContextCore& core = context.core();
        const Claim callback = core.claim();
        const std::string id = core.createCallback(callback, call.callback);
        const Claim submitter = core.claim();
        static_cast<void>(
            core.step(submitter, {{}, call.retry, StepSemantics::AtLeastOncePerRetry, [&](StepContext& step) -> Text {
                                      call.submitter(id, step);
                                      return std::nullopt;
                                  }}));
        const Payload answer = core.awaitCallback(callback);
        // The context's own result is JSON; the answer is whatever somebody sent.
        return answer ? Text(quoteText(*answer)) : std::nullopt;
    };
    const Payload quoted = this->child(claim, child);
    if (!quoted)
        return quoted;
    std::string answer;
    if (!unquoteText(*quoted, answer))
        throwSerdes("the recorded answer of the callback is no JSON string");
    return payload(std::move(answer));
}

} // namespace durable::detail
