// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/error.h"

#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <typeinfo>
#include <unordered_map>

namespace durable {
namespace {

class ErrorTypeRegistry
{
public:
    void add(std::type_index type, std::string name)
    {
        const std::unique_lock lock(m_mutex);
        m_names.insert_or_assign(type, std::move(name));
    }
    [[nodiscard]] std::optional<std::string> find(std::type_index type) const
    {
        const std::shared_lock lock(m_mutex);
        const auto found = m_names.find(type);
        return found == m_names.end() ? std::nullopt : std::optional(found->second);
    }

private:
    mutable std::shared_mutex m_mutex;
    std::unordered_map<std::type_index, std::string> m_names;
};

ErrorTypeRegistry& registry()
{
    static ErrorTypeRegistry instance;
    return instance;
}

void removeAll(std::string& text, std::string_view part)
{
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
}

/// The part behind the last "::" that stands outside of brackets.
std::string lastComponent(const std::string& name)
{
    int depth = 0;
    for (std::size_t i = name.size(); i-- > 1;) {
        const char c = name[i];
        if (c == '>' || c == ')' || c == '}')
            ++depth;
        else if (c == '<' || c == '(' || c == '{')
            --depth;
        else if (depth == 0 && c == ':' && name[i - 1] == ':')
            return name.substr(i + 1);
    }
    return name;
}

/// The name as somebody would write it in the source, the same from GCC and Clang.
std::string readableName(const std::type_info& type)
{
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> demangled(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                                           &std::free);
    std::string name = status == 0 && demangled ? demangled.get() : type.name();
    removeAll(name, "(anonymous namespace)::");
    removeAll(name, "std::__cxx11::");
    removeAll(name, "[abi:cxx11]");
    // A class that is local to a function would carry that function's whole signature.
    return name.find('(') == std::string::npos ? name : lastComponent(name);
}

ErrorObject errorObject(std::string type, std::string message, std::optional<std::string> data = {})
{
    return {std::move(message), std::move(type), std::move(data), {}};
}

ErrorObject objectOf(const std::exception& exception)
{
    const std::type_info& type = typeid(exception);
    std::optional<std::string> registered = registry().find(type);
    return errorObject(registered ? std::move(*registered) : readableName(type), exception.what());
}

} // namespace

Error::Error(ErrorRef error)
    : m_error(error ? std::move(error) : durascope::core::errorRef(ErrorObject{}))
    , m_message(m_error->message.value_or(std::string()))
{
}

ErrorObject Error::toErrorObject() const
{
    return errorObject(std::string(errorType()), m_message, m_error->data);
}

void registerErrorType(std::type_index type, std::string name)
{
    registry().add(type, std::move(name));
}

ErrorObject currentErrorObject()
{
    try {
        throw;
    } catch (const Error& error) {
        return error.toErrorObject();
    } catch (const ApplicationError& error) {
        return errorObject(error.errorType(), error.what(), error.errorData());
    } catch (const std::exception& exception) {
        return objectOf(exception);
    } catch (...) {
        const std::type_info* const type = abi::__cxa_current_exception_type();
        std::optional<std::string> registered = type ? registry().find(*type) : std::nullopt;
        return errorObject(registered ? std::move(*registered) : "Error", "Unknown error");
    }
}

} // namespace durable
