// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/theme/colour_science.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace durascope;
using durascope::models::VisualState;
using durascope::ui::Palette;
using durascope::ui::Theme;
using durascope::ui::ThemeChoice;

class TestPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*"))); }

    void formulasAgreeWithPublishedValues()
    {
        QCOMPARE(qRound(test::contrast(Qt::black, Qt::white) * 100), 2100);
        QCOMPARE(qRound(test::contrast(QColor(0x77, 0x77, 0x77), Qt::white) * 100), 448);
        QVERIFY(test::colourDifference(Qt::red, Qt::red, test::Vision::Deutan) < 1e-9);
        // Black against white is 100 in CIEDE2000 by construction.
        QVERIFY(qAbs(test::colourDifference(Qt::black, Qt::white, test::Vision::Normal) - 100) < 0.01);
    }

    void textIsReadable_data() { addPalettes(); }
    void textIsReadable()
    {
        QFETCH(bool, dark);
        const Palette& p = paletteOf(dark);
        for (const QColor& ground : {p.canvas, p.panel}) {
            QVERIFY(test::contrast(p.text, ground) >= 5.9);
            // Muted text on the light panel is 5.898, which the table rounds.
            QVERIFY2(test::contrast(p.textMuted, ground) >= 5.85,
                     qPrintable(QString::number(test::contrast(p.textMuted, ground))));
            QVERIFY(test::contrast(p.warning, ground) >= 4.5);
            QVERIFY(test::contrast(p.focus, ground) >= 3.0);
            QVERIFY(test::contrast(p.textDisabled, ground) >= 3.0);
            for (const QColor& veil : {p.selection, p.hover}) {
                QVERIFY(test::contrast(p.text, test::over(veil, ground)) >= 7.0);
                QVERIFY2(test::contrast(p.textMuted, test::over(veil, ground)) >= 4.5,
                         qPrintable(QString::number(test::contrast(p.textMuted, test::over(veil, ground)))));
            }
        }
    }

    void textUponStatesIsReadable_data() { addPalettes(); }
    void textUponStatesIsReadable()
    {
        QFETCH(bool, dark);
        const Palette& p = paletteOf(dark);
        for (int i = 0; i < models::kVisualStateCount; ++i) {
            const auto state = static_cast<VisualState>(i);
            if (state == VisualState::Pending) // hollow: nothing is written on it
                continue;
            const double least = p.dark ? 5.0 : 4.5;
            const double ratio = test::contrast(p.textOn(state), p.state(state));
            QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1: %2").arg(i).arg(ratio)));
        }
    }

    void statesStandOutAsDesigned_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<double>("dark");
        QTest::addColumn<double>("light");
        QTest::newRow("succeeded") << static_cast<int>(VisualState::Succeeded) << 11.6 << 5.6;
        QTest::newRow("failed") << static_cast<int>(VisualState::Failed) << 4.6 << 6.5;
        QTest::newRow("timed out") << static_cast<int>(VisualState::TimedOut) << 4.6 << 6.5;
        QTest::newRow("running") << static_cast<int>(VisualState::Running) << 4.7 << 4.5;
        QTest::newRow("timer") << static_cast<int>(VisualState::TimerWait) << 5.3 << 4.7;
        QTest::newRow("callback") << static_cast<int>(VisualState::CallbackWait) << 11.0 << 10.0;
        QTest::newRow("back-off") << static_cast<int>(VisualState::BackOff) << 9.8 << 3.1;
        QTest::newRow("cancelled") << static_cast<int>(VisualState::Cancelled) << 5.3 << 4.7;
        QTest::newRow("invoke") << static_cast<int>(VisualState::InvokePending) << 4.7 << 4.5;
    }
    void statesStandOutAsDesigned()
    {
        QFETCH(int, state);
        QFETCH(double, dark);
        QFETCH(double, light);
        const auto ratio = [state](const Palette& p) {
            return test::contrast(p.state(static_cast<VisualState>(state)), p.canvas);
        };
        // The table gives one digit, some of them rounded to the whole.
        QVERIFY2(qAbs(ratio(ui::darkPalette()) - dark) <= 0.06, qPrintable(QString::number(ratio(ui::darkPalette()))));
        QVERIFY2(qAbs(ratio(ui::lightPalette()) - light) <= 0.06,
                 qPrintable(QString::number(ratio(ui::lightPalette()))));
    }

    void statesDifferForEveryKindOfEye_data() { addPalettes(); }
    void statesDifferForEveryKindOfEye()
    {
        QFETCH(bool, dark);
        const Palette& p = paletteOf(dark);
        const VisualState hues[] = {VisualState::Succeeded, VisualState::Failed,       VisualState::Running,
                                    VisualState::TimerWait, VisualState::CallbackWait, VisualState::BackOff};
        double least = 1000;
        for (const auto vision :
             {test::Vision::Normal, test::Vision::Protan, test::Vision::Deutan, test::Vision::Tritan}) {
            for (std::size_t i = 0; i < std::size(hues); ++i) {
                for (std::size_t j = 0; j < i; ++j)
                    least = qMin(least, test::colourDifference(p.state(hues[i]), p.state(hues[j]), vision));
            }
        }
        QCOMPARE(qRound(least * 10), p.dark ? 188 : 158);
    }

    void comparedRunsDifferForEveryKindOfEye_data() { addPalettes(); }
    void comparedRunsDifferForEveryKindOfEye()
    {
        QFETCH(bool, dark);
        const Palette& p = paletteOf(dark);
        for (const auto vision :
             {test::Vision::Normal, test::Vision::Protan, test::Vision::Deutan, test::Vision::Tritan})
            QVERIFY(test::colourDifference(p.compareA, p.compareB, vision) >= 50);
    }

    void everyStateHasItsPattern()
    {
        // What shares a hue must not share the pattern too, nor may a wait look like work.
        QVERIFY(ui::patternOf(VisualState::Failed) != ui::patternOf(VisualState::TimedOut));
        QVERIFY(ui::patternOf(VisualState::Running) != ui::patternOf(VisualState::InvokePending));
        QVERIFY(ui::patternOf(VisualState::TimerWait) != ui::patternOf(VisualState::Cancelled));
        QVERIFY(ui::patternOf(VisualState::Pending) == ui::FillPattern::Hollow);
    }

    void choiceOverridesTheSystem()
    {
        Theme& theme = Theme::instance();
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setChoice(ThemeChoice::Dark);
        QVERIFY(theme.palette().dark);
        QCOMPARE(QApplication::palette().color(QPalette::Base), ui::darkPalette().canvas);
        theme.setChoice(ThemeChoice::Light);
        QVERIFY(!theme.palette().dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), ui::lightPalette().panel);
        QCOMPARE(changed.count(), 2);
        theme.setChoice(ThemeChoice::Light);
        QCOMPARE(changed.count(), 2);
    }

    void systemIsFollowed()
    {
        Theme& theme = Theme::instance();
        theme.setChoice(ThemeChoice::System);
        QPalette night;
        night.setColor(QPalette::Window, QColor(30, 30, 30));
        night.setColor(QPalette::WindowText, QColor(230, 230, 230));
        QApplication::setPalette(night);
        QVERIFY(theme.palette().dark);
        QCOMPARE(QApplication::palette().color(QPalette::Base), ui::darkPalette().canvas);
        QPalette day;
        day.setColor(QPalette::Window, QColor(240, 240, 240));
        day.setColor(QPalette::WindowText, QColor(10, 10, 10));
        QApplication::setPalette(day);
        QVERIFY(!theme.palette().dark);
        theme.setChoice(ThemeChoice::Dark);
        QApplication::setPalette(day);
        QVERIFY(theme.palette().dark);
    }

private:
    static void addPalettes()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    static const Palette& paletteOf(bool dark) { return dark ? ui::darkPalette() : ui::lightPalette(); }
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
