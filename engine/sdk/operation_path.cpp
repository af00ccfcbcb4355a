// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/operation_path.h"

#include "engine/sdk/error.h"

#include <array>
#include <memory>
#include <openssl/evp.h>

namespace durable::detail {
namespace {

struct FreeContext
{
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Looking an algorithm up costs more than hashing a path, so it is done once; never freed, because threads may still
/// hash while the process ends.
EVP_MD* sha256()
{
    static EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    return digest;
}

[[noreturn]] void unavailable()
{
    throw ConfigurationError(std::string("the cryptographic library has no SHA-256"));
}

} // namespace

std::string childPath(std::string_view contextPath, std::uint64_t n)
{
    std::string path(contextPath);
    if (!path.empty())
        path += '-';
    return path += std::to_string(n);
}

std::string wireId(std::string_view path)
{
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (!sha256() || !context || EVP_DigestInit_ex2(context.get(), sha256(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), path.data(), path.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), hash.data(), &size) != 1)
        unavailable();

    constexpr std::string_view kHex = "0123456789abcdef";
    std::string id(2 * std::size_t(size), '0');
    for (unsigned i = 0; i < size; ++i) {
        id[2 * i] = kHex[hash[i] >> 4];
        id[2 * i + 1] = kHex[hash[i] & 15];
    }
    return id;
}

} // namespace durable::detail
