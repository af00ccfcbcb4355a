// SPDX-License-Identifier: GPL-3.0-or-later
// record_samples FOLDER: runs the sample workflows and writes their histories and the list of them there.
#include "app/durable/atomic_file.h"

#include "packaging/samples/recorded_samples.h"
#include <iostream>
#include <string>

using namespace durascope;

namespace {

core::Result<void> writeFile(const std::string& path, const std::string& content)
{
    auto file = app::AtomicFile::create(path);
    if (!file)
        return std::unexpected(file.error());
    if (!(*file)->write(content))
        return std::unexpected((*file)->error());
    return (*file)->commit();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: record_samples FOLDER\n";
        return 2;
    }
    const auto files = packaging::recordAll();
    if (!files) {
        std::cerr << "record_samples: " << files.error().text() << '\n';
        return 1;
    }
    for (const packaging::RecordedFile& file : *files) {
        if (const auto written = writeFile(std::string(argv[1]) + "/" + file.name, file.content); !written) {
            std::cerr << "record_samples: " << written.error().text() << '\n';
            return 1;
        }
    }
    return 0;
}
