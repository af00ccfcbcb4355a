// SPDX-License-Identifier: GPL-3.0-or-later
// make_history EVENTS OUT [--payload BYTES] [--seed N]: writes a generated history; OUT may be - for standard output.
#include "tests/bench/history_generator.h"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace {

int usage()
{
    std::fputs("usage: make_history EVENTS OUT [--payload BYTES] [--seed N]\n", stderr);
    return 2;
}

template <typename Number>
bool parse(std::string_view text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

struct CloseFile
{
    void operator()(std::FILE* file) const
    {
        if (file != stdout)
            std::fclose(file);
    }
};

} // namespace

int main(int argc, char** argv)
{
    durascope::bench::GeneratorOptions options;
    if (argc < 3 || argc % 2 == 0 || !parse(argv[1], options.events))
        return usage();
    for (int i = 3; i < argc; i += 2) {
        const std::string_view option = argv[i];
        const bool known = option == "--payload" ? parse(argv[i + 1], options.payloadBytes)
                                                 : option == "--seed" && parse(argv[i + 1], options.seed);
        if (!known)
            return usage();
    }
    const std::unique_ptr<std::FILE, CloseFile> out(std::strcmp(argv[2], "-") == 0 ? stdout
                                                                                   : std::fopen(argv[2], "wb"));
    const bool written = out && generateHistory(options, [&](std::string_view piece) {
                             return std::fwrite(piece.data(), 1, piece.size(), out.get()) == piece.size();
                         });
    if (!written || std::fflush(out.get()) != 0) {
        std::fprintf(stderr, "make_history: cannot write %s: %s\n", argv[2], std::strerror(errno));
        return 3;
    }
    return 0;
}
