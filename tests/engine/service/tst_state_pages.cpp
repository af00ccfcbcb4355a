// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> idsOf(const std::vector<core::OperationRef>& operations)
{
    std::vector<std::string> result;
    for (const core::OperationRef& operation : operations)
        result.push_back(operation->id());
    return result;
}

struct Pages
{
    std::vector<std::string> ids;
    std::vector<std::size_t> sizes;
};

/// The event's first page and all that follow.
Pages readAll(Driver& run, std::uint32_t maxItems = 0)
{
    const core::InvocationEvent event = run.begin();
    Pages pages{idsOf(event.operations), {event.operations.size()}};
    for (std::string marker = event.nextMarker; !marker.empty();) {
        const auto page = run->state(event.checkpointToken, marker, maxItems, run.now());
        if (!page)
            return {};
        for (std::string& id : idsOf(page->operations))
            pages.ids.push_back(std::move(id));
        pages.sizes.push_back(page->operations.size());
        marker = page->nextMarker;
    }
    return pages;
}

/// Steps s0, s1, …; every third one in a context that is done.
Driver filled(const service::Limits& limits, int count, std::size_t bytes)
{
    Driver run(limits);
    run.begin();
    run.send({contextStart("c")});
    for (int i = 0; i < count; ++i)
        run.send({stepSucceed("s" + std::to_string(i), std::string(bytes, 'x'), i % 3 == 2 ? "c" : "")});
    run.send({contextSucceed("c")});
    return run;
}

std::vector<std::string> expectedIds(int count)
{
    std::vector<std::string> ids{kExecutionId, "c"};
    for (int i = 0; i < count; ++i) {
        if (i % 3 != 2)
            ids.push_back("s" + std::to_string(i));
    }
    return ids;
}

} // namespace

class TstStatePages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallStatesComeWhole();
    void pagesByItems();
    void pagesByBytes();
    void aLargeOperationComesAlone();
    void theReaderMayAskForLess();
    void badMarkers();
    void tooManyItems();
    void startsAnywhere();
    void pagesSeeWhatChangedMeanwhile();
    void escapesCount();
};

void TstStatePages::smallStatesComeWhole()
{
    Driver run = filled({}, 30, 10);
    const Pages pages = readAll(run);
    QCOMPARE(pages.ids, expectedIds(30));
    QCOMPARE(pages.sizes.size(), std::size_t{1});
}

void TstStatePages::pagesByItems()
{
    service::Limits limits;
    limits.statePageItems = 7;
    Driver run = filled(limits, 60, 10);
    const Pages pages = readAll(run);
    QCOMPARE(pages.ids, expectedIds(60));
    QCOMPARE(pages.sizes, (std::vector<std::size_t>{7, 7, 7, 7, 7, 7}));
}

void TstStatePages::pagesByBytes()
{
    service::Limits limits;
    limits.statePageBytes = 10'000;
    Driver run = filled(limits, 60, 1'000);
    const Pages pages = readAll(run);
    QCOMPARE(pages.ids, expectedIds(60));
    QVERIFY(pages.sizes.size() > 4);
    for (const std::size_t size : pages.sizes)
        QVERIFY(size < 11);
}

void TstStatePages::aLargeOperationComesAlone()
{
    service::Limits limits;
    limits.statePageBytes = 100;
    Driver run = filled(limits, 3, 5'000);
    const Pages pages = readAll(run);
    QCOMPARE(pages.ids, expectedIds(3));
    QCOMPARE(pages.sizes, (std::vector<std::size_t>{1, 1, 1, 1}));
}

void TstStatePages::theReaderMayAskForLess()
{
    service::Limits limits;
    limits.statePageItems = 10;
    Driver run = filled(limits, 60, 10);
    const Pages pages = readAll(run, 4);
    QCOMPARE(pages.ids, expectedIds(60));
    QCOMPARE(pages.sizes, (std::vector<std::size_t>{10, 4, 4, 4, 4, 4, 4, 4, 4}));
    // More than a page is not given.
    QCOMPARE(run->state(run.token(), "", 1000, run.now())->operations.size(), std::size_t{10});
}

void TstStatePages::badMarkers()
{
    Driver run = filled({}, 3, 10);
    for (const char* marker : {"m", "m-1", "m99", "7", "m1x", "mm", " ", "m4294967296"}) {
        const auto page = run->state(run.token(), marker, 0, run.now());
        QVERIFY2(!page.has_value(), marker);
        QCOMPARE(page.error(), (service::ServiceError{"InvalidParameterValueException", "Invalid marker", 400}));
    }
}

void TstStatePages::tooManyItems()
{
    Driver run = filled({}, 3, 10);
    QVERIFY(run->state(run.token(), "", 1000, run.now()).has_value());
    QCOMPARE(run->state(run.token(), "", 1001, run.now()).error().type, "ValidationException");
}

void TstStatePages::startsAnywhere()
{
    Driver run = filled({}, 3, 10);
    const auto whole = run->state(run.token(), "", 0, run.now());
    QCOMPARE(idsOf(whole->operations), expectedIds(3));
    QVERIFY(whole->nextMarker.empty());
}

void TstStatePages::pagesSeeWhatChangedMeanwhile()
{
    service::Limits limits;
    limits.statePageItems = 2;
    Driver run(limits);
    run.begin();
    QVERIFY(run.send({stepSucceed("a"), stepSucceed("b"), waitStart("w", 1)}));
    const core::InvocationEvent event = run.begin();
    run.after(1s);
    const auto page = run->state(event.checkpointToken, event.nextMarker, 0, run.now());
    QCOMPARE(describe(page->operations), "b SUCCEEDED, w SUCCEEDED");
    QVERIFY(page->nextMarker.empty());
    QCOMPARE(run.delta({}), "w SUCCEEDED");
}

// A page is measured as it goes over the wire, where payloads are quoted once more.
void TstStatePages::escapesCount()
{
    service::Limits limits;
    limits.statePageBytes = 4'000;
    for (const char filling : {'x', '"'}) {
        Driver run(limits);
        run.begin();
        QVERIFY(
            run.send({stepSucceed("a", std::string(1'500, filling)), stepSucceed("b", std::string(1'500, filling))}));
        QCOMPARE(run.begin().operations.size(), std::size_t(filling == 'x' ? 3 : 2));
    }
}

QTEST_GUILESS_MAIN(TstStatePages)
#include "tst_state_pages.moc"
