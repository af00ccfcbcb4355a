// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/run_input.h"

#include "app/durable/line_reader.h"
#include "engine/core/json_view.h"
#include "engine/core/text.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace durascope::app {

namespace {
std::unexpected<core::Error> unreadable(const std::string& file, int code)
{
    return core::fail(code == ENOENT ? core::ErrorCode::NotFound : core::ErrorCode::Unreadable,
                      "the input cannot be read: " + std::generic_category().message(code), core::Place{file},
                      "name a file with JSON in it: --input @FILE");
}

core::Result<std::string> contentOf(const std::string& file, const Terminal& terminal)
{
    const bool isStandard = file == "-";
    const int descriptor = isStandard ? terminal.in : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return isStandard ? unreadable("standard input", EBADF) : unreadable(file, errno);
    }
    errno = 0;
    std::optional<std::string> content = LineReader(descriptor, terminal.stop).rest();
    const int code = errno;
    if (!isStandard) {
        ::close(descriptor);
    }
    if (!content) {
        return unreadable(isStandard ? "standard input" : file, code);
    }
    return std::move(*content);
}
} // namespace

core::Result<core::Payload> readInput(const std::string& text, const Terminal& terminal)
{
    if (text.empty()) {
        return core::Payload{};
    }
    const bool isFile = text.starts_with('@');
    const std::string source = !isFile ? "--input" : text == "@-" ? "standard input" : text.substr(1);
    const core::Result<std::string> content = isFile ? contentOf(text.substr(1), terminal) : text;
    if (!content) {
        return std::unexpected(content.error());
    }
    const core::JsonView value = core::parseJson(*content);
    if (!value) {
        return core::fail(core::ErrorCode::Malformed,
                          "the input is no JSON: " + (content->empty() ? "it is empty" : core::printable(*content, 60)),
                          core::Place{source}, "text needs quotes: '\"text\"'; files need an @");
    }
    return core::payload(std::string(value.text));
}

} // namespace durascope::app
