// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/payload/payload_content.h"
#include "models/payload/pretty_stream.h"

#include <optional>

namespace durascope::models {

enum class TextForm {
    Pretty, ///< JSON indented; other text as it is
    Raw     ///< as it was written
};

/// A payload as text for a person, some at a time: no text widget takes 100 MB. Control and bidirectional characters
/// are made visible; whole() keeps them.
class PayloadText
{
public:
    static constexpr std::size_t kChunkBytes = 1'000'000;

    PayloadText() = default;
    PayloadText(PayloadContentPtr content, TextForm form);

    [[nodiscard]] bool atEnd() const { return shownBytes() >= totalBytes(); }
    [[nodiscard]] std::size_t shownBytes() const;
    [[nodiscard]] std::size_t totalBytes() const;
    [[nodiscard]] QString next(std::size_t bytes = kChunkBytes);

    /// All of it, exactly. Takes time: for a worker when it is long.
    [[nodiscard]] static std::string whole(const PayloadContent& content, TextForm form);

private:
    PayloadContentPtr m_content;
    std::optional<PrettyStream> m_pretty;
    std::size_t m_at = 0;
};

} // namespace durascope::models
