// SPDX-License-Identifier: Apache-2.0
#include "engine/store/statement.h"

#include "engine/store/connection.h"

#include <sqlite3.h>

namespace durascope::store {

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

void Statement::note(int resultCode)
{
    if (resultCode != SQLITE_OK)
        m_bindFailure = resultCode;
}

void Statement::bind(int parameter, std::int64_t value)
{
    note(sqlite3_bind_int64(m_statement, parameter, value));
}

void Statement::bind(int parameter, std::string_view text)
{
    // A null pointer would bind NULL, not an empty text.
    const char* data = text.data() ? text.data() : "";
    note(sqlite3_bind_text64(m_statement, parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

core::Result<bool> Statement::step()
{
    if (m_bindFailure != SQLITE_OK)
        return std::unexpected(m_connection->error(std::exchange(m_bindFailure, SQLITE_OK)));
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return std::unexpected(m_connection->lastError());
}

core::Result<void> Statement::run()
{
    core::Result<bool> more = step();
    while (more && *more)
        more = step();
    reset();
    if (!more)
        return std::unexpected(std::move(more.error()));
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement); // repeats the error of the step before, which was reported then
    m_bindFailure = SQLITE_OK;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::string_view Statement::text(int column) const
{
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                : std::string_view();
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

} // namespace durascope::store
