// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/settings_memory.h"

#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"

namespace durascope::ui {

namespace {

constexpr QLatin1String kTheme("theme");
constexpr QLatin1String kTimes("times");

// Words, not numbers: a settings file is read by people too.
struct ThemeWord
{
    ThemeChoice choice;
    QLatin1String word;
};
constexpr ThemeWord kThemes[] = {{ThemeChoice::System, QLatin1String("system")},
                                 {ThemeChoice::Light, QLatin1String("light")},
                                 {ThemeChoice::Dark, QLatin1String("dark")}};

struct TimesWord
{
    models::TimeDisplay display;
    QLatin1String word;
};
constexpr TimesWord kTimesWords[] = {{models::TimeDisplay::Utc, QLatin1String("utc")},
                                     {models::TimeDisplay::Local, QLatin1String("local")},
                                     {models::TimeDisplay::SinceStart, QLatin1String("since-start")}};

} // namespace

std::unique_ptr<QSettings> openSettings(Memory memory)
{
    return memory == Memory::Remember ? std::make_unique<QSettings>() : nullptr;
}

void restoreProgramChoices(const QSettings& settings)
{
    for (const ThemeWord& theme : kThemes) {
        if (settings.value(kTheme).toString() == theme.word)
            Theme::instance().setChoice(theme.choice);
    }
    for (const TimesWord& times : kTimesWords) {
        if (settings.value(kTimes).toString() == times.word)
            TimeDisplayChoice::instance().setDisplay(times.display);
    }
}

void saveProgramChoices(QSettings& settings)
{
    for (const ThemeWord& theme : kThemes) {
        if (Theme::instance().choice() == theme.choice)
            settings.setValue(kTheme, QString(theme.word));
    }
    for (const TimesWord& times : kTimesWords) {
        if (TimeDisplayChoice::instance().display() == times.display)
            settings.setValue(kTimes, QString(times.word));
    }
}

} // namespace durascope::ui
