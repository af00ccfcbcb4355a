// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/event_details.h"
#include "engine/history/reader.h"
#include "engine/history/redactor.h"
#include "engine/history/state_at.h"
#include "engine/history/writer.h"
#include "tests/support/shared_files.h"

#include <QRegularExpression>
#include <QtTest>

#include <nlohmann/json.hpp>

using namespace durascope;
using history::Redactor;
using nlohmann::json;

namespace {
const QRegularExpression kMark(QStringLiteral("^●●● \\((string, [0-9]+|number|boolean|null)\\) #[0-9a-f]{8}$"));

std::string scrubbed(const Redactor& redactor, const std::string& text)
{
    std::string result;
    history::JsonWriter out(
        [&result](std::string_view piece) {
            result.append(piece);
            return true;
        },
        0);
    redactor.scrub(core::parseJson(text), out);
    out.flush();
    return result;
}

json scrubbedPayload(const Redactor& redactor, const std::string& payload)
{
    std::string result;
    history::JsonWriter out(
        [&result](std::string_view piece) {
            result.append(piece);
            return true;
        },
        0);
    const std::string literal = core::quoteJson(payload);
    redactor.scrubPayload(core::parseJson(literal), out);
    out.flush();
    return json::parse(result, nullptr, false);
}

bool isMark(const json& value)
{
    return value.is_string() && kMark.match(QString::fromStdString(value.get<std::string>())).hasMatch();
}

const std::string kSecrets = test::fileText(DURASCOPE_SOURCE_DIR "/tests/data/writer/secrets.json");

std::shared_ptr<const history::EventLog> readSecrets()
{
    return *history::readHistoryText(kSecrets, "secrets");
}
} // namespace

class RedactorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksEveryScalarAndKeepsNames()
    {
        const Redactor redactor("salt");
        const auto result = json::parse(
            scrubbed(redactor, "{\"a\":\"x\",\"b\":[1,true,null,{\"c\":\"ä€😀\"}],\"d\":{},\"e\":[]}"), nullptr, false);
        QVERIFY(isMark(result["a"]));
        for (int i = 0; i < 3; ++i) {
            QVERIFY(isMark(result["b"][static_cast<std::size_t>(i)]));
        }
        QVERIFY(result["b"][3]["c"].get<std::string>().find("(string, 3)") != std::string::npos);
        QVERIFY(result["d"].is_object() && result["d"].empty());
        QVERIFY(result["e"].is_array() && result["e"].empty());
    }

    void equalValuesGetEqualMarksWithinOneCallOnly()
    {
        const Redactor one("salt");
        QCOMPARE(one.mark("tok"), Redactor("salt").mark("tok"));
        QVERIFY(one.mark("tok") != one.mark("tik"));
        QVERIFY(one.mark("tok") != Redactor("other salt").mark("tok"));
        const auto kinds = json::parse(scrubbed(one, "[5,\"5\",true,\"true\"]"), nullptr, false);
        const auto digest = [&kinds](std::size_t i) {
            const std::string mark = kinds[i].get<std::string>();
            return mark.substr(mark.size() - 8);
        };
        QVERIFY(digest(0) != digest(1)); // a number must not betray the text of the same digits
        QVERIFY(digest(2) != digest(3));
    }

    void opensJsonInsideOfStrings()
    {
        const Redactor redactor("salt");
        const json inner = {{"pin", "1234"}};
        const json outer = {{"text", inner.dump()}, {"list", json({"a"}).dump()}};
        const json result = scrubbedPayload(redactor, json(outer).dump());
        const auto opened = json::parse(result.get<std::string>(), nullptr, false);
        QVERIFY(isMark(json::parse(opened["text"].get<std::string>(), nullptr, false)["pin"]));
        QVERIFY(isMark(json::parse(opened["list"].get<std::string>(), nullptr, false)[0]));
    }

    void payloadsKeepWhetherTheyAreJson()
    {
        const Redactor redactor("salt");
        QVERIFY(isMark(scrubbedPayload(redactor, "just text")));
        for (const char* text : {"\"ok\"", "12", "true", "null"}) {
            const json result = scrubbedPayload(redactor, text);
            QVERIFY(isMark(json::parse(result.get<std::string>(), nullptr, false)));
        }
        QCOMPARE(scrubbedPayload(redactor, "{}").get<std::string>(), std::string("{}"));
    }

    void accountNumbersInArnsBecomeZero()
    {
        const Redactor redactor("salt");
        QCOMPARE(redactor.keptText("arn:aws:lambda:eu-west-1:123456789012:function:f"),
                 std::string("arn:aws:lambda:eu-west-1:000000000000:function:f"));
        QCOMPARE(redactor.keptText("two arn:aws:iam::123456789012:a, arn:aws:iam::210987654321:b"),
                 std::string("two arn:aws:iam::000000000000:a, arn:aws:iam::000000000000:b"));
        for (const char* text : {"arn:", "arn:aws:s3:::bucket", "123456789012", "arn:aws:x:y:1234567890123:z", ""}) {
            QCOMPARE(redactor.keptText(text), std::string(text));
        }
    }

    void idsThatDifferedStillDiffer()
    {
        const Redactor redactor("salt");
        QCOMPARE(redactor.keptId("c4ca4238"), std::string("c4ca4238"));
        QVERIFY(redactor.keptId("arn:aws:iam::123456789012:a") != redactor.keptId("arn:aws:iam::210987654321:a"));
        QVERIFY(redactor.callbackId("a") != redactor.callbackId("b"));
    }

    void deepAndNestedTextEnds()
    {
        const Redactor redactor("salt");
        const std::string deep = std::string(core::kMaxJsonDepth, '[') + "1" + std::string(core::kMaxJsonDepth, ']');
        QVERIFY(json::accept(scrubbed(redactor, deep)));
        std::string nested = "[1]";
        for (int i = 0; i < 12; ++i) {
            nested = "[" + core::quoteJson(nested) + "]";
        }
        QVERIFY(scrubbed(redactor, nested).find("[1]") == std::string::npos);
    }

    void nothingSecretIsLeftInAHistory()
    {
        const auto log = readSecrets();
        for (const auto form : {history::HistoryForm::Aws, history::HistoryForm::Cli, history::HistoryForm::Sdk}) {
            const std::string text = history::writeHistoryText(*log, {.form = form, .redact = true});
            QVERIFY(!text.empty());
            QVERIFY(text.find("secret") == std::string::npos);
            QVERIFY(text.find("123456789012") == std::string::npos);
            for (const char* kept : {"CardError", "Crash", "req-1", "Strange", "\"card", "pin"}) {
                QVERIFY2(text.find(kept) != std::string::npos, kept);
            }
        }
    }

    void redactedHistoriesFoldTheSame()
    {
        const auto log = readSecrets();
        const std::string text = history::writeHistoryText(*log, {.redact = true, .redactionSalt = "salt"});
        QCOMPARE(text, history::writeHistoryText(*log, {.redact = true, .redactionSalt = "salt"}));
        QVERIFY(text != history::writeHistoryText(*log, {.redact = true}));
        const auto again = *history::readHistoryText(text, "redacted");
        QCOMPARE(history::writeHistoryText(*again), text);
        QCOMPARE(again->operationCount(), log->operationCount());
        for (std::uint32_t event = 0; event < log->eventCount(); ++event) {
            const history::StateAt before(*log, history::EventIndex(event));
            const history::StateAt after(*again, history::EventIndex(event));
            for (std::uint32_t i = 0; i < log->operationCount(); ++i) {
                QVERIFY(before.state(history::OperationIndex(i)) == after.state(history::OperationIndex(i)));
            }
        }
    }

    void saltsAreLongAndNeverTheSame()
    {
        QCOMPARE(history::randomSalt().size(), std::size_t{32});
        QVERIFY(history::randomSalt() != history::randomSalt());
    }
};

QTEST_GUILESS_MAIN(RedactorTest)
#include "tst_redactor.moc"
