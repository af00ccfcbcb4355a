// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <string_view>
#include <utility>

struct sqlite3_stmt;

namespace durascope::store {

class Connection;

/// A prepared statement. Positions of parameters count from 1, of columns from 0, as in SQLite. Belongs to a connection
/// that must outlive it. Not thread safe.
class Statement
{
public:
    Statement() = default;
    Statement(Connection& connection, sqlite3_stmt* statement)
        : m_connection(&connection)
        , m_statement(statement)
    {
    }
    ~Statement();
    Statement(Statement&& other) noexcept
        : m_connection(other.m_connection)
        , m_statement(std::exchange(other.m_statement, nullptr))
    {
    }
    Statement& operator=(Statement&& other) noexcept
    {
        std::swap(m_connection, other.m_connection);
        std::swap(m_statement, other.m_statement);
        return *this;
    }

    // A value that cannot be bound makes the next step() fail.
    void bind(int parameter, std::int64_t value);
    void bind(int parameter, std::string_view text); ///< not copied: it must live until reset()

    /// True: there is a row. False: done.
    [[nodiscard]] core::Result<bool> step();
    /// For statements that give no rows: steps to the end and resets.
    [[nodiscard]] core::Result<void> run();
    /// Ready for other values; gives up what it held of the database.
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const; ///< until the next step
    [[nodiscard]] bool isNull(int column) const;

private:
    void note(int resultCode);

    Connection* m_connection = nullptr;
    sqlite3_stmt* m_statement = nullptr;
    int m_bindFailure = 0;
};

} // namespace durascope::store
