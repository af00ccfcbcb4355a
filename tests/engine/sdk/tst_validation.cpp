// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/validation.h"

#include <QtTest>

using namespace durable;
using namespace durable::detail;
using std::chrono::seconds;

namespace {

/// The message of the ValidationError, or nothing.
template <typename Check>
std::string complaint(const Check& check)
{
    try {
        check();
    } catch (const ValidationError& error) {
        return error.message();
    }
    return {};
}
std::string nameComplaint(std::string_view name)
{
    return complaint([name] { validateName(name); });
}
bool isDuration(seconds duration)
{
    return complaint([duration] { validateDuration(duration, "wait"); }).empty();
}
bool areTimeouts(std::optional<seconds> timeout, std::optional<seconds> heartbeat)
{
    return complaint([&] { validateTimeouts({"approve", timeout, heartbeat}); }).empty();
}

} // namespace

class ValidationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names()
    {
        QVERIFY(nameComplaint("").empty());
        QVERIFY(nameComplaint("charge card ~!").empty());
        QVERIFY(nameComplaint(std::string(256, 'x')).empty());
        QVERIFY(nameComplaint(std::string(257, 'x')).find("257") != std::string::npos);
        QVERIFY(!nameComplaint("stra\xC3\x9F"
                               "e")
                     .empty());
        QVERIFY(!nameComplaint("\x7F").empty());
        QVERIFY(!nameComplaint(std::string_view("a\0b", 3)).empty());
    }

    void aBadNameIsShownSafely()
    {
        const std::string message = nameComplaint("two\nlines \x1b[31m");
        QVERIFY(message.find("two") != std::string::npos);
        QVERIFY(message.find('\n') == std::string::npos);
        QVERIFY(message.find('\x1b') == std::string::npos);
    }

    void durations()
    {
        QVERIFY(isDuration(seconds(1)));
        QVERIFY(isDuration(seconds(31'622'400)));
        QVERIFY(!isDuration(seconds(0)));
        QVERIFY(!isDuration(seconds(-1)));
        QVERIFY(!isDuration(seconds(31'622'401)));
        QVERIFY(!isDuration(seconds::max()));
        QCOMPARE(complaint([] { validateDuration(seconds(0), "wait"); }),
                 std::string("wait: 0 s is not between 1 s and 31622400 s"));
    }

    void timeouts()
    {
        QVERIFY(areTimeouts({}, {}));
        QVERIFY(areTimeouts(seconds(60), seconds(10)));
        QVERIFY(!areTimeouts(seconds(0), {}));
        QVERIFY(!areTimeouts({}, seconds(-5)));
        QVERIFY(!areTimeouts(seconds(60), seconds(31'622'401)));
    }
};

QTEST_GUILESS_MAIN(ValidationTest)
#include "tst_validation.moc"
