// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace durascope::app {

/// A file that appears whole or not at all: written beside its place under another name and moved there by commit().
/// A file that stood there is replaced in one step and keeps its permissions; a link is followed. Devices and pipes,
/// which cannot be replaced, are written directly.
class AtomicFile
{
public:
    [[nodiscard]] static core::Result<std::unique_ptr<AtomicFile>> create(const std::string& path);
    ~AtomicFile(); ///< removes what was written unless it was committed
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    [[nodiscard]] bool write(std::string_view text);
    [[nodiscard]] core::Result<void> commit();
    /// What the system said to the last write() that was false.
    [[nodiscard]] core::Error error() const;

    /// Removes the temporary file of every AtomicFile in flight. For a program that has to end without unwinding.
    static void removePending();

private:
    AtomicFile(std::string path, std::string temporary, int descriptor);
    [[nodiscard]] core::Error failure(const std::string& what, int code) const;

    std::string m_path;
    std::string m_temporary; ///< empty when written directly
    int m_descriptor;
    int m_errno = 0;
};

} // namespace durascope::app
