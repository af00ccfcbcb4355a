// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace durascope::history {

/// A member's name without what tools change about it: letter case and the underscores of snake_case
/// (history-format section 13 rule 3).
class FoldedName
{
public:
    constexpr FoldedName() = default;
    constexpr explicit FoldedName(std::string_view name)
    {
        for (const char c : name) {
            if (c == '_' || c == '-') {
                continue;
            }
            if (m_length == kMax) {
                m_length = 0; // no name of the format is as long
                return;
            }
            m_text[m_length++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    [[nodiscard]] constexpr std::string_view text() const { return {m_text.data(), m_length}; }
    friend constexpr bool operator==(const FoldedName& a, const FoldedName& b) { return a.text() == b.text(); }

private:
    static constexpr std::size_t kMax = 48;
    std::array<char, kMax> m_text{};
    std::size_t m_length = 0;
};

/// Recognises member names: the exact spelling by length and comparison, any other spelling by its folded form.
template <typename Value, std::size_t N>
class NameTable
{
public:
    struct Entry
    {
        std::string_view name;
        Value value;
    };
    struct Found
    {
        Value value;
        bool exact;
    };

    explicit constexpr NameTable(const std::array<Entry, N>& entries)
        : m_entries(entries)
    {
        for (std::size_t i = 0; i < N; ++i) {
            m_folded[i] = FoldedName(entries[i].name);
        }
    }

    [[nodiscard]] std::optional<Found> find(std::string_view key) const
    {
        const auto exact = findExact(key);
        return exact ? exact : findFolded(key);
    }
    [[nodiscard]] std::optional<Found> findExact(std::string_view key) const
    {
        for (const Entry& entry : m_entries) {
            if (entry.name.size() == key.size() && entry.name == key) {
                return Found{entry.value, true};
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Found> findFolded(std::string_view key) const
    {
        const FoldedName folded(key);
        for (std::size_t i = 0; i < N; ++i) {
            if (m_folded[i] == folded && !folded.text().empty()) {
                return Found{m_entries[i].value, false};
            }
        }
        return std::nullopt;
    }

private:
    std::array<Entry, N> m_entries;
    std::array<FoldedName, N> m_folded{};
};

} // namespace durascope::history
