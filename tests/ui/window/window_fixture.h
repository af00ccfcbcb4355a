// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/main_window.h"

#include <QTemporaryDir>

#include <memory>

namespace durascope::test {

/// A window with a memory of its own, so that tests neither see nor change anybody's settings.
class WindowFixture
{
public:
    WindowFixture();
    ~WindowFixture();

    /// Closes the window that is there, so that what it remembers is written, and shows another one.
    ui::MainWindow& restart();
    [[nodiscard]] ui::MainWindow& window() { return *m_window; }
    void closeWindow();

    /// Opens it and waits until it is shown; false when it failed.
    [[nodiscard]] bool open(const QString& path);
    [[nodiscard]] bool openSample(const char* name) { return open(samplePath(name)); }

    [[nodiscard]] static QString samplePath(const char* name);
    /// A copy of a sample in a place that is remembered.
    [[nodiscard]] QString sampleFile(const char* name);
    [[nodiscard]] QString writeFile(const QString& name, const QByteArray& content);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace durascope::test
