// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/json_view.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::history {

/// Takes pieces of text in order; answers false to stop (the disk is full, say).
using TextSink = std::function<bool(std::string_view)>;

/// Writes JSON piece by piece through a buffer, so that a document of any size needs no memory. Indent 0 writes no
/// blanks at all; any other indent writes what Python's json.dumps(indent=n) and JSON.stringify(x, null, n) write.
/// The caller is trusted to nest properly. Once the sink said no, everything further is dropped. Not thread safe.
class JsonWriter
{
public:
    JsonWriter(TextSink sink, int indent);

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    void key(std::string_view decoded);
    void string(std::string_view decoded);
    void integer(std::int64_t value);
    void boolean(bool value);
    /// A scalar that is JSON text already, copied byte for byte.
    void literal(std::string_view json);
    /// Any value; blanks outside of strings become those of this writer, everything else is copied byte for byte.
    void value(core::JsonView value);
    /// Text between values that is none of JsonWriter's business, such as the line feed between two events.
    void raw(std::string_view text);

    /// Hands the rest to the sink. False when the sink refused anything.
    bool flush();
    [[nodiscard]] bool ok() const { return m_ok; }

private:
    void open(char bracket);
    void close(char bracket);
    void beforeValue();
    void lineBreak();
    void put(std::string_view text);

    TextSink m_sink;
    std::string m_buffer;
    std::vector<bool> m_hasMembers; ///< one entry an open container
    int m_indent;
    bool m_afterKey = false;
    bool m_ok = true;
};

} // namespace durascope::history
